"""The lines "figures differ" of the labelled events, to be judged by reading.

    python -m tests.bench.bench_figures [NAME…]

Prints each line with the sentences that hold its figures, by data set of bench/data.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from newsdigest.analyse import find_contradictions, find_copies, originals
from newsdigest.language import sentences
from newsdigest.model import Article, Block, BlockKind, Contradiction
from tests.paths import SHARED

NAMES = ("stories_feeds", "stories_feeds_july", "stories_wikinews", "stories_ecbplus")
# Dates of the other sets are of the crawl.
DATED = ("stories_feeds", "stories_feeds_july")


def events(name: str) -> Iterator[list[Article]]:
    """The independent reports of each labelled event with more than one."""
    clusters: dict[str, list[Article]] = defaultdict(list)
    with (SHARED / f"bench/data/{name}.jsonl").open(encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            clusters[row["cluster"]].append(_article(number, row, dated=name in DATED))
    for articles in clusters.values():
        copies = originals(articles, range(len(articles)), find_copies(articles))
        if len(articles) > 1:
            yield [each for place, each in enumerate(articles) if place not in copies]


def _article(number: int, row: dict[str, Any], *, dated: bool) -> Article:
    lines = (line.strip() for line in row["text"].splitlines())
    return Article(
        id=str(number),
        title=row.get("title") or None,
        blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line),
        origin="",
        source=row.get("source") or None,
        language=row.get("language") or "en",
        published=datetime.fromisoformat(row["published"]) if dated else None,
    )


def printed(found: Contradiction, articles: list[Article]) -> Iterator[str]:
    yield f"{found.about}: " + " / ".join(figure.value for figure in found.figures)
    by_id = {each.id: each for each in articles}
    for figure in found.figures:
        for each in map(by_id.__getitem__, figure.articles):
            said = [each.title or "", *sentences(each.text, each.language)]
            line = next((one for one in said if figure.value in one.lower()), "")
            yield f"    {figure.value}  {each.published or ''}  {line[:200]}"


def main() -> None:
    for name in sys.argv[1:] or NAMES:
        piles = list(events(name))
        found = [(each, pile) for pile in piles for each in find_contradictions(pile)]
        print(f"{name}: {len(found)} lines, {len(piles)} events with more than one report")
        for each, pile in found:
            print("\n".join(printed(each, pile)))


if __name__ == "__main__":
    main()
