"""A sentence as the check reads it: words with their stems, clauses and quotations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from newsdigest.analyse.rewriting.lexicon import Lexicon, Words
from newsdigest.language import stem
from newsdigest.valueclasses import valueclass

# Numbers with their separators, scores ("3-1"), words with hyphens, and signs one by one.
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*(?:[-–:]\d+(?!\d|[.,]\d))?|[^\W\d_]+(?:[-‑][^\W\d_]+)*|°[cf]?|[^\w\s]",
    re.IGNORECASE,
)
_NO_BREAK = str.maketrans("\u00a0\u202f\u2009", "   ")
# "4 300" is one number; so are the parts of "12 per cent" one word.
# "67-year-old": a number of its own.
_HYPHEN_AFTER_DIGITS = re.compile(r"(?<=\d)[-‑](?=[^\W\d_])")
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?: \d{3})+)(?![\d.,]?\d)")
_PERCENT = re.compile(r"\b(?:per|pour|por|pro) ?cent(?:o|age|aje)?\b|\bpor ciento\b", re.IGNORECASE)
_NOT = re.compile(r"\b(\w+)n['’]t\b|\b(can)not\b", re.IGNORECASE)
_OPENING = frozenset("“„«‚‘")
_CLOSING = frozenset("”“»’")
_STRAIGHT = '"'
APOSTROPHES = frozenset("'’")
QUOTED = re.compile(r"[“„«]\s*([^“”„«»]+?)\s*[”“»]|\"([^\"]+)\"")
# Words of so many letters say little of what is beside them.
_SHORT_WORD = 3
# Marks that end a clause. A stop within a sentence is that of an abbreviation.
_BREAKS = frozenset(";:!?()–—")


@valueclass
class Token:
    """A word, a number or a sign."""

    # As it is written, and in lower case.
    raw: str
    text: str
    stem: str
    # The number of its clause in the sentence, and of its part between commas.
    clause: int
    part: int
    is_quoted: bool
    # Whether it says something by itself: no stop word, no sign.
    is_content: bool

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


@valueclass
class Sentence:
    """A sentence and its tokens."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(token.stem for token in self.tokens)

    @property
    def content(self) -> frozenset[str]:
        """The stems of the words that say something."""
        return frozenset(token.stem for token in self.tokens if token.is_content)

    @property
    def quotes(self) -> tuple[str, ...]:
        """The texts between quotation marks."""
        return tuple(one or other for one, other in QUOTED.findall(self.text))

    def near(self, at: int, before: int, after: int) -> frozenset[str]:
        """The stems of so many content words of the same clause before and after a token."""
        clause = self.tokens[at].clause
        left = _first(self.tokens[:at][::-1], clause, before)
        return frozenset((*left, *_first(self.tokens[at + 1 :], clause, after)))

    def nearest(self, at: int, others: Sequence[int], most: int) -> frozenset[str]:
        """The stems of longer words at most so far from a token, and nearer to it than others."""
        here = self.tokens[at]
        places = range(max(0, at - most), min(len(self.tokens), at + most + 1))
        return frozenset(
            self.tokens[place].stem
            for place in places
            if (self.tokens[place].clause, self.tokens[place].part) == (here.clause, here.part)
            and place != at
            and len(self.tokens[place].text) > _SHORT_WORD
            and all(abs(place - other) >= abs(place - at) for other in others)
        )


def _first(tokens: Sequence[Token], clause: int, most: int) -> Iterator[str]:
    found = 0
    for token in tokens:
        if found >= most or token.clause != clause:
            return
        if token.is_content:
            found += 1
            yield token.stem


def read_sentence(text: str, lexicon: Lexicon) -> Sentence:
    """The sentence with its tokens."""
    normal = _normalised(text)
    tokens: list[Token] = []
    clause = part = 0
    quoted = False
    found = [piece for match in _TOKEN.finditer(normal) for piece in _pieces(match[0], lexicon)]
    for place, raw in enumerate(found):
        low = raw.lower()
        if raw in _BREAKS:
            clause += 1
        elif raw == "," or low in lexicon.joins:
            part += 1
        if raw in _OPENING | _CLOSING | {_STRAIGHT} and _is_mark(found, place):
            quoted = not quoted if raw == _STRAIGHT else _is_open(raw, quoted)
        is_contrast = _begins(lexicon.contrasts, found, place)
        clause += is_contrast and place > 0
        tokens.append(
            Token(
                raw=raw,
                text=low,
                stem=stem(low, lexicon.language),
                clause=clause,
                part=part,
                is_quoted=quoted,
                is_content=raw[0].isalnum() and low not in lexicon.stops and len(low) > 1,
            )
        )
    return Sentence(text, tuple(tokens))


def _pieces(word: str, lexicon: Lexicon) -> list[str]:
    """The parts of a word with a unit behind a hyphen: "year-old", "twelve-year-old"."""
    pieces = word.split("-")
    if len(pieces) == 1 or lexicon.units.keys().isdisjoint(each.lower() for each in pieces):
        return [word]
    return [each for each in pieces if each]


def _normalised(text: str) -> str:
    plain = _HYPHEN_AFTER_DIGITS.sub(" ", text.translate(_NO_BREAK))
    plain = _SPACED_THOUSANDS.sub(lambda found: found[1] + found[2].replace(" ", ""), plain)
    plain = _PERCENT.sub("%", plain)
    return _NOT.sub(lambda found: f"{found[1] or found[2]} not", plain)


def _is_mark(found: Sequence[str], place: int) -> bool:
    """Whether an apostrophe is a quotation mark; they are not told apart within words."""
    return found[place] not in "‘’‚"


def _is_open(mark: str, quoted: bool) -> bool:
    # German closes with the mark by which English opens.
    return mark in _OPENING and not (mark == "“" and quoted)


def _begins(phrases: Collection[tuple[str, ...]], found: Sequence[str], place: int) -> bool:
    return any(
        tuple(each.lower() for each in found[place : place + len(phrase)]) == phrase
        for phrase in phrases
    )


def places_of(words: Words, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the words and phrases stand: the first token and the number of tokens of each.

    A longer phrase hides the shorter ones in it.
    """
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(tokens):
        length = _length_at(words, tokens, place)
        if length:
            found.append((place, length))
        place += max(length, 1)
    return found


def _length_at(words: Words, tokens: Sequence[Token], place: int) -> int:
    """The number of tokens of the longest entry that begins at a place; 0 for none."""
    first = tokens[place].text
    fitting = [
        len(phrase)
        for phrase in words.phrases
        if (first == phrase[0] or first in APOSTROPHES)
        and _matches(phrase, tokens[place : place + 2 * len(phrase)])
    ]
    if fitting:
        return max(fitting)
    return int(tokens[place].stem in words.stems)


def _matches(phrase: Sequence[str], tokens: Sequence[Token]) -> bool:
    """Whether the tokens begin with the phrase; apostrophes between its words do not count."""
    heard = [token.text for token in tokens if token.text not in APOSTROPHES]
    return tuple(heard[: len(phrase)]) == tuple(phrase)
