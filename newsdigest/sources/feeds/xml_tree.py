"""Small XML trees: one item of a feed, or its head, at a time."""

from __future__ import annotations

from html import escape

from newsdigest.sources.feeds.xml_events import SEPARATOR

_EMPTY = frozenset(("area", "br", "col", "hr", "img", "input", "source", "track", "wbr"))


class Node:
    """An element; `base` and `language` are those in effect, its own or inherited."""

    __slots__ = ("attributes", "base", "children", "language", "name", "parts")

    def __init__(
        self, name: str, attributes: dict[str, str], base: str | None, language: str | None
    ) -> None:
        self.name = name
        self.attributes = attributes
        self.base = base
        self.language = language
        # Texts and elements in document order, and the elements by name.
        self.parts: list[Node | str] = []
        self.children: dict[str, list[Node]] = {}

    def add(self, child: Node) -> None:
        self.parts.append(child)
        self.children.setdefault(child.name, []).append(child)

    def all(self, *names: str) -> list[Node]:
        """The children of these names, in the order of the names."""
        return [child for name in names for child in self.children.get(name, ())]

    @property
    def text(self) -> str:
        """The text directly inside the element, without that of its children."""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0].strip()
        return "".join(part for part in self.parts if isinstance(part, str)).strip()

    def first_text(self, *names: str) -> str | None:
        """The first non-empty text of the children of these names."""
        for name in names:
            for child in self.children.get(name, ()):
                text = child.text
                if text:
                    return text
        return None


def inner_html(node: Node) -> str:
    """The element's content as HTML, without namespace prefixes."""
    pieces: list[str] = []
    _write_parts(node, pieces)
    return "".join(pieces).strip()


def _write_parts(node: Node, pieces: list[str]) -> None:
    for part in node.parts:
        if isinstance(part, str):
            pieces.append(escape(part, quote=False))
            continue
        name = part.name.rpartition(":")[2]
        pieces.append(f"<{name}{_attributes(part)}>")
        if name not in _EMPTY:
            _write_parts(part, pieces)
            pieces.append(f"</{name}>")


def _attributes(node: Node) -> str:
    plain = ((name, value) for name, value in node.attributes.items() if SEPARATOR not in name)
    return "".join(f' {name}="{escape(value)}"' for name, value in plain)
