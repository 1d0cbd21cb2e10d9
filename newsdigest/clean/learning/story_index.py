"""Which articles of a publication cover the same story, whose repetitions are no boilerplate.

Two articles belong to one story if they share enough names or enough lines. Lines that recur all
over the publication do not count, since every pair of its articles shares them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from newsdigest.clean.learning.article_lines import ArticleLine
from newsdigest.valueclasses import valueclass

# Names that represent an article, and how many of them two articles of one story share.
NAMES_KEPT = 24
SHARED_NAMES = 5
# Lines that represent it, those with the smallest hashes, and the share of them that two versions
# have in common.
PRINTS_KEPT = 12
SHARED_PRINTS = 0.5
_LEAST_PRINTS = 2
# A name in more than this share of the articles, but at least in this many, identifies no story.
_COMMON_SHARE = 0.1
_COMMON_LEAST = 8
# What 50 articles share identifies none; this also bounds the work on each article.
_COMMON_MOST = 50
_LONG_LINE = 40
# Older articles are not compared.
STORIES_KEPT = 200

# A capitalised word after another word; in scripts without capitals, every word.
_NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-z][\w-]{2,}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{4}")


def digest(text: str) -> int:
    """A 32-bit hash of a text, the same in every run."""
    return crc32(text.encode("utf-8", "replace"))


@valueclass
class ArticleSketch:
    """Hashes of the names and lines that represent an article."""

    names: frozenset[int]
    prints: frozenset[int]


def sketch(units: Sequence[ArticleLine], known: Collection[str]) -> ArticleSketch:
    """The sketch of an article with these lines; `known` are the skeletons that recur."""
    names: Counter[str] = Counter()
    prints = [digest(unit.plain) for unit in units if len(unit.text) >= _LONG_LINE]
    fresh = [unit for unit in units if unit.plain not in known]
    # If most lines recur, it is another version of a story, and all its names count.
    for unit in fresh if 2 * len(fresh) >= len(units) else units:
        names.update(_names(unit.text))
    ranked = sorted(names, key=lambda name: (-names[name], name))[:NAMES_KEPT]
    return ArticleSketch(frozenset(map(digest, ranked)), frozenset(sorted(prints)[:PRINTS_KEPT]))


def _names(text: str) -> list[str]:
    if not text.isascii() and _UNSPACED.search(text):
        return [match[0] for match in _UNSPACED.finditer(text)]
    return [name.removesuffix("'s").lower() for name in _NAME.findall(text)]


@dataclass(slots=True)
class StoryIndex:
    """The stories of a publication, numbered in order of appearance."""

    # How many there have been; numbers count from 1.
    count: int = 0
    # The newest articles, each with the number of its story.
    recent: list[tuple[int, ArticleSketch]] = field(default_factory=list)
    _by_print: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, (_, known) in enumerate(self.recent):
            self._post(place, known)

    def number(self, own: ArticleSketch) -> int:
        """The number of the story that the sketch belongs to; a new one if it matches none."""
        same = self._like(own)
        if same is None:
            self.count += 1
            same = self.count
        self._post(len(self.recent), own)
        self.recent.append((same, own))
        return same

    def newest(self) -> list[tuple[int, ArticleSketch]]:
        return self.recent[-STORIES_KEPT:]

    def _post(self, place: int, own: ArticleSketch) -> None:
        for mark in own.names | own.prints:
            self._by_print.setdefault(mark, []).append(place)

    def _like(self, own: ArticleSketch) -> int | None:
        """The story of the earlier article that shares most, if it shares enough."""
        common = min(max(_COMMON_LEAST, _COMMON_SHARE * len(self.recent)), _COMMON_MOST)
        names = self._shared(own.names, common)
        prints = self._shared(own.prints, common)
        like = [
            (prints[place] * NAMES_KEPT + names[place], -place)
            for place in {*names, *prints}
            if names[place] >= SHARED_NAMES or self._are_versions(own, place, prints[place])
        ]
        return self.recent[-max(like)[1]][0] if like else None

    def _are_versions(self, own: ArticleSketch, place: int, shared: int) -> bool:
        if shared < _LEAST_PRINTS:
            return False
        fewer = min(len(own.prints), len(self.recent[place][1].prints))
        return shared >= SHARED_PRINTS * fewer

    def _shared(self, marks: Iterable[int], common: float) -> Counter[int]:
        shared: Counter[int] = Counter()
        for mark in marks:
            places = self._by_print.get(mark, ())
            if len(places) <= common:
                shared.update(places)
        return shared
