"""What grouping a window costs, by the number of its articles: processor time and memory.

    python -m tests.bench.bench_grouping 2000 8000 20000

The articles are invented news of 111 words each, four to an event, in one window; two workers on
one machine. Processor time is that of the workers, with their start; memory that of the largest
one. A busy machine with two cores gave:

                     one process a window              by joins, 2,500 articles a block
     2,000 articles  2.6 ms an article, 239 MB         6.2 ms an article, 317 MB
     4,000           1.8                295         37.5              1,352
     8,000           2.7                393
    20,000           2.5                709

Both ways give the same bytes. 2,000 articles are one block, of which nothing is sent; 4,000 are
two. Joins hold what articles find at each other's words until it is added up.
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

ALONE = Sizes(window=None, block=1)
JOINED = Sizes(window=1, block=2_500)


def main(*arguments: str) -> None:
    if arguments[:1] in (("alone",), ("joined",)):
        measure(arguments[0], int(arguments[1]))
        return
    for count in arguments:
        for way in ("alone", "joined"):  # a process each, whose children are counted
            subprocess.run([sys.executable, "-m", __spec__.name, way, count], check=True)


def measure(way: str, count: int) -> None:
    with TemporaryDirectory() as folder:
        write_data_set(Path(folder), list(islice(of_one_day(count), count)), parts=8)
        sizes = ALONE if way == "alone" else JOINED
        run = group_corpus(folder, Cluster(workers=2), lambda run: None, sizes)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    each = 1000 * (used.ru_utime + used.ru_stime) / count
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
