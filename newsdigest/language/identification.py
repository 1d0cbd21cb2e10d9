"""Identifies the language of a text: by script, then by its commonest short words and trigrams."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache

from newsdigest.language.western import is_western
from newsdigest.package_data import read_text, read_toml
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

# Characters examined; the vote is settled well before.
_SAMPLE = 4000
ASCII_LETTER = pattern("[A-Za-z]")
TOKEN = pattern(r"[^\W\d_]+(?:['’]|[\u0900-\u097f]+)?[^\W\d_]*")
# Japanese has at least one kana for each kanji; Chinese text has kana in names at most.
_KANA_SHARE = 0.1

# In headlines names of products stand in letters beside them, and one of their characters says as
# much as three letters: "iPhone 16 Proの新機能まとめ". With one to twelve letters a text that has
# none of a language's words may be in either.
_WIDE = ("zh", "ja", "ko")
_WIDE_LETTERS = 3
_MIXED_LETTERS = 12

# The vote, tuned on the test sentences and on benchmark articles cut to 3 to 60 words: see
# tests/language/test_identification.py. A word's point is shared among the languages that have it.
_LEAST_POINTS = 1.2
# Points per word: running text has 0.2 and more, a list of names nearly none.
_LEAST_DENSITY = 0.05
# The winner's points divided by the second's.
_LEAST_LEAD = 1.15
_LETTER_POINT = 0.34

# Headlines have few of the short words, so trigrams count too in short texts. On 2,000 English
# headlines of 2014 and 1,997 messages of a program in 24 languages (25 to 110 characters) the vote
# alone was right in 49 and 57 %, and wrong in 0.6 and 1.1. With trigrams 97.5 and 90 % are right,
# 0.9 and 3.8 wrong, most of these between Malay and Indonesian, Danish and Norwegian.
_SHORT = 200
# The frequency of a trigram as tests/bench/train_languages.py writes it: the natural logarithm
# above the rarest, in steps of a half.
LEVELS = "abcdefghijklmnopqrstuvwxyz"
RAREST = 3e-6
_STEP = 0.5
# The weight of a word's point in the vote against trigrams, in natural logarithms.
_WORD = 1.5
# News is more likely to be in one of these than in a similar language.
_LIKELY = frozenset({
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "pl", "cs", "hu", "ro", "tr",
    "id", "ms", "ru", "ar",
})  # fmt: skip
_LIKELIER = 1.5
# About three words; in less, a name would decide.
_LEAST_TRIGRAMS = 12
_LEAST_DISTANCE = 1.6

# From this length a text overrides the declaration of its page or feed, which templates and
# translations get wrong; earlier if the script differs.
_SURE = 200
_SURE_BY_SCRIPT = 40
# Characters examined if a language is declared: the whole text costs a fifth of extracting a page.
_SAMPLE_IF_DECLARED = 800
# Too similar to override a declaration.
_ALIKE = (
    frozenset({"da", "no", "nb", "nn"}),
    frozenset({"id", "ms"}),
    frozenset({"hr", "sr", "bs", "sh"}),
)


@valueclass
class _ScriptWeights:
    """The weight of words and letters for each language of a script."""

    languages: frozenset[str]
    words: Mapping[str, Mapping[str, float]]
    letters: Mapping[str, Mapping[str, float]]


def identify(text: str) -> str | None:
    """The BCP 47 primary subtag of the language; None if undecided."""
    text = text[:_SAMPLE]
    script = _script(text)
    if script is None or len(script) == 2:
        return script
    is_mixed = len(text) <= _SHORT and _is_mixed(text)
    text = text.lower().replace("’", "'")
    tokens = TOKEN.findall(text)
    points = _points(text, tokens, _script_weights()[script])
    winner = _winner(points, len(tokens))
    if is_mixed:
        return winner
    if len(text) > _SHORT or (table := _tables().get(script)) is None:
        return winner
    return table.likeliest(tokens, points, winner)


def language_of(text: str, declared: str | None) -> str | None:
    """The language of a text, given a declaration that may be wrong; None if unknown.

    `declared` is a primary subtag. It is kept if it is a language that `identify` does not know.
    """
    if declared is None:
        return identify(text)
    if len(text) < (_SURE if text[:_SURE].isascii() else _SURE_BY_SCRIPT):
        return declared
    found = identify(text[:_SAMPLE_IF_DECLARED])
    if found in {None, declared} or declared not in _identifiable():
        return declared
    if any({found, declared} <= alike for alike in _ALIKE):
        return declared
    latin = _script_weights()["latin"].languages
    in_another_script = declared in latin and found not in latin
    return found if in_another_script or len(text) >= _SURE else declared


@cache
def _identifiable() -> frozenset[str]:
    from newsdigest.language.script_patterns import SCRIPT_LETTERS

    alone = (name for name in SCRIPT_LETTERS if len(name) == 2)
    return frozenset(alone).union(*(weights.languages for weights in _script_weights().values()))


def _script(text: str) -> str | None:
    """The script with the most letters, or the language if only one uses it."""
    if text.isascii():
        return "latin" if ASCII_LETTER.search(text) else None
    from newsdigest.language.script_patterns import SCRIPT_LETTERS

    if is_western(text):
        return "latin" if SCRIPT_LETTERS["latin"].search(text) else None
    counts = {name: len(letters.findall(text)) for name, letters in SCRIPT_LETTERS.items()}
    if counts["ja"] >= _KANA_SHARE * counts["zh"]:
        counts["ja"] += counts["zh"]
    for name in _WIDE:
        counts[name] *= _WIDE_LETTERS
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


def _is_mixed(text: str) -> bool:
    """Whether a text in letters has so much Chinese, Japanese or Korean that it may be that."""
    if is_western(text):
        return False
    from newsdigest.language.script_patterns import SCRIPT_LETTERS

    wide = sum(len(SCRIPT_LETTERS[name].findall(text)) for name in _WIDE)
    return wide > 0 and _MIXED_LETTERS * wide >= len(ASCII_LETTER.findall(text))


def _points(text: str, tokens: list[str], weights: _ScriptWeights) -> dict[str, float]:
    points: defaultdict[str, float] = defaultdict(float)
    for token, times in Counter(tokens).items():
        for language, weight in weights.words.get(token, {}).items():
            points[language] += times * weight
    present = set(text)
    for letter, languages in weights.letters.items():
        if letter in present:
            times = text.count(letter)
            for language, weight in languages.items():
                points[language] += times * weight
    return points


def _winner(points: Mapping[str, float], tokens: int) -> str | None:
    second, first = sorted([0.0, 0.0, *points.values()])[-2:]
    if first < max(_LEAST_POINTS, _LEAST_DENSITY * tokens, _LEAST_LEAD * second):
        return None
    return max(points, key=lambda language: points[language])


def trigrams_of(token: str) -> list[str]:
    """All runs of three characters of a word that is padded with spaces."""
    padded = f" {token} "
    return [padded[at : at + 3] for at in range(len(padded) - 2)]


@valueclass
class _TrigramTable:
    """The trigrams of a script, with a frequency level for each of its languages."""

    languages: tuple[str, ...]
    levels: Mapping[str, str]

    def likeliest(
        self, tokens: list[str], points: Mapping[str, float], winner: str | None
    ) -> str | None:
        """The language of a short text; None if another is about as likely."""
        rows = [
            row
            for token in tokens
            for trigram in trigrams_of(token)
            if (row := self.levels.get(trigram))
        ]
        if len(rows) < _LEAST_TRIGRAMS or (winner and winner not in self.languages):
            return winner
        sums = (_STEP * sum(map(ord, column)) for column in zip(*rows, strict=True))
        chances = {
            language: total + _WORD * points.get(language, 0.0) + _LIKELIER * (language in _LIKELY)
            for language, total in zip(self.languages, sums, strict=True)
        }
        second, first = sorted(chances, key=lambda language: chances[language])[-2:]
        return first if chances[first] - chances[second] >= _LEAST_DISTANCE else None


@cache
def _tables() -> dict[str, _TrigramTable]:
    tables = {}
    for part in read_text("language/data/trigrams.txt").split("\n= ")[1:]:
        head, *lines = part.splitlines()
        script, *languages = head.split(" ")
        tables[script] = _TrigramTable(tuple(languages), {line[:3]: line[3:] for line in lines})
    return tables


@cache
def _script_weights() -> dict[str, _ScriptWeights]:
    listed = read_toml("language/data/languages.toml")
    scripts = {name: table for name, table in listed.items() if name != "origin"}
    return {
        name: _ScriptWeights(
            languages=frozenset(table),
            words=_shares({code: set(row["words"].split()) for code, row in table.items()}, 1.0),
            letters=_shares(
                {code: set(row["letters"]) for code, row in table.items()}, _LETTER_POINT
            ),
        )
        for name, table in scripts.items()
    }


def _shares(marks: Mapping[str, set[str]], point: float) -> dict[str, dict[str, float]]:
    """Each mark's weight for each language that has it, higher if fewer languages do."""
    holders = Counter(mark for own in marks.values() for mark in own)
    shares: dict[str, dict[str, float]] = {mark: {} for mark in holders}
    for language, own in marks.items():
        for mark in own:
            shares[mark][language] = point / holders[mark] ** 0.5
    return shares
