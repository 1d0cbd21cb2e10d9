"""The names of weekdays and months in many languages: data/calendar.toml and its only reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from newsdigest.package_data import read_toml

_DATA = "language/data/calendar.toml"


@cache
def month_numbers() -> Mapping[str, Mapping[str, int]]:
    """The numbers of months by language and name, lower case, with all variants of the name."""
    return {
        language: {
            name: number
            for number, names in enumerate(months, start=1)
            for name in names.split("/")
        }
        for language, months in read_toml(_DATA)["months"].items()
    }


@cache
def weekday_names() -> Sequence[str]:
    """The full names of weekdays in all languages, lower case, in a stable order."""
    return _variants(read_toml(_DATA)["weekdays"].values())


@cache
def weekday_numbers(language: str) -> Mapping[str, int]:
    """The numbers of weekdays by full name in a language, lower case, from 0 for Monday."""
    own = read_toml(_DATA)["weekdays"].get(language, ())
    return {name: number for number, names in enumerate(own) for name in names.split("/")}


@cache
def short_weekdays(language: str | None = None) -> Sequence[str]:
    """The abbreviations of weekdays in a language, or in all; many of them are words elsewhere."""
    table = read_toml(_DATA)["short_weekdays"]
    return _variants(table.values() if language is None else [table.get(language, ())])


def is_weekday(word: str) -> bool:
    """Whether the word, lower case, is a weekday, in English also an abbreviated one."""
    return word in weekday_names() or word in short_weekdays("en")


@cache
def month_names() -> Sequence[str]:
    """The full names of months in all languages, lower case."""
    months = read_toml(_DATA)["months"].values()
    return tuple(dict.fromkeys(names.split("/")[0] for own in months for names in own))


@cache
def date_names(language: str) -> frozenset[str]:
    """The full names of weekdays and months in a language that are no everyday words: not "may"."""
    table = read_toml(_DATA)
    months = [names.split("/")[0] for names in table["months"].get(language, ())]
    names = {*months, *_variants([table["weekdays"].get(language, ())])}
    return frozenset(names) - frozenset(table["everyday"])


def _variants(languages: Iterable[Sequence[str]]) -> Sequence[str]:
    names = (name for own in languages for names in own for name in names.split("/"))
    return tuple(dict.fromkeys(names))
