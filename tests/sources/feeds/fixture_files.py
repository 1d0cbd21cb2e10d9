"""Feeds of our own writing, and what is read from each."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsdigest.feedmodel import Feed
from newsdigest.sources.feeds import parse_feed

FOLDER = Path(__file__).parent / "fixtures"
FEEDS = sorted(path for path in FOLDER.rglob("*.*") if not path.name.endswith(".expected.json"))
WELL_FORMED = [path for path in FEEDS if path.suffix == ".xml" and path.parent == FOLDER]
AS_OF = datetime(2025, 6, 7, 6, 0, tzinfo=UTC)
URL = "https://feeds.example/dir/feed.xml"


def read(content: bytes | str, *, url: str | None = URL, charset: str | None = None) -> Feed:
    """The feed, read at `AS_OF`."""
    raw = content.encode() if isinstance(content, str) else content
    return parse_feed(raw, url=url, charset=charset, as_of=AS_OF)


def to_json(feed: Feed) -> dict[str, Any]:
    """The feed with what is known of it alone, as the files beside the fixtures have it."""
    value = {name: part for name, part in asdict(feed).items() if name != "entries"}
    value["entries"] = [_known(asdict(entry)) for entry in feed.entries]
    plain: dict[str, Any] = json.loads(json.dumps(_known(value), default=_plain))
    return plain


def expected(path: Path) -> dict[str, Any]:
    wanted: dict[str, Any] = json.loads(path.with_suffix(".expected.json").read_text())
    return wanted


def _known(value: dict[str, Any]) -> dict[str, Any]:
    return {
        name: part for name, part in value.items() if part not in (None, (), frozenset(), False)
    }


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
