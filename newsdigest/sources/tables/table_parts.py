"""What a child is asked to read of a table, and what it answers."""

from __future__ import annotations

from newsdigest.model import Article
from newsdigest.valueclasses import valueclass

__all__ = ["RowFailure", "RowStep", "TablePart", "TablePosition", "TableRequest"]


@valueclass
class TablePosition:
    """Where to go on: behind so many rows of a row group, all counted from 0."""

    group: int = 0
    row: int = 0
    # The number of rows before the position in the whole table.
    before: int = 0


@valueclass
class TableRequest:
    """A part of a table, which ends behind so many rows or earlier."""

    path: str
    # The source as the user knows it.
    origin: str
    position: TablePosition
    rows: int


@valueclass
class RowFailure:
    """A row that could not be read, counted from 1, and why; `code` is short and stable."""

    row: int
    code: str
    reason: str


@valueclass
class RowStep:
    """What a row gave, and the position behind it."""

    next: TablePosition
    article: Article | None = None
    # The length of its texts.
    characters: int = 0
    failure: RowFailure | None = None


@valueclass
class TablePart:
    """The articles of a part, and where the next part begins; None at the end of the table."""

    articles: tuple[Article, ...]
    failures: tuple[RowFailure, ...]
    # The length of the texts in it.
    characters: int
    next: TablePosition | None
