"""The format html: one self-contained page."""

from __future__ import annotations

from markupsafe import Markup

from newsdigest.render.html_fragments import article_body
from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ReaderView
from newsdigest.render.template import builtin, fill_in
from newsdigest.render.view import DigestView


def digest(view: DigestView, options: RenderOptions) -> str:
    """A page for every screen and for paper, without scripts or remote resources."""
    return fill_in(builtin("digest.html"), "html", {"digest": view}, options.words)


def articles(reader: ReaderView, options: RenderOptions) -> str:
    """A reader view of the articles."""
    bodies = [Markup(article_body(article, options)) for article in reader.articles]  # noqa: S704
    values = {"reader": reader, "bodies": bodies}
    return fill_in(builtin("articles.html"), "html", values, options.words)
