"""An entry as a Document, so that its text is processed like a page."""

from __future__ import annotations

import re
from html import escape

from newsdigest.feedmodel import Entry, Feed
from newsdigest.model import Document, Hints
from newsdigest.sources.feeds.html_fields import is_html, plain

_BREAKS = re.compile(r"\s{0,9}\n\s{0,9}")
_BLOCK = re.compile(
    r"<(?:p|div|h[1-6]|ul|ol|table|blockquote|article|section)[\s>/]", re.IGNORECASE
)
_BROKEN_LINE = re.compile(r"(?:\s{0,9}<br\s{0,3}/?>\s{0,9}){2,20}", re.IGNORECASE)


def entry_document(entry: Entry, feed: Feed, origin: str) -> Document:
    """A UTF-8 page with the entry's text, and the entry's metadata as hints.

    `origin` is the feed as the user named it. The URL is the article's own address, if it has one,
    although nothing was fetched from it.
    """
    return Document(
        content=_page(entry, feed).encode("utf-8", "replace"),
        origin=origin,
        url=entry.url,
        media_type="text/html",
        charset="utf-8",
        hints=entry_hints(entry, feed),
        is_entry=True,
    )


def entry_hints(entry: Entry, feed: Feed) -> Hints:
    """The entry's metadata, which also serves as hints for the article's page."""
    return Hints(
        title=entry.title,
        source=entry.source or feed.name,
        authors=entry.authors,
        published=entry.published,
        # Without a content the summary is the body.
        summary=_summary(entry) if entry.content else None,
        language=entry.language or feed.language,
        keywords=entry.categories,
        image=entry.image,
    )


def _summary(entry: Entry) -> str | None:
    return plain(entry.summary, html=None) or None if entry.summary else None


def _page(entry: Entry, feed: Feed) -> str:
    language = entry.language or feed.language
    title = escape(entry.title or "")
    return (
        f'<!DOCTYPE html>\n<html{_attribute("lang", language)}><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body><article>\n<h1>{title}</h1>\n"
        f"{_body(entry.content or entry.summary or '')}\n</article></body></html>\n"
    )


def _attribute(name: str, value: str | None) -> str:
    return f' {name}="{escape(value)}"' if value else ""


def _body(text: str) -> str:
    """The text in paragraphs: its own, or one per line."""
    if not is_html(text):
        lines = (line for line in _BREAKS.split(text) if line.strip())
        return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
    if _BLOCK.search(text):
        return f"<div>{text}</div>"
    return "\n".join(f"<p>{part}</p>" for part in _BROKEN_LINE.split(text) if part.strip())
