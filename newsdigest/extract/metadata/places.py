"""Where on a page an element stands: what is in comments, menus and teasers is not ours."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from newsdigest.extract.metadata.rules import load

_MAX_LEVELS = 10
_TOKEN = re.compile(r"[a-z]+")


def is_foreign(node: LexborNode) -> bool:
    """Whether the element belongs to something beside the article, by the boxes around it."""
    tags, names = load("foreign_places.toml")["tags"], load("foreign_places.toml")["names"]
    current: LexborNode | None = node
    for _ in range(_MAX_LEVELS):
        if current is None or current.tag in ("body", "main"):
            return False
        if current.tag in tags:
            return True
        attributes = current.attributes
        said = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()[:400]
        if any(token in names for token in _TOKEN.findall(said)):
            return True
        current = current.parent
    return False
