"""Digests that newsdigest wrote, known again by the mark that each format carries.

Whoever keeps digests beside the pages that they are made of would else read old news as new.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MARKDOWN_MARK", "is_own_digest"]

# The definition of a link that is used nowhere, which Markdown does not show.
MARKDOWN_MARK: Final = "[//]: # (newsdigest)"
# Behind some 10 kB of style.
_HEAD: Final = 64 * 1024
_TAIL: Final = 256
_COLOURS: Final = re.compile(rb"\x1b\[[\d;]{0,20}m")
# Where a format begins, and the mark that it then has.
_MARKS: Final = (
    (b"<!DOCTYPE html>", re.compile(rb'<meta name="generator" content="newsdigest">')),
    (b"<?xml", re.compile(rb"<feed [^<>]{0,200}>[^\x00]*?<generator>newsdigest</generator>")),
    (b"{", re.compile(rb'\{\s*"schema": "newsdigest/\d|"_newsdigest": \{')),
    (b'{"id": "', re.compile(rb'"copy_of": [^\n]*"contradictions": \[')),
    (b'"id","title","topic","source","also_in",', re.compile(b"")),
    (b"From: ", re.compile(rb"^List-Id: newsdigest <", re.MULTILINE)),
    (b"newsdigest", re.compile(rb"\Anewsdigest(?: {2,}[^\n]*)?\r?\n[^\n]*\d")),
)


def is_own_digest(content: bytes) -> bool:
    """Whether these are the bytes of a digest, or of the index or feed of an archive."""
    if content[-_TAIL:].rstrip().endswith(MARKDOWN_MARK.encode()):
        return True
    head = _COLOURS.sub(b"", content[:_HEAD]).removeprefix(b"\xef\xbb\xbf")
    return any(head.startswith(start) and mark.search(head) for start, mark in _MARKS)
