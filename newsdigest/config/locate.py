"""Locations of keys and values in a TOML text, which tomllib does not report.

The text is known to be valid, since tomllib has parsed it, so it only has to be split into tokens.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field

from newsdigest.patterns import pattern
from newsdigest.valueclasses import recordclass, valueclass

# Keys and indexes from the root: ("feed", 0, "url").
KeyPath = tuple[str | int, ...]

_NEWLINE = pattern("\n")
_GAP = pattern(r"(?:[ \t\r\n]|#[^\n]*)*+")
_ARRAY_GAP = pattern(r"(?:[ \t\r\n,]|#[^\n]*)*+")
# Closing quotes always exist, but are optional here so that no text makes a search slow.
_BASIC = r'"(?:[^"\\\n]|\\.)*+"?'
_LITERAL = r"'[^'\n]*+'?"
_KEY = pattern(rf"[A-Za-z0-9_-]+|{_BASIC}|{_LITERAL}")
_BLANK = pattern(r"[ \t]*")
_SCALARS = (
    pattern(r'"""(?:[^\\]|\\.)*?(?:"""(?:"{0,2})|\Z)', re.DOTALL),
    pattern(r"'''.*?(?:'''(?:'{0,2})|\Z)", re.DOTALL),
    pattern(_BASIC),
    pattern(_LITERAL),
    pattern(r"\d{4}-\d\d-\d\d [\d:.]+(?:Z|[+-][\d:]+)?", re.IGNORECASE),
    pattern(r"[^\s,\]}#]+"),
)


@valueclass
class Location:
    """A line and a column, both counted from 1."""

    line: int
    column: int


@valueclass
class Statement:
    """The offsets of a header or a `key = value`; `end` is exclusive."""

    path: KeyPath
    start: int
    end: int
    is_header: bool


@recordclass
class Places:
    """The offsets of all keys and values in a text."""

    # The offset at which each line begins.
    lines: list[int]
    keys: dict[KeyPath, int] = field(default_factory=dict)
    values: dict[KeyPath, int] = field(default_factory=dict)
    # The offset after the last character of each value.
    ends: dict[KeyPath, int] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)

    def key(self, path: KeyPath) -> Location:
        """The location of the last key of the path, or of the nearest enclosing item."""
        return self._place(self.keys, path)

    def value(self, path: KeyPath) -> Location:
        """The location of the value at the path; for tables, of the header."""
        return self._place(self.values if path in self.values else self.keys, path)

    def _place(self, offsets: dict[KeyPath, int], path: KeyPath) -> Location:
        while path and path not in offsets:
            path = path[:-1]
        offset = offsets.get(path, 0)
        line = bisect_right(self.lines, offset)
        return Location(line, offset - self.lines[line - 1] + 1)


def locate(text: str) -> Places:
    """Locate all keys and values of a valid TOML text."""
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._places = Places([0, *(match.end() for match in _NEWLINE.finditer(text))])
        # The index of the latest element of each array of tables.
        self._counts: dict[KeyPath, int] = {}

    def scan(self) -> Places:
        table: KeyPath = ()
        self._take(_GAP)
        while self._at < len(self._text):
            start = self._at
            is_header = self._text[start] == "["
            if is_header:
                path = table = self._header()
            else:
                path = self._pair(table)
            self._places.statements.append(Statement(path, start, self._at, is_header))
            self._take(_GAP)
        return self._places

    def _header(self) -> KeyPath:
        """Read `[a.b]` or `[[a.b]]` and return the path of the table that it opens."""
        start = self._at
        brackets = 2 if self._text.startswith("[[", start) else 1
        self._at += brackets
        self._take(_GAP)
        names = self._names()
        for count, (_, offset) in enumerate(names, 1):
            self._places.keys.setdefault(self._resolved(names[:count]), offset)
        path = (*self._resolved(names[:-1]), names[-1][0])
        self._places.values.setdefault(path, start)
        self._at = self._text.index("]", self._at) + brackets
        if brackets == 2:
            number = self._counts[path] = self._counts.get(path, -1) + 1
            path = (*path, number)
            self._places.keys[path] = self._places.values[path] = start
        return path

    def _resolved(self, names: Sequence[tuple[str, int]]) -> KeyPath:
        """The path to a table, through the latest element of each array of tables on the way."""
        path: KeyPath = ()
        for name, _ in names:
            path = (*path, name)
            if path in self._counts:
                path = (*path, self._counts[path])
        return path

    def _pair(self, table: KeyPath) -> KeyPath:
        """Read `a.b = value` and return the path of the value."""
        path = table
        for name, offset in self._names():
            path = (*path, name)
            self._places.keys.setdefault(path, offset)
        self._at += 1  # the equals sign
        self._take(_BLANK)
        self._value(path)
        return path

    def _names(self) -> list[tuple[str, int]]:
        """Read a dotted key: its names, each with its offset."""
        names: list[tuple[str, int]] = []
        while True:
            start = self._at
            names.append((_unquoted(self._take(_KEY)), start))
            self._take(_BLANK)
            if self._text[self._at] != ".":
                return names
            self._at += 1
            self._take(_BLANK)

    def _value(self, path: KeyPath) -> None:
        self._places.values[path] = self._at
        opening = self._text[self._at]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._scalar()
        self._places.ends[path] = self._at

    def _array(self, path: KeyPath) -> None:
        self._at += 1
        self._take(_ARRAY_GAP)
        index = 0
        while self._text[self._at] != "]":
            self._value((*path, index))
            self._take(_ARRAY_GAP)
            index += 1
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        self._take(_ARRAY_GAP)
        while self._text[self._at] != "}":
            self._pair(path)
            self._take(_ARRAY_GAP)
        self._at += 1

    def _scalar(self) -> None:
        match = next(filter(None, (each.match(self._text, self._at) for each in _SCALARS)))
        self._at = match.end()

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        assert match is not None, "the text is no valid TOML"
        self._at = match.end()
        return match[0]


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    import tomllib  # which a run without a configuration has no use for

    value = tomllib.loads(f"key = {key}")["key"]
    assert isinstance(value, str)
    return value
