"""The print of a text: its words as numbers and their runs of three, which copies share."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from struct import pack, unpack
from zlib import crc32

from newsdigest.language import words
from newsdigest.model import Article

# Scripts that put no spaces between words, or marks into them. Other texts need no more than runs
# of letters here, which are found twice as fast as words; abbreviations and contractions come
# apart, so one such character in one of two copies costs them a few runs.
_NEEDS_WORDS = re.compile("[\u0590-\u1fff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTERS = re.compile(r"\w+")
# The same for text in ASCII, where it takes a third of the time: what is no letter, digit or
# underscore becomes a space.
_TO_SPACES = {
    code: chr(code).lower() if chr(code).isalnum() or code == ord("_") else " "
    for code in range(128)
}
# Marks that keep most English text from being ASCII.
_MARKS = "’‘“”–—…\xa0"
# Words in a run. Containment of runs of 3 finds rewritten copies that 4 and 5 lose.
RUN = 3
# A body with fewer words than this is a teaser; its headline is read with it.
SHORT_BODY = 20
# What is read of a body and of a headline, in characters: enough for the longest reports, and a
# bound on hostile ones.
BODY_LIMIT = 12_000
TITLE_LIMIT = 400
# Words of the lead: the sentences that carry what is new.
LEAD = 50
# Words are numbered below 2 ** BITS, so that a run of three is one integer.
BITS = 20


class Vocabulary(dict[str, int]):
    """A number for each word: a checksum, the same whatever texts came before.

    Two words may share a number, but hardly two runs of three words.
    """

    def __missing__(self, word: str) -> int:
        number = self[word] = crc32(word.encode("utf-8", "surrogatepass")) >> (32 - BITS)
        return number


@dataclass(frozen=True, slots=True)
class Frame:
    """A figure of the lead between the words around it, as in "least 12 people"."""

    before: str
    figure: str
    after: str


@dataclass(frozen=True, slots=True)
class Print:
    """What is kept of a text to compare it."""

    # The words by number.
    numbers: array[int]
    # The words of the lead themselves.
    lead: tuple[str, ...]
    # The words of the headline.
    headline: tuple[str, ...]
    # The same for texts of the same words under the same headline, and no others.
    digest: bytes

    @property
    def size(self) -> int:
        return len(self.numbers)

    def frames(self) -> list[Frame]:
        """The figures of the lead, where each stands between two words."""
        triples = zip(self.lead, self.lead[1:], self.lead[2:], strict=False)
        return [
            Frame(before, figure, after)
            for before, figure, after in triples
            if figure[0].isdigit() and not before[0].isdigit() and not after[0].isdigit()
        ]


def runs_of(numbers: Sequence[int]) -> tuple[int, ...]:
    """Each number below 2 ** BITS with the two after it, as one integer.

    All at once, with each number in 64 bits of one large integer: six times as fast as one by one.
    """
    count = len(numbers) - RUN + 1
    if count < 1:
        return ()
    row = int.from_bytes(pack(f"<{len(numbers)}Q", *numbers), "little")
    joined = row << 2 * BITS | row >> 64 << BITS | row >> 2 * 64
    mask = (1 << 64 * count) - 1
    return unpack(f"<{count}Q", (joined & mask).to_bytes(8 * count, "little"))


def take_print(article: Article, vocabulary: Vocabulary) -> Print:
    """The print of an article's body, or of headline and body where the body is short."""
    read = words_of(beginning(article))
    headline = words_of((article.title or "")[:TITLE_LIMIT])
    if len(read) < SHORT_BODY:
        read = headline + read
    numbers = array("I", map(vocabulary.__getitem__, read))
    digest = blake2b(numbers, digest_size=16)
    digest.update("\n".join(headline).encode("utf-8", "surrogatepass"))
    return Print(numbers, tuple(read[:LEAD]), tuple(headline), digest.digest())


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, as texts are compared by them."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    if text.isascii():
        return text.translate(_TO_SPACES).split()
    return words(text) if _NEEDS_WORDS.search(text) else _LETTERS.findall(text.lower())


def beginning(article: Article) -> str:
    """The body up to BODY_LIMIT characters, without joining what is not read."""
    taken: list[str] = []
    left = BODY_LIMIT
    for block in article.blocks:
        taken.append(block.text[:left])
        left -= len(block.text)
        if left <= 0:
            break
    return "\n".join(taken)
