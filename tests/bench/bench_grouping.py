"""What grouping a window costs, by the number of its articles: processor time and memory.

    python -m tests.bench.bench_grouping 2000 4000 8000

The articles are invented news of 111 words each, four to an event, in one window; two workers on
one machine. Processor time, in milliseconds an article, is that of the workers, with their start;
memory, in MB, that of the largest one. A busy machine with two cores gave:

                     one process    joins, 2 blocks    4 blocks    8 blocks
     2,000 articles    2.7  235         4.9  272       6.0  271    6.9  272
     4,000             2.2  290         4.7  366       5.3  361    6.2  364
     8,000             2.2  387         4.1  460       5.6  522    5.9  508

All ways give the same bytes. With more blocks the same unit is sent to more of them, up to one for
each of its neighbours. Times of one run after another differ by a fifth.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from newsdigest.corpus.grouping import Cluster, Sizes, group_corpus
from newsdigest.model import Article
from tests.corpus.news import FIRST_DAY, news, write_data_set

# One process, and by joins so many blocks.
WAYS = (1, 2, 4, 8)


def main(*arguments: str) -> None:
    if arguments[:1] == ("measure",):
        measure(*map(int, arguments[1:]))
        return
    for count in arguments:
        for blocks in WAYS:  # a process each, whose children are counted
            one = [sys.executable, "-m", __spec__.name, "measure", count, str(blocks)]
            subprocess.run(one, check=True)


def measure(count: int, blocks: int) -> None:
    with TemporaryDirectory() as folder:
        write_data_set(Path(folder), list(islice(of_one_day(count), count)), parts=8)
        sizes = Sizes(window=None if blocks == 1 else 1, block=-(-count // blocks))
        run = group_corpus(folder, Cluster(workers=2), lambda run: None, sizes)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    each = 1000 * (used.ru_utime + used.ru_stime) / count
    way = "in one process" if blocks == 1 else f"by joins, {blocks} blocks"
    print(
        f"{count:7,} articles {way}: {run.stories:,} stories, {each:.1f} ms an article, "
        f"{used.ru_maxrss // 1024} MB"
    )


def of_one_day(events: int) -> Iterator[Article]:
    for each in news(events, days=1):
        moment = each.published
        yield replace(each, published=moment and moment.replace(day=FIRST_DAY.day))


if __name__ == "__main__":
    main(*sys.argv[1:])
