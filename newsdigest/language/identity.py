"""Which language a text is in: by its script, then by a vote of the commonest short words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

# What a reader needs too; the vote is settled well before.
_READ = 4000
ASCII_LETTER = re.compile("[A-Za-z]")
TOKEN = re.compile(r"[^\W\d_]+(?:['’]|[\u0900-\u097f]+)?[^\W\d_]*")
# Japanese has one kana for each kanji or more; Chinese text has kana in names at most.
_KANA_SHARE = 0.1

# The vote, set on the test sentences and on benchmark articles cut to 3 to 60 words: see
# tests/language/test_identity.py. A word's point is shared among the languages that have it.
_LEAST_POINTS = 1.2
# Points in every word: running text has 0.2 and more, a list of names nearly none.
_LEAST_DENSITY = 0.05
# How far ahead of the second.
_LEAST_LEAD = 1.15
_LETTER_POINT = 0.34


@dataclass(frozen=True, slots=True)
class _Ballot:
    """How much a word or a letter counts for each language of a script."""

    words: Mapping[str, Mapping[str, float]]
    letters: Mapping[str, Mapping[str, float]]


def identify(text: str) -> str | None:
    """The BCP 47 primary subtag of the language; None where the text does not tell."""
    text = text[:_READ]
    script = _script(text)
    if script is None or len(script) == 2:
        return script
    return _vote(text.lower(), _ballots()[script])


def _script(text: str) -> str | None:
    """The script with the most letters, or the language that alone uses it."""
    if text.isascii():
        return "latin" if ASCII_LETTER.search(text) else None
    from newsdigest.language.scripts import SCRIPT_LETTERS

    counts = {name: len(letters.findall(text)) for name, letters in SCRIPT_LETTERS.items()}
    if counts["ja"] >= _KANA_SHARE * counts["zh"]:
        counts["ja"] += counts["zh"]
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


def _vote(text: str, ballot: _Ballot) -> str | None:
    tokens = TOKEN.findall(text.replace("’", "'"))
    points: defaultdict[str, float] = defaultdict(float)
    for token in tokens:
        for language, weight in ballot.words.get(token, {}).items():
            points[language] += weight
    for letter in text:
        for language, weight in ballot.letters.get(letter, {}).items():
            points[language] += weight
    second, first = sorted([0.0, 0.0, *points.values()])[-2:]
    if first < max(_LEAST_POINTS, _LEAST_DENSITY * len(tokens), _LEAST_LEAD * second):
        return None
    return max(points, key=lambda language: points[language])


@cache
def _ballots() -> dict[str, _Ballot]:
    # Costs more than the rest of this room to import, and is needed for few texts.
    import tomllib
    from importlib.resources import files

    raw = files(__package__).joinpath("data/languages.toml").read_text(encoding="utf-8")
    scripts = {name: table for name, table in tomllib.loads(raw).items() if name != "origin"}
    return {
        name: _Ballot(
            words=_shares({code: set(row["words"].split()) for code, row in table.items()}, 1.0),
            letters=_shares(
                {code: set(row["letters"]) for code, row in table.items()}, _LETTER_POINT
            ),
        )
        for name, table in scripts.items()
    }


def _shares(marks: Mapping[str, set[str]], point: float) -> dict[str, dict[str, float]]:
    """What each mark gives each language that has it, the fewer these are the more."""
    holders = Counter(mark for own in marks.values() for mark in own)
    shares: dict[str, dict[str, float]] = {mark: {} for mark in holders}
    for language, own in marks.items():
        for mark in own:
            shares[mark][language] = point / holders[mark] ** 0.5
    return shares
