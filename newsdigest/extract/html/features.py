"""What the trees are asked about a block: numbers on its place and shape relative to the core.

Nothing here reads a word of the text. The trunk is the core and the boxes above it; a block's
branch is the child of the trunk in which it stands. Names above the branch cannot tell the blocks
of a page apart and are not looked at (measured: with them the weights learn the sites).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from newsdigest.extract.html.box import Box, TextBlock
from newsdigest.extract.html.core import Core
from newsdigest.extract.html.names import names_of
from newsdigest.extract.html.vocabulary import ordered, words
from newsdigest.extract.html.walk import Page

HEADINGS: Final = words("headings")
# Codes of elements: one comparison parts text from furniture.
_TAGS: Final = {tag: code for code, tag in enumerate(ordered("by-furniture"), start=1)}
# A full stop, question mark or exclamation mark of any script, with what may close after it.
_STOPPED: Final = re.compile(r"[.!?…。！？｡؟۔।]['\"”’»」』)\]]{0,3}$")
# Further than this from something is far.
_FAR: Final = 50

FEATURES: Final = (
    *("names", "own_names", "above_names", "branch_names"),
    *("up", "up_wide", "down", "kin", "siblings", "siblings_after"),
    *("tag", "words", "linked", "stopped"),
    *("alike", "alike_words", "alike_good"),
    *("to_good", "since_good", "good_before", "to_last", "since_headline", "since_heading"),
    *("seen", "repeats"),
    *("own_good", "parent_good", "parent_mean", "grand_good", "grand_words", "grand_count"),
    *("branch_good", "branch_words", "branch_count", "branch_linked"),
)


@dataclass(frozen=True, slots=True)
class Described:
    """A block that may belong to the body, and its features."""

    block: TextBlock
    values: tuple[float, ...]


def describe(page: Page, core: Core, weights: Mapping[str, float]) -> list[Described]:
    """The blocks that may belong to the body, in order, with their features as in FEATURES.

    `weights` says what the words of class names speak for (above 0) or against.
    """
    branches = _Branches(page, core, weights)
    lines = _Lines(page.blocks)
    places = [p for p, block in enumerate(page.blocks) if branches.may_hold_body(block.box)]
    alike = _count_alike([page.blocks[place] for place in places])
    return [
        Described(
            block := page.blocks[place],
            (
                *branches.features(block.box),
                *_shape(block),
                *alike[_likeness(block.box)],
                *lines.features(place),
                *_holders(block.box, branches.of(block.box), core),
            ),
        )
        for place in places
    ]


def _shape(block: TextBlock) -> tuple[float, ...]:
    text = block.text
    return (
        _TAGS.get(block.box.tag, 0),
        block.words,
        block.linked / len(text),
        1 if _STOPPED.search(text, max(0, len(text) - 4)) else 0,
    )


def _likeness(box: Box) -> tuple[str, str, str]:
    """Equal for boxes that are made alike and stand in boxes made alike."""
    return box.tag, names_of(box).key, names_of(box.parent).key if box.parent else ""


def _count_alike(
    blocks: Sequence[TextBlock],
) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    """How many blocks are made alike, their mean length, and the share of running text."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for block in blocks:
        entry = sums.setdefault(_likeness(block.box), [0, 0, 0])
        entry[0] += 1
        entry[1] += block.words
        entry[2] += block.good
    return {key: (count, total / count, good / count) for key, (count, total, good) in sums.items()}


def _holders(box: Box, branch: Box, core: Core) -> tuple[float, ...]:
    """What the boxes that hold a block hold: its own, its parent, the next, and the branch."""
    held = core.holdings
    total = core.good
    parent = box.parent or box
    above, grand, limb = parent.index, (parent.parent or parent).index, branch.index
    return (
        held.good[box.index] / total,
        held.good[above] / total,
        held.words[above] / held.blocks[above],
        held.good[grand] / total,
        held.words[grand],
        held.blocks[grand],
        held.good[limb] / total,
        held.words[limb],
        held.blocks[limb],
        held.linked[limb] / held.words[limb] if held.words[limb] else 0.0,
    )


class _Branches:
    """Where boxes stand relative to the core, and what the names up to there weigh."""

    def __init__(self, page: Page, core: Core, weights: Mapping[str, float]) -> None:
        self._core = core
        self._good = core.holdings.good
        self._weights = weights
        # By index of box: the branch, None for boxes of the trunk.
        self._branch: list[Box | None] = [None] * len(page.boxes)
        # By index of box: what its names and those above it in its branch weigh.
        self._weight: dict[int, float] = {}
        # Children of the trunk: their place among the children, and how they are made.
        self._place: dict[int, int] = {}
        self._children: Counter[int] = Counter()
        self._kin: Counter[tuple[int, str, str]] = Counter()
        self._mark(page)

    def _mark(self, page: Page) -> None:
        trunk = set()
        box: Box | None = self._core.box
        while box is not None:
            trunk.add(box.index)
            box = box.parent
        for box in page.boxes:
            parent = box.parent
            if box.index in trunk or parent is None:
                continue
            branch = self._branch[parent.index]
            if branch is None:
                self._branch[box.index] = box
                self._place[box.index] = self._children[parent.index]
                self._children[parent.index] += 1
                self._kin[_kind(box)] += 1
            else:
                self._branch[box.index] = branch

    def of(self, box: Box) -> Box:
        """The branch of a box; a box of the trunk is its own."""
        return self._branch[box.index] or box

    def may_hold_body(self, box: Box) -> bool:
        """Whether a box is worth its features: outside the core, only next to running text.

        The others are a third of a page's blocks and hold .3 % of the bodies.
        """
        branch = self._branch[box.index]
        return branch is None or self._good[branch.index] > 0 or branch.parent is self._core.box

    def features(self, box: Box) -> tuple[float, ...]:
        """Weights of names, then distances and kin."""
        core = self._core
        branch = self._branch[box.index]
        if branch is None or branch.parent is None or box.parent is None:
            above = core.box.depth - box.depth
            return (0, 0, 0, 0, above, max(0, core.wide.depth - box.depth), 0, 0, 0, 0)
        meet = branch.parent
        weight = self._weigh(box)
        below = self._weigh(box.parent)
        over = self._weigh(box.parent.parent) if box.parent.parent is not None else 0.0
        children = self._children[meet.index]
        return (
            weight,
            weight - below,
            below - over,
            self._weigh(branch),
            core.box.depth - meet.depth,
            max(0, core.wide.depth - meet.depth),
            box.depth - meet.depth,
            self._kin[_kind(branch)],
            children,
            children - self._place[branch.index],
        )

    def _weigh(self, box: Box) -> float:
        """What the names of a box and of those above it in its branch weigh, 0 for the trunk."""
        if self._branch[box.index] is None or box.parent is None:
            return 0.0
        weight = self._weight.get(box.index)
        if weight is None:
            get = self._weights.get
            own = sum([get(word, 0.0) for word in names_of(box).words])
            weight = self._weight[box.index] = own + self._weigh(box.parent)
        return weight


def _kind(branch: Box) -> tuple[int, str, str]:
    """Equal for children of one box that are made alike."""
    parent = branch.parent
    return parent.index if parent else 0, branch.tag, names_of(branch).key


class _Lines:
    """The blocks as lines one under the other, and what stands before and after each."""

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        good = [place for place, block in enumerate(blocks) if block.good]
        size = len(blocks)
        self._blocks = blocks
        self._last = good[-1]
        self._to_good = _distances(good, size)
        self._since_good = _distances([size - 1 - place for place in reversed(good)], size)[::-1]
        self._good_before = _sums_before(blocks)
        self._since_heading = _since_headings(blocks)
        self._headline = next((p for p, b in enumerate(blocks) if b.box.tag == "h1"), None)
        self._repeats = Counter([block.text for block in blocks])
        self._seen: Counter[str] = Counter()

    def features(self, place: int) -> tuple[float, ...]:
        """What is around a line. Ask in order: it counts the repeats that went before."""
        text = self._blocks[place].text
        seen = self._seen[text]
        self._seen[text] = seen + 1
        headline = self._headline
        return (
            self._to_good[place],
            self._since_good[place],
            self._good_before[place],
            max(-_FAR, min(_FAR, place - self._last)),
            -99 if headline is None else max(-_FAR, min(_FAR, place - headline)),
            self._since_heading[place],
            seen,
            self._repeats[text],
        )


def _distances(marks: Sequence[int], size: int) -> list[int]:
    """For each place, how far the first mark after it is, at most _FAR."""
    distances: list[int] = []
    for mark in marks:
        start = len(distances)
        distances += [min(_FAR, mark - place) for place in range(start, mark)]
    return distances + [_FAR] * (size - len(distances))


def _sums_before(blocks: Sequence[TextBlock]) -> list[int]:
    """For each place, the good words before it."""
    sums, total = [], 0
    for block in blocks:
        sums.append(total)
        if block.good:
            total += block.words
    return sums


def _since_headings(blocks: Sequence[TextBlock]) -> list[int]:
    """For each place, how far the last heading before it is, at most _FAR."""
    distances, distance = [], _FAR
    for block in blocks:
        distance = min(_FAR, distance + 1)
        distances.append(distance)
        if block.box.tag in HEADINGS:
            distance = 0
    return distances
