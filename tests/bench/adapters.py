"""What the shared benchmark harnesses call: a thin function a harness, as the program does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from newsdigest.analyse import (
    article_kind,
    best_topic,
    find_copies,
    group_stories,
    without_boilerplate,
)
from newsdigest.analyse.summary import length_limits, summarise_sentences
from newsdigest.errors import ExtractionError
from newsdigest.extract import extract_articles
from newsdigest.language import sentences as split_sentences
from newsdigest.model import Article, Block, BlockKind, Document
from newsdigest.pipeline import read_document

# After the last day that any page of the extraction data gives for itself: 13 March 2026.
FETCHED = datetime(2026, 4, 1, tzinfo=UTC)

# Read the rules of English before a clock runs.
split_sentences("", "en")


def extract(html: bytes, url: str) -> dict[str, Any]:
    """What a worker process makes of a page before phrases are cleaned out of it."""
    document = Document(content=html, origin=url, url=url or None)
    try:
        articles = extract_articles(document, as_of=FETCHED)
    except ExtractionError:
        return {"text": ""}
    first = articles[0]
    return {
        "text": "\n\n".join(article.text for article in articles),
        "title": first.title,
        "author": list(first.authors),
        "date": dated(first),
    }


def dated(article: Article) -> datetime | None:
    """The day under which an article is filed: of its publication, else of its last change.

    `published` never holds the second; many pages of the extraction data tell of no other.
    """
    return article.published or article.modified


def extract_clean(html: bytes, url: str) -> dict[str, Any]:
    """What a worker process makes of a page, cleaned by every rule."""
    document = Document(content=html, origin=url, url=url or None)
    try:
        articles = read_document(document, FETCHED)
    except ExtractionError:
        return {"text": ""}
    return {"text": "\n\n".join(article.text for article in articles)}


def split(paragraph: str) -> list[str]:
    """The sentences of a paragraph of English news."""
    return split_sentences(paragraph, "en")


def summarise(row: Mapping[str, Any], sentences: int) -> list[str]:
    """The summary of a text that was split already, within the program's usual bounds.

    It has all the sentences that there is room for, as the first story of a digest has.
    """
    return _summary(row, sentences, only_needed=False)


def summarise_needed(row: Mapping[str, Any], sentences: int) -> list[str]:
    """The summary of the other stories: without further sentences that add no name or number."""
    return _summary(row, sentences, only_needed=True)


def _summary(row: Mapping[str, Any], sentences: int, *, only_needed: bool) -> list[str]:
    texts = row["sentences"]
    chosen = summarise_sentences(
        texts,
        headline=row["title"] or None,
        language="en",
        limits=length_limits(sentences, None),
        only_needed=only_needed,
    )
    return [texts[place] for place in chosen]


def pairs(rows: Sequence[Mapping[str, str]]) -> list[tuple[int, int]]:
    """The pairs of places of texts that are copies of each other."""
    return find_copies(
        without_boilerplate([_article(place, row) for place, row in enumerate(rows)])
    )


def cluster(rows: Sequence[Mapping[str, str]]) -> list[int]:
    """The number of the story of each article.

    `published` of the real feeds counts, as it does in the program; `date` of the archives does
    not, since it is the time of a crawl.
    """
    articles = without_boilerplate([_article(place, row) for place, row in enumerate(rows)])
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
    published = row.get("published")
    article = Article(
        id=f"{place:06}",
        title=row.get("title") or None,
        blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line),
        origin=row.get("url") or "",
        source=row.get("source") or None,
        published=datetime.fromisoformat(published).astimezone(UTC) if published else None,
        url=row.get("url") or None,
        language="en",
    )
    return replace(article, kind=article_kind(article))
