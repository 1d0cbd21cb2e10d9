"""How often title, date and author of the development pages are right, in two halves by host.

    python -m tests.bench.metadata                     figures
    python -m tests.bench.metadata --wrong date        the pages that are wrong, to be looked at

The halves guard against rules that fit a few sites: both must agree within their noise (.025).
On the 711 pages: title .895 (.881, .906), date .818 (.828, .809), author .801 (.825, .781).

Of the 106 dates that are wrong, 38 are truths that give the date of the last change, which is never
given for that of publication; 30 stand nowhere on the page; 11 are the day of a local clock where
the moment falls into the next or the last day of UTC; 16 are other dates, 11 are missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.metadata import Metadata, read_metadata
from newsdigest.model import Hints
from tests.paths import SHARED

DATA = SHARED / "bench/data/extract"
AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found on a page against what is true."""

    page: str
    field: str
    half: int
    wanted: str
    found: str

    @property
    def is_right(self) -> bool:
        return self.wanted == self.found


def plain(text: str | None) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text or "").casefold()))


def names(text: str) -> str:
    parts = re.split(r"[;,|&/]|\band\b|\bund\b", re.sub(r"^\s*by\b", "", text, flags=re.IGNORECASE))
    return "; ".join(sorted(name for name in map(plain, parts) if name))


def day(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d") if moment else ""


def judge(row: dict[str, Any], found: Metadata) -> Iterator[Verdict]:
    host = urlsplit(row["url"] or "").hostname or ""
    half = sum(map(ord, host)) % 2
    pairs = (
        ("title", plain(row["title"]), plain(found.title)),
        ("date", (row["publish_date"] or "")[:10], day(found.published)),
        ("author", names(row["author"] or ""), names("; ".join(found.authors))),
    )
    for field, wanted, got in pairs:
        if wanted:
            yield Verdict(row["id"], field, half, wanted, got)


def verdicts(folder: Path) -> Iterator[Verdict]:
    for text in (folder / "truth.jsonl").read_text(encoding="utf-8").split("\n"):
        if not text:
            continue
        row = json.loads(text)
        html = gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())
        tree = LexborHTMLParser(html, scripting=True)
        yield from judge(row, read_metadata(tree, url=row["url"], hints=Hints(), as_of=AS_OF))


def share(rows: list[Verdict]) -> float:
    return fmean(row.is_right for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", choices=["title", "date", "author"])
    arguments = parser.parse_args()
    rows = list(verdicts(DATA))
    for field in ("title", "date", "author"):
        of_field = [row for row in rows if row.field == field]
        halves = [share([row for row in of_field if row.half == half]) for half in (0, 1)]
        print(f"{field:7} {share(of_field):.3f}  halves {halves[0]:.3f} {halves[1]:.3f}")
    for row in rows:
        if row.field == arguments.wrong and not row.is_right:
            print(f"{row.page}  wanted {row.wanted!r}  found {row.found!r}")


if __name__ == "__main__":
    main()
