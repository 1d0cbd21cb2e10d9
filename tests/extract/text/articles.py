"""A text's articles in one call, and as plain values that a JSON file can hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from newsdigest.extract.text import extract_text
from newsdigest.model import Article, Document

AS_OF = datetime(2025, 6, 7, 12, tzinfo=UTC)


def articles_of(text: str) -> list[Article]:
    return extract_text(text, Document(b"", "dump.txt"), as_of=AS_OF)


def plain(article: Article) -> dict[str, Any]:
    """The article's known fields, with blocks and removals as lists of strings."""
    simple = {
        name: getattr(article, name)
        for name in (
            "title",
            "source",
            "agency",
            "url",
            "language",
            "standfirst",
            "section",
            "image",
        )
    }
    listed = {"authors": list(article.authors), "keywords": list(article.keywords)}
    times = {
        name: moment.isoformat()
        for name in ("published", "modified")
        if (moment := getattr(article, name))
    }
    partial = {"partial": article.partial.value} if article.partial else {}
    known = {key: value for key, value in {**simple, **listed}.items() if value}
    return {
        **known,
        **times,
        **partial,
        "blocks": [f"{block.kind.value} {block.level}: {block.text}" for block in article.blocks],
        "removed": [f"{removal.rule}: {removal.text}" for removal in article.removed],
    }
