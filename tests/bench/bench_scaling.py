"""Seconds of processor time to find copies and stories in 1,000 to 16,000 articles.

    python -m tests.bench.bench_scaling [--joined 3] [--profile N]

The articles are those of train/allsides_topics (headline and lead, 120 words); `--joined` puts
the leads of so many articles together, to the length of full reports.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import pstats
import time
from collections.abc import Iterator
from itertools import islice

from newsdigest.analyse import find_copies, group_stories
from newsdigest.model import Article, Block, BlockKind
from tests.paths import SHARED

SIZES = (1_000, 2_000, 4_000, 8_000, 16_000)


def articles(joined: int) -> Iterator[Article]:
    path = SHARED / "bench/train/allsides_topics.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        while part := list(islice(rows, joined)):
            yield Article(
                id=part[0]["title"],
                title=part[0]["title"],
                blocks=tuple(Block(BlockKind.PARAGRAPH, row["text"]) for row in part),
                origin="",
                language="en",
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--joined", type=int, default=1)
    parser.add_argument("--profile", type=int, help="profile the grouping of so many articles")
    arguments = parser.parse_args()
    pile = list(islice(articles(arguments.joined), max(SIZES)))
    if arguments.profile:
        profiler = cProfile.Profile()
        some = pile[: arguments.profile]
        profiler.runcall(group_stories, some, find_copies(some))
        pstats.Stats(profiler).sort_stats("tottime").print_stats(20)
        return
    for size in (size for size in SIZES if size <= len(pile)):
        start = time.process_time()
        copies = find_copies(pile[:size])
        middle = time.process_time()
        stories = group_stories(pile[:size], copies)
        end = time.process_time()
        print(
            f"{size:6} articles  copies {middle - start:6.2f} s  stories {end - middle:6.2f} s"
            f"  {len(stories)} stories",
            flush=True,
        )


if __name__ == "__main__":
    main()
