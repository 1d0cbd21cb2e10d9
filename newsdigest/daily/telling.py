"""The daily road's second half: what was kept → a digest → delivered → remembered as delivered.

Delivery is at least once. A digest is written down before it goes out and marked after it is out;
killed in between, the next run delivers the same articles under the same id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from newsdigest.deliver import Outlet, Undelivered, deliver_to
from newsdigest.filters import Filters
from newsdigest.model import Article, Digest, Failure
from newsdigest.pipeline import (
    DigestOptions,
    Reading,
    Run,
    is_news,
    make_digest,
    passes,
    topical,
    with_own_names,
    without_learnt,
)
from newsdigest.store import Kept, PendingDigest, Store, digest_id

# How far the first digest of a profile looks back: a new profile over an old state is not told
# three months of news at once, and one that begins a few days after the first poll loses nothing.
FIRST_WINDOW = timedelta(days=7)
# How long an article waits in the state for a profile whose digests are not made any more.
GIVEN_UP_AFTER = timedelta(days=365)
# How long a story that the limit left out can still be told: as long as it takes the reading order
# to halve its weight, and a day of grace. Older ones count as told, so that they do not pile up.
LEFT_OUT_WAITS = timedelta(days=2)
# How often a digest is offered to a channel that refuses it for good, such as a mail that is too
# large: a mailbox that is full today is told so in the same way, and empty next week.
MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Telling:
    """What a daily digest tells and where it goes."""

    # Digests are remembered by profile: each tells everything once.
    profile: str
    # The feeds that it tells of, by their `state_key`.
    feeds: tuple[str, ...]
    options: DigestOptions
    # Of the configuration and of the profile; an article has to pass each.
    filters: tuple[Filters, ...] = ()
    # What the user asks of single feeds, by the origin of their articles.
    feed_filters: Mapping[str, Filters] = field(default_factory=dict)
    # Whether nothing is delivered where there is nothing to tell.
    skips_empty: bool = True

    def passes(self, article: Article) -> bool:
        """Whether the profile's filters and those of the article's feed let it through."""
        own = self.feed_filters.get(article.origin, Filters())
        return all(passes(each, article) for each in (*self.filters, own))

    def current(self, kept: Sequence[Kept], told: frozenset[str] = frozenset()) -> list[Kept]:
        """What was kept, with the topics and under the names that the user gives today.

        Whoever was not `told` an article before sees it whole, and not as an update.
        """
        named = with_own_names((each.article for each in kept), self.options.names)
        return [
            replace(each, article=topical(_as_known(article, told), self.options.topics))
            for each, article in zip(kept, named, strict=True)
        ]

    def news(self, store: Store, kept: Sequence[Kept]) -> list[Kept]:
        """What was kept, as news to the profile: what it was told before are updates."""
        ids = [each.article.id for each in kept if each.article.added]
        return self.current(kept, store.articles.told_of(self.profile, ids))


def _as_known(article: Article, told: frozenset[str]) -> Article:
    return article if not article.added or article.id in told else replace(article, added=())


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a telling."""

    # How often a digest went out to a place.
    digests: int
    undelivered: tuple[Undelivered, ...]
    # How many new articles the filters left out.
    filtered: int = 0


def tell_new(
    store: Store,
    telling: Telling,
    failures: Sequence[Failure],
    run: Run,
    outlets: Sequence[Outlet],
) -> Told:
    """Deliver what the profile was not told yet, and to each channel what it did not get.

    What a channel does not take is pending for it alone. Articles that the filters stop count as
    told; those from before `since` wait for a wider window, and those that the limit of stories
    leaves out for the next digests, in which they can win a place for LEFT_OUT_WAITS.
    """
    teller = _Teller(store, telling, failures, run, outlets)
    with run.guard():
        teller.repeat_pending()
        teller.tell_news()
    return Told(teller.told, tuple(teller.undelivered), teller.filtered)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What goes to some channels of a place; `id` is None where there is nothing for them."""

    outlet: Outlet
    channels: tuple[str, ...]
    id: str | None
    kept: Sequence[Kept]


class _Teller:
    """Digests on their way, each written down before it is given out."""

    def __init__(
        self,
        store: Store,
        telling: Telling,
        failures: Sequence[Failure],
        run: Run,
        outlets: Sequence[Outlet],
    ) -> None:
        self._store = store
        self._telling = telling
        self._failures = failures
        self._run = run
        self._outlets = outlets
        # The channels of outlets that took nothing in this run: they are not tried again.
        self._down: set[tuple[str, ...]] = set()
        # Digests for which a place that holds one digest waits: they are told in its next.
        self._owed: list[PendingDigest] = []
        # What earlier runs had no room to name, by channel; what this one leaves is for the next.
        self._left_over = store.digests.left_over(telling.profile)
        self.told = 0
        self.filtered = 0
        self.undelivered: list[Undelivered] = []

    def repeat_pending(self) -> None:
        for pending in self._store.digests.pending(self._telling.profile):
            kept = self._kept(pending)
            if kept:
                self._repeat(pending, kept)
            else:
                with self._store.transaction():
                    self._store.digests.forget(pending.id)

    def _kept(self, pending: PendingDigest) -> list[Kept]:
        return self._telling.news(self._store, self._store.articles.by_ids(pending.articles))

    def _repeat(self, pending: PendingDigest, kept: Sequence[Kept]) -> None:
        """A digest that did not get out, as it was: by its own clock, under its own id."""
        channels = [channel for outlet in self._outlets for channel in outlet.channels]
        with self._store.transaction():
            waiting = self._store.digests.send_to(pending.id, channels, self._run.as_of)
        late = []
        for outlet in self._outlets:
            missing = [each for each in outlet.channels if each in waiting]
            if missing and outlet.holds_one:
                self._owed.append(pending)
            elif missing:
                late.append((outlet, missing))
        if late:
            then = replace(self._run, as_of=pending.as_of)
            digest = self._whole(kept, pending.id, then)
            for outlet, missing in late:
                self._out(digest, outlet, missing, [pending.id])

    def tell_news(self) -> None:
        """What is new; nothing is planned that no channel would take, so that it comes together."""
        if self._outlets and all(outlet.channels in self._down for outlet in self._outlets):
            return
        pending = self._store.digests.pending(self._telling.profile)
        waiting = {article for each in pending for article in each.articles}
        news, self.filtered = _news(self._store, self._telling, self._run)
        kept = self._within_limit([each for each in news if each.article.id not in waiting])
        digests: dict[str | None, Digest] = {}
        for plan in self._plans(kept):
            if plan.outlet.holds_one and self._owed:
                ids = [*filter(None, [plan.id]), *(each.id for each in self._owed)]
                digest = self._whole(self._with_owed(plan.kept), ids[0], self._run)
                self._out(digest, plan.outlet, plan.channels, ids)
            elif plan.id:
                if plan.id not in digests:
                    digests[plan.id] = self._whole(plan.kept, plan.id, self._run)
                self._out(digests[plan.id], plan.outlet, plan.channels, [plan.id])
        if not (digests or self.told or self._owed or self._telling.skips_empty):
            self._tell_nothing()

    def _plans(self, kept: Sequence[Kept]) -> list[_Plan]:
        """A digest for each place, written down: what is new and what was left over there."""
        plans = []
        with self._store.transaction():
            for outlet in self._outlets:
                for channels, left_over in self._by_left_over(outlet):
                    whole = self._joined(self._still_news(outlet, left_over), kept)
                    id = self._planned(whole, channels, left_over)
                    plans.append(_Plan(outlet, channels, id, whole))
        return plans

    def _by_left_over(self, outlet: Outlet) -> list[tuple[tuple[str, ...], frozenset[str]]]:
        """The outlet's channels, together as far as the same was left over for them."""
        groups: dict[frozenset[str], list[str]] = {}
        for channel in outlet.channels:
            groups.setdefault(self._left_over.get(channel, frozenset()), []).append(channel)
        return [(tuple(channels), ids) for ids, channels in groups.items()]

    def _still_news(self, outlet: Outlet, ids: frozenset[str]) -> Sequence[Kept]:
        """What was left over and is still to be named: of a brief place not for ever."""
        kept = self._telling.news(self._store, self._store.articles.by_ids(sorted(ids)))
        oldest = self._run.as_of - LEFT_OUT_WAITS
        return [each for each in kept if not outlet.is_brief or each.updated >= oldest]

    def _planned(
        self, kept: Sequence[Kept], channels: Sequence[str], left_over: frozenset[str]
    ) -> str | None:
        digests, profile = self._store.digests, self._telling.profile
        for channel in channels:
            digests.take_up(profile, channel, left_over)
        if not kept:
            return None
        versions = {each.article.id: each.version for each in kept}
        return digests.plan(profile, self._run.as_of, versions, channels)

    def _within_limit(self, kept: Sequence[Kept]) -> list[Kept]:
        """What the digest has room for; of the rest, what waited long enough counts as told."""
        if not kept or self._telling.options.limit is None:
            return list(kept)
        stories = _digest(kept, self._telling, self._failures, self._run).stories
        shown = {article.id for story in stories for article in story.articles}
        shown |= {copy.article.id for story in stories for copy in story.copies}
        oldest = self._run.as_of - LEFT_OUT_WAITS
        stale = {
            each.article.id: each.version
            for each in kept
            if each.article.id not in shown and each.updated < oldest
        }
        with self._store.transaction():
            self._store.articles.mark_told(self._telling.profile, stale)
        return [each for each in kept if each.article.id in shown]

    def _with_owed(self, kept: Sequence[Kept]) -> list[Kept]:
        """What is new and what the digests that are owed tell, each article once."""
        return self._joined([each for owed in self._owed for each in self._kept(owed)], kept)

    def _joined(self, first: Sequence[Kept], then: Sequence[Kept]) -> list[Kept]:
        return list({each.article.id: each for each in (*first, *then)}.values())

    def _whole(self, kept: Sequence[Kept], id: str | None, run: Run) -> Digest:
        """A digest of all these, whatever the limit: what was planned must be told."""
        unlimited = replace(self._telling.options, limit=None)
        telling = replace(self._telling, options=unlimited)
        return replace(_digest(kept, telling, self._failures, run), id=id)

    def _tell_nothing(self) -> None:
        """A digest without stories, which nobody misses when it is lost.

        By its id it does not take the place of another one in an archive.
        """
        moment = self._run.as_of.isoformat()
        digest = self._whole((), digest_id(self._telling.profile, {moment: 0}), self._run)
        digest = replace(digest, counts=replace(digest.counts, filtered=self.filtered))
        for outlet in self._outlets:
            self.undelivered += deliver_to(outlet, digest, outlet.channels).undelivered

    def _out(
        self, digest: Digest, outlet: Outlet, channels: Sequence[str], ids: Sequence[str]
    ) -> None:
        """Deliver a digest, and write down at once who got it."""
        if outlet.channels in self._down:
            return
        receipt = deliver_to(outlet, digest, channels)
        missed = {each.channel: each for each in receipt.undelivered}
        with self._store.transaction():
            for channel in channels:
                if channel in missed:
                    self._missed(ids, missed[channel])
                else:
                    for id in ids:
                        self._store.digests.leave_over(id, channel, receipt.named)
                        self._store.digests.delivered(id, channel, self._run.as_of)
        if len(missed) < len(channels):
            self.told += 1
        if missed and all(each.is_outage for each in missed.values()):
            self._down.add(outlet.channels)

    def _missed(self, ids: Sequence[str], missed: Undelivered) -> None:
        """Keep the digests pending, unless they were refused for good often enough."""
        digests = self._store.digests
        attempts = [digests.failed(id, missed.channel, missed.reason) for id in ids]
        if missed.is_final and max(attempts) >= MOST_ATTEMPTS:
            for id in ids:
                digests.give_up(id, missed.channel, self._run.as_of)
            reason = f"{missed.reason}; given up after {MOST_ATTEMPTS} attempts"
            self.undelivered.append(replace(missed, reason=reason))
        else:
            self.undelivered.append(replace(missed, reason=f"{missed.reason}; to be tried again"))


def _news(store: Store, telling: Telling, run: Run) -> tuple[list[Kept], int]:
    """What to deliver to the profile, and how much its filters left out, once and for all."""
    with store.transaction():
        store.articles.begin_profile(telling.profile, run.as_of - FIRST_WINDOW)
        since = telling.options.since
        untold = [
            each
            for each in telling.news(store, store.articles.untold(telling.profile, telling.feeds))
            if since is None or each.updated >= since
        ]
        news = [each for each in untold if is_news(each.article)]
        run.no_news += len(untold) - len(news)
        wanted = [each for each in news if telling.passes(each.article)]
        chosen = {each.article.id for each in wanted}
        spared = {k.article.id: k.version for k in untold if k.article.id not in chosen}
        store.articles.mark_told(telling.profile, spared)
    return wanted, len(news) - len(wanted)


def digest_of_window(
    store: Store, telling: Telling, failures: Sequence[Failure], run: Run
) -> Digest:
    """The digest of what was first seen since the start of the window, told before or not."""
    with run.guard():
        kept = telling.current(store.articles.since(telling.options.since, telling.feeds))
        wanted = [each for each in kept if telling.passes(each.article)]
        made = _digest(wanted, telling, failures, run)
        return replace(made, counts=replace(made.counts, filtered=len(kept) - len(wanted)))


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
