"""Which article of a story leads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import lead_first, originals
from newsdigest.model import Article, ArticleKind, Partial
from tests.analyse.articles import article

NOW = datetime(2026, 3, 4, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEASER = "The dockers of Port Lanner and the harbour authority agreed on a pay rise on Tuesday."
FULL = " ".join([TEASER] * 12)


def report(name: str, age: float | None, text: str = TEASER, **fields: Any) -> Article:
    published = None if age is None else NOW - age * HOUR
    found = article(name, text, published=published)
    return replace(found, partial=Partial.TEASER if text == TEASER else None, **fields)


def order(*articles: Article) -> list[str]:
    return [each.id for each in lead_first(articles, as_of=NOW)]


def test_the_newest_report_leads() -> None:
    """What was agreed counts before what was to be talked about, however long that preview is."""
    assert order(report("preview", 26, FULL), report("outcome", 1))[0] == "outcome"


def test_of_reports_of_the_same_hours_the_fullest_leads() -> None:
    """A full text two hours older leads before a teaser; one four hours older does not."""
    assert order(report("teaser", 1), report("page", 3, FULL))[0] == "page"
    assert order(report("teaser", 1), report("page", 5.5, FULL))[0] == "teaser"


@pytest.mark.parametrize("kind", [kind for kind in ArticleKind if kind is not ArticleKind.REPORT])
def test_what_is_no_report_leads_only_where_none_is(kind: ArticleKind) -> None:
    """An older report leads before a newer opinion, live page, gallery or quiz."""
    other = report("other", 1, FULL, kind=kind)
    assert order(other, report("report", 20)) == ["report", "other"]
    assert order(other) == ["other"]


def test_of_other_kinds_live_pages_and_videos_come_first_and_round_ups_last() -> None:
    """Where nobody reports, what shows the event leads before what explains or mentions it."""
    kinds = (ArticleKind.ROUNDUP, ArticleKind.OPINION, ArticleKind.LIVE)
    found = order(*(report(kind, 1 + age, kind=kind) for age, kind in enumerate(kinds)))
    assert found == ["live", "opinion", "roundup"]


def test_a_video_that_explains_leads_after_one_that_reports() -> None:
    """The headline of a video says whether it is news."""
    why = report("why", 1, title="Why the quay of Port Lanner matters", kind=ArticleKind.VIDEO)
    strike = report("strike", 2, title="Dockers of Port Lanner strike", kind=ArticleKind.VIDEO)
    assert order(why, strike) == ["strike", "why"]


def test_a_report_without_text_leads_before_an_opinion_alone() -> None:
    """A headline has no summary: another report leads before it, an opinion does not."""
    bare = replace(report("bare", 1), blocks=())
    opinion = report("opinion", 2, kind=ArticleKind.OPINION)
    assert order(bare, report("older", 9), opinion) == ["older", "bare", "opinion"]


def test_a_report_without_a_date_comes_after_dated_ones() -> None:
    """Nobody knows how new it is; where none has a date, the fullest leads."""
    assert order(report("undated", None, FULL), report("dated", 90))[0] == "dated"
    assert order(report("short", None), report("long", None, FULL))[0] == "long"


def test_a_date_of_the_future_is_no_date() -> None:
    """A report of next year does not lead; one an hour ahead of the clock is as new as now."""
    assert order(report("next year", -9000), report("today", 5))[0] == "today"
    assert order(report("ahead", -1), report("today", 5))[0] == "ahead"


def test_a_day_stands_for_its_middle() -> None:
    """A date without a time is neither the oldest of its day nor the newest."""
    day = replace(report("day", 0), published=NOW.replace(hour=0))
    assert order(day, report("evening", 1), report("morning", 19)) == ["evening", "day", "morning"]


def test_the_original_of_copies_is_the_first_full_text() -> None:
    """Of an agency report and its copy in another paper the earlier is the original."""
    articles = [report("copy", 1, FULL), report("wire", 9, FULL)]
    assert originals(articles, [0, 1], [(0, 1)]) == {0: 1}


@given(
    st.permutations(range(6)),
    st.lists(st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))), min_size=6, max_size=6),
    st.one_of(st.none(), st.just(NOW)),
)
def test_the_order_does_not_depend_on_that_of_the_input(
    places: list[int], dates: list[datetime | None], as_of: datetime | None
) -> None:
    """Whatever the dates are, the same articles give the same lead, and none is lost."""
    articles = [replace(report(f"a{n}", 1), published=date) for n, date in enumerate(dates)]
    found = lead_first([articles[place] for place in places], as_of=as_of)
    assert found == lead_first(articles, as_of=as_of)
    assert sorted(each.id for each in found) == [each.id for each in articles]
