"""The articles of three days are grouped as a digest of these days groups them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from newsdigest.corpus.rows import article_row
from newsdigest.corpus.storage import Storage
from newsdigest.corpus.tables import articles_to_group
from newsdigest.corpus.windows import FiledArticle, GroupedArticle, days_before, grouped_window
from newsdigest.model import Article, ArticleKind
from newsdigest.pipeline import grouping_of
from newsdigest.sources.tables.row_articles import article_of
from tests.corpus.news import Event, copy_of, news, write_data_set

NEWS = list(news(events=40, days=1))


def filed(articles: list[Article], day: str = "2026-11-02") -> list[FiledArticle]:
    return [FiledArticle(day, each) for each in articles]


def clusters(rows: list[GroupedArticle]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.cluster, set()).add(row.id)
    return set(map(frozenset, found.values()))


def test_a_window_is_grouped_as_a_pile_of_articles() -> None:
    """The clusters are the stories, named by their smallest ids, and copies are marked."""
    rows = grouped_window(filed(NEWS))
    grouping = grouping_of(NEWS)
    assert clusters(rows) == {
        frozenset(NEWS[index].id for index in group) for group in grouping.stories
    }
    assert all(row.cluster <= row.id for row in rows)
    by_id = {row.id: row for row in rows}
    for one, other in grouping.copies:
        assert by_id[NEWS[one].id].copies == by_id[NEWS[other].id].copies
    assert len({row.copies for row in rows}) < len(rows)


def test_the_order_of_the_articles_does_not_matter() -> None:
    """Nor does which of two articles with one id is read first."""
    again = replace(NEWS[0], title=None, blocks=NEWS[0].blocks[:1], url="https://a.example/")
    articles = [*NEWS, again]
    expected = grouped_window(filed(articles))
    Random(1).shuffle(articles)
    assert grouped_window(filed(articles)) == expected
    assert expected == grouped_window(filed(NEWS))


def test_an_article_of_two_days_is_in_the_window_on_both() -> None:
    """It is compared once: it is no copy of itself."""
    article = Event(1).report(1, None)
    rows = grouped_window([FiledArticle(day, article) for day in ("2026-11-03", "2026-11-02")])
    assert [(row.day, row.cluster, row.copies) for row in rows] == [
        ("2026-11-02", article.id, article.id),
        ("2026-11-03", article.id, article.id),
    ]


def test_pages_of_sites_are_in_no_story_of_others() -> None:
    """They are no news."""
    report = Event(1).report(1, None)
    page = replace(copy_of(report, 1, None), kind=ArticleKind.PAGE)
    assert len(clusters(grouped_window(filed([report, page])))) == 2


def test_grouping_needs_no_other_columns(tmp_path: Path) -> None:
    """The rows as they are read to be grouped give what whole rows give."""
    write_data_set(tmp_path, NEWS, 1)
    parts = sorted(tmp_path.glob("articles/*/*.parquet"))
    read = [
        article
        for part in parts
        for article in articles_to_group(Storage(str(tmp_path)), str(part.relative_to(tmp_path)))
    ]
    whole = [article_of(article_row(each, each.origin)) for each in NEWS]
    assert grouped_window(filed(read)) == grouped_window(filed(whole))


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2026-03-01", ["2026-02-27", "2026-02-28"]),
        ("0001-01-02", ["0001-01-01"]),
        ("unknown", []),
    ],
)
def test_the_days_of_a_window(day: str, before: list[str]) -> None:
    """A day and the two before it; articles without a day have a window of their own."""
    assert days_before(day) == before
