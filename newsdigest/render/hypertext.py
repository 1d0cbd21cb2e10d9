"""The format html: one page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.model import Article, Digest
from newsdigest.render.compose import compose
from newsdigest.render.options import RenderOptions
from newsdigest.render.reading import reading
from newsdigest.render.template import builtin, fill_in


def digest(digest: Digest, options: RenderOptions) -> str:
    """A page without script and without anything remote, for every screen and for paper."""
    values = {"digest": compose(digest, options)}
    return fill_in(builtin("digest.html"), "html", values, options.words)


def articles(articles: Sequence[Article], options: RenderOptions) -> str:
    """A reader view: the articles with their kinds of blocks."""
    values = {"reading": reading(articles, options)}
    return fill_in(builtin("articles.html"), "html", values, options.words)
