"""How often title, date and author of the development pages are right, in two halves by host.

    python -m tests.bench.metadata                     figures
    python -m tests.bench.metadata --wrong date        the pages that are wrong, to be looked at

The halves guard against rules that fit a few sites: both must agree within their noise (.025).
On the 711 pages: title .902 (.884, .916), date .891 (.910, .875), published alone .857
(.881, .838), author .801 (.810, .794).

`date` is the day under which the program files an article: of its publication, else of its last
change. Days are compared by the clock in which the page writes the moment; by UTC, in which an
article gives it, .879 are right. Most of the days that are wrong are truths that give the last
change of a page that also tells when it was published, which is what we give, or stand nowhere.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import urlsplit

from newsdigest.errors import ExtractionError
from newsdigest.extract import extract_articles
from newsdigest.model import Article, Document
from tests.bench.adapters import FETCHED, dated
from tests.paths import SHARED

DATA = SHARED / "bench/data/extract"
_FIELDS = ("title", "date", "published", "author")
_WORD = re.compile(r"\w+")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d:?\d\d")


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


def own_day(moment: datetime | None, html: str) -> str:
    """The day of a moment by the clock that the page writes it in, else in UTC."""
    for text in _STAMP.findall(html) if moment else ():
        try:
            stamp = datetime.fromisoformat(text)
        except ValueError:
            continue
        if stamp == moment:
            return day(stamp)
    return day(moment)


def judge(row: dict[str, Any], found: Article | None, html: str) -> Iterator[Verdict]:
    host = urlsplit(row["url"] or "").hostname or ""
    half = sum(map(ord, host)) % 2
    true_day = (row["publish_date"] or "")[:10]
    pairs = (
        ("title", plain(row["title"]), plain(found.title if found else None)),
        ("date", true_day, own_day(dated(found) if found else None, html)),
        ("published", true_day, own_day(found.published if found else None, html)),
        ("author", names(row["author"] or ""), names("; ".join(found.authors) if found else "")),
    )
    for field, wanted, got in pairs:
        if wanted:
            yield Verdict(row["id"], field, half, wanted, got)


def articles_of(html: bytes, url: str | None) -> Article | None:
    """The first article of a page, None where it has none."""
    document = Document(content=html, origin=url or "", url=url or None)
    try:
        return extract_articles(document, as_of=FETCHED)[0]
    except ExtractionError:
        return None


def verdicts(folder: Path) -> Iterator[Verdict]:
    for text in (folder / "truth.jsonl").read_text(encoding="utf-8").split("\n"):
        if not text:
            continue
        row = json.loads(text)
        html = gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())
        yield from judge(row, articles_of(html, row["url"]), html.decode("utf-8", "replace"))


def share(rows: list[Verdict]) -> float:
    return fmean(row.is_right for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", choices=_FIELDS)
    arguments = parser.parse_args()
    rows = list(verdicts(DATA))
    for field in _FIELDS:
        of_field = [row for row in rows if row.field == field]
        halves = [share([row for row in of_field if row.half == half]) for half in (0, 1)]
        print(f"{field:9} {share(of_field):.3f}  halves {halves[0]:.3f} {halves[1]:.3f}")
    for row in rows:
        if row.field == arguments.wrong and not row.is_right:
            print(f"{row.page}  wanted {row.wanted!r}  found {row.found!r}")


if __name__ == "__main__":
    main()
