r"""Names of groups of feeds: paths of nested folders such as `News/Local`.

A slash in a folder's name is written `\/`, and a backslash `\\`, so that paths and folders map one
to one.

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
