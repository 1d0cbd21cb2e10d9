"""The daily road's second half: what was kept → a digest → delivered → remembered as delivered.

Delivery is at least once. A digest is written down before it goes out and marked after it is out;
killed in between, the next run delivers the same articles under the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from newsdigest.analyse import with_own_topics
from newsdigest.filters import Filters
from newsdigest.model import Article, Digest, Failure
from newsdigest.pipeline import DigestOptions, Reading, Run, make_digest, without_learnt
from newsdigest.store import Kept, PendingDigest, Store

Deliver = Callable[[Digest], None]
# How far the first digest of a profile looks back: a new profile over an old state is not told
# three months of news at once, and one that begins a few days after the first poll loses nothing.
FIRST_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a daily digest tells and where it goes."""

    # Digests are remembered by profile: each tells everything once.
    profile: str
    # The feeds that it tells of, by their `state_key`.
    feeds: tuple[str, ...]
    options: DigestOptions
    filters: Filters = field(default=Filters())
    # What the user asks of single feeds, by the origin of their articles.
    feed_filters: Mapping[str, Filters] = field(default_factory=dict)
    # The name of the place it goes to: "stdout", "file:/path".
    channel: str = "stdout"
    # Whether the place holds one digest, so that a pending one must be told in the next.
    holds_one: bool = False

    def passes(self, article: Article) -> bool:
        """Whether the profile's filters and those of the article's feed let it through."""
        own = self.feed_filters.get(article.origin, Filters())
        return (self.filters + own).passes(article)

    def topical(self, kept: Sequence[Kept]) -> list[Kept]:
        """What was kept, with the topics that the user defines today."""
        topics = self.options.topics
        return [replace(each, article=with_own_topics(each.article, topics)) for each in kept]


def tell_new(
    store: Store, telling: Telling, failures: Sequence[Failure], run: Run, deliver: Deliver
) -> int:
    """Deliver what the profile was not told yet; the number of digests that went out.

    What `deliver` raises leaves the digest pending. Articles that the filters stop, or that the
    limit of stories leaves out, count as told; those from before `since` wait for a wider window.
    """
    told = 0
    for digest, id in _digests(store, telling, failures, run):
        deliver(digest)
        with store.transaction():
            store.digests.delivered(id, telling.channel, run.as_of)
        told += 1
    return told


def _digests(
    store: Store, telling: Telling, failures: Sequence[Failure], run: Run
) -> Iterator[tuple[Digest, str]]:
    """The digests to deliver, each with its id, written down before it is given out."""
    for pending in store.digests.pending(telling.profile):
        kept = telling.topical(store.articles.by_ids(pending.articles))
        if telling.holds_one or not kept:
            with store.transaction():
                store.digests.forget(pending.id)
        else:
            yield _repeat(store, telling, pending, kept, failures, run)
    kept = _news(store, telling, run)
    if kept:
        yield _plan(store, telling, kept, failures, run)


def _news(store: Store, telling: Telling, run: Run) -> list[Kept]:
    """What the profile is to be told; what its filters stop is not looked at again."""
    with store.transaction():
        store.articles.begin_profile(telling.profile, run.as_of - FIRST_WINDOW)
        since = telling.options.since
        untold = [
            each
            for each in telling.topical(store.articles.untold(telling.profile, telling.feeds))
            if since is None or each.updated >= since
        ]
        wanted = [each for each in untold if telling.passes(each.article)]
        chosen = {each.article.id for each in wanted}
        spared = {k.article.id: k.version for k in untold if k.article.id not in chosen}
        store.articles.mark_told(telling.profile, spared)
    return wanted


def _repeat(
    store: Store,
    telling: Telling,
    pending: PendingDigest,
    kept: Sequence[Kept],
    failures: Sequence[Failure],
    run: Run,
) -> tuple[Digest, str]:
    """A digest that did not get out, as it was: by its own clock, under its own id."""
    with store.transaction():
        store.digests.send_to(pending.id, telling.channel)
    then = replace(run, as_of=pending.as_of)
    return replace(_digest(kept, telling, failures, then), id=pending.id), pending.id


def _plan(
    store: Store, telling: Telling, kept: Sequence[Kept], failures: Sequence[Failure], run: Run
) -> tuple[Digest, str]:
    versions = {each.article.id: each.version for each in kept}
    with store.transaction():
        id = store.digests.plan(telling.profile, run.as_of, versions, [telling.channel])
    return replace(_digest(kept, telling, failures, run), id=id), id


def digest_of_window(
    store: Store, telling: Telling, failures: Sequence[Failure], run: Run
) -> Digest:
    """The digest of what was first seen since the start of the window, told before or not."""
    kept = telling.topical(store.articles.since(telling.options.since, telling.feeds))
    return _digest([k for k in kept if telling.passes(k.article)], telling, failures, run)


def _digest(
    kept: Sequence[Kept], telling: Telling, failures: Sequence[Failure], run: Run
) -> Digest:
    """The window was judged by when articles came in, so their own dates are not asked again."""
    articles = without_learnt([each.article for each in kept], run, counted=True)
    reading = Reading(
        tuple(articles), tuple(failures), sources=len(telling.feeds), documents=len(articles)
    )
    made = make_digest(reading, replace(telling.options, since=None), run)
    return replace(made, since=telling.options.since)
