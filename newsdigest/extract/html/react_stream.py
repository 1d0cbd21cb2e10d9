"""The "flight" format in which React streams a page: rows that the browser draws.

Next.js pushes them in pieces, `self.__next_f.push([1,"…"])`. A row is `ID:JSON`, or `ID:T` with a
length in bytes and a text; elements are `["$", type, key, properties]`, and "$ID" stands for the
value of another row. The format is undocumented and read leniently: unknown constructs are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from newsdigest.patterns import pattern

_PUSH: Final = pattern(r"__next_f\.push\(\s{0,9}(?=\[)")
_ROW: Final = pattern(r"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
_REFERENCE: Final = pattern(r"\$L?([0-9a-f]{1,8})")
_MAX_ROWS: Final = 5_000
_MAX_DEPTH: Final = 60
_MAX_VALUES: Final = 100_000


def is_react_stream(script: str) -> bool:
    """Whether a script pushes a piece of the stream."""
    return "__next_f" in script[:200]


def react_stream_values(scripts: Iterable[str]) -> Iterator[object]:
    """The values of all rows, elements as objects with their `type` and `children`."""
    rows = dict(_rows("".join(map(_pushed_text, scripts))))
    view = _Resolver(rows)
    for value in rows.values():
        yield {"text": value} if isinstance(value, str) else view.of(value, _MAX_DEPTH)


def _pushed_text(script: str) -> str:
    found = _PUSH.search(script)
    if found is None:
        return ""
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(script, found.end())
    except (ValueError, RecursionError):
        return ""
    parts = value[1:2] if isinstance(value, list) else []
    return parts[0] if parts and isinstance(parts[0], str) else ""


def _rows(stream: str) -> Iterator[tuple[str, Any]]:
    """The rows that hold JSON or text, with their ids."""
    place = 0
    for _ in range(_MAX_ROWS):
        head = _ROW.match(stream, place)
        if head is not None and head[2]:
            text = _first_bytes(stream, head.end(), int(head[2], 16))
            place = head.end() + len(text)
            yield head[1], text
            continue
        end = stream.find("\n", place)
        end = len(stream) if end < 0 else end
        if head is not None:
            value = _loaded(stream[head.end() : end])
            if value is not None:
                yield head[1], value
        place = end + 1
        if place >= len(stream):
            return


def _first_bytes(stream: str, start: int, size: int) -> str:
    """The text from `start` on that takes `size` bytes in UTF-8."""
    text = stream[start : start + size]
    if text.isascii():
        return text
    return text.encode("utf-8", "replace")[:size].decode("utf-8", "ignore")


def _loaded(text: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


class _Resolver:
    """Resolves values: elements to objects, references to what they refer to."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self._rows = rows
        # Rows may refer to each other in cycles and many times over.
        self._left = _MAX_VALUES

    def of(self, value: object, depth: int) -> object:
        """The resolved value; None below the depth or beyond the number of values allowed."""
        self._left -= 1
        if self._left < 0 or depth < 0:
            return None
        if isinstance(value, str):
            return self._referred(value)
        if isinstance(value, dict):
            return {key: self.of(inner, depth - 1) for key, inner in value.items()}
        if not isinstance(value, list):
            return value
        if len(value) == 4 and value[0] == "$" and isinstance(value[3], dict):
            properties = self.of(value[3], depth - 1)
            return {"type": value[1], **properties} if isinstance(properties, dict) else None
        return [self.of(inner, depth - 1) for inner in value]

    def _referred(self, text: str) -> str:
        """A string, or the text of the row that it refers to."""
        found = _REFERENCE.fullmatch(text) if text.startswith("$") else None
        target = self._rows.get(found[1]) if found else None
        return target if isinstance(target, str) else text
