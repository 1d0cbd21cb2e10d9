"""How well and how fast pages of our own are read, in seconds; what each stage costs.

    python -m tests.bench.bench_extract                     # the checked-in pages
    python -m tests.bench.bench_extract --stages [--cpu 0]  # on the shared data, if at hand

The pages are those of tests/extract/html: thirty shapes of one article, and whole pages in seven
languages. They are small and clear, so that anything below 1.000 is a fault; what pages of others
give is told by the shared harness, `tests.bench.adapters:extract`.

Costs are times of the Lexbor parse of the same pages in the same run; the least of five readings
counts, since machines are shared. Of 711 pages, in parses:

    read_blocks    1.9    the pass over the tree, and cutting out its furniture
    read_metadata  1.5    headline, authors, dates, addresses
    parse          1.1    with finding the encoding
    describe       1.0    features of the blocks that may be body
    the rest       1.0    kind and ids of the document, chances of blocks (.4), freeing the tree
    to_blocks      0.5
    find_hub       0.4
    find_core      0.4
    others         0.5    printed dates, choice, edges

An article takes 12 ms of processor time in all, 13.7 parses in the shared harness; it was 9 parses
before other articles, comments and hidden text were parted by structure, and the goal of 5 is not
reached. The stages above were measured before that. Columns of plain values in place
of objects for boxes and blocks took .6 off the walk, half the trees halved the cost of chances.
What did not help: one pass over the written-out tree in place of its nodes (1.4 times as slow),
turning the garbage collector off, features in coarser steps (most blocks of a page share their
features already), leaving out blocks that are no body for sure (three of four are body).

Memory: 50 MiB at most where pages are read one after the other, 24 MiB with the parser alone. The
shared harness holds all pages at once and stands at 172 MiB with a function that does nothing.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import os
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from unittest import mock

from selectolax.lexbor import LexborHTMLParser

from newsdigest.clean import clean
from newsdigest.errors import ExtractionError
from newsdigest.extract import extract_articles
from newsdigest.model import Document
from tests.extract.html.shapes import SHAPES
from tests.paths import ROOT, SHARED

PAGES = ROOT / "tests" / "extract" / "html" / "pages"
DATA = SHARED / "bench" / "data" / "extract"
READINGS = 5
AS_OF = datetime(2026, 1, 15, tzinfo=UTC)
_WORD = re.compile(r"\w+")
_PACKAGE = "newsdigest.extract.html"
# Where each stage is called from, and its name there.
_IN_PAGE = "parse read_metadata find_hub read_blocks with_printed_date to_blocks without_known"
STAGES = {"page": _IN_PAGE.split(), "body": ["find_core", "describe", "keep"]}


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the text that should come of it, None where only the cost is of interest."""

    html: bytes
    truth: str | None


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--stages", action="store_true", help="what each stage costs")
    options.add_argument("--cpu", type=int, help="pin to this core")
    arguments = options.parse_args()
    if arguments.cpu is not None:
        os.sched_setaffinity(0, {arguments.cpu})
    own = list(own_pages())
    report(own)
    if arguments.stages:
        report_stages(list(public_pages()) or own)


def own_pages() -> Iterator[Page]:
    """The pages that are checked in, with their articles."""
    for shape in SHAPES.values():
        yield Page(shape.html.encode(), "\n".join(shape.body))
    for path in sorted(PAGES.glob("*.html")):
        yield Page(path.read_bytes(), path.with_suffix(".txt").read_text(encoding="utf-8"))


def public_pages() -> Iterator[Page]:
    """The pages of the shared benchmark, none where it is not at hand."""
    for path in sorted((DATA / "html").glob("*.html.gz")):
        yield Page(gzip.decompress(path.read_bytes()), None)


def read(html: bytes) -> str:
    """The text of a page's articles, "" where it has none."""
    try:
        found = extract_articles(Document(content=html, origin="bench"), as_of=AS_OF)
    except ExtractionError:
        return ""
    return "\n".join(article.text for article in found)


def read_clean(html: bytes) -> str:
    """The same after cleaning by phrases, which the texts of the checked-in pages went through."""
    document = Document(content=html, origin="bench")
    return "\n".join(clean(one).text for one in extract_articles(document, as_of=AS_OF))


def report(pages: list[Page]) -> None:
    """Print quality as the shared harness counts it, and cost."""
    scores = [_Score.of(page.truth or "", read_clean(page.html)) for page in pages]
    precision = statistics.fmean(score.precision for score in scores)
    recall = statistics.fmean(score.recall for score in scores)
    f1 = 2 * precision * recall / (precision + recall)
    words = statistics.fmean(score.word_f1 for score in scores)
    print(f"{len(pages)} pages  shingle F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}"
          f"  word F1 {words:.3f}")  # fmt: skip
    cost = statistics.fmean(_least(partial(read, page.html)) for page in pages)
    print(f"{1000 * cost:.2f} ms a page")


@dataclass(frozen=True, slots=True)
class _Score:
    """How a text compares with the truth, by runs of four words and by words."""

    precision: float
    recall: float
    word_f1: float

    @classmethod
    def of(cls, truth: str, text: str) -> _Score:
        wanted, found = _WORD.findall(truth), _WORD.findall(text)
        shared = _shared(_runs(wanted), _runs(found))
        precision = shared / max(1, _runs(found).total())
        recall = shared / max(1, _runs(wanted).total())
        both = _shared(Counter(wanted), Counter(found))
        return cls(precision, recall, 2 * both / max(1, len(wanted) + len(found)))


def _runs(words: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def _shared(one: Counter[Any], other: Counter[Any]) -> int:
    return (one & other).total()


def _costs(label: str, pages: list[Page]) -> str:
    """Mean and 95th percentile beside those of the parse."""
    read(pages[0].html)
    parse = [_least(partial(LexborHTMLParser, page.html)) for page in pages]
    whole = [_least(partial(read, page.html)) for page in pages]
    high = round(0.95 * (len(pages) - 1))
    return (
        f"{label}: mean {1000 * statistics.fmean(whole):.2f} ms,"
        f" {sum(whole) / sum(parse):.1f} times the parse,"
        f" 95th percentile {sorted(whole)[high] / sorted(parse)[high]:.1f} times that of the parse"
    )


def _least(work: Callable[[], object]) -> float:
    times = []
    for _ in range(READINGS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


@dataclass(slots=True)
class _Clock:
    """Adds up what stages take, less what stages inside them take."""

    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    inside: list[float] = field(default_factory=list)

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def stage(*args: Any, **options: Any) -> Any:
            self.inside.append(0.0)
            start = time.perf_counter()
            try:
                return work(*args, **options)
            finally:
                taken = time.perf_counter() - start
                self.spent[name] += taken - self.inside.pop()
                if self.inside:
                    self.inside[-1] += taken

        return stage


def report_stages(pages: list[Page]) -> None:
    """Print the cost of all pages, and what part of it each stage has."""
    print(_costs(f"{len(pages)} pages", pages))
    parse = sum(_least(partial(LexborHTMLParser, page.html)) for page in pages)
    least: dict[str, float] = defaultdict(float)
    clock = _Clock()
    with ExitStack() as stack:
        for module, names in STAGES.items():
            target = importlib.import_module(f"{_PACKAGE}.{module}")
            for name in names:
                timed = clock.timed(name, getattr(target, name))
                stack.enter_context(mock.patch.object(target, name, timed))
        whole = clock.timed("the rest", read)
        for page in pages:
            readings = []
            for _ in range(READINGS):
                clock.spent.clear()
                whole(page.html)
                readings.append(dict(clock.spent))
            for name in {name for one in readings for name in one}:
                least[name] += min(one.get(name, 0.0) for one in readings)
    for name, taken in sorted(least.items(), key=lambda item: -item[1]):
        print(f"  {name:18} {taken / parse:5.2f}")


if __name__ == "__main__":
    main()
