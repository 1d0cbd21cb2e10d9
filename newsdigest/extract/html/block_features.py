"""The features of a block: numbers on its position and shape relative to the main box.

Nothing here reads a word of the text. The trunk is the main box and its ancestors; a block's branch
is the child of the trunk that contains it. Names above the branch cannot tell the blocks of a page
apart and are ignored (measured: with them the weights learn the sites). Nineteen more features, on
lengths, distances and neighbours, did not improve on these.

Values are rounded where that costs nothing, so that most blocks of a page share the features of
another and are not scored again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import ceil
from typing import Final

from newsdigest.extract.html.box_names import box_names
from newsdigest.extract.html.box_tree import Boilerplate, BoxNames, BoxTree
from newsdigest.extract.html.main_box import MainBox
from newsdigest.extract.html.vocabulary import ordered
from newsdigest.valueclasses import valueclass

# Codes of elements, ordered so that one comparison separates text from furniture.
_TAGS: Final = {tag: code for code, tag in enumerate(ordered("by-furniture"), start=1)}
# A full stop, question mark or exclamation mark of any script, and what may close after it.
_STOPS: Final = frozenset(".!?…。！？｡؟۔।")
_CLOSERS: Final = "'\"”’»」』)]"
_FOREIGN: Final = Boilerplate.FOREIGN.value
# Larger counts make no difference.
_MANY_AFTER: Final = 10
_MANY_COPIES: Final = 2
_LINK_STEPS: Final = 4

FEATURES: Final = (
    # Weights of the names from the block up to its branch, and of its own box.
    *("names", "own_names"),
    # Boxes between the main box and the point where the block's ancestors meet the trunk; children
    # of the same make as the branch; the block's element; blocks of the same make.
    *("up", "kin", "tag", "alike"),
    # Shares of the page's running text in the boxes above; words per block there.
    *("parent_good", "parent_mean", "grand_good", "grand_words"),
    # Children after the branch; the branch's share of running text, and of linked words.
    *("siblings_after", "branch_good", "branch_linked"),
    # The block itself: its share of linked text, whether it ends as a sentence does, copies before
    # it, copies in all.
    *("linked", "stopped", "seen", "repeats"),
)


@valueclass
class Described:
    """The blocks that may belong to the body, in order, with their features."""

    blocks: list[int]
    # In the order of FEATURES.
    values: list[tuple[float, ...]]


def describe(page: BoxTree, main: MainBox, weigh: Callable[[BoxNames], float]) -> Described:
    """The blocks that may belong to the body, with their features.

    `weigh` gives the weight of a box's names: above 0 for body text, below 0 against it.
    """
    places = _BoxFeatures(page, main, weigh)
    matters, known = places.matters, places.known
    boxes, texts, in_links = page.blocks.boxes, page.blocks.texts, page.blocks.linked
    blocks = [block for block, box in enumerate(boxes) if matters[box]]
    places.count_alike([boxes[block] for block in blocks])
    repeats = Counter(texts)
    seen: Counter[str] = Counter()
    values = []
    for block in blocks:
        text, box, linked = texts[block], boxes[block], in_links[block]
        if linked:
            linked = ceil(_LINK_STEPS * linked / len(text))
        stopped = 1 if text[-1] in _STOPS or _ends_sentence(text) else 0
        before, copies = 0, repeats[text]
        if copies > 1:
            before = min(seen[text], _MANY_COPIES)
            seen[text] += 1
            copies = min(copies, _MANY_COPIES + 1)
        shared = known[box] or places.features(box)
        values.append((*shared, linked, stopped, before, copies))
    return Described(blocks, values)


def _ends_sentence(text: str) -> bool:
    """Whether the text ends in a full stop, apart from closing marks."""
    return text[-1] in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _STOPS


class _BoxFeatures:
    """The features that follow from where boxes are, relative to the main box.

    All lists are by box.
    """

    def __init__(self, page: BoxTree, main: MainBox, weigh: Callable[[BoxNames], float]) -> None:
        size = len(page.boxes)
        self._boxes = page.boxes
        self._parents = page.boxes.parents
        self._main = main
        self._weigh = weigh
        # Whether the blocks of a box get features at all. Outside the main box only those next to
        # running text do: the others are a third of a page's blocks and hold .3 % of the bodies.
        # Comments and the like do not, wherever they are.
        self.matters = [True] * size
        # 0, the body, for boxes of the trunk, which have no branch.
        self._branch = [0] * size
        self._weight = [0.0] * size
        # The class of the boxes that matter.
        self._key = [""] * size
        # Children of the trunk: their index among the children, and how many have the same make.
        self._place: dict[int, int] = {}
        self._children: Counter[int] = Counter()
        self._kin: Counter[tuple[int, str, str]] = Counter()
        self._alike: Counter[tuple[str, str, str]] = Counter()
        # Computed features, by box and by siblings with the same names.
        self.known: list[tuple[float, ...] | None] = [None] * size
        self._shared: dict[tuple[int, str, BoxNames | None], tuple[float, ...]] = {}
        self._go_down()

    def _go_down(self) -> None:
        """Hands down from parents to children what they have in common."""
        boxes = self._boxes
        trunk = frozenset(boxes.upwards(self._main.box))
        branches, weights, matters, keys = self._branch, self._weight, self.matters, self._key
        may_hold_body, weigh, foreign = self._main.boilerplate.may_hold_body, self._weigh, _FOREIGN
        known = boxes.names
        for box, parent in enumerate(self._parents):
            if box in trunk:
                keys[box] = box_names(boxes, box).key
                continue
            branch = branches[parent]
            if branch:
                branches[box] = branch
                matters[box] = matters[parent]
            else:
                self._add_branch(box, parent)
            if matters[box]:
                names = known[box] or box_names(boxes, box)
                keys[box] = names.key
                weights[box] = weights[parent] + weigh(names)
                if names.boilerplate & foreign:
                    matters[box] = may_hold_body(box)

    def _add_branch(self, box: int, parent: int) -> None:
        self._branch[box] = box
        self._place[box] = self._children[parent]
        self._children[parent] += 1
        main, boxes = self._main, self._boxes
        if parent == main.box or main.totals.good[box] > 0:
            self._kin[parent, boxes.tags[box], box_names(boxes, box).key] += 1
        else:
            self.matters[box] = False

    def count_alike(self, boxes: list[int]) -> None:
        """Counts the blocks in these boxes that have the same make, and whose boxes have."""
        self._alike = Counter(map(self._likeness, boxes))

    def _likeness(self, box: int) -> tuple[str, str, str]:
        key = self._key
        return self._boxes.tags[box], key[box], key[self._parents[box]] if box else ""

    def features(self, box: int) -> tuple[float, ...]:
        """The features that the blocks of a box share."""
        branch = self._branch[box]
        if branch == box or not branch:
            found = self._common(box) + self._branch_features(box)
        else:
            found = self._on_branch(box)
        self.known[box] = found
        return found

    def _common(self, box: int) -> tuple[float, ...]:
        """The features shared by branches with the same parent and names."""
        if not self._branch[box]:
            return self._nature(box) + self._holders(box)
        family = self._family(box)
        found = self._shared.get(family)
        if found is None:
            found = self._shared[family] = self._nature(box) + self._holders(box)
        return found

    def _on_branch(self, box: int) -> tuple[float, ...]:
        """The features shared by boxes with the same parent and names: they are on one branch."""
        family = self._family(box)
        found = self._shared.get(family)
        if found is None:
            found = self._nature(box) + self._holders(box) + self._branch_features(box)
            self._shared[family] = found
        return found

    def _family(self, box: int) -> tuple[int, str, BoxNames | None]:
        return self._parents[box], self._boxes.tags[box], self._boxes.names[box]

    def _nature(self, box: int) -> tuple[float, ...]:
        """The features from names, element and make."""
        boxes, main = self._boxes, self._main.box
        tag, alike = _TAGS.get(boxes.tags[box], 0), self._alike[self._likeness(box)]
        branch = self._branch[box]
        if not branch:
            return (0, 0, boxes.depths[main] - boxes.depths[box], 0, tag, alike)
        meet = self._parents[branch]
        weight = self._weight[box]
        return (
            round(weight, 2),
            round(weight - self._weight[self._parents[box]], 2),
            boxes.depths[main] - boxes.depths[meet],
            self._kin[meet, boxes.tags[branch], self._key[branch]],
            tag,
            alike,
        )

    def _holders(self, box: int) -> tuple[float, float, float, float]:
        held = self._main.totals
        total = self._main.good
        above = self._parents[box]
        grand = self._parents[above]
        return (
            held.good[above] / total,
            held.words[above] / held.blocks[above],
            held.good[grand] / total,
            held.words[grand],
        )

    def _branch_features(self, box: int) -> tuple[float, float, float]:
        held = self._main.totals
        branch = self._branch[box]
        limb = branch or box
        after = 0
        if branch:
            after = self._children[self._parents[branch]] - self._place[branch]
        return (
            min(after, _MANY_AFTER),
            round(held.good[limb] / self._main.good, 1),
            ceil(_LINK_STEPS * held.linked[limb] / (held.words[limb] or 1)),
        )
