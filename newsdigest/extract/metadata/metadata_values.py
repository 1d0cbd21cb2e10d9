"""The metadata of a page, and how foreign text becomes one of its fields."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

from newsdigest.language import printable
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

MAX_TITLE = 300
MAX_NAME = 120
MAX_TEXT = 1_000
_MAX_BODY = 300_000
_BREAK = pattern(r"<(?:br|/p|/div|/li|/h\d)[^<>]{0,200}>", re.IGNORECASE)
_ELEMENT = pattern(r"</?[a-z][^<>]{0,500}>", re.IGNORECASE)


@valueclass
class Metadata:
    """The metadata of a page's article; None or empty if the page gives none."""

    title: str | None = None
    # The publication's name, "The Straits Times", never its host.
    source: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    # BCP 47, the primary subtag in lower case.
    language: str | None = None
    # ISO 3166: whose clocks and customs the page follows.
    country: str | None = None
    # The canonical URL, http or https, without tracking parameters.
    url: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    # URL of the lead image.
    image: str | None = None
    standfirst: str | None = None
    # The neighbouring parts of an article on several pages, as linked.
    next_part: str | None = None
    previous_part: str | None = None
    # Bodies in JSON-LD, each with its headline if it has one.
    article_bodies: tuple[ArticleBody, ...] = ()
    # The publisher's statement on access; None if there is none.
    is_free: bool | None = None
    # schema.org and Open Graph types, "NewsArticle", "CollectionPage", "og:article".
    page_types: tuple[str, ...] = ()


@valueclass
class ArticleBody:
    """The text of an article in a script, and its headline there."""

    headline: str | None
    # As in the script; few pages need it, so it is cleaned on demand.
    raw: str

    @property
    def text(self) -> str:
        """The body in printable lines, without markup."""
        text = self.raw[:_MAX_BODY]
        if "<" in text:
            text = _ELEMENT.sub("", _BREAK.sub("\n", text))
        return printable(text, multiline=True)


def line(text: str | None, limit: int = MAX_TITLE) -> str | None:
    """`text` as one printable line of at most `limit` characters; None if nothing is left."""
    if not text:
        return None
    # Cut before cleaning: a title of megabytes must not cost its length many times over.
    text = text[: 8 * limit]
    if "&" in text:
        text = unescape(text)
    if text.isascii() and text.isprintable() and "  " not in text:
        # Most fields are like this; `printable` would return the same at ten times the cost.
        return text.strip()[:limit].rstrip() or None
    return printable(text)[:limit].rstrip() or None
