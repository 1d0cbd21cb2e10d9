from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.press.dates import parse_date

AS_OF = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("UPDATED NOV 22, 2026, 08:05 AM", "SG", utc(2026, 11, 22, 0, 5)),
        ("June 6, 2025 8:05 AM SGT", None, utc(2025, 6, 6, 0, 5)),
        ("Jumaat, 6 Jun 2025 8:05 PM MYT", None, utc(2025, 6, 6, 12, 5)),
        ("6 Jun 2025, 14:05 IST", "IN", utc(2025, 6, 6, 8, 35)),
        ("6 Jun 2025, 14:05 IST", "IE", utc(2025, 6, 6, 13, 5)),
        ("6 Jun 2025, 14:05 IST", "IL", utc(2025, 6, 6, 12, 5)),
        ("6 June 2025 8.05am AEST", None, utc(2025, 6, 5, 22, 5)),
        ("10:30 PM ET, June 6, 2025", None, utc(2025, 6, 7, 2, 30)),
        ("10:30 PM ET, January 6, 2025", None, utc(2025, 1, 7, 3, 30)),
        ("06.06.2025, 08.05 Uhr", "DE", utc(2025, 6, 6, 6, 5)),
        ("06.12.2025, 08.05 Uhr", "DE", utc(2025, 12, 6, 7, 5)),
        ("6 agustus 2025 | 10.05 WIB", None, utc(2025, 8, 6, 3, 5)),
        ("6 Jun 2025, 9.45 pagi", "MY", utc(2025, 6, 6, 1, 45)),
        ("6 Jun 2025 9:45 malam", "MY", utc(2025, 6, 6, 13, 45)),
        ("6 Jun 2025, 12.30 tengah hari", "MY", utc(2025, 6, 6, 4, 30)),
        ("6 Juni 2025 pukul 1.30 siang", "ID", utc(2025, 6, 6, 6, 30)),
        ("٦ يونيو ٢٠٢٥ 9:45 صباحا", None, utc(2025, 6, 6, 9, 45)),
        ("6 يونيو 2025 9:45 مساء", None, utc(2025, 6, 6, 21, 45)),
        ("Fri, 06 Jun 2025 10:00:00 GMT", None, utc(2025, 6, 6, 10)),
        ("Fri Jun 06 10:00:00 +0800 2025", None, utc(2025, 6, 6, 2)),
        ("2025-06-06T10:00:00+08:00", None, utc(2025, 6, 6, 2)),
        ("2025-06-06T10:00:00.000Z", None, utc(2025, 6, 6, 10)),
        ("2025-06-06 10:00", "JP", utc(2025, 6, 6, 1)),
        ("1749204000", None, utc(2025, 6, 6, 10)),
        ("1749204000000", None, utc(2025, 6, 6, 10)),
    ],
)
def test_time_and_zone_give_the_moment(text: str, country: str | None, expected: datetime) -> None:
    """A time of day is in its printed zone, else in the country's, with summer time."""
    assert parse_date(text, as_of=AS_OF, country=country) == expected


@pytest.mark.parametrize(
    "text",
    [
        "6 juin 2025",
        "6 June 2025",
        "June 6th, 2025",
        "Jun. 6, 2025",
        "6. Juni 2025",
        "6 de junio de 2025",
        "6 giugno 2025",
        "6 Jun 2025",
        "6 czerwca 2025",
        "6. června 2025",
        "2025. június 6.",
        "6 июня 2025 г.",
        "6 Haziran 2025",
        "6 يونيو 2025",
        "٦ حزيران ٢٠٢٥",
        "6 มิ.ย. 2568",
        "6 tháng 6 năm 2025",
        "2025年6月6日",
        "令和7年6月6日",
        "2025년 6월 6일",
        "20250606",
        "06.06.2025",
        "06/06/25",
        "2025/6/6",
    ],
)
def test_days_are_read_in_many_languages(text: str) -> None:
    """A day without a time is midnight UTC, whatever the language of its month."""
    assert parse_date(text, as_of=AS_OF) == utc(2025, 6, 6)


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        ("en", "US", utc(2025, 6, 7)),
        ("en", "GB", utc(2025, 7, 6)),
        ("en", "SG", utc(2025, 7, 6)),
        ("fr", None, utc(2025, 7, 6)),
        ("en", None, utc(2025, 6, 7)),
    ],
)
def test_country_decides_which_number_is_the_month(
    language: str, country: str | None, expected: datetime
) -> None:
    """06/07 is the 7th of June in the United States and the 6th of July in most countries."""
    assert parse_date("06/07/2025", as_of=AS_OF, language=language, country=country) == expected


def test_the_page_language_decides_between_homonyms() -> None:
    """ "Listopad" is October to a Croat and November to a Pole or a Czech."""
    assert parse_date("6. listopada 2025", as_of=AS_OF, language="hr") == utc(2025, 10, 6)
    assert parse_date("6 listopada 2025", as_of=AS_OF, language="pl") == utc(2025, 11, 6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Nov 20", utc(2026, 11, 20)), ("20 Dec", utc(2025, 12, 20)), ("11月20日", utc(2026, 11, 20))],
)
def test_a_missing_year_is_the_last_one(text: str, expected: datetime) -> None:
    """A day without a year is the last one that is not in the future."""
    assert parse_date(text, as_of=AS_OF) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30 Feb 2025",
        "May 2025",
        "2025",
        "5 min read",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "Sat, 31 Dec 9999 23:59:59 -1200",
        "99999-01-01",
        "٣٣٣",
        "not a date",
        "999999999999999999999",
    ],
)
def test_invalid_dates_are_none(text: str) -> None:
    """Days that do not exist, years too early or late for news and other text give None."""
    assert parse_date(text, as_of=AS_OF) is None


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    """No input raises, and the result is time zone aware."""
    moment = parse_date(text, as_of=AS_OF)
    assert moment is None or moment.tzinfo is UTC


@given(
    st.integers(0, 10_000),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 9999),
)
def test_any_numbers_in_an_iso_date_are_survived(
    year: int, month: int, day: int, hour: int, minute: int, offset: int
) -> None:
    """Impossible parts and offsets of machine-readable dates never raise."""
    text = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"
    parse_date(f"{text}+{offset:04}", as_of=AS_OF)
    parse_date(f"{text}-{offset:04}", as_of=AS_OF, country="SG")


@given(st.datetimes(datetime(1990, 1, 1), datetime(2026, 11, 20)))  # noqa: DTZ001
def test_iso_and_mail_dates_round_trip(moment: datetime) -> None:
    """What Python writes as ISO 8601 or for mail is parsed exactly, to the second."""
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(moment.isoformat(), as_of=AS_OF) == moment
    assert parse_date(moment.strftime("%a, %d %b %Y %H:%M:%S +0000"), as_of=AS_OF) == moment
