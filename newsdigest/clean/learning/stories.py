"""Which articles of a publication tell one story, whose repetitions are no boilerplate.

Two articles are of one story if they share enough names, or enough of the same lines. Neither
counts lines that recur all over the publication, which every pair of its articles shares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from newsdigest.clean.learning.units import Unit

# Names that speak for an article, and how many of them two of one story share.
NAMES_KEPT = 24
SHARED_NAMES = 5
# Lines that speak for it, the smallest by hash, and the share of them that two versions have in
# common.
PRINTS_KEPT = 12
SHARED_PRINTS = 0.5
_LEAST_PRINTS = 2
# A name in more than this share of the articles, but at least in so many, tells no story.
_COMMON_SHARE = 0.1
_COMMON_LEAST = 8
# What 50 articles share tells nothing in any pile; this also bounds the work on each article.
_COMMON_MOST = 50
_LONG_LINE = 40
# Stories further back have no more to say on what is told today.
STORIES_KEPT = 200

# A capital behind a word; in scripts without capitals, every word.
_NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-z][\w-]{2,}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{4}")


def digest(text: str) -> int:
    """32 bits of a text that are the same in every run."""
    return crc32(text.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an article is recognised by."""

    names: frozenset[int]
    prints: frozenset[int]


def sketch(units: Sequence[Unit], known: Collection[str]) -> Sketch:
    """The sketch of an article of these lines; `known` are skeletons that recur."""
    names: Counter[str] = Counter()
    prints = [digest(unit.plain) for unit in units if len(unit.text) >= _LONG_LINE]
    fresh = [unit for unit in units if unit.plain not in known]
    # Most of another version of a story recurs: its names speak for it all the same.
    for unit in fresh if 2 * len(fresh) >= len(units) else units:
        names.update(_names(unit.text))
    ranked = sorted(names, key=lambda name: (-names[name], name))[:NAMES_KEPT]
    return Sketch(frozenset(map(digest, ranked)), frozenset(sorted(prints)[:PRINTS_KEPT]))


def _names(text: str) -> list[str]:
    if not text.isascii() and _UNSPACED.search(text):
        return [match[0] for match in _UNSPACED.finditer(text)]
    return [name.removesuffix("'s").lower() for name in _NAME.findall(text)]


@dataclass(slots=True)
class Stories:
    """The stories of a publication by number, in the order in which they were first told."""

    # How many there were ever; numbers count from 1.
    count: int = 0
    # The newest articles, each with the number of its story.
    recent: list[tuple[int, Sketch]] = field(default_factory=list)
    _by_print: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, (_, known) in enumerate(self.recent):
            self._post(place, known)

    def number(self, own: Sketch) -> int:
        """The number of the story that the sketch tells, a new one if none did before."""
        same = self._like(own)
        if same is None:
            self.count += 1
            same = self.count
        self._post(len(self.recent), own)
        self.recent.append((same, own))
        return same

    def newest(self) -> list[tuple[int, Sketch]]:
        return self.recent[-STORIES_KEPT:]

    def _post(self, place: int, own: Sketch) -> None:
        for mark in own.names | own.prints:
            self._by_print.setdefault(mark, []).append(place)

    def _like(self, own: Sketch) -> int | None:
        """The story of the article before that shares most, if it shares enough."""
        common = min(max(_COMMON_LEAST, _COMMON_SHARE * len(self.recent)), _COMMON_MOST)
        names = self._shared(own.names, common)
        prints = self._shared(own.prints, common)
        like = [
            (prints[place] * NAMES_KEPT + names[place], -place)
            for place in {*names, *prints}
            if names[place] >= SHARED_NAMES or self._are_versions(own, place, prints[place])
        ]
        return self.recent[-max(like)[1]][0] if like else None

    def _are_versions(self, own: Sketch, place: int, shared: int) -> bool:
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
