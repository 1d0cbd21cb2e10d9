"""Which publication an article is of, as far as it says."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from newsdigest.model import Article


def publications_of(article: Article) -> Iterator[str]:
    """What tells publications apart: the name and the host, as far as they are known."""
    if article.source:
        yield article.source.casefold().removeprefix("the ")
    for address in (article.url, article.origin):
        try:
            host = urlsplit(address or "").hostname
        except ValueError:
            continue
        if host:
            yield host.removeprefix("www.")
