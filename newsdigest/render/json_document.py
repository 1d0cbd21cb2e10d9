"""The format json: one indented value."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.model import Article, Digest
from newsdigest.render.json_values import article_fields, digest_fields, encode
from newsdigest.render.options import RenderOptions

_INDENT = 2


def digest(digest: Digest, options: RenderOptions) -> str:
    """One object, whatever the options."""
    return encode(digest_fields(digest), indent=_INDENT) + "\n"


def articles(articles: Sequence[Article], options: RenderOptions) -> str:
    """One array of objects."""
    return encode([article_fields(article) for article in articles], indent=_INDENT) + "\n"
