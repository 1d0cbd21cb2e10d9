"""The body of a story or an article as HTML that is also well-formed XML."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ArticleView
from newsdigest.render.template import builtin, fill_in
from newsdigest.render.view import StoryView


def story_body(story: StoryView, about: Sequence[str], options: RenderOptions) -> str:
    """A story without its headline; `about` is the line below the headline."""
    values = {"story": story, "about": about, "language": options.words.language}
    return fill_in(builtin("story.xhtml"), "html", values, options.words)


def article_body(article: ArticleView, options: RenderOptions) -> str:
    """An article without its headline."""
    values = {"article": article, "language": options.words.language}
    return fill_in(builtin("article.xhtml"), "html", values, options.words)
