"""Quality and cost of extraction beside its peers, page by page in one run.

    pip install 'trafilatura==2.3.1' 'resiliparse==2.0.1'
    python -m tests.bench.bench_peers [--cpu 0] [--passes 1] [--every 1]

The pages are the 711 of the shared data. Each page is parsed and then read by every extractor in
turn, so that all of them meet the same machine; an extractor is first warmed by three pages. Times
are of the processor, the least of the passes; the ratio is to parsing the same pages with Lexbor.
Shingles and words are counted as the shared harness counts them. Newsdigest also finds title,
authors and dates, which no other extractor is asked for here.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from tests.bench import adapters
from tests.paths import SHARED

DATA = SHARED / "bench" / "data" / "extract"
WARMING = 3
SHINGLE = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page with the text of its article."""

    html: bytes
    url: str
    truth: str


@dataclass(slots=True)
class Results:
    """What an extractor made of the pages, and the least seconds that it took for each."""

    texts: dict[int, str] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)


Extractor = Callable[[bytes, str], str]


def extractors() -> dict[str, Extractor]:
    """newsdigest, and those of its peers that are installed."""
    return {
        "parse": _parsed,
        "newsdigest": lambda html, url: str(adapters.extract(html, url)["text"]),
        **_trafilatura(),
        **_resiliparse(),
    }


def _parsed(html: bytes, url: str) -> str:
    LexborHTMLParser(html)
    return ""


def _trafilatura() -> dict[str, Extractor]:
    module = _installed("trafilatura")
    if module is None:
        return {}
    return {
        "trafilatura": lambda html, url: module.extract(html, include_comments=False) or "",
        "trafilatura, fast": (
            lambda html, url: module.extract(html, include_comments=False, fast=True) or ""
        ),
    }


def _resiliparse() -> dict[str, Extractor]:
    module = _installed("resiliparse.extract.html2text")
    if module is None:
        return {}
    encoding = import_module("resiliparse.parse.encoding")

    def extract(html: bytes, url: str) -> str:
        text = encoding.bytes_to_str(html, encoding.detect_encoding(html))
        return str(module.extract_plain_text(text, main_content=True))

    return {"resiliparse": extract}


def _installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        print(f"{name.partition('.')[0]} is not installed and left out")
        return None


def pages(every: int) -> Iterator[Page]:
    """Every so many of the pages."""
    lines = (DATA / "truth.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    for line in lines[::every]:
        row = json.loads(line)
        html = gzip.decompress((DATA / "html" / f"{row['id']}.html.gz").read_bytes())
        yield Page(html, row["url"] or "", row["main_content"] or "")


def measure(chosen: Sequence[Page], passes: int) -> dict[str, Results]:
    """The results of all extractors, each page by each before the next one."""
    found = {name: (extract, Results()) for name, extract in extractors().items()}
    for page in chosen[:WARMING]:
        for extract, _ in found.values():
            extract(page.html, page.url)
    for _ in range(passes):
        for number, page in enumerate(chosen):
            for extract, results in found.values():
                start = time.process_time()
                text = extract(page.html, page.url)
                spent = time.process_time() - start
                results.texts[number] = text
                results.seconds[number] = min(spent, results.seconds.get(number, spent))
    return {name: results for name, (_, results) in found.items()}


def shingle_scores(chosen: Sequence[Page], results: Results) -> tuple[float, float, float]:
    """F1, precision and recall of runs of four words, the latter means over pages."""
    precisions, recalls = [], []
    for number, page in enumerate(chosen):
        wanted, found = _shingles(page.truth), _shingles(results.texts[number])
        shared = (wanted & found).total()
        if found:
            precisions.append(shared / found.total())
        if wanted:
            recalls.append(shared / wanted.total())
    precision, recall = statistics.fmean(precisions), statistics.fmean(recalls)
    return 2 * precision * recall / (precision + recall), precision, recall


def word_score(chosen: Sequence[Page], results: Results) -> float:
    """Mean F1 of the words of each page."""
    return statistics.fmean(
        _word_f1(page.truth, results.texts[number]) for number, page in enumerate(chosen)
    )


def _word_f1(truth: str, text: str) -> float:
    wanted, found = (Counter(_WORD.findall(each.lower())) for each in (truth, text))
    if not wanted or not found:
        return float(not wanted and not found)
    return 2 * (wanted & found).total() / (wanted.total() + found.total())


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    ends = range(max(1, len(words) - SHINGLE + 1)) if words else ()
    return Counter(tuple(words[at : at + SHINGLE]) for at in ends)


def main() -> None:
    """Print a row for each extractor."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--cpu", type=int, help="pin to this core")
    options.add_argument("--passes", type=int, default=1)
    options.add_argument("--every", type=int, default=1, help="of so many pages one")
    arguments = options.parse_args()
    if arguments.cpu is not None:
        os.sched_setaffinity(0, {arguments.cpu})
    chosen = list(pages(arguments.every))
    found = measure(chosen, arguments.passes)
    parse = sum(found.pop("parse").seconds.values())
    print(f"{len(chosen)} pages, parse {1000 * parse / len(chosen):.2f} ms a page")
    for name, results in found.items():
        spent = sum(results.seconds.values())
        scores = [*shingle_scores(chosen, results), word_score(chosen, results)]
        print(
            f"{name:<18} F1 {scores[0]:.3f}  P {scores[1]:.3f}  R {scores[2]:.3f}"
            f"  words {scores[3]:.3f}  {1000 * spent / len(chosen):6.1f} ms a page,"
            f" {spent / parse:5.1f} times the parse"
        )


if __name__ == "__main__":
    main()
