"""Numbers in a sentence: in words and digits, with their units."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from newsdigest.analyse.counting import THOUSANDS
from newsdigest.analyse.rewriting.lexicon import Lexicon
from newsdigest.analyse.rewriting.sentence import Sentence, Token, places_of
from newsdigest.language import month_numbers
from newsdigest.valueclasses import valueclass

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SCORE = re.compile(r"(\d{1,4})[-–:](\d{1,4})")
_CURRENCIES = frozenset("$€£¥")
# The unit of years and ages.
YEARS = "year"
# Longer ones are no numbers that a reader compares.
_LONGEST = 15
# The share by which a rounded number may differ: either way, and where the sentence says on which
# side of it the exact one is.
_ROUNDED = 0.05
_ROUNDED_TO_ONE_SIDE = 0.1
# Below it a number and the next one are parts of one: "forty" "two".
_TENS = 20
_HUNDRED = 100
# Words after a number that may say what it counts.
_CONTEXT = 3
# The marks round an age behind a name, "Alun Prosser, 67, ran", and the highest age.
_AROUND_AGES = ("", ",(", ",.)")
_OLDEST = 120
# How far from a part stands the whole: "two of its seven".
_PART_OF = 3


@valueclass
class Number:
    """A number in a sentence."""

    value: float
    # As it is printed.
    text: str
    # The name of its unit, such as "kilometre" or "month 5"; None if it counts something else.
    unit: str | None
    # The first token and the one behind the last.
    start: int
    end: int
    # Of "3-1" the second number.
    other: float | None = None
    # What the words before it make of it: "above", "below", "about" or "".
    rounded: str = ""
    # The stems of the words that follow, up to the next number.
    context: frozenset[str] = frozenset()

    @property
    def is_date(self) -> bool:
        """Whether it is the day of a month."""
        return self.unit is not None and self.unit.startswith("month ")

    def may_round(self, exact: Number) -> bool:
        """Whether it is a rounded form of the other number, in the direction that it says."""
        if not self.rounded or self.other is not None:
            return False
        apart = exact.value - self.value
        step = _round_step(self.value)
        if self.rounded == "about":
            return abs(apart) <= min(step / 2, _ROUNDED * exact.value)
        if self.rounded == "above":
            apart = -apart
        return 0 <= apart < step and apart <= _ROUNDED_TO_ONE_SIDE * exact.value


def _round_step(value: float) -> float:
    """What a change of the last digit that is not 0 makes: 100 of 4,300, 0.1 of 2.3."""
    step = 0.01
    while value and round(value / step) % 10 == 0:
        step *= 10
    return step


def numbers_in(sentence: Sentence, lexicon: Lexicon) -> list[Number]:
    """The numbers of a sentence outside of words; "one" in words is none."""
    found: list[Number] = []
    place = 0
    while place < len(sentence.tokens):
        number = _number_at(sentence, place, lexicon)
        if number is None:
            place += 1
            continue
        found.append(number)
        place = number.end
    return [_with_context(number, found, sentence, lexicon.units) for number in found]


def _number_at(sentence: Sentence, start: int, lexicon: Lexicon) -> Number | None:
    tokens = sentence.tokens
    text = tokens[start].text
    score = _SCORE.fullmatch(text)
    if score:
        return Number(float(score[1]), text, None, start, start + 1, other=float(score[2]))
    value, end = _value_at(tokens, start, lexicon)
    if value is None:
        return _number_in_word(text, start, lexicon)
    if value == 1 and not text[0].isdecimal():
        return None
    unit, end = _unit(tokens, start, end, lexicon)
    printed = " ".join(token.text for token in tokens[start:end])
    return Number(value, printed, unit, start, end, rounded=_rounding(tokens, start, lexicon))


def _number_in_word(text: str, start: int, lexicon: Lexicon) -> Number | None:
    """The number in a word that ends with its unit: "zwölfjährige", "diciannovenne"."""
    for ending, unit in lexicon.unit_endings.items():
        head, found, _ = text.rpartition(ending)
        if not found:
            continue
        # Italian drops the last vowel of the number.
        values = (_plain_value(head + vowel, lexicon) for vowel in ("", *"aeio") if head)
        value = next((each for each in values if each is not None), None)
        if value is not None:
            return Number(value, text, unit, start, start + 1)
    return None


def _value_at(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> tuple[float | None, int]:
    """The value of the number that begins at a token, and the place behind it."""
    value = _plain_value(tokens[start].text, lexicon)
    if value is None:
        return None, start
    total, last, end = 0.0, value, start + 1
    while end < len(tokens):
        text = tokens[end].text
        if text in lexicon.scales:
            scale = lexicon.scales[text]
            # "two hundred thousand": all that came before is multiplied.
            if scale > _HUNDRED:
                total, last = (total + last) * scale, 0.0
            else:
                last *= scale
            end += 1
            continue
        following = end + (text in lexicon.joins)
        part = _plain_value(tokens[following].text, lexicon) if following < len(tokens) else None
        is_part = part is not None and _may_follow(total + last, part, tokens[following])
        if not is_part or part is None:
            break
        total, last, end = total, last + part, following + 1
    return total + last, end


def _may_follow(value: float, part: float, token: Token) -> bool:
    """Whether a number in words goes on with this one: "forty two", "two hundred six"."""
    if token.text[0].isdecimal() or value < _TENS:
        return False
    step = 10.0
    while value % (step * 10) == 0 and step < value:
        step *= 10
    return value % 10 == 0 and part < min(step, value)


def _plain_value(text: str, lexicon: Lexicon) -> float | None:
    if text[0].isdecimal():
        return _value_of_digits(text)
    known = lexicon.value_of(text)
    return known if known is not None else _value_of_compound(text, lexicon)


def _value_of_digits(text: str) -> float | None:
    if not _DIGITS.fullmatch(text) or len(text) > _LONGEST:
        return None
    if THOUSANDS.fullmatch(text):
        return float(re.sub("[.,]", "", text))
    plain = text.replace(",", ".")
    return float(plain) if plain.count(".") <= 1 else None


def _value_of_compound(text: str, lexicon: Lexicon) -> float | None:
    """The value of a number written in one word of several: "einundzwanzig", "vingt-deux"."""
    parts = _parts_of(text.replace("-", ""), lexicon)
    if not parts:
        return None
    total, last = 0.0, 0.0
    for part in parts:
        if part in lexicon.scales and lexicon.scales[part] >= _HUNDRED:
            last = max(last, 1.0) * lexicon.scales[part]
        else:
            total, last = total + last, lexicon.value_of(part) or 0.0
    return total + last


def _parts_of(text: str, lexicon: Lexicon) -> list[str]:
    """The words for numbers that a word consists of, the longest first; empty if it does not."""
    parts: list[str] = []
    while text:
        length = next(
            (size for size in range(len(text), 1, -1) if _is_number_word(text[:size], lexicon)), 0
        )
        if not length:
            return []
        if text[:length] not in lexicon.joins:
            parts.append(text[:length])
        text = text[length:]
    return parts if len(parts) > 1 else []


def _is_number_word(text: str, lexicon: Lexicon) -> bool:
    return text in lexicon.joins or text in lexicon.scales or lexicon.value_of(text) is not None


def _unit(
    tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon
) -> tuple[str | None, int]:
    """The unit of a number, and the place behind both."""
    if start and tokens[start - 1].text in _CURRENCIES:
        return lexicon.units.get(tokens[start - 1].text), end
    if _is_age(tokens, start, end):
        return YEARS, end
    place = end
    while place < len(tokens) and (
        tokens[place].text in lexicon.linking or tokens[place].text in "'’-."
    ):
        place += 1
    if place >= len(tokens):
        return None, end
    months = month_numbers().get(lexicon.language, {})
    # French "sept" is a number and an abbreviated month.
    if tokens[place].text in months and lexicon.value_of(tokens[place].text) is None:
        return f"month {months[tokens[place].text]}", place + 1
    if start and tokens[start - 1].text in months and tokens[start].text[0].isdecimal():
        return f"month {months[tokens[start - 1].text]}", end
    unit = lexicon.units.get(tokens[place].text) or next(
        (
            unit
            for ending, unit in lexicon.unit_endings.items()
            if tokens[place].text.startswith(ending)
        ),
        None,
    )
    return (unit, place + 1) if unit else (None, end)


def _is_age(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a number stands behind a name as an age: "Alun Prosser, 67, ran"."""
    around = (*tokens[max(0, start - 2) : start], *tokens[end : end + 1])
    if len(around) != len(_AROUND_AGES):
        return False
    text = tokens[start].text
    return (
        text.isdecimal()
        and int(text) <= _OLDEST
        and around[0].raw[0].isupper()
        and all(
            token.raw in marks for token, marks in zip(around[1:], _AROUND_AGES[1:], strict=True)
        )
    )


def _rounding(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> str:
    start -= start > 0 and tokens[start - 1].text in _CURRENCIES
    before = tokens[max(0, start - 4) : start]
    for name, words in (
        ("above", lexicon.above),
        ("below", lexicon.below),
        ("about", lexicon.about),
    ):
        if any(place + length >= len(before) for place, length in places_of(words, before)):
            return name
    return ""


def _with_context(
    number: Number, others: Sequence[Number], sentence: Sentence, units: Container[str]
) -> Number:
    following = [each for each in others if each.start >= number.end]
    start = number.end
    # "Two of its seven penguins": what the second number counts, the first one does too.
    if following and number.unit is None and 0 < following[0].start - start <= _PART_OF:
        between = sentence.tokens[start : following[0].start]
        if not any(token.is_content for token in between):
            start = following.pop(0).end
    stop = following[0].start if following else len(sentence.tokens)
    clause = sentence.tokens[number.start].clause
    stems: list[str] = []
    for token in sentence.tokens[start:stop]:
        if token.clause != clause or token.raw == "," or len(stems) == _CONTEXT:
            break
        if token.is_content and token.text not in units:
            stems.append(token.stem)
    return Number(
        number.value,
        number.text,
        number.unit,
        number.start,
        number.end,
        number.other,
        number.rounded,
        frozenset(stems),
    )
