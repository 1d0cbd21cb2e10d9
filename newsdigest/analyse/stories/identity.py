"""The name of a story, by which a later run knows it again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from newsdigest.model import Article


def story_id(articles: Sequence[Article]) -> str:
    """16 hexadecimal digits for the story of these articles, whatever their order.

    Made from the smallest id among them: the story keeps its name when a report joins or leaves
    it, unless that report has the smallest id.
    """
    smallest = min(article.id for article in articles)
    return blake2b(smallest.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
