"""What the trees are asked about a block: numbers on its place and shape relative to the core.

Nothing here reads a word of the text. The trunk is the core and the boxes above it; a block's
branch is the child of the trunk in which it stands. Names above the branch cannot tell the blocks
of a page apart and are not looked at (measured: with them the weights learn the sites). Eighteen
more features, on lengths, distances and neighbours, brought nothing to these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from newsdigest.extract.html.box import Box, TextBlock
from newsdigest.extract.html.core import Core
from newsdigest.extract.html.names import names_of
from newsdigest.extract.html.vocabulary import ordered
from newsdigest.extract.html.walk import Page

# Codes of elements: one comparison parts text from furniture.
_TAGS: Final = {tag: code for code, tag in enumerate(ordered("by-furniture"), start=1)}
# A full stop, question mark or exclamation mark of any script, with what may close after it.
_STOPPED: Final = re.compile(r"[.!?…。！？｡؟۔।]['\"”’»」』)\]]{0,3}$")

FEATURES: Final = (
    # Names of the boxes from the block up to its branch, weighed; those of its own box.
    *("names", "own_names"),
    # Boxes between the core and where the block's way up meets the trunk; there, how many
    # children are made like the branch, and how many come after it.
    *("up", "kin", "siblings_after"),
    # The block itself: its element, the share of linked text, whether it ends as a sentence does.
    *("tag", "linked", "stopped"),
    # How many blocks are made alike; copies before it; copies in all; running text before it.
    *("alike", "seen", "repeats", "good_before"),
    # Shares of the page's running text in the boxes above it; words a block there.
    *("parent_good", "parent_mean", "grand_good", "grand_words"),
    *("branch_good", "branch_linked"),
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
    repeats = Counter([block.text for block in page.blocks])
    alike = Counter([_likeness(block.box) for block in page.blocks if branches.matter(block.box)])
    seen: dict[str, int] = {}
    before = 0
    found = []
    for block in page.blocks:
        box, text = block.box, block.text
        if branches.matter(box):
            values = (
                *branches.position(box),
                _TAGS.get(box.tag, 0),
                block.linked / len(text),
                1 if _STOPPED.search(text, max(0, len(text) - 4)) else 0,
                alike[_likeness(box)],
                seen.get(text, 0),
                repeats[text],
                before,
                *_holders(box, branches.of(box), core),
            )
            found.append(Described(block, values))
            seen[text] = seen.get(text, 0) + 1
        if block.good:
            before += block.words
    return found


def _likeness(box: Box) -> tuple[str, str, str]:
    """Equal for boxes that are made alike and stand in boxes made alike."""
    return box.tag, names_of(box).key, names_of(box.parent).key if box.parent else ""


def _holders(box: Box, branch: Box, core: Core) -> tuple[float, ...]:
    held = core.holdings
    total = core.good
    parent = box.parent or box
    above, grand, limb = parent.index, (parent.parent or parent).index, branch.index
    return (
        held.good[above] / total,
        held.words[above] / held.blocks[above],
        held.good[grand] / total,
        held.words[grand],
        held.good[limb] / total,
        held.linked[limb] / (held.words[limb] or 1),
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
        self._matters: dict[int, bool] = {}
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

    def matter(self, box: Box) -> bool:
        """Whether the blocks of a box are worth their features.

        Outside the core those next to running text are: the others are a third of a page's blocks
        and hold .3 % of the bodies. Comments, menus and the like are not, wherever they stand.
        """
        known = self._matters.get(box.index)
        if known is None:
            branch = self._branch[box.index]
            known = branch is None or (
                (self._good[branch.index] > 0 or branch.parent is self._core.box)
                and self._core.standing.may_hold_body(box)
            )
            self._matters[box.index] = known
        return known

    def position(self, box: Box) -> tuple[float, float, float, float, float]:
        """What the names weigh, then the place relative to the core."""
        core = self._core.box
        branch = self._branch[box.index]
        if branch is None or branch.parent is None or box.parent is None:
            return (0, 0, core.depth - box.depth, 0, 0)
        meet = branch.parent
        weight = self._weigh(box)
        return (
            weight,
            weight - self._weigh(box.parent),
            core.depth - meet.depth,
            self._kin[_kind(branch)],
            self._children[meet.index] - self._place[branch.index],
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
