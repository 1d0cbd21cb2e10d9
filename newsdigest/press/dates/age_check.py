"""A quick check whether a line could be an age, "2 hours ago", before it is parsed.

Parsing costs 300 microseconds for a line that is no age, as most short lines are; this check costs
2.
"""

from __future__ import annotations

import re
from functools import cache

from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern

_TOKEN = pattern(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BARE = pattern(r"\D{0,3}\d{1,2} ?[a-z]{1,3}\D{0,3}")


def may_be_age(text: str) -> bool:
    """False only if the text contains none of the words that ages are made of."""
    folded = text.lower().replace("’", "'")
    if _BARE.fullmatch(folded):
        return True
    if any(token in _words() for token in _TOKEN.findall(folded)):
        return True
    return not folded.isascii() and _parts().search(folded) is not None


@cache
def _words() -> frozenset[str]:
    """The longest word of each phrase that marks an age, and that word's parts."""
    return frozenset(max(_TOKEN.findall(phrase), key=len, default="") for phrase in _phrases())


@cache
def _parts() -> re.Pattern[str]:
    """The words of scripts without spaces between words."""
    foreign = sorted((word for word in _words() if not word.isascii()), key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, foreign)) or r"(?!)")


def _phrases() -> list[str]:
    keys = ("before", "after", "now", "days", "spans")
    rules = read_toml("press/data/relative.toml")["language"]
    return [phrase for rule in rules for key in keys for phrase in rule.get(key, ())]
