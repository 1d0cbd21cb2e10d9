"""Recognition of newsdigest's own digests, by a mark in each format.

Without it, digests kept in the folder of their sources would be read as news again.
"""

from __future__ import annotations

import re
from typing import Final

from newsdigest.patterns import pattern
from newsdigest.render.note_sections import has_section

__all__ = ["MARKDOWN_MARK", "is_own_digest"]

# A link definition that is never used, so Markdown does not show it.
MARKDOWN_MARK: Final = "[//]: # (newsdigest)"
# The mark of a page follows some 10 kB of style.
_HEAD: Final = 64 * 1024
_TAIL: Final = 256
_COLOURS: Final = pattern(rb"\x1b\[[\d;]{0,20}m")
# The first bytes of each format, and its mark.
_MARKS: Final = (
    (b"<!DOCTYPE html>", pattern(rb'<meta name="generator" content="newsdigest">')),
    (b"<?xml", pattern(rb"<feed [^<>]{0,200}>[^\x00]*?<generator>newsdigest</generator>")),
    (b"{", pattern(rb'\{\s*"schema": "newsdigest/\d|"_newsdigest": \{')),
    (b'{"id": "', pattern(rb'"copy_of": [^\n]*"contradictions": \[')),
    (b'"id","title","topic","source","also_in",', pattern(b"")),
    (b"From: ", pattern(rb"^List-Id: newsdigest <", re.MULTILINE)),
    (b"newsdigest", pattern(rb"\Anewsdigest(?: {2,}[^\n]*)?\r?\n[^\n]*\d")),
)


def is_own_digest(content: bytes) -> bool:
    """Whether the content is a digest, the index or feed of an archive, or a note with a digest."""
    if has_section(content):
        return True
    if content[-_TAIL:].rstrip().endswith(MARKDOWN_MARK.encode()):
        return True
    head = _COLOURS.sub(b"", content[:_HEAD]).removeprefix(b"\xef\xbb\xbf")
    return any(head.startswith(start) and mark.search(head) for start, mark in _MARKS)
