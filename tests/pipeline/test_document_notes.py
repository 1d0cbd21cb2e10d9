"""Problems of documents that are read nevertheless are noted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdigest.errors import ExtractionError
from newsdigest.model import Article, Document
from newsdigest.pipeline import Run, read
from newsdigest.pipeline.document_opening import DocumentNote, open_document
from newsdigest.pipeline.entry_articles import EntryTask
from newsdigest.sources import Gathering
from tests.daily.feeds import item, rss

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)


def test_a_truncated_feed_is_noted() -> None:
    """The note comes with the items; a document without items fails."""
    whole = rss("The Post", [item(0)])
    note, entry = open_document(Document(f"{whole[:-16]}<item>".encode(), "feed"), AS_OF)
    assert note == DocumentNote(
        "truncated at line 1; the last item waits for the complete feed", "feed"
    )
    assert isinstance(entry, EntryTask)
    with pytest.raises(ExtractionError, match="no entries"):
        open_document(Document(whole[: whole.index("</item>")].encode(), "feed"), AS_OF)


def test_a_mailbox_read_in_part_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The note says that the beginning of a long mailbox was left out."""
    monkeypatch.setattr("newsdigest.sources.mail.MAX_MESSAGES", 1)
    line = "From a@b.example Fri Jun  6 10:00:00 2025\nSubject: {}\n\n{}\n\n"
    box = "".join(line.format(item(n).title, item(n).text) for n in range(2))
    note, article = open_document(Document(box.encode(), "news.mbox"), AS_OF)
    assert note == DocumentNote("only the last 1 messages were read", "news.mbox")
    assert isinstance(article, Article)


def test_notes_name_their_source(tmp_path: Path) -> None:
    """There is one line per note, in the order of the sources."""
    paths = [tmp_path / name for name in ("b.xml", "a.xml")]
    for path in paths:
        path.write_text(rss("The Post", [item(0)]).replace("</channel>", "<p>A & B</channel>"))
    reading = read([str(path) for path in paths], Gathering(), Run(AS_OF))
    assert [note.partition(": ")[0] for note in reading.notes] == [str(path) for path in paths]
    assert reading.failures == ()
