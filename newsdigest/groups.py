r"""Names of groups of feeds: paths such as `News/Local`, as folders in folders have them.

A slash in the name of a folder is written `\/`, and a backslash `\\`, so that every tree of
folders has one path each and every path one tree.

>>> group_of(["News", "AC/DC"])
'News/AC\\/DC'
>>> folders_of(r"News/AC\/DC")
('News', 'AC/DC')
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r"[\\/]")
_PART = re.compile(r"(?:\\.|[^\\/])*", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def group_of(folders: Iterable[str]) -> str:
    """The group of folders that are named from the outermost in."""
    return "/".join(_SPECIAL.sub(r"\\\g<0>", name) for name in folders)


def folders_of(group: str) -> tuple[str, ...]:
    """The names of a group's folders, from the outermost in; an empty one is no name."""
    parts, at = [], 0
    while True:
        match = _PART.match(group, at)
        parts.append(_ESCAPED.sub(r"\1", match[0] if match else ""))
        at = match.end() if match else at
        if at >= len(group):
            return tuple(parts)
        at += 1  # the slash, or a backslash at the end
