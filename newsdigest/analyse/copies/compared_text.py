"""A text prepared for comparison: its shingles, sentences, headline and publications."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from newsdigest.analyse.body import body_start
from newsdigest.analyse.copies.fingerprints import (
    BODY_CHARACTERS,
    Fingerprint,
    WordHashes,
    shingles_of,
    words_of,
)
from newsdigest.analyse.headlines import word_prefix
from newsdigest.model import Article, ArticleKind

# Shorter pieces are labels, stray marks and the rest of sentences split at an abbreviation.
FEWEST_WORDS = 4
# Splitting at abbreviations does no harm: equal sentences have equal pieces.
_SENTENCE_END = re.compile(r"\n|(?<=[.!?…])[\"'”’»)\]]{0,2}\s+|(?<=[。！？])")
_ENDS_WITH_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]{0,2}\s*\Z")
# The first letter of a word.
_WORD_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]")
# How a cut sentence ends; its last word may be cut as well.
_ELLIPSES = ("…", "...", "[…]", "[...]")


class ComparedSentence:
    """A sentence to be looked up in another text."""

    def __init__(self, printed: str, tokens: list[str], shingles: tuple[int, ...]) -> None:
        self._printed = printed
        # How many words it has.
        self.word_count = len(tokens)
        self.words = tokens
        self.shingles = shingles

    @cached_property
    def names_and_numbers(self) -> frozenset[str]:
        """Its names and numbers: capitalised words after the first one, words with a digit."""
        return frozenset(_names_and_numbers(self._printed))


class ComparedText:
    """An article's text; its shingles take 40 times the memory of its fingerprint."""

    def __init__(
        self,
        fingerprint: Fingerprint,
        article: Article,
        publications: Iterable[str] = (),
        hashes: WordHashes | None = None,
    ) -> None:
        self.fingerprint = fingerprint
        # The known publications of this text under this headline.
        self.publications = frozenset(publications)
        self.shingle_sequence = shingles_of(fingerprint.numbers)
        self.shingle_set = frozenset(self.shingle_sequence)
        self._article = article
        self._hashes = WordHashes() if hashes is None else hashes

    @property
    def is_round_up(self) -> bool:
        """Whether it reports many things, of which another text may be one."""
        return self._article.kind is ArticleKind.ROUNDUP

    @property
    def has_body(self) -> bool:
        """Whether there is more than a headline."""
        return any(block.text for block in self._article.blocks)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the body and of the headline."""
        return frozenset(words_of(body_start(self._article, BODY_CHARACTERS))).union(
            self.fingerprint.headline
        )

    @cached_property
    def word_prefixes(self) -> frozenset[str]:
        """The same as prefixes, to look up words of headlines."""
        return frozenset(map(word_prefix, self.words))

    @cached_property
    def sentences(self) -> tuple[ComparedSentence, ...]:
        """The sentences of the body with at least FEWEST_WORDS words."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[ComparedSentence]:
        for printed in _SENTENCE_END.split(body_start(self._article, BODY_CHARACTERS)):
            if not _is_sentence(printed):
                continue
            tokens = words_of(printed)
            if printed.rstrip().endswith(_ELLIPSES):
                printed, tokens = printed.rsplit(None, 1)[0], tokens[:-1]
            if len(tokens) >= FEWEST_WORDS:
                shingles = shingles_of([self._hashes[word] for word in tokens])
                yield ComparedSentence(printed, tokens, shingles)


def _is_sentence(text: str) -> bool:
    """Whether a piece of a line is prose, not a stamp, a credit or a label in capitals."""
    if _ENDS_WITH_STOP.search(text):
        return True
    found = _WORD_INITIAL.findall(text)
    return 2 * sum(map(str.isupper, found)) <= len(found) and len(found) >= FEWEST_WORDS


def _names_and_numbers(sentence: str) -> Iterator[str]:
    for word in sentence.split()[1:]:
        bare = word.lstrip("“”‘’\"'([«„")
        if bare[:1].isupper() or any(map(str.isdecimal, bare)):
            yield from words_of(word)
