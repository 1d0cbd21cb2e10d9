"""The stories that digests delivered, which later stories may continue."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from newsdigest.model import DeliveredStory, EarlierStory, Part, Story
from newsdigest.store.articles import ArticleTable
from newsdigest.store.connection import Connection
from newsdigest.store.values import a_text, a_text_or_none, mapped, own_time, to_time
from newsdigest.valueclasses import replace, valueclass

_SINCE = """
SELECT digest_stories.* FROM digest_stories JOIN digests ON digests.id = digest
    WHERE profile = :profile AND as_of >= :since AND as_of < :until ORDER BY as_of, digest, story
"""
# Once for each profile: what is left out is in each of its digests until it is named or too old.
_COUNTED = """
INSERT INTO digest_stories SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (
    SELECT 1 FROM digests JOIN digest_stories ON digest = digests.id AND story = ?2
    WHERE profile = (SELECT profile FROM digests WHERE id = ?1)
)
"""


@valueclass
class StoredStory:
    """A row: the story without its articles, of which it has the ids."""

    story: DeliveredStory
    articles: tuple[str, ...]


def story_of(row: sqlite3.Row) -> StoredStory:
    """The story of a row; raises one of MISFITS if this program did not write the row."""
    value: dict[str, Any] = json.loads(row["value"])
    earlier = EarlierStory(
        a_text(row["story"]),
        a_text_or_none(value["title"]),
        own_time(row["published"]),
        a_text_or_none(value["source"]),
        a_text_or_none(value["url"]),
        a_text(row["digest"]),
    )
    told = tuple(map(a_text, value["told"]))
    story = DeliveredStory(
        earlier, a_text(row["thread"]), own_time(row["since"]), told, (), bool(value["named"])
    )
    return StoredStory(story, tuple(map(a_text, value["articles"])))


class StoryTable:
    """The delivered stories of an open state."""

    def __init__(self, connection: Connection, articles: ArticleTable) -> None:
        self._connection = connection
        self._articles = articles

    def delivered(self, profile: str, since: datetime, until: datetime) -> list[DeliveredStory]:
        """The stories of the profile's digests of this time, `until` excluded, oldest first.

        They have the articles that are still stored.
        """
        rows = self._connection.execute(
            _SINCE, {"profile": profile, "since": to_time(since), "until": to_time(until)}
        ).fetchall()
        with mapped(self._connection, "digest_stories"):
            stored = [story_of(row) for row in rows]
        wanted = {id for each in stored for id in each.articles}
        articles = {each.article.id: each.article for each in self._articles.by_ids(wanted)}
        return [
            replace(
                each.story, articles=tuple(articles[id] for id in each.articles if id in articles)
            )
            for each in stored
        ]

    def record(self, digest: str, stories: Iterable[Story], now: datetime) -> None:
        """Record the stories that a digest named; a repeat replaces what is recorded of it."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO digest_stories VALUES (?, ?, ?, ?, ?, ?)",
            [(digest, *_values(story, now, is_named=True)) for story in stories],
        )

    def record_counted(self, digest: str, stories: Iterable[Story], now: datetime) -> None:
        """Record stories that a digest only counted, unless they are recorded already."""
        self._connection.executemany(
            _COUNTED, [(digest, *_values(story, now, is_named=False)) for story in stories]
        )

    def prune(self, before: datetime) -> None:
        """Delete the stories of digests made before."""
        self._connection.execute(
            "DELETE FROM digest_stories WHERE digest IN (SELECT id FROM digests WHERE as_of < ?)",
            [to_time(before)],
        )


def _values(story: Story, now: datetime, *, is_named: bool) -> tuple[str, ...]:
    lead = story.lead
    is_summarised = is_named and story.part in (Part.TOP, Part.SECTION)
    published = min(lead.published or lead.modified or now, now)
    value = {
        "title": lead.title,
        "source": lead.source,
        "url": lead.url,
        "named": is_named,
        "told": [sentence.text for sentence in story.summary] if is_summarised else [],
        "articles": [article.id for article in story.articles],
    }
    return (
        story.id,
        story.thread or story.id,
        to_time(min(story.since or published, published)),
        to_time(published),
        json.dumps(value, ensure_ascii=True, separators=(",", ":")),
    )
