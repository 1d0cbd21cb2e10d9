"""Offsets from UTC, in minutes, of the zones that newspapers print, and of countries.

Summer time is computed from the rules in force today (EU since 1996, US since 2007, Australia and
New Zealand since 2008) and not from the system's zone files: the result must not depend on the
machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from newsdigest.package_data import read_toml

# The first days of summer time and of standard time: (month, which Sunday), -1 is the last.
_CHANGES = {
    "eu": ((3, -1), (10, -1)),
    "us": ((3, 2), (11, 1)),
    "au": ((10, 1), (4, 1)),
    "nz": ((9, -1), (4, 1)),
}


def zone_offset(name: str, day: date, country: str | None) -> int | None:
    """The offset of the zone `name`, a capital abbreviation, on `day`; None if it is unknown.

    Ambiguous names (IST, CST, BST) have the meaning usual in the press of `country`.
    """
    rules = read_toml("press/data/timezones.toml")
    ambiguous: dict[str, int] | None = rules["by_country"].get(name)
    if ambiguous:
        return ambiguous.get((country or "").upper(), ambiguous[""])
    if name in rules["daylight"]:
        return _offset_on(rules["daylight"][name], day)
    fixed: int | None = rules["zones"].get(name)
    return fixed


def country_offset(country: str | None, day: date) -> int:
    """The offset of the clocks in `country` on `day`; 0 if that is unknown."""
    zone = read_toml("press/data/timezones.toml")["countries"].get((country or "").upper())
    return _offset_on(zone, day) if zone else 0


def _offset_on(zone: Mapping[str, int | str], day: date) -> int:
    return int(zone["offset"]) + (60 if _is_summer(zone.get("rule"), day) else 0)


def _is_summer(rule: int | str | None, day: date) -> bool:
    """Whether summer time holds for most of `day`; the hour of the change is ignored."""
    if not isinstance(rule, str):
        return False
    begins, ends = (_sunday(day.year, *change) for change in _CHANGES[rule])
    if begins < ends:
        return begins <= day < ends
    return not ends <= day < begins


def _sunday(year: int, month: int, which: int) -> date:
    """The `which`-th Sunday of the month; -1 is the last one."""
    if which > 0:
        first = date(year, month, 1)
        return first + timedelta(days=6 - first.weekday(), weeks=which - 1)
    # No relevant last Sunday is in December, so the next month is in the same year.
    last = date(year, month + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() + 1) % 7)
