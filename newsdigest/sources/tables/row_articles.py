"""A row of a table of articles → an Article.

The row has the keys of an article in JSON, and `origin`. Nothing else of an article is in it: of
its blocks only the texts are known, so all are paragraphs, or code where lines are indented;
keywords, and the links between the parts of an article, are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from newsdigest.errors import SourceError
from newsdigest.model import Article, ArticleKind, Block, BlockKind, Partial, Removal, Topic

__all__ = ["article_of"]

Member = TypeVar("Member", bound=StrEnum)

_EMPTY_LINES = re.compile(r"\r?\n(?:[ \t]*\r?\n)+")
# Characters of a line in a text that is wrapped.
_WIDEST = 100
# Times at the ends of the calendar have no local time everywhere.
_YEARS = range(2, 9999)


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row, whose values have the types of the columns; any may be None.

    SourceError if it has no id, or neither a title nor a text.
    """
    blocks = tuple(_blocks(row["text"] or ""))
    if not row["id"]:
        raise SourceError("damaged", "has no id")
    if not (blocks or row["title"]):
        raise SourceError("no-article", "has neither a title nor a text")
    return Article(
        id=row["id"],
        title=row["title"] or None,
        blocks=blocks,
        origin=row["origin"] or "",
        source=row["source"] or None,
        agency=row["agency"] or None,
        dateline=row["dateline"] or None,
        authors=tuple(filter(None, row["authors"] or ())),
        published=_moment(row["published"]),
        modified=_moment(row["modified"]),
        url=row["url"] or None,
        language=row["language"] or None,
        standfirst=row["standfirst"] or None,
        section=row["section"] or None,
        image=row["image"] or None,
        topics=tuple(_topics(row["topics"] or ())),
        removed=tuple(_removals(row["removed"] or ())),
        # A newer version may know others.
        partial=_member(row["partial"], Partial, Partial.TRUNCATED) if row["partial"] else None,
        kind=_member(row["kind"] or "", ArticleKind, ArticleKind.REPORT),
        is_main=row["main"] is not False,
    )


def _blocks(text: str) -> Iterator[Block]:
    """The pieces of a text between empty lines.

    Of our own, only code has several lines. Other writers wrap paragraphs, or end them with a line.
    """
    for piece in _EMPTY_LINES.split(text):
        lines = piece.strip("\r\n").splitlines()
        if any(line[0].isspace() for line in lines[1:] if line.strip()):
            yield Block(BlockKind.CODE, "\n".join(lines))
            continue
        is_wrapped = all(len(line) <= _WIDEST for line in lines)
        for paragraph in [" ".join(lines)] if is_wrapped else lines:
            if words := paragraph.split():
                yield Block(BlockKind.PARAGRAPH, " ".join(words))


def _moment(value: datetime | None) -> datetime | None:
    return value.astimezone(UTC) if value and value.year in _YEARS else None


def _topics(values: Iterable[Mapping[str, Any] | None]) -> Iterator[Topic]:
    for each in filter(None, values):
        if each["id"] and each["name"] and 0 <= (each["score"] or 0) <= 1:
            yield Topic(each["id"], each["name"], float(each["score"] or 0))


def _removals(values: Iterable[Mapping[str, Any] | None]) -> Iterator[Removal]:
    for each in filter(None, values):
        if each["text"] and each["rule"]:
            yield Removal(each["text"], each["rule"])


def _member(value: str, kind: type[Member], otherwise: Member) -> Member:
    try:
        return kind(value)
    except ValueError:
        return otherwise
