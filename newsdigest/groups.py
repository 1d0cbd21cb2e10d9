r"""Names of groups of feeds: paths of nested folders such as `News/Local`.

A slash in a folder's name is written `\/`, and a backslash `\\`, so that paths and folders map one
to one.

>>> group_of(["News", "AC/DC"])
'News/AC\\/DC'
>>> folders_of(r"News/AC\/DC")
('News', 'AC/DC')
>>> is_within("news/local", "News")
True
>>> shown_group(r"News/AC\/DC")
'News / AC/DC'
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsdigest.patterns import pattern

_SPECIAL = pattern(r"[\\/]")
_PART = pattern(r"(?:\\.|[^\\/])*", re.DOTALL)
_ESCAPED = pattern(r"\\(.)", re.DOTALL)


def group_of(folders: Iterable[str]) -> str:
    """The group of nested folders, given from the outermost in."""
    return "/".join(_SPECIAL.sub(r"\\\g<0>", name) for name in folders)


def folders_of(group: str) -> tuple[str, ...]:
    """The names of a group's folders, from the outermost in; they may be empty."""
    parts, at = [], 0
    while True:
        match = _PART.match(group, at)
        parts.append(_ESCAPED.sub(r"\1", match[0] if match else ""))
        at = match.end() if match else at
        if at >= len(group):
            return tuple(parts)
        at += 1  # the slash, or a backslash at the end


def is_within(group: str, outer: str) -> bool:
    """Whether a group is the other one or a group below it; case is ignored."""
    folders, outer_folders = _folded(group), _folded(outer)
    return folders[: len(outer_folders)] == outer_folders


def shown_group(group: str) -> str:
    """The group as headings show it."""
    return " / ".join(folders_of(group))


def with_outer(groups: Iterable[str]) -> list[str]:
    """The groups and all groups that they are in, each once, an outer one before its inner ones."""
    paths = [folders_of(group) for group in groups]
    prefixes = (path[:length] for path in paths for length in range(1, len(path) + 1))
    return list(dict.fromkeys(map(group_of, prefixes)))


def _folded(group: str) -> tuple[str, ...]:
    return tuple(name.strip().casefold() for name in folders_of(group))
