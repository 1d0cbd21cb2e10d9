"""The roles of elements, by the parser's tag numbers, which cost a third of their names."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.html.vocabulary import words

# What a node is to the text around it; elements without a role are blocks. Plain numbers: the walk
# compares them for every node, and members of an enumeration take four times as long to look up.
TEXT: Final = 1
BREAK: Final = 2
LINK: Final = 3
INLINE: Final = 4
SILENT: Final = 5


def _roles() -> dict[int, int]:
    tree = LexborHTMLParser("<body>text<!-- comment --><br>")
    assert tree.body is not None
    of_name = {"-text": TEXT, "br": BREAK, "-comment": INLINE}
    roles = {node.tag_id: of_name[node.tag or ""] for node in tree.body.iter(include_text=True)}
    for name in words("silent"):
        roles[tree.create_node(name).tag_id] = SILENT
    for name in words("inline") - {"-comment"}:
        roles[tree.create_node(name).tag_id] = INLINE
    roles[tree.create_node("a").tag_id] = LINK
    return roles


def _names() -> dict[int, str]:
    tree = LexborHTMLParser("<body>")
    return {tree.create_node(name).tag_id: name for name in sorted(words("block"))}


ROLES: Final = _roles()
# Of frequent block elements; others are asked for their name.
NAMES: Final = _names()
