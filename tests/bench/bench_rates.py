"""How many real articles a second of one core summarises, classifies, compares and splits.

    python -m tests.bench.bench_rates [--feeds 12] [--cpu 0]

The articles are those of the first of the shared feeds by name, read as a digest reads them, and
each step is the function that the digest calls, with the articles it is given there. Seconds are of
the processor, the least of three passes. Since machines differ, the last line has the cost of a
fixed piece of work, parsing a page of the extraction data with Lexbor.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser

from newsdigest import analyse
from newsdigest.language import sentences
from newsdigest.model import Article
from newsdigest.pipeline import Run, read
from newsdigest.sources import Gathering
from tests.paths import SHARED

FEEDS = SHARED / "bench" / "feeds"
PAGES = SHARED / "bench" / "data" / "extract" / "html"
# The day after the newest items of most of the feeds.
AS_OF = datetime(2026, 2, 18, 3, 30, tzinfo=UTC)
PASSES = 3
MOST_PAGES = 200


def seconds(work: Callable[[], object]) -> float:
    """The least seconds of the processor that the work takes."""
    spent = []
    for _ in range(PASSES):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def articles_of(feeds: int) -> list[Article]:
    """The articles of the first feeds by name."""
    paths = sorted(map(str, FEEDS.glob("*.gz")))[:feeds]
    return list(read(paths, Gathering(offline=True), Run(AS_OF)).articles)


def report(articles: list[Article]) -> None:
    """Print a line for each step."""
    number = len(articles)
    size = sum(len(article.text.encode()) for article in articles)
    work: dict[str, Callable[[], object]] = {
        "summarise": lambda: [
            analyse.summarise_story([article], sentences=2, only_needed=True)
            for article in articles
        ],
        "compare": lambda: analyse.find_copies(articles),
        "classify": lambda: [analyse.classify(article) for article in articles],
        "group": lambda: analyse.group_stories(articles, []),
    }
    print(f"{number} articles, {size / number / 1000:.1f} kB of text each")
    for name, step in work.items():
        print(f"{name:<10} {number / seconds(step):7.0f} articles a second")
    split = seconds(lambda: [sentences(each.text, each.language) for each in articles])
    print(f"{'split':<10} {size / split / 1e6:7.1f} MB a second")
    pages = [gzip.decompress(path.read_bytes()) for path in sorted(PAGES.glob("*.gz"))[:MOST_PAGES]]
    parse = statistics.fmean(seconds(lambda p=page: LexborHTMLParser(p)) for page in pages)  # type: ignore[misc]
    print(f"{'parse':<10} {1000 * parse:7.2f} ms a page")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--feeds", type=int, default=12)
    options.add_argument("--cpu", type=int, help="pin to this core")
    arguments = options.parse_args()
    articles = articles_of(arguments.feeds)
    if arguments.cpu is not None:
        os.sched_setaffinity(0, {arguments.cpu})
    report(articles)


if __name__ == "__main__":
    main()
