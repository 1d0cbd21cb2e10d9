from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newsdigest.press.dates.date_labels import Label, label_before, split_label
from newsdigest.press.dates.date_mentions import Mention, find_mentions
from newsdigest.press.dates.printed_days import DateContext
from newsdigest.press.dates.time_zones import country_offset, zone_offset

AS_OF = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
READER = DateContext(AS_OF.date(), "en", "GB")


def mentions(text: str) -> list[Mention]:
    return find_mentions(text, AS_OF, READER)


def test_each_date_of_a_line_has_its_own_label_and_time() -> None:
    """Text between two dates belongs to the label of the second."""
    found = mentions("Published 6 June 2025, 10:05 | Updated 7 June 2025 at 8pm")
    assert [each.label for each in found] == [Label.PUBLISHED, Label.MODIFIED]
    assert [each.moment.astimezone(UTC) for each in found] == [
        datetime(2025, 6, 6, 9, 5, tzinfo=UTC),
        datetime(2025, 6, 7, 19, 0, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("10:05, 6 June 2025", 9),
        ("Friday 6 June 2025 10:05 UTC", 10),
        ("2025-06-06T10:05:00+02:00", 8),
        ("06.06.2025, 10.05 Uhr", 9),
        ("6 June 2025 | 5 min read", 0),
    ],
)
def test_the_time_may_be_on_either_side(text: str, hour: int) -> None:
    """The numbers of the day are not part of the time, nor is the article's reading time."""
    (found,) = mentions(text)
    assert found.moment.astimezone(UTC).date() == date(2025, 6, 6)
    assert found.moment.astimezone(UTC).hour == hour


def test_words_beside_a_date_are_counted_without_its_label() -> None:
    """They distinguish a sentence from a date line."""
    (line,) = mentions("Last updated on 6 June 2025")
    (sentence,) = mentions("The ferry sailed on 6 June 2025 with nobody on board")
    assert (line.other_words, sentence.other_words) == (0, 8)


def test_a_relative_time_counts_if_no_day_is_printed() -> None:
    """It may be a part of the line; a printed day wins."""
    (found,) = mentions("By Ana Rivers | Updated 2 hours ago | 5 min read")
    assert found.moment == datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    assert found.label is Label.MODIFIED
    (printed,) = mentions("6 June 2025 | 2 hours ago")
    assert printed.moment.date() == date(2025, 6, 6)


def test_a_line_has_four_dates_at_most_and_none_beyond_its_first_characters() -> None:
    """A list of dates costs no more than a line with a few."""
    assert len(mentions("6 June 2025 | " * 12)) == 4
    assert mentions("word " * 60 + "6 June 2025") == []
    assert mentions("A long line of words that has no number in it at all") == []


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("last updated on ", Label.MODIFIED),
        ("ana rivers, published: ", Label.PUBLISHED),
        ("zuletzt aktualisiert am ", Label.MODIFIED),
        ("unpublished ", None),
        ("", None),
        ("ana rivers ", None),
    ],
)
def test_the_label_is_the_last_words_before_a_date(words: str, label: Label | None) -> None:
    """The longest phrase counts, and not within a word."""
    assert label_before(words) is label


def test_a_label_is_split_from_the_beginning() -> None:
    """A word that only begins like a label is kept."""
    assert split_label("Updated 2 hours ago") == (Label.MODIFIED, "2 hours ago")
    assert split_label("updateds 2 hours ago") == (None, "updateds 2 hours ago")


@pytest.mark.parametrize(
    ("name", "day", "country", "minutes"),
    [
        ("SGT", date(2025, 6, 6), None, 480),
        ("IST", date(2025, 6, 6), "IN", 330),
        ("IST", date(2025, 6, 6), "IL", 120),
        ("ET", date(2025, 3, 8), None, -300),
        ("ET", date(2025, 3, 9), None, -240),
        ("ET", date(2025, 11, 2), None, -300),
        ("NEWS", date(2025, 6, 6), None, None),
    ],
)
def test_the_offset_of_a_named_zone(
    name: str, day: date, country: str | None, minutes: int | None
) -> None:
    """Names that two countries use are read by the country; summer time begins on its Sunday."""
    assert zone_offset(name, day, country) == minutes


def test_summer_in_the_south_is_at_the_turn_of_the_year() -> None:
    """New Zealand's clocks are an hour further ahead from September to April."""
    assert country_offset("NZ", date(2025, 1, 1)) == country_offset("NZ", date(2025, 7, 1)) + 60
    assert country_offset("de", date(2025, 7, 1)) == 120
    assert country_offset(None, date(2025, 7, 1)) == 0
