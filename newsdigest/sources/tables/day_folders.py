"""The folders of a data set: articles/day=2026-02-17/."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import Final

from newsdigest.errors import SourceError
from newsdigest.language import printable
from newsdigest.valueclasses import valueclass

# The file that makes a folder a data set, with its schema in it, and the schema of this version.
DATA_SET: Final = "corpus.json"
VERSION: Final = "newsdigest-corpus/1"
ARTICLES: Final = "articles"
TABLE_SUFFIX: Final = ".parquet"
# Bytes of that file.
_LONGEST = 1_000_000
_DAY: Final = "day="


@valueclass
class DayRange:
    """Days in UTC, both ends included; None for no end."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def of(cls, since: datetime | None, until: datetime | None) -> DayRange:
        """The days of which a window, whose end is not in it, has a part."""
        last = until.astimezone(UTC) - datetime.resolution if until else None
        return cls(since.astimezone(UTC).date() if since else None, last.date() if last else None)

    def may_hold(self, path: PurePath) -> bool:
        """Whether a file may have articles of these days: it is of one, or of no known day."""
        day = day_in(path)
        return day is None or (
            (self.first is None or day >= self.first) and (self.last is None or day <= self.last)
        )


def day_in(path: PurePath) -> date | None:
    """The day that the folders of a path name; None without one.

    >>> day_in(PurePath("corpus/articles/day=2026-02-17/1.parquet"))
    datetime.date(2026, 2, 17)
    """
    named = [part.removeprefix(_DAY) for part in path.parts if part.startswith(_DAY)]
    try:
        return date.fromisoformat(named[-1]) if named else None
    except ValueError:  # day=unknown
        return None


def is_data_set(folder: Path) -> bool:
    """Whether a folder is a data set. SourceError if it is one of another version."""
    path = folder / DATA_SET
    try:
        if not path.is_file():  # a named pipe would wait for a writer
            return False
        with path.open("rb") as file:
            described = json.loads(file.read(_LONGEST))
    except (OSError, RecursionError, ValueError):
        return False
    schema = described.get("schema") if isinstance(described, dict) else None
    if not isinstance(schema, str) or not schema.startswith(f"{VERSION.partition('/')[0]}/"):
        return False
    if schema != VERSION:
        shown = printable(schema[:40])
        raise SourceError(
            "unsupported", f"has the schema {shown}, but this version reads {VERSION}"
        )
    return True
