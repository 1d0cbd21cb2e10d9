"""The start of an article's body."""

from __future__ import annotations

from newsdigest.model import Article


def body_start(article: Article, characters: int) -> str:
    """The blocks up to so many characters, without joining the rest."""
    parts: list[str] = []
    for block in article.blocks:
        if characters <= 0:
            break
        parts.append(block.text[:characters])
        characters -= len(block.text)
    return "\n".join(parts)
