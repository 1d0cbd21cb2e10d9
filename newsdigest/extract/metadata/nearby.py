"""The visible lines around a headline, where byline and date stand on every kind of page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

_SKIPPED = frozenset(
    [
        "script", "style", "noscript", "template", "svg", "button", "select", "form", "iframe",
        "nav", "video", "audio", "picture", "canvas", "object", "textarea",
    ]
)  # fmt: skip
_INLINE = frozenset(
    [
        "a", "abbr", "b", "bdi", "cite", "em", "font", "i", "mark", "q", "s", "small", "span",
        "strong", "sub", "sup", "time", "u", "wbr", "address", "data",
    ]
)  # fmt: skip
# How much text is read on either side, in characters.
_AFTER = 700
_BEFORE = 200
# Steps over the tree, each a microsecond; a header of a real page takes up to 150.
_MAX_STEPS = 400
_MAX_DEPTH = 60
# How far above a headline its date may stand: further up are the menu and the page's clock.
_LEVELS_ABOVE = 4
_NOT_ABOVE = frozenset(("body", "html", "nav"))


@dataclass(frozen=True, slots=True)
class Line:
    """Text that a reader sees as one line, and the characters between it and the headline."""

    text: str
    distance: int
    # The text of each element of the line: "By", "Jane Doe", "|", "6 June".
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearby:
    """The lines around a headline, those of each side with the nearest first."""

    after: Sequence[Line] = ()
    before: Sequence[Line] = ()

    @property
    def all(self) -> tuple[Line, ...]:
        return (*self.after, *self.before)


def lines_around(heading: LexborNode | None) -> Nearby:
    """What stands near a headline; nothing where no heading shows it."""
    if heading is None:
        return Nearby()
    return Nearby(tuple(lines_after(heading, _AFTER)), tuple(lines_before(heading, _BEFORE)))


def lines_after(heading: LexborNode, limit: int) -> Iterator[Line]:
    """The lines that follow `heading`, nearest first, until `limit` characters have been read."""
    return _lines(_pieces_after(heading), limit)


def lines_before(heading: LexborNode, limit: int) -> Iterator[Line]:
    """The lines that come before `heading` in the boxes around it, nearest first."""
    return _lines(_pieces_before(heading), limit, backwards=True)


def _lines(pieces: Iterator[str | None], limit: int, *, backwards: bool = False) -> Iterator[Line]:
    found: list[str] = []
    length = 0
    for piece in pieces:
        if piece is not None:
            found.append(piece)
            continue
        if backwards:
            found.reverse()
        parts = tuple(part for part in (" ".join(text.split()) for text in found) if part)
        found.clear()
        if parts:
            text = " ".join(parts)
            yield Line(text, length, parts)
            length += len(text)
            if length > limit:
                return


def _pieces_after(node: LexborNode) -> Iterator[str | None]:
    """The texts after `node` in document order, None where a line ends."""
    current, _ = _leave(node)
    for _ in range(_MAX_STEPS):
        if current is None:
            break
        tag = current.tag
        if tag == "-text":
            yield current.text_content or ""
        elif _is_shown(tag):
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


def _pieces_before(node: LexborNode) -> Iterator[str | None]:
    """The texts before `node` in reversed order, None where a line begins."""
    levels, steps = 0, 0
    current: LexborNode | None = node
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
        for text in _texts(previous):
            steps += 1
            yield text
    yield None


def _texts(node: LexborNode) -> Iterator[str | None]:
    """The texts of a node, last first, None around each block."""
    tag = node.tag
    if tag == "-text":
        yield node.text_content or ""
        return
    if not _is_shown(tag):
        return
    pieces = list(_inside(node, 0))
    yield from reversed(pieces)
    if tag not in _INLINE:
        yield None


def _inside(node: LexborNode, depth: int) -> Iterator[str | None]:
    """The texts below a node in document order, a bounded number of them."""
    if depth > _MAX_DEPTH // 4:
        return
    if node.tag not in _INLINE:
        yield None
    child = node.first_child
    for _ in range(_MAX_DEPTH):
        if child is None:
            break
        if child.tag == "-text":
            yield child.text_content or ""
        elif _is_shown(child.tag):
            yield from _inside(child, depth + 1)
        child = child.next
    if node.tag not in _INLINE:
        yield None


def _is_shown(tag: str | None) -> bool:
    return tag is not None and tag not in _SKIPPED and not tag.startswith("-")


def _leave(node: LexborNode) -> tuple[LexborNode | None, bool]:
    """The next node that is not below `node`, and whether a block was left on the way."""
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
