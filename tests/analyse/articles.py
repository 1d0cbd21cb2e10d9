"""Articles for the tests of copies, stories and their order."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from newsdigest.model import Article, Block, BlockKind

STORIES = Path(__file__).parent / "stories"


def article(title: str | None, text: str, **fields: Any) -> Article:
    """An article of the paragraphs of a text; its id is its title unless another is given."""
    paragraphs = (paragraph.strip() for paragraph in text.split("\n\n"))
    blocks = tuple(Block(BlockKind.PARAGRAPH, " ".join(p.split())) for p in paragraphs if p)
    named = {"id": title or text[:40], "origin": f"{title}.html", "language": "en"} | fields
    return Article(title=title, blocks=blocks, **named)


def written(*names: str) -> dict[str, list[Article]]:
    """The hand-written articles in the files of these names, by event."""
    events: dict[str, list[Article]] = {}
    for name in names:
        data = tomllib.loads((STORIES / f"{name}.toml").read_text(encoding="utf-8"))
        for row in data["article"]:
            language = row.get("language") or data["language"]
            report = article(row["title"], row["text"], language=language)
            events.setdefault(row["event"], []).append(report)
    return events


def texts(name: str) -> dict[str, str]:
    """The hand-written texts in the file of this name."""
    return tomllib.loads((STORIES / f"{name}.toml").read_text(encoding="utf-8"))


def titles(articles: Sequence[Article], groups: Iterable[Iterable[int]]) -> set[frozenset[str]]:
    """Groups of indices as sets of the titles of the articles."""
    return {frozenset(str(articles[place].title) for place in group) for group in groups}
