"""The body of a story or an article as a piece of HTML that is well-formed XML too."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ArticleView
from newsdigest.render.template import builtin, fill_in
from newsdigest.render.view import StoryView


def story_body(story: StoryView, about: Sequence[str], options: RenderOptions) -> str:
    """Everything about a story but its headline, under which stands the line `about`."""
    values = {"story": story, "about": about, "language": options.words.language}
    return fill_in(builtin("story.xhtml"), "html", values, options.words)


def article_body(article: ArticleView, options: RenderOptions) -> str:
    """Everything about an article but its headline."""
    values = {"article": article, "language": options.words.language}
    return fill_in(builtin("article.xhtml"), "html", values, options.words)
