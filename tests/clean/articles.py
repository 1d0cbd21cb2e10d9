"""Builds articles for the tests of cleaning from plain lines."""

from __future__ import annotations

from typing import Any

from newsdigest.model import Article, Block, BlockKind


def article(*texts: str, **fields: Any) -> Article:
    """An article with a paragraph for each text."""
    return of_blocks(*(Block(BlockKind.PARAGRAPH, text) for text in texts), **fields)


def of_blocks(*blocks: Block, **fields: Any) -> Article:
    """An article of these blocks."""
    return Article(id="a", title=fields.pop("title", None), blocks=blocks, origin="-", **fields)


def unspaced() -> tuple[str, str]:
    """Two sentences in a script without spaces."""
    return "昨天下了一天的雨。", "后来雨停了。"
