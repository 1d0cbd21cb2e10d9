"""What cleaning costs, and what it takes out of text that is clean already.

    python -m tests.bench.bench_clean [--list removals.txt]

Texts: four collections of clean news (BBC, Wikinews sources, ECB+, CNN) and the truths of the 711
extraction pages, each line a block. Cost is CPU time beside that of parsing the same 711 pages with
Lexbor, and of extracting them, in the same run, since machines are shared. `--list` writes every
removal for judging.

Judged by hand, all 840 removals in the 54,919 sentences of the four collections: 534 datelines,
300 credits, update lines, plugs and agency lines, 6 captions; none false, 2 doubtful (a note on a
correction; a subheading that runs into a list of contributors). The 184 removals from the truths,
.12 % of the characters of pages that are mostly no news: 175 plugs, teasers, credits, calls to
action of the page's owner; 9 false ("Watch: Polar Grit X2", "Top Picks", "Keywords" and the like).

Cleaning the articles of the pages, 76 blocks and 11,800 characters in the mean, costs .25 of their
extraction. On a busy machine, where a parse took 0.6 ms a page instead of 0.45: BBC 0.24 ms an
article of 2,200 characters, ECB+ 0.23, CNN 0.95 (4,500 characters in one block), the truths 2.7
times the parse of their pages, which have 82 blocks and 12,000 characters in the mean.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from newsdigest.clean import clean
from newsdigest.errors import ExtractionError
from newsdigest.extract import extract_articles
from newsdigest.model import Article, Block, BlockKind, Document

DATA = Path(__file__).parents[3] / "shared" / "bench" / "data"
FETCHED = datetime(2026, 1, 15, tzinfo=UTC)
CLEAN_TEXTS = ("topics_bbc", "stories_wikinews", "stories_ecbplus", "summary_cnndm")


def articles(path: Path, field: str) -> list[Article]:
    """One article a line of the file, one block a line of its text."""
    rows = map(json.loads, path.read_text("utf-8").strip().split("\n"))
    return [_article(row["id"], row.get("title") or None, row[field]) for row in rows]


def _article(number: str, title: str | None, text: str) -> Article:
    lines = filter(None, map(str.strip, text.split("\n")))
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    return Article(id=number, title=title, blocks=blocks, origin="-")


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of the best of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def removals(name: str, before: list[Article]) -> Iterator[str]:
    """One line a removal; prints the counts by rule and the cost."""
    after = [clean(article) for article in before]
    cost = seconds(lambda: [clean(article) for article in before])
    blocks = sum(len(article.blocks) for article in before)
    counts = Counter(removal.rule for article in after for removal in article.removed)
    print(f"{name}: {len(before)} articles, {blocks} blocks, {cost / blocks * 1e6:.0f} µs a block")
    print(f"  {sum(counts.values())} removals: {dict(counts.most_common())}")
    for article in after:
        for removal in article.removed:
            yield f"{name}\t{article.id}\t{removal.rule}\t{removal.text}"


def extracted(pages: Sequence[bytes]) -> list[Article]:
    """The articles of the pages, as cleaning gets them."""
    found: list[Article] = []
    for page in pages:
        try:
            found += extract_articles(Document(page, "-"), as_of=FETCHED)
        except ExtractionError:
            continue
    return found


def report_extraction(pages: Sequence[bytes], parse: float) -> None:
    """What cleaning costs beside the extraction that goes before it."""
    before = extracted(pages)
    extraction = seconds(lambda: extracted(pages))
    cost = seconds(lambda: [clean(article) for article in before])
    print(
        f"cleaning the articles of the pages costs {cost / extraction:.2f} of extraction, "
        f"{cost / parse:.2f} times the parse"
    )


def main() -> None:
    """Print costs and counts."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--list", type=Path, help="write every removal to this file")
    target = options.parse_args().list
    found: list[str] = []
    for name in CLEAN_TEXTS:
        found += removals(name, articles(DATA / f"{name}.jsonl", "text"))
    truths = articles(DATA / "extract" / "truth.jsonl", "main_content")
    found += removals("truths", truths)
    pages = [gzip.decompress(p.read_bytes()) for p in sorted((DATA / "extract/html").iterdir())]
    parse = seconds(lambda: [LexborHTMLParser(page) for page in pages])
    cost = seconds(lambda: [clean(article) for article in truths])
    print(f"cleaning the truths costs {cost / parse:.2f} times parsing their pages")
    report_extraction(pages, parse)
    if target is not None:
        target.write_text("\n".join(found) + "\n", "utf-8")


if __name__ == "__main__":
    main()
