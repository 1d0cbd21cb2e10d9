"""The items of a document."""

from __future__ import annotations

from datetime import UTC, datetime

from newsdigest.model import Document
from newsdigest.pipeline.document_opening import open_document
from newsdigest.pipeline.entry_articles import EntryTask
from tests.daily.feeds import item, rss

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)


def test_each_entry_of_a_feed_is_read_by_a_call_of_its_own() -> None:
    """A thousand entries with whole texts do not exceed the limits of one document."""
    entries = [item(n) for n in range(6)]
    opened = open_document(Document(rss("The Post", entries).encode(), "feed"), AS_OF)
    assert [each.entry.title for each in opened if isinstance(each, EntryTask)] == [
        each.title for each in entries
    ]
    assert not any(isinstance(each, EntryTask) and each.wanted for each in opened)
