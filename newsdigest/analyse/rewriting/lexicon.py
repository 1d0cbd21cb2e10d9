"""The words of one language by which rewritten sentences are compared with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from newsdigest.analyse.counting import number_of
from newsdigest.language import stem, stop_words
from newsdigest.package_data import file_names, read_toml
from newsdigest.valueclasses import valueclass

# Languages that capitalise all nouns, and join them to one word.
CAPITAL_NOUNS = frozenset({"de"})
_FOLDER = "analyse/data/rewriting"


@valueclass
class Words:
    """Words and phrases; words are recognised in all their forms."""

    stems: frozenset[str]
    # Of several words each.
    phrases: frozenset[tuple[str, ...]]


@valueclass
class Lexicon:
    """The tables of a file in data/rewriting."""

    language: str
    # Words between the parts of a number in words: "two hundred and six".
    joins: frozenset[str]
    negations: frozenset[str]
    # Deny without a negation: "refused", "lack".
    denials: Words
    # What introduces a speaker: "said", "according to".
    said: Words
    # Mark another event, place or time than that of the story.
    asides: Words
    # Auxiliaries of what had happened before: with a year they mark an aside as well.
    before_that: frozenset[str]
    # Begin a clause that contrasts with the one before.
    contrasts: frozenset[tuple[str, ...]]
    # Before a number that is rounded up, rounded down, or rounded either way.
    above: Words
    below: Words
    about: Words
    # Before the unit of a rate: "twice a week".
    rates: frozenset[str]
    # Fractions, ordinals and vague numbers, which must stand in the source: each with what else
    # says the same.
    amounts: tuple[Words, ...]
    # Between what is compared.
    than: frozenset[tuple[str, ...]]
    # Verbs of which subject and object must not be exchanged, and what marks the passive.
    order: frozenset[str]
    passive: frozenset[str]
    # Between a number and its unit: "300 millions d'euros".
    linking: frozenset[str]
    # Before the year since which something lasts.
    since: frozenset[str]
    # Days relative to one that the sentence names: "the evening before".
    day_before: Words
    day_after: Words
    # Say as much as "today" where nothing happens on that day.
    now: Words
    # Days relative to that of the report.
    relative_days: Mapping[str, int]
    # By word and by stem, the number of the group of words for one office.
    offices: Mapping[str, int]
    # Narrow an office: "deputy", "former".
    qualifiers: frozenset[str]
    # Of a language that capitalises its nouns: words before them, and nouns without any.
    determiners: frozenset[str]
    bare: frozenset[str]
    # Pairs of sides that contradict each other.
    opposites: tuple[tuple[Words, Words], ...]
    numbers: Mapping[str, float]
    scales: Mapping[str, float]
    # By word or sign, the name of a unit.
    units: Mapping[str, str]
    # The same by the ending of a word that begins with the number: "zwölfjährig".
    unit_endings: Mapping[str, str]
    # By word, the unit of a rate: "monthly".
    periods: Mapping[str, str]
    stops: frozenset[str]

    @property
    def degrees(self) -> tuple[Words, Words]:
        """More and less: the first pair of opposites, whose words compare two terms."""
        return self.opposites[0]

    def value_of(self, word: str) -> float | None:
        """The value of a number in one word, lower case; None for other words."""
        known = self.numbers.get(word)
        return known if known is not None else number_of(word, self.language)


@cache
def lexicon_of(language: str | None) -> Lexicon | None:
    """The lexicon of a language; None for one without."""
    code = (language or "").partition("-")[0]
    if f"{code}.toml" not in file_names(_FOLDER):
        return None
    table = read_toml(f"{_FOLDER}/{code}.toml")

    def forms(name: str) -> frozenset[str]:
        return frozenset(table[name])

    def any_of(name: str) -> Words:
        return _words(table[name], code)

    return Lexicon(
        language=code,
        joins=forms("joins"),
        negations=forms("negations"),
        denials=any_of("denials"),
        said=any_of("said"),
        asides=any_of("asides"),
        before_that=forms("before_that"),
        contrasts=_phrases(table["contrasts"]),
        above=any_of("above"),
        below=any_of("below"),
        about=any_of("about"),
        rates=forms("rates"),
        amounts=tuple(_words(group, code) for group in table["amounts"]),
        than=_phrases(table["than"]),
        order=frozenset(stem(word, code) for word in table["order"]),
        passive=forms("passive"),
        linking=forms("linking"),
        since=forms("since"),
        day_before=any_of("day_before"),
        day_after=any_of("day_after"),
        now=any_of("now"),
        relative_days=_relative_days(table),
        offices={
            form: number
            for number, group in enumerate(table["offices"])
            for word in group
            for form in (word, stem(word, code))
        },
        qualifiers=forms("qualifiers"),
        determiners=forms("determiners"),
        bare=forms("bare"),
        opposites=tuple(
            (_words(one, code), _words(other, code)) for one, other in table["opposites"]
        ),
        numbers={word: float(value) for word, value in table["numbers"].items()},
        scales={word: float(value) for word, value in table["scales"].items()},
        units=_named(table["units"]),
        unit_endings=_named(table["unit_endings"]),
        periods=_named(table["periods"]),
        stops=stop_words(code),
    )


def _words(entries: list[str], language: str) -> Words:
    phrases = _phrases(each for each in entries if " " in each)
    return Words(frozenset(stem(each, language) for each in entries if " " not in each), phrases)


def _phrases(entries: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(each.split()) for each in entries)


def _named(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words}


def _relative_days(table: Mapping[str, Any]) -> dict[str, int]:
    days = {"yesterday": -1, "today": 0, "tomorrow": 1}
    return {word: days[name] for name in days for word in table[name]}
