"""Render: a digest or articles in, text in one of the formats out.

Each format is a module of its own with `digest` and `articles`, imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from newsdigest.errors import RenderError
from newsdigest.model import Article, Digest, Failure
from newsdigest.render.options import RenderOptions

__all__ = ["FORMATS", "RenderOptions", "render_articles", "render_digest", "render_failure"]

_MODULES = {
    "terminal": "terminal",
    "text": "plain",
    "markdown": "markdown",
    "html": "hypertext",
    "json": "json_document",
    "jsonl": "json_lines",
}
FORMATS: tuple[str, ...] = tuple(_MODULES)
_DEFAULTS = RenderOptions()


class _Renderer(Protocol):
    def digest(self, digest: Digest, options: RenderOptions) -> str: ...

    def articles(self, articles: Sequence[Article], options: RenderOptions) -> str: ...


def render_digest(digest: Digest, format: str, options: RenderOptions = _DEFAULTS) -> str:
    """The digest in the format, ending in a line feed. Raises RenderError for an unknown format."""
    return _renderer(format).digest(digest, options)


def render_articles(
    articles: Sequence[Article],
    format: str,
    options: RenderOptions = _DEFAULTS,
) -> str:
    """The articles one after another in the format. Raises RenderError for an unknown format."""
    return _renderer(format).articles(articles, options)


def render_failure(failure: Failure) -> str:
    """One line, `error: <source>: <reason>`, with passwords and tokens in URLs masked."""
    from newsdigest.language import printable
    from newsdigest.render.links import masked

    return printable(masked(f"error: {failure.source}: {failure.error}"))


def _renderer(name: str) -> _Renderer:
    if name not in _MODULES:
        raise RenderError(f"unknown format {name!r}: choose from {', '.join(FORMATS)}")
    return cast(_Renderer, import_module(f"{__name__}.{_MODULES[name]}"))
