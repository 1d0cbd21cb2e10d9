"""What metadata is: the fields of a page, and how foreign text becomes one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from newsdigest.language import printable

MAX_TITLE = 300
MAX_NAME = 120
MAX_TEXT = 1_000
_MAX_BODY = 300_000
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h\d)[^<>]{0,200}>", re.IGNORECASE)
_ELEMENT = re.compile(r"</?[a-z][^<>]{0,500}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article; None or empty where it says nothing."""

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
    # Where the parts of an article on several pages are, as linked.
    next_part: str | None = None
    previous_part: str | None = None
    # Bodies that stand in JSON-LD, with the headline of each where it has one.
    article_bodies: tuple[ArticleBody, ...] = ()
    # What the publisher says of access; None where it says nothing.
    is_free: bool | None = None
    # schema.org and Open Graph types, "NewsArticle", "CollectionPage", "og:article".
    page_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleBody:
    """The text of an article that stands in a script, and the headline that it has there."""

    headline: str | None
    # As the script holds it; few pages need it, so it is made ready when asked for.
    raw: str

    @property
    def text(self) -> str:
        """The body in lines that are safe to print, without markup."""
        text = self.raw[:_MAX_BODY]
        if "<" in text:
            text = _ELEMENT.sub("", _BREAK.sub("\n", text))
        return printable(text, multiline=True)


def line(text: str | None, limit: int = MAX_TITLE) -> str | None:
    """`text` as one printable line of at most `limit` characters; None if nothing is left."""
    if not text:
        return None
    # Cut before it is cleaned: a title of megabytes must not cost its length many times over.
    text = text[: 8 * limit]
    if "&" in text:
        text = unescape(text)
    if text.isascii() and text.isprintable() and "  " not in text:
        # What most fields are; `printable` would say the same at ten times the cost.
        return text.strip()[:limit].rstrip() or None
    return printable(text)[:limit].rstrip() or None
