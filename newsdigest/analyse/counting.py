"""What an article counts: "12 people were killed", "the toll rose to 15", "40 stalls"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
YEAR = re.compile(r"(?:19|20)\d\d")

# Words between a number and what is counted: "12 people have now been confirmed dead".
_REACH = 6
_CURRENCIES = frozenset("$€£¥₹#")
# Characters: "999,999,999,999". What is longer counts nothing, or is a number of another kind.
_LONGEST_NUMBER = 15
# A number in hundreds or more may stand for one that differs from it by so much.
_ROUNDED = 0.05
_LEAST_ROUND = 100


@dataclass(frozen=True, slots=True)
class Count:
    """A number that a sentence gives for something."""

    # What is counted, by the names of data/contradictions.toml: ("dead", ""), ("dead", "children").
    about: tuple[str, str]
    # As printed, in lower case, and its value.
    printed: str
    value: float
    # "At least": the true number may be greater.
    is_floor: bool
    # Days, months and years that the sentence names.
    times: frozenset[str]
    # The sentence tells of another event, time or region too, or of what is feared.
    is_aside: bool = False
    # The sentence says that the number grew, or may grow still.
    grows: bool = False
    # What is counted may become fewer: people missing, but not dead.
    shrinks: bool = False
    # A measure of the event, not a number of things in it.
    is_measure: bool = False

    def may_round(self, other: Count) -> bool:
        """Whether one of the two is what the other is in round numbers: 1,500 of 1,492."""
        apart = abs(self.value - other.value)
        steps = (_round_to(self.value), _round_to(other.value))
        return apart <= max(steps) / 2 and apart <= _ROUNDED * max(self.value, other.value)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in a sentence: "12", "twelve", "2 million"."""

    value: float
    # Tokens that it takes.
    size: int


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of one language, each table by the word; data/contradictions.toml explains them."""

    kinds: Mapping[str, str]
    things: Mapping[str, str]
    numbers: Mapping[str, float]
    times_of: Mapping[str, float]
    people: frozenset[str]
    between: frozenset[str]
    rough: frozenset[str]
    floor: frozenset[str]
    more: frozenset[str]
    times: frozenset[str]
    joins: frozenset[str]
    parts: frozenset[str]
    measures: frozenset[str]
    with_others: frozenset[str]
    ages: frozenset[str]
    shrinks: frozenset[str]
    doers: frozenset[str]
    aside: re.Pattern[str]
    grows: re.Pattern[str]


def counts(sentence: str, language: str | None) -> list[Count]:
    """What the sentence counts exactly; nothing for languages without data."""
    vocabulary = _vocabulary(language or "")
    if vocabulary is None:
        return []
    tokens = TOKEN.findall(sentence.lower())
    times = frozenset(one for one in tokens if one in vocabulary.times or YEAR.fullmatch(one))
    joined = " ".join(tokens)
    is_aside, grows = (
        bool(phrases.search(joined)) for phrases in (vocabulary.aside, vocabulary.grows)
    )
    found = []
    for at in range(len(tokens)):
        number = _number(tokens, at, vocabulary)
        if number is None or not _is_figure(tokens, at, number.size, vocabulary):
            continue
        about = _about(tokens, at, number.size, vocabulary)
        if about is not None:
            printed = " ".join(tokens[at : at + number.size])
            is_floor = at > 0 and tokens[at - 1] in vocabulary.floor
            count = Count(
                about,
                printed,
                number.value,
                is_floor,
                times,
                is_aside=is_aside,
                grows=grows,
                shrinks=about[0] in vocabulary.shrinks,
                is_measure=at > 0 and tokens[at - 1] in vocabulary.measures,
            )
            found.append(count)
    return found


def number_of(word: str, language: str | None) -> float | None:
    """The value of a number in digits or as a word; None of other words and in other languages."""
    vocabulary = _vocabulary((language or "").partition("-")[0])
    if not word or vocabulary is None:
        return None
    is_figure = all(sign.isdecimal() or sign in ".," for sign in word)
    is_word = not word[0].isdecimal()
    return _value(word.lower(), vocabulary) if is_figure or is_word else None


def names_a_doer(text: str, language: str | None) -> bool:
    """Whether a gunman, a pilot or the like is named, whom some count and others do not."""
    vocabulary = _vocabulary(language or "")
    return vocabulary is not None and not vocabulary.doers.isdisjoint(TOKEN.findall(text.lower()))


def _number(tokens: Sequence[str], at: int, vocabulary: _Vocabulary) -> _Number | None:
    """The number that begins here; None in the middle of one, and for "two hundred and six"."""
    value = _value(tokens[at], vocabulary)
    if value is None or any(token in vocabulary.times_of for token in tokens[max(0, at - 2) : at]):
        return None
    following = tokens[at + 1 : at + 4]
    if not following or following[0] not in vocabulary.times_of:
        return _Number(value, 1)
    if any(_value(token, vocabulary) is not None for token in following[1:]):
        return None
    return _Number(value * vocabulary.times_of[following[0]], 2)


def _round_to(value: float) -> float:
    """The largest power of ten that divides it, from hundreds on; else 0."""
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step if step >= _LEAST_ROUND else 0.0


def _value(token: str, vocabulary: _Vocabulary) -> float | None:
    if not token[0].isdecimal():  # isdigit takes a superscript for a number, which float does not
        tens, hyphen, ones = token.partition("-")
        if hyphen and token not in vocabulary.numbers and ones in vocabulary.numbers:
            start = vocabulary.numbers.get(tens)
            return start and start + vocabulary.numbers[ones]
        return vocabulary.numbers.get(token)
    if len(token) > _LONGEST_NUMBER:
        return None
    if THOUSANDS.fullmatch(token):
        return float(re.sub("[.,]", "", token))
    plain = token.replace(",", ".")
    return float(plain) if plain.count(".") <= 1 and len(plain) <= 12 else None


def _is_figure(tokens: Sequence[str], at: int, size: int, vocabulary: _Vocabulary) -> bool:
    """Whether the number is meant as exact, and as all there are."""
    before = tokens[max(0, at - 2) : at]
    if any(token in vocabulary.rough or token in _CURRENCIES for token in before):
        return False
    if before[:-1] and before[0] in vocabulary.floor:
        return False
    if tokens[at + size : at + size + 1] in (["-"], [":"]):
        return False
    if _is_one_of_several(tokens, at, size, vocabulary):
        return False
    around = (*before, *tokens[at + size : at + size + 1])
    return not any(token in vocabulary.more for token in around)


def _is_one_of_several(tokens: Sequence[str], at: int, size: int, vocabulary: _Vocabulary) -> bool:
    """Whether another number is joined to this one: "quakes of 7.6 and 7.5", "two or three"."""
    before, after = tokens[max(0, at - 2) : at], tokens[at + size : at + size + 2]
    joined = ((before[-1:], before[:-1]), (after[:1], after[1:]))
    return any(
        bool(join and number)
        and join[0] in vocabulary.with_others
        and _value(number[0], vocabulary) is not None
        for join, number in joined
    )


def _about(
    tokens: Sequence[str], at: int, size: int, vocabulary: _Vocabulary
) -> tuple[str, str] | None:
    """What the number of `size` tokens at this place counts, if that can be contradicted."""
    if at and tokens[at - 1] in vocabulary.measures:
        return vocabulary.kinds[tokens[at - 1]], ""
    following = list(_clause(tokens[at + size : at + size + _REACH]))
    noun = following[0] if following else ""
    if noun in vocabulary.parts:
        return None
    thing = vocabulary.things.get(noun, "")
    if thing or noun in vocabulary.people:
        following = following[1:]
        if _counts_others_too(following, vocabulary):
            return None
    kind = _first_kind(following, vocabulary)
    if kind is None and (not following or following[0] in vocabulary.joins):
        preceding = list(_clause(tokens[max(0, at - _REACH) : at][::-1]))
        if " ".join(preceding[1::-1]) in vocabulary.ages and not following:
            return None
        kind = _first_kind(preceding, vocabulary)
    if kind is not None:
        return kind, thing
    return ("", thing) if thing else None


def _counts_others_too(following: Sequence[str], vocabulary: _Vocabulary) -> bool:
    """Whether the number is of two things: "26 children and adults"."""
    if len(following) < 2 or following[0] not in vocabulary.with_others:
        return False
    return following[1] not in vocabulary.kinds and following[1] not in vocabulary.between


def _clause(tokens: Sequence[str]) -> Iterator[str]:
    """The tokens up to the first mark or number."""
    for token in tokens:
        if not token[0].isalpha():
            return
        yield token


def _first_kind(tokens: Sequence[str], vocabulary: _Vocabulary) -> str | None:
    """The kind that is named, when nothing but words that join it to the number come before."""
    for token in tokens:
        if token in vocabulary.kinds:
            return vocabulary.kinds[token]
        if token not in vocabulary.between and token not in vocabulary.floor:
            return None
    return None


@cache
def _vocabulary(language: str) -> _Vocabulary | None:
    tables = _tables()
    # Indonesian counts in the words of Malay.
    table = tables.get("ms" if language == "id" else language)
    if not isinstance(table, dict):
        return None
    return _Vocabulary(
        kinds={word: name for name, own in table["kinds"].items() for word in own},
        things={word: name for name, own in table["things"].items() for word in own},
        numbers={word: float(number) for word, number in table["numbers"].items()},
        times_of={word: float(number) for word, number in table["times_of"].items()},
        people=frozenset(table["people"]),
        between=frozenset(table["between"]),
        rough=frozenset(table["rough"]),
        floor=frozenset(table["floor"]),
        more=frozenset(table["more"]),
        times=frozenset(table["times"]),
        joins=frozenset(table["joins"]),
        parts=frozenset(table["parts"]),
        measures=frozenset(table["measures"]),
        with_others=frozenset(table["with_others"]),
        ages=frozenset(table["ages"]),
        shrinks=frozenset(table["shrinks"]),
        doers=frozenset(table["doers"]),
        aside=_phrases(table["aside"]),
        grows=_phrases(table["grows"]),
    )


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, phrases))})(?!\S)")


@cache
def calendar_words() -> frozenset[str]:
    """The words for days and months in all languages that there are data for."""
    tables = (table for table in _tables().values() if isinstance(table, dict))
    return frozenset(word for table in tables for word in table["times"])


@cache
def _tables() -> dict[str, object]:
    path = files("newsdigest.analyse").joinpath("data/contradictions.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
