"""Days of events in running text, as opposed to days in date lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsdigest.press.dates.date_mentions import find_mentions
from newsdigest.press.dates.printed_days import DateContext

_AS_OF = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def _in_prose(text: str, language: str) -> list[bool]:
    context = DateContext(_AS_OF.date(), language)
    return [mention.in_prose for mention in find_mentions(text, _AS_OF, context)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The bakery opens its doors on 4 May.", "en"),
        ("Bakery opens 4 May", "en"),
        ("The mill fell silent on 4 May 2024.", "en"),
        ("The rules were published by the town on 4 May 2024 and never changed.", "en"),
        ("Die Bäckerei öffnet am 4. Mai.", "de"),
        ("La boulangerie ouvre le 4 mai", "fr"),
        ("La panadería abre el 4 de mayo.", "es"),
        ("Пекарня откроется 4 мая", "ru"),
        ("パン屋、5月4日に開店へ", "ja"),
        ("昨年の2024年5月4日から休業していた", "ja"),
        ("面包店5月4日重新开张", "zh"),
        ("빵집 5월 4일 다시 연다", "ko"),
        ("5월 4일부터 영업", "ko"),
    ],
)
def test_a_day_in_running_text_is_that_of_an_event(text: str, language: str) -> None:
    """Sentences and headlines mention days, with or without a year, in any language."""
    assert _in_prose(text, language) == [True]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("4 May", "en"),
        ("Monday, May 4 at 6.30 p.m.", "en"),
        ("May 4 · 5 min read", "en"),
        ("Sandholm, 4 May", "en"),
        ("Ana Rivers | 4 May | Harbour", "en"),
        ("Updated on 4 May", "en"),
        ("Published on 4 May 2024.", "en"),
        ("This report was first published on 4 May 2024.", "en"),
        ("Ana Rivers, 4 May 2024, 6.30 p.m.", "en"),
        ("Montag, 4. Mai, 18.30 Uhr", "de"),
        ("4. Mai um 18:30 Uhr", "de"),
        ("lundi 4 mai à 18h30", "fr"),
        ("5月4日(月) 18時30分", "ja"),
        ("2024年5月4日 18:30", "ja"),
        ("5月4日配信", "ja"),
        ("5月4日电", "zh"),
        ("5월 4일 18:30", "ko"),
    ],
)
def test_a_day_outside_running_text_is_that_of_the_line(text: str, language: str) -> None:
    """A weekday, a time, a label, a place or text after a bar may be next to it."""
    assert _in_prose(text, language) == [False]
