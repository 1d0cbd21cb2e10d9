"""What was gathered → documents, and articles of tables: archives and tables are read in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from newsdigest.model import Article, Document, Failure
from newsdigest.pipeline.archived_documents import archived_documents
from newsdigest.sources.archives import Archive
from newsdigest.sources.parted_files import PartedFile
from newsdigest.sources.tables import Table
from newsdigest.valueclasses import valueclass

if TYPE_CHECKING:
    from newsdigest.pipeline.table_articles import TableReader


@valueclass
class TableArticles:
    """Articles of a table, which are clean already."""

    # That of the table, as the user knows it.
    origin: str
    articles: tuple[Article, ...]


Opened = Document | TableArticles | Failure


def opened(found: Iterable[Document | PartedFile | Failure]) -> Iterator[Opened]:
    """The documents and failures, with what is in it in place of each archive and table."""
    reader: TableReader | None = None
    with ExitStack() as stack:
        for each in found:
            match each:
                case Archive():
                    yield from archived_documents(each)
                case Table():
                    reader = reader or stack.enter_context(_table_reader())
                    yield from reader.read(each)
                case _:
                    yield each


def _table_reader() -> TableReader:
    from newsdigest.pipeline.table_articles import TableReader

    return TableReader()
