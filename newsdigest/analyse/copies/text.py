"""A text ready to be compared: its runs, its sentences, its headline and who published it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from newsdigest.analyse.copies.prints import Frame, Print, Vocabulary, beginning, runs_of, words_of
from newsdigest.analyse.headlines import first_letters
from newsdigest.model import Article, ArticleKind

# Shorter ones are labels, stray marks and ends of sentences split at an abbreviation.
FEWEST_WORDS = 4
# Where one ends. That abbreviations end some too early makes no difference to what is looked for:
# the pieces of equal sentences are equal.
_ENDS = re.compile(r"\n|(?<=[.!?…])[\"'”’»)\]]{0,2}\s+|(?<=[。！？])")
_STOPS = re.compile(r"[.!?…。！？][\"'”’»)\]]{0,2}\s*\Z")
# The first letters of words.
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]")
# What a cut sentence ends in; its last word may be cut as well.
_ELLIPSES = ("…", "...", "[…]", "[...]")


class Sentence:
    """A sentence as it is looked for in another text."""

    def __init__(self, printed: str, read: list[str], runs: tuple[int, ...]) -> None:
        self._printed = printed
        # How many words it has.
        self.size = len(read)
        self.words = read
        self.runs = runs

    @cached_property
    def marks(self) -> frozenset[str]:
        """Its names and numbers: words with a capital behind the first one, words with a digit."""
        return frozenset(_marks(self._printed))


class Text:
    """An article's text to be compared; its runs take 40 times the room of its print."""

    def __init__(
        self,
        taken: Print,
        article: Article,
        publications: Iterable[str] = (),
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.taken = taken
        # All who print this text under this headline; those who are not known are left out.
        self.publications = frozenset(publications)
        self.ordered = runs_of(taken.numbers)
        self.all = frozenset(self.ordered)
        self._article = article
        self._vocabulary = Vocabulary() if vocabulary is None else vocabulary

    @property
    def is_round_up(self) -> bool:
        """Whether it tells of many things, of which another text may be one."""
        return self._article.kind is ArticleKind.ROUNDUP

    @property
    def has_body(self) -> bool:
        """Whether there is more than a headline."""
        return any(block.text for block in self._article.blocks)

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The figures of the lead."""
        return tuple(self.taken.frames())

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the body and of the headline."""
        return frozenset(words_of(beginning(self._article))).union(self.taken.headline)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The same, as words of headlines are looked for."""
        return frozenset(map(first_letters, self.words))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the body with at least FEWEST_WORDS words."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        for printed in _ENDS.split(beginning(self._article)):
            if not _is_sentence(printed):
                continue
            read = words_of(printed)
            if printed.rstrip().endswith(_ELLIPSES):
                printed, read = printed.rsplit(None, 1)[0], read[:-1]
            if len(read) >= FEWEST_WORDS:
                runs = runs_of([self._vocabulary[word] for word in read])
                yield Sentence(printed, read, runs)


def _is_sentence(text: str) -> bool:
    """Whether a line or piece of one reads on: no stamp, credit or label in capitals."""
    if _STOPS.search(text):
        return True
    found = _WORD.findall(text)
    return 2 * sum(map(str.isupper, found)) <= len(found) and len(found) >= FEWEST_WORDS


def _marks(sentence: str) -> Iterator[str]:
    for word in sentence.split()[1:]:
        bare = word.lstrip("“”‘’\"'([«„")
        if bare[:1].isupper() or any(map(str.isdecimal, bare)):
            yield from words_of(word)
