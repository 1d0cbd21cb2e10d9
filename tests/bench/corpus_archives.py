"""Web archives of the shared pages, and of many more pages that are made of them.

A page that is made has a quarter of its words exchanged for others, and an address of its own, so
that no two are copies of each other; its markup is that of the page it was made of.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from tests.paths import SHARED

DATA = SHARED / "bench" / "data" / "extract"
WRITTEN = "2026-02-17T08:00:00Z"
# Of so many words one is exchanged.
_EXCHANGED = 4
_MARKUP = re.compile(
    rb"(<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|<[^>]*>)", re.IGNORECASE | re.DOTALL
)
_WORD = re.compile(rb"\b[A-Za-z]{5,}\b")
_COMPRESSION = 6


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and where it was."""

    url: str
    html: bytes


def shared_pages() -> list[Page]:
    """The pages of the shared data, in their order."""
    lines = (DATA / "truth.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = map(json.loads, lines)
    return [
        Page(
            row["url"] or f"https://{row['id']}.example/",
            gzip.decompress((DATA / "html" / f"{row['id']}.html.gz").read_bytes()),
        )
        for row in rows
    ]


def varied_pages(pages: list[Page]) -> Iterator[Page]:
    """The pages, then variations of them, without end."""
    yield from pages
    # Markup and text by turns.
    pieces = [_MARKUP.split(page.html) for page in pages]
    words = sorted({word for each in pieces for text in each[::2] for word in _WORD.findall(text)})
    variation = 0
    while True:
        variation += 1
        for page, parts in zip(pages, pieces, strict=True):
            mark = "&" if "?" in page.url else "?"
            yield Page(f"{page.url}{mark}v={variation}", _varied(parts, words, variation))


def _varied(parts: list[bytes], words: list[bytes], variation: int) -> bytes:
    def other(match: re.Match[bytes]) -> bytes:
        number = zlib.crc32(match[0], variation)
        return match[0] if number % _EXCHANGED else words[number // _EXCHANGED % len(words)]

    return b"".join(part if at % 2 else _WORD.sub(other, part) for at, part in enumerate(parts))


def write_archive(path: Path, pages: Iterable[Page], damaged_every: int | None = None) -> int:
    """Write a compressed archive, a member for each page, and give its size in bytes.

    Of so many members one is damaged: bytes in its middle are not what was written.
    """
    with path.open("wb") as file:
        for number, page in enumerate(pages, 1):
            member = bytearray(gzip.compress(_record(page), _COMPRESSION, mtime=0))
            if damaged_every and number % damaged_every == 0:
                middle = len(member) // 2
                member[middle : middle + 8] = bytes(8)
            file.write(member)
        return file.tell()


def _record(page: Page) -> bytes:
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.headers["WARC-Target-URI"] = page.url
    record.headers["WARC-Date"] = WRITTEN
    record.headers["Content-Type"] = "application/http; msgtype=response"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page.html)}\r\n\r\n"
    record.set_bytes_content(head.encode() + page.html)
    written = io.BytesIO()
    record.write(written)
    return written.getvalue()
