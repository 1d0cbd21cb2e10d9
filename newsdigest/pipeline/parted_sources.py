"""What was gathered → documents, and articles of tables: archives and tables are read in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsdigest.model import Document, Failure
from newsdigest.pipeline.archived_documents import archived_documents
from newsdigest.pipeline.table_articles import TableArticles, TableReader
from newsdigest.sources.archives import Archive
from newsdigest.sources.parted_files import PartedFile
from newsdigest.sources.tables import Table

Opened = Document | TableArticles | Failure


def opened(found: Iterable[Document | PartedFile | Failure]) -> Iterator[Opened]:
    """The documents and failures, with what is in it in place of each archive and table."""
    with TableReader() as reader:
        for each in found:
            match each:
                case Archive():
                    yield from archived_documents(each)
                case Table():
                    yield from reader.read(each)
                case _:
                    yield each
