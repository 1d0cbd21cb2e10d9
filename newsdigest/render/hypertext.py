"""The format html: one page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from newsdigest.model import Article, Digest
from newsdigest.render.compose import compose
from newsdigest.render.fragments import article_body
from newsdigest.render.options import RenderOptions
from newsdigest.render.reading import reading
from newsdigest.render.template import builtin, fill_in


def digest(digest: Digest, options: RenderOptions) -> str:
    """A page without script and without anything remote, for every screen and for paper."""
    values = {"digest": compose(digest, options)}
    return fill_in(builtin("digest.html"), "html", values, options.words)


def articles(articles: Sequence[Article], options: RenderOptions) -> str:
    """A reader view: the articles with their kinds of blocks."""
    page = reading(articles, options)
    bodies = [Markup(article_body(article, options)) for article in page.articles]  # noqa: S704
    values = {"reading": page, "bodies": bodies}
    return fill_in(builtin("articles.html"), "html", values, options.words)
