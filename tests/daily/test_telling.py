"""What is told, when it counts as told, and under which id: promise 4, PROC04, TIME06."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.analyse import CustomTopic
from newsdigest.daily import Telling, digest_of_window, tell_new
from newsdigest.filters import parse_filters
from newsdigest.model import Article, Block, BlockKind, Digest
from newsdigest.pipeline import DigestOptions, Run
from newsdigest.store import Sighting, Store
from tests.daily.feeds import item

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FEED = "https://news.example/feed"
TELLING = Telling("morning", (FEED,), DigestOptions())


class Killed(BaseException):
    """The run ends here."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "news.db") as opened:
        yield opened


def keep(store: Store, *numbers: int, now: datetime = NOW) -> None:
    with store.transaction():
        for number in numbers:
            entry = item(number)
            block = Block(BlockKind.PARAGRAPH, entry.text)
            article = Article(f"a{number}", entry.title, (block,), FEED, "The Post")
            store.articles.save(article, now)
            store.articles.see(Sighting(FEED, (f"guid:{number}",), article.id, "x"), now)


def tell(
    store: Store, telling: Telling = TELLING, now: datetime = NOW, *, killed: bool = False
) -> list[Digest]:
    """The digests that went out; with `killed` the run ends before that is written down."""
    out: list[Digest] = []

    def deliver(digest: Digest) -> None:
        out.append(digest)
        if killed:
            raise Killed

    try:
        tell_new(store, telling, [], Run(now), deliver)
    except Killed:
        assert killed
    return out


def ids(digest: Digest) -> set[str]:
    reports = {article.id for story in digest.stories for article in story.articles}
    return reports | {copy.article.id for story in digest.stories for copy in story.copies}


def test_a_digest_that_got_out_unmarked_is_repeated_under_its_id(store: Store) -> None:
    """Killed between the output and the mark: the same digest comes once more, then no more."""
    keep(store, 1, 2)
    (first,) = tell(store, killed=True)
    keep(store, 3, now=NOW + timedelta(hours=1))
    repeat, news = tell(store, now=NOW + timedelta(hours=1))
    assert (repeat.id, ids(repeat), repeat.generated) == (first.id, {"a1", "a2"}, NOW)
    assert ids(news) == {"a3"}
    assert tell(store) == []


def test_a_file_holds_one_digest(store: Store) -> None:
    """What a file was to get and what is new stand in one digest, since it holds no second."""
    telling = replace(TELLING, channel="file:/x", holds_one=True)
    keep(store, 1)
    tell(store, telling, killed=True)
    keep(store, 2)
    (both,) = tell(store, telling)
    assert ids(both) == {"a1", "a2"}


def test_profiles_are_told_apart(store: Store) -> None:
    """Each profile is told everything once."""
    keep(store, 1)
    assert len(tell(store)) == len(tell(store, replace(TELLING, profile="evening"))) == 1
    assert tell(store) == []


def test_a_new_profile_is_not_told_old_news(store: Store) -> None:
    """The first digest of a profile looks back a week, and what is older never becomes news."""
    keep(store, 1, now=NOW - timedelta(days=30))
    keep(store, 2, now=NOW - timedelta(days=3))
    (first,) = tell(store)
    assert ids(first) == {"a2"}
    assert tell(store) == []


def test_missed_days_are_made_up(store: Store) -> None:
    """TIME07: after days without a run, one digest tells of all of them."""
    keep(store, 1)
    tell(store)
    for day in range(1, 12):
        keep(store, 1 + day, now=NOW + timedelta(days=day))
    (gap,) = tell(store, now=NOW + timedelta(days=12))
    assert len(ids(gap)) == 11


def test_new_facts_are_told_once(store: Store) -> None:
    """TIME06: an article that was updated is told again, once."""
    keep(store, 1)
    tell(store)
    kept = store.articles.get("a1")
    assert kept is not None
    with store.transaction():
        store.articles.save(kept.article, NOW + timedelta(hours=1), is_update=True)
    assert [ids(digest) for digest in tell(store)] == [{"a1"}]
    assert tell(store) == []


def test_the_window_does_not_depend_on_what_was_told(store: Store) -> None:
    """A digest of a window holds what came in since its start, told or not."""
    keep(store, 1, now=NOW - timedelta(days=2))
    keep(store, 2)
    tell(store)
    telling = replace(TELLING, options=DigestOptions(since=NOW - timedelta(days=1)))
    assert ids(digest_of_window(store, telling, [], Run(NOW))) == {"a2"}


def test_topics_are_those_that_the_user_defines_today(store: Store) -> None:
    """What was kept before a topic was defined stands under it, and filters know it."""
    keep(store, 27)
    quay = CustomTopic("The quay", words=("harbour",))
    telling = replace(TELLING, options=DigestOptions(topics=(quay,)))
    (story,) = digest_of_window(store, telling, [], Run(NOW)).stories
    assert [topic.id for topic in story.topics[:1]] == [quay.id]
    assert tell(store, replace(telling, filters=parse_filters([], ["topic:quay"]))) == []
