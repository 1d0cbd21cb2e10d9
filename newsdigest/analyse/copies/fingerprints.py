"""Fingerprints of texts: hashed words, from which shingles of three words are built."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from struct import pack, unpack
from zlib import crc32

from newsdigest.analyse.body import body_start
from newsdigest.hashing import blake2b
from newsdigest.language import words
from newsdigest.model import Article
from newsdigest.valueclasses import valueclass

# Scripts without spaces between words, or with marks inside them. For other texts runs of letters
# are enough and twice as fast; abbreviations and contractions are split, so one such character in
# one of two copies costs a few shingles.
_NEEDS_WORDS = re.compile("[\u0590-\u1fff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTERS = re.compile(r"\w+")
# The same for ASCII text, in a third of the time: letters in lower case, digits and underscores
# stay, everything else becomes a space.
_LOWER_OR_SPACE = {
    code: chr(code).lower() if chr(code).isalnum() or code == ord("_") else " "
    for code in range(128)
}
# The characters that most often keep English text from being ASCII.
_TYPOGRAPHIC_MARKS = "’‘“”–—…\xa0"
# Words in a shingle. Containment with 3 finds rewritten copies that 4 and 5 miss.
SHINGLE_SIZE = 3
# A body with fewer words is a teaser and is read together with its headline.
SHORT_BODY = 20
# Characters read of a body and of a headline: enough for the longest reports, and a bound on
# hostile input.
BODY_CHARACTERS = 12_000
TITLE_CHARACTERS = 400
# Words of the lead: the sentences with the news.
LEAD_WORDS = 50
# Word hashes are below 2 ** HASH_BITS, so a shingle is one integer.
HASH_BITS = 20


class WordHashes(dict[str, int]):
    """A cache of the hash of each word, which does not depend on the texts before.

    Two words may share a hash, but two shingles hardly ever do.
    """

    def __missing__(self, word: str) -> int:
        number = self[word] = crc32(word.encode("utf-8", "surrogatepass")) >> (32 - HASH_BITS)
        return number


@valueclass
class FigureContext:
    """A figure of the lead with the words around it: "least 12 people"."""

    before: str
    figure: str
    after: str


@valueclass
class Fingerprint:
    """The part of a text that comparisons need."""

    # The hashes of the words.
    numbers: array[int]
    # The figures of the lead.
    figures: tuple[FigureContext, ...]
    # The words of the headline.
    headline: tuple[str, ...]
    # Equal only for texts with the same words under the same headline.
    digest: bytes

    @property
    def word_count(self) -> int:
        return len(self.numbers)


def shingles_of(numbers: Sequence[int]) -> tuple[int, ...]:
    """Each number below 2 ** HASH_BITS combined with the two after it into one integer.

    All at once, with each number in 64 bits of one large integer: six times as fast as one by one.
    """
    count = len(numbers) - SHINGLE_SIZE + 1
    if count < 1:
        return ()
    row = int.from_bytes(pack(f"<{len(numbers)}Q", *numbers), "little")
    joined = row << 2 * HASH_BITS | row >> 64 << HASH_BITS | row >> 2 * 64
    mask = (1 << 64 * count) - 1
    return unpack(f"<{count}Q", (joined & mask).to_bytes(8 * count, "little"))


def fingerprint_of(article: Article, hashes: WordHashes) -> Fingerprint:
    """The fingerprint of an article's body, or of headline and body if the body is short."""
    tokens = words_of(body_start(article, BODY_CHARACTERS))
    headline = words_of((article.title or "")[:TITLE_CHARACTERS])
    if len(tokens) < SHORT_BODY:
        tokens = headline + tokens
    numbers = array("I", map(hashes.__getitem__, tokens))
    digest = blake2b(numbers, digest_size=16)
    digest.update("\n".join(headline).encode("utf-8", "surrogatepass"))
    figures = tuple(_figures_of(tokens[:LEAD_WORDS]))
    return Fingerprint(numbers, figures, tuple(headline), digest.digest())


def _figures_of(lead: Sequence[str]) -> Iterator[FigureContext]:
    """The figures that stand between two words."""
    for before, figure, after in zip(lead, lead[1:], lead[2:], strict=False):
        if figure[0].isdigit() and not before[0].isdigit() and not after[0].isdigit():
            yield FigureContext(before, figure, after)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, as comparisons use them."""
    if not text.isascii():
        for mark in _TYPOGRAPHIC_MARKS:
            text = text.replace(mark, " ")
    if text.isascii():
        return text.translate(_LOWER_OR_SPACE).split()
    return words(text) if _NEEDS_WORDS.search(text) else _LETTERS.findall(text.lower())
