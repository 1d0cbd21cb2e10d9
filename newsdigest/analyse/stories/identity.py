"""Stable ids of stories, by which later runs recognise them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsdigest.hashing import blake2b
from newsdigest.model import Article


def story_id(articles: Sequence[Article]) -> str:
    """16 hexadecimal digits for the story of these articles, whatever their order.

    It is derived from the smallest article id, so it changes only if the report with that id joins
    or leaves the story.
    """
    return story_id_of(article.id for article in articles)


def story_id_of(ids: Iterable[str]) -> str:
    """The same from the ids of the articles."""
    return blake2b(min(ids).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
