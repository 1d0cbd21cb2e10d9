"""A part of a table → its Articles; runs in a child process."""

from __future__ import annotations

from collections.abc import Iterator

from newsdigest.model import Article
from newsdigest.sources.tables.table_parts import RowFailure, RowStep, TablePart, TableRequest
from newsdigest.valueclasses import replace

__all__ = ["read_part"]

# Characters after which a part ends.
_PART_CHARACTERS = 4_000_000

# The rows behind the last part that was read, by what may be asked for next.
_under_way: dict[TableRequest, Iterator[RowStep]] = {}


def read_part(request: TableRequest) -> TablePart:
    """The articles from a position on, and the next position.

    SourceError for a file that cannot be read, or is no table of articles.
    """
    from newsdigest.sources.tables.row_reading import walk_rows

    rows = _under_way.pop(request, None)
    _under_way.clear()
    articles: list[Article] = []
    failures: list[RowFailure] = []
    characters = 0
    rows = rows or walk_rows(request)
    for number, step in enumerate(rows, 1):
        if step.article is not None:
            articles.append(step.article)
            characters += step.characters
        if step.failure is not None:
            failures.append(step.failure)
        if number >= request.rows or characters >= _PART_CHARACTERS:
            _under_way[replace(request, position=step.next)] = rows
            return TablePart(tuple(articles), tuple(failures), characters, step.next)
    return TablePart(tuple(articles), tuple(failures), characters, None)
