"""Stable ids of stories, by which later runs recognise them."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from newsdigest.model import Article


def story_id(articles: Sequence[Article]) -> str:
    """16 hexadecimal digits for the story of these articles, whatever their order.

    It is derived from the smallest article id, so it changes only if the report with that id joins
    or leaves the story.
    """
    smallest = min(article.id for article in articles)
    return blake2b(smallest.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
