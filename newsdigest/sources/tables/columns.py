"""The columns of a table of articles: the keys of an article in JSON, and `origin`.

Lists are lists, and times are timestamps in UTC. Within one version columns are only added, at the
end.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from newsdigest.errors import SourceError
from newsdigest.language import printable
from newsdigest.sources.tables.day_folders import VERSION
from newsdigest.sources.tables.table_file import NO_TABLE

__all__ = ["COLUMNS", "METADATA", "MOMENT", "check_columns"]

MOMENT: Final = pa.timestamp("us", tz="UTC")
_TOPIC = pa.struct([("id", pa.string()), ("name", pa.string()), ("score", pa.float64())])
_REMOVAL = pa.struct([("text", pa.string()), ("rule", pa.string())])
METADATA: Final = {"schema": VERSION}

COLUMNS: Final = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("source", pa.string()),
        ("agency", pa.string()),
        ("dateline", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("published", MOMENT),
        ("url", pa.string()),
        ("language", pa.string()),
        ("topics", pa.list_(_TOPIC)),
        ("text", pa.string()),
        ("removed", pa.list_(_REMOVAL)),
        ("modified", MOMENT),
        ("section", pa.string()),
        ("kind", pa.string()),
        ("image", pa.string()),
        ("standfirst", pa.string()),
        ("partial", pa.string()),
        ("update", pa.bool_()),
        ("main", pa.bool_()),
        # The file, or the record of an archive, that the article was read from.
        ("origin", pa.string()),
    ],
    METADATA,
)
# Columns that are named one by one where many are missing.
_MOST_NAMED = 5


def check_columns(schema: pa.Schema) -> None:
    """SourceError, which says why, unless a table with this schema is a table of articles."""
    version = (schema.metadata or {}).get(b"schema", b"").decode("utf-8", "replace")
    if version.startswith(f"{VERSION.partition('/')[0]}/") and version != VERSION:
        shown = printable(version[:40])
        raise SourceError(
            "unsupported", f"has the schema {shown}, but this version reads {VERSION}"
        )
    missing = [each for each in COLUMNS.names if each not in schema.names]
    if missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        columns = "column" if len(missing) == 1 else "columns"
        raise _no_table(f"it lacks the {columns} {', '.join(missing[:_MOST_NAMED])}{more}")
    for wanted in COLUMNS:
        if schema.names.count(wanted.name) > 1:
            raise _no_table(f"it has the column {wanted.name} more than once")
        found = schema.field(wanted.name).type
        if not _is_like(found, wanted.type):
            shown = printable(str(found)[:60])
            raise _no_table(f"the column {wanted.name} has the type {shown}")


def _no_table(reason: str) -> SourceError:
    return SourceError(NO_TABLE, f"not a table of articles: {reason}")


def _is_like(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether values of a type can stand for those of the other: both are texts, lists or such."""
    kinds = pa.types
    if kinds.is_null(found):
        return True
    if kinds.is_dictionary(found):
        return _is_like(found.value_type, wanted)
    if kinds.is_string(wanted):
        return bool(kinds.is_string(found) or kinds.is_large_string(found))
    if kinds.is_list(wanted):
        is_list = kinds.is_list(found) or kinds.is_large_list(found)
        return bool(is_list) and _is_like(found.value_type, wanted.value_type)
    if kinds.is_struct(wanted):
        return bool(kinds.is_struct(found)) and all(
            [each.name for each in found].count(field.name) == 1
            and _is_like(found.field(field.name).type, field.type)
            for field in wanted
        )
    return bool(found.id == wanted.id or (kinds.is_floating(found) and kinds.is_floating(wanted)))
