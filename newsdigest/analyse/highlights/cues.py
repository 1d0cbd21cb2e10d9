"""The words that the highlights of a digest go by, from data/highlights.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from newsdigest.package_data import read_toml
from newsdigest.valueclasses import valueclass


@valueclass
class Cues:
    """The words of one language; data/highlights.toml explains each table."""

    scales: Mapping[str, float]
    percent: frozenset[str]
    uncounted: frozenset[str]
    plural: frozenset[str]
    joints: frozenset[str]
    said: frozenset[str]
    voice: frozenset[str]
    absent: re.Pattern[str]
    stiff: re.Pattern[str]
    office: re.Pattern[str]
    light: re.Pattern[str]
    idle: re.Pattern[str]
    grave: re.Pattern[str]
    contested: re.Pattern[str]


@cache
def cues_of(language: str | None) -> Cues | None:
    """The cues of a language; None for one without."""
    table = read_toml("analyse/data/highlights.toml").get(language or "")
    if not isinstance(table, dict):
        return None
    return Cues(
        scales={word: float(number) for word, number in table["scales"].items()},
        percent=frozenset(table["percent"]),
        uncounted=frozenset(table["uncounted"]),
        plural=frozenset(table["plural"]),
        joints=frozenset(table["joints"]),
        said=frozenset(table["said"]),
        voice=frozenset(table["voice"]),
        absent=_any_of(table["absent"]),
        stiff=_any_of(table["stiff"]),
        office=_any_of(table["office"]),
        light=_any_of(table["light"]),
        idle=_any_of(table["idle"]),
        grave=_any_of(table["grave"]),
        contested=_any_of(table["contested"]),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words and phrases; one that ends in "*" is the beginning of a word."""
    ends = (re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ends)})(?!\w)", re.IGNORECASE)
