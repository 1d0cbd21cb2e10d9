"""Find counts in sentences: "12 people were killed", "the toll rose to 15", "40 stalls"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from newsdigest.language import date_names
from newsdigest.package_data import read_toml
from newsdigest.valueclasses import valueclass

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
YEAR = re.compile(r"(?:19|20)\d\d")

_DATA = "analyse/data/contradictions.toml"
# Words that may stand between a number and what it counts: "12 people have now been confirmed
# dead".
_MAX_DISTANCE = 6
_CURRENCIES = frozenset("$€£¥₹#")
# Characters: "999,999,999,999". Longer numbers count nothing or are of another kind.
_LONGEST_NUMBER = 15
# A number in hundreds or more may round one that differs by this share.
_ROUNDED = 0.05
_MIN_ROUND_STEP = 100


@valueclass
class Count:
    """The number of something in a sentence."""

    # What is counted, named as in data/contradictions.toml: ("dead", ""), ("dead", "children").
    about: tuple[str, str]
    # The number as printed, in lower case, and its value.
    printed: str
    value: float
    # "At least": the true number may be greater.
    is_floor: bool
    # Days, months and years that the sentence names.
    times: frozenset[str]
    # The sentence also mentions another event, time or region, or what is feared.
    is_aside: bool = False
    # The sentence says that the number grew, or may grow still.
    grows: bool = False
    # The count may fall: people missing, but not people dead.
    shrinks: bool = False
    # A measure of the event, such as a magnitude, not a number of things.
    is_measure: bool = False

    def may_round(self, other: Count) -> bool:
        """Whether one number may round the other: 1,500 for 1,492."""
        apart = abs(self.value - other.value)
        steps = (_round_step(self.value), _round_step(other.value))
        return apart <= max(steps) / 2 and apart <= _ROUNDED * max(self.value, other.value)


@valueclass
class _NumberTokens:
    """A number in a sentence: "12", "twelve", "2 million"."""

    value: float
    # In tokens.
    length: int


@valueclass
class _CountWords:
    """The words of one language; data/contradictions.toml explains each table."""

    kinds: Mapping[str, str]
    things: Mapping[str, str]
    numbers: Mapping[str, float]
    multipliers: Mapping[str, float]
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


def counts_in(sentence: str, language: str | None) -> list[Count]:
    """The exact counts in the sentence; none for languages without data."""
    words = _count_words(language or "")
    if words is None:
        return []
    tokens = TOKEN.findall(sentence.lower())
    times = frozenset(one for one in tokens if one in words.times or YEAR.fullmatch(one))
    joined = " ".join(tokens)
    is_aside, grows = (bool(phrases.search(joined)) for phrases in (words.aside, words.grows))
    found = []
    for start in range(len(tokens)):
        number = _number_at(tokens, start, words)
        if number is None or not _is_exact(tokens, start, number.length, words):
            continue
        about = _about(tokens, start, number.length, words)
        if about is not None:
            printed = " ".join(tokens[start : start + number.length])
            is_floor = start > 0 and tokens[start - 1] in words.floor
            count = Count(
                about,
                printed,
                number.value,
                is_floor,
                times,
                is_aside=is_aside,
                grows=grows,
                shrinks=about[0] in words.shrinks,
                is_measure=start > 0 and tokens[start - 1] in words.measures,
            )
            found.append(count)
    return found


def number_of(word: str, language: str | None) -> float | None:
    """The value of a number in digits or words; None for other words and languages without data."""
    words = _count_words((language or "").partition("-")[0])
    if not word or words is None:
        return None
    is_figure = all(sign.isdecimal() or sign in ".," for sign in word)
    is_word = not word[0].isdecimal()
    return _parse_number(word.lower(), words) if is_figure or is_word else None


def names_perpetrator(text: str, language: str | None) -> bool:
    """Whether a gunman, a pilot or the like is named, whom only some reports count."""
    words = _count_words(language or "")
    return words is not None and not words.doers.isdisjoint(TOKEN.findall(text.lower()))


def _number_at(tokens: Sequence[str], start: int, words: _CountWords) -> _NumberTokens | None:
    """The number that starts here; None inside one, and for "two hundred and six"."""
    value = _parse_number(tokens[start], words)
    if value is None or any(
        token in words.multipliers for token in tokens[max(0, start - 2) : start]
    ):
        return None
    following = tokens[start + 1 : start + 4]
    if not following or following[0] not in words.multipliers:
        return _NumberTokens(value, 1)
    if any(_parse_number(token, words) is not None for token in following[1:]):
        return None
    return _NumberTokens(value * words.multipliers[following[0]], 2)


def _round_step(value: float) -> float:
    """The largest power of ten, from 100 on, that divides the value; else 0."""
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step if step >= _MIN_ROUND_STEP else 0.0


def _parse_number(token: str, words: _CountWords) -> float | None:
    if not token[0].isdecimal():  # isdigit accepts superscripts, float does not
        tens, hyphen, ones = token.partition("-")
        if hyphen and token not in words.numbers and ones in words.numbers:
            start = words.numbers.get(tens)
            return start and start + words.numbers[ones]
        return words.numbers.get(token)
    if len(token) > _LONGEST_NUMBER:
        return None
    if THOUSANDS.fullmatch(token):
        return float(re.sub("[.,]", "", token))
    plain = token.replace(",", ".")
    return float(plain) if plain.count(".") <= 1 and len(plain) <= 12 else None


def _is_exact(tokens: Sequence[str], start: int, length: int, words: _CountWords) -> bool:
    """Whether the number is exact and the total."""
    before = tokens[max(0, start - 2) : start]
    if any(token in words.rough or token in _CURRENCIES for token in before):
        return False
    if before[:-1] and before[0] in words.floor:
        return False
    if tokens[start + length : start + length + 1] in (["-"], [":"]):
        return False
    if _is_one_of_several(tokens, start, length, words):
        return False
    around = (*before, *tokens[start + length : start + length + 1])
    return not any(token in words.more for token in around)


def _is_one_of_several(tokens: Sequence[str], start: int, length: int, words: _CountWords) -> bool:
    """Whether another number is joined to this one: "quakes of 7.6 and 7.5", "two or three"."""
    before, after = tokens[max(0, start - 2) : start], tokens[start + length : start + length + 2]
    joined = ((before[-1:], before[:-1]), (after[:1], after[1:]))
    return any(
        bool(join and number)
        and join[0] in words.with_others
        and _parse_number(number[0], words) is not None
        for join, number in joined
    )


def _about(
    tokens: Sequence[str], start: int, length: int, words: _CountWords
) -> tuple[str, str] | None:
    """What the number of `length` tokens counts, or None if that cannot be contradicted."""
    if start and tokens[start - 1] in words.measures:
        return words.kinds[tokens[start - 1]], ""
    following = list(_clause(tokens[start + length : start + length + _MAX_DISTANCE]))
    noun = following[0] if following else ""
    if noun in words.parts:
        return None
    thing = words.things.get(noun, "")
    if thing or noun in words.people:
        following = following[1:]
        if _counts_others_too(following, words):
            return None
    kind = _first_kind(following, words)
    if kind is None and (not following or following[0] in words.joins):
        preceding = list(_clause(tokens[max(0, start - _MAX_DISTANCE) : start][::-1]))
        if " ".join(preceding[1::-1]) in words.ages and not following:
            return None
        kind = _first_kind(preceding, words)
    if kind is not None:
        return kind, thing
    return ("", thing) if thing else None


def _counts_others_too(following: Sequence[str], words: _CountWords) -> bool:
    """Whether the number counts two things together: "26 children and adults"."""
    if len(following) < 2 or following[0] not in words.with_others:
        return False
    return following[1] not in words.kinds and following[1] not in words.between


def _clause(tokens: Sequence[str]) -> Iterator[str]:
    """The tokens up to the first mark or number."""
    for token in tokens:
        if not token[0].isalpha():
            return
        yield token


def _first_kind(tokens: Sequence[str], words: _CountWords) -> str | None:
    """The first kind named, if only words that link it to the number come before it."""
    for token in tokens:
        if token in words.kinds:
            return words.kinds[token]
        if token not in words.between and token not in words.floor:
            return None
    return None


@cache
def _count_words(language: str) -> _CountWords | None:
    tables = read_toml(_DATA)
    # Indonesian counts in the words of Malay.
    name = "ms" if language == "id" else language
    table = tables.get(name)
    if not isinstance(table, dict):
        return None
    return _CountWords(
        kinds={word: name for name, own in table["kinds"].items() for word in own},
        things={word: name for name, own in table["things"].items() for word in own},
        numbers={word: float(number) for word, number in table["numbers"].items()},
        multipliers={word: float(number) for word, number in table["times_of"].items()},
        people=frozenset(table["people"]),
        between=frozenset(table["between"]),
        rough=frozenset(table["rough"]),
        floor=frozenset(table["floor"]),
        more=frozenset(table["more"]),
        times=date_names(name) | frozenset(table["times"]),
        joins=frozenset(table["joins"]),
        parts=frozenset(table["parts"]),
        measures=frozenset(table["measures"]),
        with_others=frozenset(table["with_others"]),
        ages=frozenset(table["ages"]),
        shrinks=frozenset(table["shrinks"]),
        doers=frozenset(table["doers"]),
        aside=_phrase_pattern(table["aside"]),
        grows=_phrase_pattern(table["grows"]),
    )


def _phrase_pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, phrases))})(?!\S)")


@cache
def calendar_words() -> frozenset[str]:
    """The words for days and months in all languages with data."""
    tables = {name: table for name, table in read_toml(_DATA).items() if isinstance(table, dict)}
    listed = {word for table in tables.values() for word in table["times"]}
    return frozenset(listed).union(*map(date_names, tables))
