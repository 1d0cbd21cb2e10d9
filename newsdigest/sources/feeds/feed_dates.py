"""Dates in feeds: RFC 822 and ISO 8601 directly, others by the parser of printed dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from newsdigest.sources.feeds.feed_limits import MAX_DATE

# RFC 822 as RSS writes it. parse_date reads it too, but ten times slower.
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s{1,3})?(\d{1,2})\s{1,3}([A-Za-z]{3})[a-z]{0,6}\s{1,3}(\d{4})"
    r"\s{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?\s{1,3}(?:(?:GMT|UTC?|Z)|([+-])(\d{2}):?(\d{2}))"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
# Other years come from broken clocks and placeholders.
_YEARS = range(1970, 2200)
# The widest offset in use is 14 hours.
_WIDEST_OFFSET = timedelta(hours=15)


def read_date(text: str | None, *, as_of: datetime) -> datetime | None:
    """The date in UTC, or None if the text is not a valid date; future dates are kept."""
    text = (text or "")[:MAX_DATE].strip()
    if not text:
        return None
    printed = _RFC_822.fullmatch(text)
    if printed and printed[2].lower() in _MONTHS:
        return _from_rfc_822(printed)
    try:
        return _checked(datetime.fromisoformat(text))
    except ValueError:
        return _from_print(text, as_of)


def _from_rfc_822(match: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
    try:
        moment = datetime(
            int(year), _MONTHS[month.lower()], int(day),
            int(hour), int(minute), min(int(second or 0), 59), tzinfo=UTC,
        )  # fmt: skip
    except ValueError:  # 30 February, 25:61
        return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if offset > _WIDEST_OFFSET or moment.year not in _YEARS:
        return None
    return moment + offset if sign == "-" else moment - offset


def _checked(moment: datetime) -> datetime | None:
    """An ISO date in UTC; one without a zone is taken as UTC."""
    offset = moment.utcoffset() or timedelta()
    if abs(offset) > _WIDEST_OFFSET or moment.year not in _YEARS:
        return None
    return (moment.replace(tzinfo=None) - offset).replace(tzinfo=UTC)


def _from_print(text: str, as_of: datetime) -> datetime | None:
    from newsdigest.press.dates import parse_date

    found = parse_date(text, as_of=as_of)
    return found if found and found.year in _YEARS else None
