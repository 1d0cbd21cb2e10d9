"""From articles to the stories of a digest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.model import Article, Block, BlockKind, Digest
from newsdigest.pipeline import DigestOptions, ReadResult, Run, digest_of_sources, make_digest
from newsdigest.sources import Gathering
from newsdigest.workers.pool import WorkerPool
from tests.daily.feeds import item, rss

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FERRY = (
    "The ferry Osprey struck the East Pier of Port Marlow in thick fog on Saturday, police said.",
    "The fog over the pier had come in from Ireland within minutes of the start.",
)
LIBRARY = (
    "The town of Sandholm has opened its new library in the old customs house, the mayor said.",
    "The library was a wish of readers from Ireland for as long as they can think.",
)


def article(id: str, title: str, texts: tuple[str, ...], *, hours: int) -> Article:
    blocks = (Block(BlockKind.PARAGRAPH, " ".join(texts)),)
    published = NOW - timedelta(hours=hours)
    return Article(id, title, blocks, id, id, published=published, language="en")


# Its second sentence names somebody.
PILOT = (
    "The last ice pilot of Port Lanner has retired after forty winters, the harbour office said.",
    "The pilot, Ada Harwell, brought 900 ships through the ice.",
)


def digest(*articles: Article, minutes: int | None = None, top: int = 5) -> Digest:
    options = DigestOptions(minutes=minutes, top=top)
    return make_digest(ReadResult(articles, (), 1, 1), options, Run(NOW))


def summaries(made: Digest) -> list[int]:
    return [len(story.summary) for story in made.stories]


def test_only_the_first_story_has_a_sentence_for_its_own_sake() -> None:
    """It is the heaviest; the others need a reason for a second sentence."""
    ferry = article("ferry", "Ferry strikes pier of Port Marlow in fog", FERRY, hours=1)
    library = article("library", "Sandholm opens library in customs house", LIBRARY, hours=20)
    stories = digest(library, ferry).stories
    assert [[each.text for each in story.summary] for story in stories] == [
        list(FERRY),
        list(LIBRARY[:1]),
    ]


def test_with_a_budget_only_the_first_story_has_more_than_one_sentence() -> None:
    """Not even a sentence with a name is worth the room of another story."""
    ferry = article("ferry", "Ferry strikes pier of Port Marlow in fog", FERRY, hours=1)
    pilot = article("pilot", "Last ice pilot of Port Lanner retires", PILOT, hours=20)
    assert summaries(digest(ferry, pilot)) == [2, 2]
    assert summaries(digest(ferry, pilot, minutes=3)) == [2, 1]
    assert summaries(digest(ferry, pilot, minutes=3, top=0)) == [1, 1]


def test_children_that_end_before_grouping_change_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They do so where there are many articles; others, which are no copies, summarise these."""
    feed = tmp_path / "feed.xml"
    feed.write_text(rss("Post", [item(number) for number in range(4)]))
    monkeypatch.setattr("newsdigest.pipeline.story_summaries.LEAST_POOLED", 2)

    def made() -> Digest:
        with WorkerPool(1, may_fork=True) as pool:
            how = Gathering(offline=True)
            return digest_of_sources([str(feed)], how, DigestOptions(), Run(NOW), pool)[1]

    usual = made()
    monkeypatch.setattr("newsdigest.pipeline.digest_making.MANY_ARTICLES", 4)
    assert made() == usual
    assert len(summaries(usual)) == 4
    assert all(summaries(usual))
