"""Paragraphs of a word processor → a text: Markdown if it has headings, else plain text."""

from __future__ import annotations

import re
from typing import Final

BULLET: Final = "•"
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>#])")


class Paragraphs:
    """The paragraphs of a document in order, each with its kind."""

    def __init__(self) -> None:
        # The level of a heading, 0 for text; the mark of an item, BULLET or "3.", else "".
        self._found: list[tuple[int, str, str]] = []

    def add(self, text: str, *, level: int = 0, mark: str = "") -> None:
        """Add a paragraph; an empty one adds nothing."""
        if text:
            self._found.append((level, mark, text))

    @property
    def has_headings(self) -> bool:
        return any(level > 0 for level, _, _ in self._found)

    @property
    def media_type(self) -> str:
        """The media type of `text`."""
        return "text/markdown" if self.has_headings else "text/plain"

    def text(self) -> str:
        """The paragraphs, separated by empty lines."""
        if not self.has_headings:
            return "\n\n".join(f"{mark} {text}".lstrip() for _, mark, text in self._found)
        return "\n\n".join(_marked(*paragraph) for paragraph in self._found)


def _marked(level: int, mark: str, text: str) -> str:
    plain = _MARKDOWN.sub(r"\\\1", text)
    if level > 0:
        return f"{'#' * level} {plain}"
    return f"{'-' if mark == BULLET else mark} {plain}" if mark else plain


class Counters:
    """Counts the items of ordered lists: per list, and from 1 again below each outer item."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, int], int] = {}

    def mark(self, name: str, depth: int) -> str:
        """The mark of the next item of a list at a depth: "3."."""
        for key in [key for key in self._counts if key[0] == name and key[1] > depth]:
            del self._counts[key]
        number = self._counts[name, depth] = self._counts.get((name, depth), 0) + 1
        return f"{number}."
