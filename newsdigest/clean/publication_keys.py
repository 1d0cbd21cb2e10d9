"""Under what the articles of a publication are counted."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import urlsplit

from newsdigest.model import Article


def publication_key(article: Article) -> str:
    """The key under which an article's lines are counted: publication, host, or directory."""
    if article.source:
        return article.source.casefold().removeprefix("the ")
    host = _host(article.url) or _host(article.origin)
    return host or str(PurePath(article.origin).parent)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
