"""Removes inline Markdown from a line."""

from __future__ import annotations

import re
from html import unescape

from newsdigest.valueclasses import valueclass

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(`{1,3})([^`]{1,500})\1")
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\(<?([^()<>\s]{0,1000})>?(?: \"[^\"]{0,200}\")?\)")
_LINK = re.compile(
    r"\[([^\[\]]{0,500})\]"
    r"\(<?([^()<>\s]{0,1000}(?:\([^()<>\s]{0,200}\)[^()<>\s]{0,200})?)>?"
    r"(?: [\"'][^\"']{0,200}[\"'])?\)"
)
_REFERENCE = re.compile(r"\[([^\[\]]{1,300})\]\[[^\[\]]{0,100}\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,30}\]:?")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_TAG = re.compile(r"<!--[^<>]{0,500}-->|</?[A-Za-z][^<>]{0,300}>")
_MARK = re.compile(r"\*{1,3}|_{1,3}|~~")

# Literal characters are mapped to Unicode's private use area while markup is removed.
_PRIVATE = 0xF700
_HIDE = {code: _PRIVATE + code for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_SHOW = {hidden: code for code, hidden in _HIDE.items()}


@valueclass
class InlineText:
    text: str
    # The address, if the whole line is one link.
    link: str | None = None
    # The address of its first image.
    image: str | None = None


def strip_marks(text: str) -> InlineText:
    """The text without markup; images leave nothing behind."""
    text = _ESCAPE.sub(lambda match: match[1].translate(_HIDE), text)
    text = _CODE.sub(lambda match: match[2].translate(_HIDE), text)
    image = _IMAGE.search(text)
    text = _IMAGE.sub("", text)
    link = _LINK.fullmatch(text.strip(" *_"))
    text = _FOOTNOTE.sub("", _REFERENCE.sub(r"\1", _LINK.sub(r"\1", text)))
    text = _TAG.sub("", _AUTOLINK.sub(lambda match: match[1].translate(_HIDE), text))
    text = unescape(_without_emphasis(text).translate(_SHOW))
    return InlineText(
        " ".join(text.split()),
        link=link[2] if link and link[1] else None,
        image=image[2] if image else None,
    )


def _without_emphasis(text: str) -> str:
    """The text without emphasis, its marks paired in one pass as in CommonMark."""
    waiting: dict[str, list[int]] = {}
    dropped: dict[int, int] = {}
    for match in _MARK.finditer(text):
        mark = match[0]
        before = text[match.start() - 1 : match.start()] or " "
        after = text[match.end() : match.end() + 1] or " "
        if _closes(mark, before, after) and waiting.get(mark):
            dropped[waiting[mark].pop()] = len(mark)
            dropped[match.start()] = len(mark)
        elif _opens(mark, before, after):
            waiting.setdefault(mark, []).append(match.start())
    pieces, position = [], 0
    for start in sorted(dropped):
        pieces.append(text[position:start])
        position = start + dropped[start]
    pieces.append(text[position:])
    return "".join(pieces)


def _opens(mark: str, before: str, after: str) -> bool:
    return not after.isspace() and not (mark[0] == "_" and before.isalnum())


def _closes(mark: str, before: str, after: str) -> bool:
    return not before.isspace() and not (mark[0] == "_" and after.isalnum())
