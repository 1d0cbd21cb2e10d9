"""What the shared benchmark harnesses call: a thin function a harness, as the program does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsdigest.analyse import best_topic, find_copies, group_stories
from newsdigest.language import sentences
from newsdigest.model import Article, Block, BlockKind

# Read the rules of English before a clock runs.
sentences("", "en")


def split(paragraph: str) -> list[str]:
    """The sentences of a paragraph of English news."""
    return sentences(paragraph, "en")


def pairs(rows: Sequence[Mapping[str, str]]) -> list[tuple[int, int]]:
    """The pairs of places of texts that are copies of each other."""
    return find_copies([_article(place, row) for place, row in enumerate(rows)])


def cluster(rows: Sequence[Mapping[str, str]]) -> list[int]:
    """The number of the story of each article; dates are not used, they are crawl times there."""
    articles = [_article(place, row) for place, row in enumerate(rows)]
    labels = [0] * len(articles)
    for label, places in enumerate(group_stories(articles, find_copies(articles))):
        for place in places:
            labels[place] = label
    return labels


def classify(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The best IPTC topic of each article, without a threshold: the harness forces a choice."""
    return [best_topic(_article(place, row)).name for place, row in enumerate(rows)]


def _article(place: int, row: Mapping[str, str]) -> Article:
    """An English article as extraction gives it: a block a line, without lines that are empty."""
    lines = (line.strip() for line in row["text"].splitlines())
    return Article(
        id=f"{place:06}",
        title=row.get("title") or None,
        blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line),
        origin=row.get("url") or "",
        source=row.get("source") or None,
        language="en",
    )
