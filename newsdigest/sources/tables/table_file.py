"""Tables as files, and how they are known."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from newsdigest.valueclasses import valueclass

# The code of the error of a table that holds something else, or nothing.
NO_TABLE: Final = "no-table"
# Of a file, and of one whose footer is encrypted.
MAGICS = (b"PAR1", b"PARE")


@valueclass
class Table:
    """A Parquet file, to be read part by part, and the source as the user knows it."""

    path: Path
    origin: str
    # The data set that it was found in, if the user named that.
    data_set: str | None = None


def is_table(head: bytes) -> bool:
    """Whether these first bytes of a file are those of a table.

    Its end says so too, but of one that was cut off that has to be told.
    """
    return head.startswith(MAGICS) and b"\0" in head


def may_be_table(beginning: bytes) -> bool:
    """Whether more bytes than these could tell: False for most pages from the first one on."""
    return any(magic[: len(beginning)] == beginning[: len(magic)] for magic in MAGICS)
