"""What the trees are asked about a block: numbers on its place and shape relative to the core.

Nothing here reads a word of the text. The trunk is the core and the boxes above it; a block's
branch is the child of the trunk in which it stands. Names above the branch cannot tell the blocks
of a page apart and are not looked at (measured: with them the weights learn the sites). Nineteen
more features, on lengths, distances and neighbours, brought nothing to these.

Values are rounded where that costs nothing, so that most blocks of a page have the features of
another and need not be scored again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from newsdigest.extract.html.box import Beside, Box, Names, TextBlock
from newsdigest.extract.html.core import Core
from newsdigest.extract.html.names import names_of
from newsdigest.extract.html.vocabulary import ordered
from newsdigest.extract.html.walk import Page

# Codes of elements: one comparison parts text from furniture.
_TAGS: Final = {tag: code for code, tag in enumerate(ordered("by-furniture"), start=1)}
# A full stop, question mark or exclamation mark of any script, and what may close after it.
_STOPS: Final = frozenset(".!?…。！？｡؟۔।")
_CLOSERS: Final = "'\"”’»」』)]"
_FOREIGN: Final = Beside.FOREIGN.value
# Counts are as good as any larger one from here on.
_MANY_AFTER: Final = 10
_MANY_COPIES: Final = 2
_LINK_STEPS: Final = 4

FEATURES: Final = (
    # Names of the boxes from the block up to its branch, weighed; those of its own box.
    *("names", "own_names"),
    # Boxes between the core and where the block's way up meets the trunk; how many children are
    # made like the branch there; the block's element; how many blocks are made alike.
    *("up", "kin", "tag", "alike"),
    # Shares of the page's running text in the boxes above it; words a block there.
    *("parent_good", "parent_mean", "grand_good", "grand_words"),
    # How many children follow the branch; its share of the running text, and of linked words.
    *("siblings_after", "branch_good", "branch_linked"),
    # The block itself: the share of linked text, whether it ends as a sentence does, copies
    # before it, copies in all.
    *("linked", "stopped", "seen", "repeats"),
)


@dataclass(frozen=True, slots=True)
class Described:
    """The blocks that may belong to the body, in order, and the features of each."""

    blocks: list[TextBlock]
    # As in FEATURES.
    values: list[tuple[float, ...]]


def describe(page: Page, core: Core, weigh: Callable[[Names], float]) -> Described:
    """The blocks that may belong to the body with their features.

    `weigh` says what the names of a box speak for (above 0) or against.
    """
    places = _Places(page, core, weigh)
    matters, known = places.matters, places.known
    blocks = [block for block in page.blocks if matters[block.box.index]]
    places.count_alike(blocks)
    repeats = Counter([block.text for block in page.blocks])
    seen: Counter[str] = Counter()
    values = []
    for block in blocks:
        text, box = block.text, block.box
        linked = ceil(_LINK_STEPS * block.linked / len(text)) if block.linked else 0
        stopped = 1 if text[-1] in _STOPS or _ends_sentence(text) else 0
        before, copies = 0, repeats[text]
        if copies > 1:
            before = min(seen[text], _MANY_COPIES)
            seen[text] += 1
            copies = min(copies, _MANY_COPIES + 1)
        shared = known[box.index] or places.features(box)
        values.append((*shared, linked, stopped, before, copies))
    return Described(blocks, values)


def _ends_sentence(text: str) -> bool:
    """Whether a full stop stands before what closes the text."""
    return text[-1] in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _STOPS


class _Places:
    """Where boxes stand relative to the core, and what the names up to there weigh.

    All lists are by index of box. Boxes of the trunk have no branch.
    """

    def __init__(self, page: Page, core: Core, weigh: Callable[[Names], float]) -> None:
        size = len(page.boxes)
        self._core = core
        self._weigh = weigh
        # Whether the blocks of a box are worth their features. Outside the core those next to
        # running text are: the others are a third of a page's blocks and hold .3 % of the bodies.
        # Comments and the like are not, wherever they stand.
        self.matters = [True] * size
        self._branch: list[Box | None] = [None] * size
        self._weight = [0.0] * size
        # The class of boxes that matter.
        self._key = [""] * size
        # Children of the trunk: their place among the children, and how many are made alike.
        self._place: dict[int, int] = {}
        self._children: Counter[int] = Counter()
        self._kin: Counter[tuple[int, str, str]] = Counter()
        self._alike: Counter[tuple[str, str, str]] = Counter()
        # What was found of a box, and of boxes of one parent that bear the same names.
        self.known: list[tuple[float, ...] | None] = [None] * size
        self._shared: dict[tuple[Box | None, str, Names | None], tuple[float, ...]] = {}
        self._go_down(page.boxes)

    def _go_down(self, boxes: Sequence[Box]) -> None:
        """Hand down from parents to children what they have in common."""
        trunk = {box.index for box in _upwards(self._core.box)}
        branches, weights, matters, keys = self._branch, self._weight, self.matters, self._key
        may_hold_body, weigh, foreign = self._core.standing.may_hold_body, self._weigh, _FOREIGN
        for box in boxes:
            index, parent = box.index, box.parent
            if parent is None or index in trunk:
                keys[index] = names_of(box).key
                continue
            above = parent.index
            branch = branches[above]
            if branch is None:
                self._add_branch(box, parent)
            else:
                branches[index] = branch
                matters[index] = matters[above]
            if matters[index]:
                names = box.names or names_of(box)
                keys[index] = names.key
                weights[index] = weights[above] + weigh(names)
                if names.beside & foreign:
                    matters[index] = may_hold_body(box)

    def _add_branch(self, box: Box, parent: Box) -> None:
        index = box.index
        self._branch[index] = box
        self._place[index] = self._children[parent.index]
        self._children[parent.index] += 1
        core = self._core
        if parent is core.box or core.holdings.good[index] > 0:
            self._kin[parent.index, box.tag, names_of(box).key] += 1
        else:
            self.matters[index] = False

    def count_alike(self, blocks: Iterable[TextBlock]) -> None:
        """Count how many of these blocks are made alike and stand in boxes made alike."""
        self._alike = Counter([self._likeness(block.box) for block in blocks])

    def _likeness(self, box: Box) -> tuple[str, str, str]:
        key = self._key
        return box.tag, key[box.index], key[box.parent.index] if box.parent else ""

    def features(self, box: Box) -> tuple[float, ...]:
        """The features that the blocks of a box share."""
        branch, parent = self._branch[box.index], box.parent
        if branch is None or branch is box or parent is None:
            found = self._common(box) + self._branch_features(box)
        else:
            found = self._on_branch(box, parent)
        self.known[box.index] = found
        return found

    def _common(self, box: Box) -> tuple[float, ...]:
        """What branches of one parent share that bear the same names."""
        if self._branch[box.index] is None:
            return self._nature(box) + self._holders(box)
        family = box.parent, box.tag, box.names
        found = self._shared.get(family)
        if found is None:
            found = self._shared[family] = self._nature(box) + self._holders(box)
        return found

    def _on_branch(self, box: Box, parent: Box) -> tuple[float, ...]:
        """What boxes of one parent share that bear the same names: they are on one branch."""
        family = parent, box.tag, box.names
        found = self._shared.get(family)
        if found is None:
            found = self._nature(box) + self._holders(box) + self._branch_features(box)
            self._shared[family] = found
        return found

    def _nature(self, box: Box) -> tuple[float, ...]:
        """What names, element and likeness tell."""
        core = self._core.box
        tag, alike = _TAGS.get(box.tag, 0), self._alike[self._likeness(box)]
        branch = self._branch[box.index]
        if branch is None or branch.parent is None or box.parent is None:
            return (0, 0, core.depth - box.depth, 0, tag, alike)
        meet = branch.parent
        weight = self._weight[box.index]
        return (
            round(weight, 2),
            round(weight - self._weight[box.parent.index], 2),
            core.depth - meet.depth,
            self._kin[meet.index, branch.tag, self._key[branch.index]],
            tag,
            alike,
        )

    def _holders(self, box: Box) -> tuple[float, float, float, float]:
        held = self._core.holdings
        total = self._core.good
        parent = box.parent or box
        above, grand = parent.index, (parent.parent or parent).index
        return (
            held.good[above] / total,
            held.words[above] / held.blocks[above],
            held.good[grand] / total,
            held.words[grand],
        )

    def _branch_features(self, box: Box) -> tuple[float, float, float]:
        held = self._core.holdings
        branch = self._branch[box.index]
        limb = (branch or box).index
        after = 0
        if branch is not None and branch.parent is not None:
            after = self._children[branch.parent.index] - self._place[limb]
        return (
            min(after, _MANY_AFTER),
            round(held.good[limb] / self._core.good, 1),
            ceil(_LINK_STEPS * held.linked[limb] / (held.words[limb] or 1)),
        )


def _upwards(box: Box | None) -> list[Box]:
    """A box and all above it."""
    boxes = []
    while box is not None:
        boxes.append(box)
        box = box.parent
    return boxes
