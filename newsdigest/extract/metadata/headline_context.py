"""The visible lines around a headline, where byline and date are on every kind of page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, takewhile
from typing import Generic, TypeVar

from selectolax.lexbor import LexborNode

from newsdigest.extract.metadata.regions import Regions
from newsdigest.valueclasses import valueclass

_SKIPPED = frozenset(
    [
        "script", "style", "noscript", "template", "svg", "button", "select", "form", "iframe",
        "nav", "video", "audio", "picture", "canvas", "object", "textarea",
        "-comment", "-document", "-doctype", "-undef", None,
    ]
)  # fmt: skip
_INLINE = frozenset(
    [
        "a", "abbr", "b", "bdi", "cite", "em", "font", "i", "mark", "q", "s", "small", "span",
        "strong", "sub", "sup", "time", "u", "wbr", "address", "data",
    ]
)  # fmt: skip
# How much text to read on either side, in characters.
_FAR = 700
_BEFORE = 200
# Steps over the tree, a microsecond each; the header of a real page takes up to 150.
_MAX_STEPS = 400
_MAX_DEPTH = 60
_MAX_DEPTH_ABOVE = 15
_MAX_CHILDREN = 60
# How far above a headline its date may be: further up are the menu and the page's clock.
_LEVELS_ABOVE = 4
_NOT_ABOVE = frozenset(("body", "html", "nav"))


@valueclass
class VisibleLine:
    """Text that readers see as one line, and its distance from the headline in characters."""

    text: str
    distance: int
    # The text of each element of the line: "By", "Jane Doe", "|", "6 June".
    parts: tuple[str, ...]
    # A text node of the line, which gives its position on the page.
    node: LexborNode


Item = TypeVar("Item")


class CachedIterator(Generic[Item]):
    """An iterator with cached items, so that several readers can each start at the beginning."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self._read: list[Item] = []

    def __iter__(self) -> Iterator[Item]:
        yield from self._read
        for number in count(len(self._read)):
            # Another reader may have advanced in the meantime.
            if number == len(self._read):
                try:
                    self._read.append(next(self._items))
                except StopIteration:
                    return
            yield self._read[number]


class HeadlineContext:
    """The lines around a headline, nearest first, read on demand."""

    def __init__(self, heading: LexborNode | None) -> None:
        self.regions = Regions(heading)
        # The lines below, as far as they have been asked for.
        self.after = CachedIterator(lines_after(heading, _FAR))
        # The lines above, in the boxes around the headline.
        self.before = CachedIterator(lines_before(heading, _BEFORE))

    def within(self, distance: int) -> list[VisibleLine]:
        """The lines up to that distance, first those below the headline, then those above."""
        below = takewhile(lambda line: line.distance <= distance, self.after)
        return [*below, *takewhile(lambda line: line.distance <= distance, self.before)]


def lines_after(heading: LexborNode | None, limit: int) -> Iterator[VisibleLine]:
    """The lines after `heading`, nearest first, until `limit` characters have been read."""
    return _lines(_nodes_after(heading), limit)


def lines_before(heading: LexborNode | None, limit: int) -> Iterator[VisibleLine]:
    """The lines before `heading` in the boxes around it, nearest first."""
    return _lines(_nodes_before(heading), limit, backwards=True)


def _lines(
    nodes: Iterator[LexborNode | None], limit: int, *, backwards: bool = False
) -> Iterator[VisibleLine]:
    """Joins text nodes to lines; None ends a line."""
    found: list[LexborNode] = []
    length = 0
    for node in nodes:
        if node is not None:
            found.append(node)
            continue
        if not found:
            continue
        if backwards:
            found.reverse()
        line = _visible_line(found, length)
        found.clear()
        if line is not None:
            yield line
            length += len(line.text)
            if length > limit:
                return


def _visible_line(nodes: Sequence[LexborNode], distance: int) -> VisibleLine | None:
    texts = [" ".join((node.text_content or "").split()) for node in nodes]
    parts = tuple([text for text in texts if text])
    return VisibleLine(" ".join(parts), distance, parts, nodes[0]) if parts else None


def _nodes_after(node: LexborNode | None) -> Iterator[LexborNode | None]:
    """The text nodes after `node` in document order, None where a line ends."""
    current = _leave(node)[0] if node is not None else None
    for _ in range(_MAX_STEPS):
        if current is None:
            break
        if current.is_text_node:
            if not current.is_empty_text_node:
                yield current
            following = current.next
            if following is not None:
                current = following
                continue
        elif (tag := current.tag) not in _SKIPPED:
            if tag not in _INLINE:
                yield None
            child = current.first_child
            if child is not None:
                current = child
                continue
        current, ended = _leave(current)
        if ended:
            yield None
    yield None


def _nodes_before(node: LexborNode | None) -> Iterator[LexborNode | None]:
    """The text nodes before `node` in reverse order, None where a line begins."""
    levels, steps = 0, 0
    current = node
    while current is not None and steps < _MAX_STEPS and levels < _LEVELS_ABOVE:
        previous = current.prev
        if previous is None:
            current = current.parent
            if current is None or current.tag in _NOT_ABOVE:
                break
            levels += 1
            yield None
            continue
        current = previous
        texts: list[LexborNode | None] = []
        _add_texts(previous, 0, texts)
        for text in reversed(texts):
            steps += 1
            yield text
    yield None


def _add_texts(node: LexborNode, depth: int, found: list[LexborNode | None]) -> None:
    """A bounded number of text nodes of a node in document order, None around each block."""
    if node.is_text_node:
        if not node.is_empty_text_node:
            found.append(node)
        return
    tag = node.tag
    if tag in _SKIPPED or depth >= _MAX_DEPTH_ABOVE:
        return
    if tag not in _INLINE:
        found.append(None)
    child = node.first_child
    for _ in range(_MAX_CHILDREN):
        if child is None:
            break
        _add_texts(child, depth + 1, found)
        child = child.next
    if tag not in _INLINE:
        found.append(None)


def _leave(node: LexborNode) -> tuple[LexborNode | None, bool]:
    """The next node that is not below `node`, and whether a block ended on the way."""
    ended = node.tag not in _INLINE and node.tag != "-text"
    for _ in range(_MAX_DEPTH):
        following = node.next
        if following is not None:
            return following, ended
        parent = node.parent
        if parent is None or parent.tag == "body":
            return None, True
        ended = ended or parent.tag not in _INLINE
        node = parent
    return None, True
