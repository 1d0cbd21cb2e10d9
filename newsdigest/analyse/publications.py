"""The publication of an article, by name and host."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from newsdigest.model import Article


def publication_keys(article: Article) -> Iterator[str]:
    """The known keys of the article's publication: its name, and the hosts of its addresses."""
    if article.source:
        yield article.source.casefold().removeprefix("the ")
    for address in (article.url, article.origin):
        try:
            host = urlsplit(address or "").hostname
        except ValueError:
            continue
        if host:
            yield host.removeprefix("www.")
