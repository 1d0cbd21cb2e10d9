from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.press.dates import parse_relative

AS_OF = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("22 minutes ago", timedelta(minutes=22)),
        ("an hour ago", timedelta(hours=1)),
        ("1 hr 5 min ago", timedelta(minutes=65)),
        ("about 4 hours ago", timedelta(hours=4)),
        ("2 days ago", timedelta(days=2)),
        ("3 weeks ago", timedelta(days=21)),
        ("2h ago", timedelta(hours=2)),
        ("2h", timedelta(hours=2)),
        ("Published 6 hours ago", timedelta(hours=6)),
        ("Just now", timedelta(0)),
        ("yesterday", timedelta(days=1)),
        ("vor 3 Stunden", timedelta(hours=3)),
        ("vor einer Stunde", timedelta(hours=1)),
        ("vorgestern", timedelta(days=2)),
        ("il y a 2 heures", timedelta(hours=2)),
        ("hier", timedelta(days=1)),
        ("hace 5 minutos", timedelta(minutes=5)),
        ("há 2 horas", timedelta(hours=2)),
        ("3 ore fa", timedelta(hours=3)),
        ("2 uur geleden", timedelta(hours=2)),
        ("för 2 timmar sedan", timedelta(hours=2)),
        ("2 godziny temu", timedelta(hours=2)),
        ("2 часа назад", timedelta(hours=2)),
        ("2 saat önce", timedelta(hours=2)),
        ("قبل ساعتين", timedelta(hours=2)),
        ("منذ 3 أيام", timedelta(days=3)),
        ("sejam lalu", timedelta(hours=1)),
        ("30 saat lalu", timedelta(seconds=30)),
        ("2 jam yang lalu", timedelta(hours=2)),
        ("semalam", timedelta(days=1)),
        ("10 giờ trước", timedelta(hours=10)),
        ("5分钟前", timedelta(minutes=5)),
        ("2小時前", timedelta(hours=2)),
        ("昨天", timedelta(days=1)),
        ("1 時間前", timedelta(hours=1)),
        ("3日前", timedelta(days=3)),
        ("3시간 전", timedelta(hours=3)),
    ],
)
def test_spans_are_counted_back(text: str, ago: timedelta) -> None:
    """A span of time, or a word for a day, counts back from the clock of the run."""
    assert parse_relative(text, as_of=AS_OF) == AS_OF - ago


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Yesterday at 14:05", None, datetime(2026, 11, 21, 14, 5, tzinfo=UTC)),
        ("gestern, 14:05 Uhr", "DE", datetime(2026, 11, 21, 13, 5, tzinfo=UTC)),
        ("Kemarin, 14.05 WIB", None, datetime(2026, 11, 21, 7, 5, tzinfo=UTC)),
        ("昨天 08:05", "CN", datetime(2026, 11, 21, 0, 5, tzinfo=UTC)),
        ("Today, 8:05 AM SGT", None, datetime(2026, 11, 22, 0, 5, tzinfo=UTC)),
    ],
)
def test_a_day_with_a_time_is_that_moment(
    text: str, country: str | None, expected: datetime
) -> None:
    """A time of day beside "yesterday" counts in its zone, and so does the day itself."""
    assert parse_relative(text, as_of=AS_OF, country=country) == expected


@pytest.mark.parametrize(
    "text",
    [
        "he left 2 hours ago",
        "5 min",
        "5 min read",
        "Yesterday was a good day for the 22 players",
        "two parties",
        "vor Gericht",
        "Long ago",
        "99999999999 years ago",
        "999999 years ago",
        "12 November 2026",
        "",
    ],
)
def test_sentences_and_other_spans_are_not_times(text: str) -> None:
    """Only a text that consists of a relative time is one."""
    assert parse_relative(text, as_of=AS_OF) is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    """No input raises, and no result is in the future."""
    moment = parse_relative(text, as_of=AS_OF)
    assert moment is None or moment <= AS_OF + timedelta(days=1)
