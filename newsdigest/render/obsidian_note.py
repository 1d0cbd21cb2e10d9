"""The format obsidian: a note with properties, in Markdown that Obsidian reads as plain text.

Obsidian adds to CommonMark comments (%%), highlights (==), formulas ($) and footnotes (^), which
are escaped. There are no tasks in it, and no links to other notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

from newsdigest.render import markdown_document
from newsdigest.render.dates import local
from newsdigest.render.note_sections import section
from newsdigest.render.options import RenderOptions
from newsdigest.render.own_digests import MARKDOWN_MARK
from newsdigest.render.reader_view import ReaderView
from newsdigest.render.view import DigestView

# The destination of a link has no parentheses or spaces in it.
_LINKED = re.compile(r"(\]\([^()\s]*\))")
_SIGNS = re.compile(r"(?<!\\)(?:%(?=%)|(?<=%)%|=(?==)|(?<==)=|\$|\^)")
_FENCE = re.compile(r"`{3,}")


def digest(view: DigestView, options: RenderOptions) -> str:
    """Properties, then the digest as a section with a heading of level 2."""
    whole = markdown_document.digest(view, options).removesuffix(f"\n{MARKDOWN_MARK}\n")
    lower = (f"#{line}" if line.startswith("#") else line for line in _lines(whole))
    return f"{_properties(view, options)}\n{section('obsidian', _joined(lower), view, options)}"


def articles(reader: ReaderView, options: RenderOptions) -> str:
    """The Markdown of the articles, each under a heading of level 1."""
    return f"{_joined(_lines(markdown_document.articles(reader, options)))}\n"


def _properties(view: DigestView, options: RenderOptions) -> str:
    """The front matter, in YAML."""
    day = local(datetime.fromisoformat(view.generated), options.timezone).date()
    minutes = [f"minutes: {view.minutes}"] if view.minutes else []
    lines = [
        "---",
        f"title: {json.dumps(view.title, ensure_ascii=False)}",
        f"date: {day}",
        "tags:",
        "  - newsdigest",
        f"language: {view.language}",
        f"stories: {len(view.stories)}",
        *minutes,
        "---",
    ]
    return "".join(f"{line}\n" for line in lines)


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(lines).strip("\n")


def _lines(markdown: str) -> Iterator[str]:
    """The lines, with Obsidian's own signs escaped outside of code."""
    fence = ""
    for line in markdown.split("\n"):
        opening = _FENCE.match(line)
        if fence:
            fence = "" if line == fence else fence
            yield line
        elif opening:
            fence = opening[0]
            yield line
        else:
            yield "".join(map(_escaped, _LINKED.split(line)))


def _escaped(piece: str) -> str:
    if _LINKED.fullmatch(piece):
        return piece.replace("%%", "%25%25")
    return _SIGNS.sub(r"\\\g<0>", piece)
