"""How old the lead of a story is beside its newest straight report, on labelled real feeds.

    python -m tests.bench.bench_leads

Needs ../shared/bench/data. Stories are the labelled ones, so that grouping plays no part. Hours
behind, by the rule for a lead: fullest text (which it was) against newest report, of those within
some hours the fullest.

                    fortnight, 59 stories    11 of four or more    three days, 19 stories
                    median, mean   reports   median, mean          median, mean   reports
    fullest         0.3   5.3      49        11.1   9.3            2.3   5.1      17
    newest, 0 h     0     0        58         0     0              0     0        19
    newest, 3 h     0     0        58         0     0              0     0.4      19
    newest, 6 h     0     0.5      58         0     0              0     0.4      19
    newest, 12 h    0     1.2      58         0     2.8            0     0.8      19

Three hours cost next to nothing and are what a page needs to come after its teaser.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from statistics import mean, median
from typing import Any

from newsdigest.analyse import leads
from newsdigest.analyse.kinds import kind_of
from newsdigest.language import count_words
from newsdigest.model import Article, ArticleKind, Block, BlockKind, Partial
from tests.paths import SHARED

SETS = ("stories_feeds.jsonl", "stories_feeds_july.jsonl")
HOUR = timedelta(hours=1)
# What is shorter is taken for a teaser.
TEASER_WORDS = 80


def main() -> None:
    for name in SETS:
        stories = [story for story in labelled(name) if len(story) > 1]
        as_of = max(dated(article) for story in stories for article in story)
        print(f"{name}: {len(stories)} stories, {sum(len(s) > 3 for s in stories)} of four or more")
        report("fullest", stories, fullest_first, as_of)
        for hours in (0, 1, 3, 6, 12):
            leads.SAME_AGE = hours * HOUR
            report(f"newest, {hours} h", stories, by_time(as_of), as_of)


def fullest_first(story: Sequence[Article]) -> list[Article]:
    return [story[place] for place in leads.originals_first(story, range(len(story)))]


def by_time(as_of: datetime) -> Callable[[Sequence[Article]], list[Article]]:
    return lambda story: leads.lead_first(story, as_of=as_of)


def report(
    name: str,
    stories: Sequence[Sequence[Article]],
    order: Callable[[Sequence[Article]], list[Article]],
    as_of: datetime,
) -> None:
    chosen = [order(story)[0] for story in stories]
    behind = [hours_behind(lead, story) for lead, story in zip(chosen, stories, strict=True)]
    large = [hours for hours, story in zip(behind, stories, strict=True) if len(story) > 3]
    straight = sum(lead.kind is ArticleKind.REPORT for lead in chosen)
    full = sum(lead.partial is None for lead in chosen)
    print(
        f"  {name:13} behind {median(behind):5.1f} h, mean {mean(behind):5.1f}; of large stories"
        f" {median(large):5.1f}, mean {mean(large):5.1f}; reports {straight}, full texts {full}"
    )


def hours_behind(lead: Article, story: Sequence[Article]) -> float:
    """How much older the lead is than the newest report, in hours."""
    reports = [article for article in story if article.kind is ArticleKind.REPORT] or story
    return (max(map(dated, reports)) - dated(lead)) / HOUR


def dated(article: Article) -> datetime:
    """A date without a time stands for noon."""
    assert article.published is not None
    is_day = article.published.hour == article.published.minute == article.published.second == 0
    return article.published + 12 * HOUR if is_day else article.published


def labelled(name: str) -> list[list[Article]]:
    """The articles by story."""
    found: dict[str, list[Article]] = {}
    with (SHARED / "bench/data" / name).open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found.setdefault(row["cluster"], []).append(article_of(row))
    return list(found.values())


def article_of(row: dict[str, Any]) -> Article:
    paragraphs = [line.strip() for line in row["text"].splitlines() if line.strip()]
    is_teaser = count_words(row["text"]) < TEASER_WORDS
    return Article(
        id=row["id"],
        title=row["title"],
        blocks=tuple(Block(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs),
        origin=row["source"],
        source=row["source"],
        published=datetime.fromisoformat(row["published"]),
        url=row["url"],
        language="en",
        partial=Partial.TEASER if is_teaser else None,
        kind=kind_of(row["title"], row["url"], text=row["text"], language="en"),
    )


if __name__ == "__main__":
    main()
