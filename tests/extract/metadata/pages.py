"""Short pages for the tests of metadata, and the call that reads them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.metadata import Metadata, read_metadata
from newsdigest.model import Hints

AS_OF = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
URL = "https://www.harbourpost.example/news/2026/ferry-sails-again"
TEXT = "<p>The ferry between the two towns sailed again on Monday after a long repair.</p>" * 3


def page(head: str = "", body: str = "", *, lang: str | None = "en") -> str:
    attribute = f' lang="{lang}"' if lang else ""
    start = f"<!doctype html><html{attribute}><head>{head}</head>"
    return f"{start}<body><main>{body}</main></body></html>"


def json_ld(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def read(
    html: str, *, url: str | None = URL, hints: Hints | None = None, as_of: datetime = AS_OF
) -> Metadata:
    tree = LexborHTMLParser(html, scripting=True)
    return read_metadata(tree, url=url, hints=hints or Hints(), as_of=as_of)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
