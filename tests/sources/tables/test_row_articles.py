"""A row of a data set gives the article that it was made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pyarrow as pa
import pytest

from newsdigest.corpus import rows
from newsdigest.errors import SourceError
from newsdigest.model import Article, ArticleKind, Block, BlockKind, Partial, Removal, Topic
from newsdigest.sources.tables.row_articles import article_of

ARTICLE = Article(
    id="5c0ffee0",
    title="Ferry late again",
    blocks=(
        Block(BlockKind.PARAGRAPH, "The ferry was late on Monday."),
        Block(BlockKind.SUBHEAD, "What to do", level=2),
        Block(BlockKind.LIST_ITEM, "Take the bus.", level=1, number=3),
        Block(BlockKind.QUOTE, "“We are sorry,” said the captain."),
        Block(BlockKind.CODE, "  pier 1\n    08:00"),
    ),
    origin="crawl.warc.gz#512",
    source="Harbour Post",
    agency="Reuters",
    dateline="PORT MARLOW",
    authors=("Ada Okafor", "Ben Lindqvist"),
    published=datetime(2026, 2, 17, 23, 30, tzinfo=UTC),
    modified=datetime(2026, 2, 18, 0, 5, 1, tzinfo=UTC),
    url="https://harbour.example/ferry",
    language="en",
    standfirst="Nobody knows why.",
    section="Harbour",
    keywords=("ferry",),
    image="https://harbour.example/ferry.jpg",
    topics=(Topic("medtop:20000337", "transport", 0.75),),
    removed=(Removal("Follow us.", "phrase:follow"),),
    partial=Partial.PAYWALL,
    next_part="https://harbour.example/ferry?page=2",
    kind=ArticleKind.OPINION,
    is_main=False,
)


def row_of(article: Article = ARTICLE, **values: Any) -> dict[str, Any]:
    """The row of an article after a way through Arrow, with other values."""
    table = pa.Table.from_pylist([rows.article_row(article, article.origin)], rows.ARTICLES)
    return {**table.to_pylist()[0], **values}


def test_a_row_gives_its_article() -> None:
    """What is lost: the kinds of blocks with their levels, keywords, and the links of parts."""
    expected = replace(
        ARTICLE,
        blocks=(
            Block(BlockKind.PARAGRAPH, "The ferry was late on Monday."),
            Block(BlockKind.PARAGRAPH, "What to do"),
            Block(BlockKind.PARAGRAPH, "3. Take the bus."),
            Block(BlockKind.PARAGRAPH, "“We are sorry,” said the captain."),
            Block(BlockKind.CODE, "  pier 1\n    08:00"),
        ),
        keywords=(),
        next_part=None,
    )
    assert article_of(row_of()) == expected
    assert article_of(row_of()).text == ARTICLE.text
    assert row_of(article_of(row_of())) == row_of()


def test_unknown_values_are_none() -> None:
    """Nulls and empty strings give None, and so they do inside of lists."""
    bare = dict.fromkeys(rows.ARTICLES.names)
    assert article_of({**bare, "id": "1", "title": "Ferry", "source": ""}) == Article(
        "1", "Ferry", (), ""
    )
    values: dict[str, Any] = {
        "authors": [None, "Ada Okafor"],
        "topics": [None, {"id": None, "name": "sport", "score": 0.5}],
        "removed": [None, {"text": None, "rule": None}],
    }
    article = article_of(row_of(**values))
    assert (article.authors, article.topics, article.removed) == (("Ada Okafor",), (), ())


def test_blocks_end_at_empty_lines() -> None:
    """However these are written; white space in a paragraph is collapsed."""
    article = article_of(row_of(text="The  ferry\r\n \r\n\r\nwas late. \n\n\n\nAgain.\n\n"))
    assert [block.text for block in article.blocks] == ["The ferry", "was late.", "Again."]


def test_lines_of_other_writers_are_paragraphs_or_parts_of_them() -> None:
    """Wrapped lines are joined, long ones are paragraphs, and indented ones are code."""
    long = (
        "The ferry was late again on Monday, for the third time in a week, and nobody on the pier "
    )
    long += "could say why."
    wrapped = "The ferry was late\r\nagain on Monday.\n"
    article = article_of(row_of(text=f"{wrapped}\n{long}\n{long}\n\n    if late:\n        wait()"))
    assert [(block.kind, block.text) for block in article.blocks] == [
        (BlockKind.PARAGRAPH, "The ferry was late again on Monday."),
        (BlockKind.PARAGRAPH, long),
        (BlockKind.PARAGRAPH, long),
        (BlockKind.CODE, "    if late:\n        wait()"),
    ]


def test_words_of_newer_versions_cost_no_article() -> None:
    """An unknown kind is a report, and an incomplete text stays incomplete."""
    article = article_of(row_of(kind="comic", partial="torn"))
    assert (article.kind, article.partial) == (ArticleKind.REPORT, Partial.TRUNCATED)


def test_times_are_in_utc_and_have_a_local_time() -> None:
    """Other zones are converted; times at the ends of the calendar count as unknown."""
    ahead = timezone(timedelta(hours=8))
    row = row_of(
        published=datetime(2026, 2, 18, 7, 30, tzinfo=ahead),
        modified=datetime.max.replace(tzinfo=UTC),
    )
    assert article_of(row).published == ARTICLE.published
    assert article_of(row).modified is None


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -1.0])
def test_scores_are_from_0_to_1(score: float) -> None:
    """A topic with any other number is left out: it could not be written as JSON."""
    topics = [{"id": "medtop:15000000", "name": "sport", "score": score}]
    assert article_of(row_of(topics=topics)).topics == ()


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"id": None}, "no id"), ({"title": None, "text": " \n\n "}, "neither a title nor a text")],
)
def test_rows_that_are_no_articles_are_errors(values: dict[str, Any], reason: str) -> None:
    """An article has an id, and a headline or a text."""
    with pytest.raises(SourceError, match=reason):
        article_of(row_of(**values))
