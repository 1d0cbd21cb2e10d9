"""Articles and times as the database keeps them."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from newsdigest.model import Article, ArticleKind, Block, BlockKind, Partial, Removal, Topic

_TIMES = ("published", "modified")
_TUPLES_OF_TEXT = ("authors", "keywords")


def to_time(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def to_json(article: Article) -> str:
    """The article as JSON; text that no database takes (lone surrogates, NUL) is replaced."""
    value = asdict(article)
    for name in _TIMES:
        value[name] = to_time(value[name]) if value[name] else None
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def from_json(text: str) -> Article:
    """The article; fields that another version wrote and this one does not know are left out."""
    value: dict[str, Any] = json.loads(text)
    known = {field.name for field in fields(Article)}
    value = {name: content for name, content in value.items() if name in known}
    for name in _TIMES:
        value[name] = from_time(value[name])
    for name in _TUPLES_OF_TEXT:
        value[name] = tuple(value[name])
    value["blocks"] = tuple(
        Block(BlockKind(block["kind"]), block["text"], block["level"]) for block in value["blocks"]
    )
    # What an earlier version stored has no kind.
    value["kind"] = ArticleKind(value.get("kind", ArticleKind.REPORT))
    value["topics"] = tuple(Topic(**topic) for topic in value["topics"])
    value["removed"] = tuple(Removal(**removal) for removal in value["removed"])
    value["partial"] = Partial(value["partial"]) if value["partial"] else None
    return Article(**value)


def storable(text: str) -> str:
    """Text as SQLite takes it: UTF-8 without NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")
