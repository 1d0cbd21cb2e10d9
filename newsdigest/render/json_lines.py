"""The format jsonl: one object a line, for pipes."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.model import Article, Digest
from newsdigest.render.json_values import article_fields, encode, story_fields
from newsdigest.render.options import RenderOptions


def digest(digest: Digest, options: RenderOptions) -> str:
    """One story a line."""
    return "".join(f"{encode(story_fields(*each))}\n" for each in enumerate(digest.stories, 1))


def articles(articles: Sequence[Article], options: RenderOptions) -> str:
    """One article a line."""
    return "".join(f"{encode(article_fields(article))}\n" for article in articles)
