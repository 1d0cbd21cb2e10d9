"""Second half of the daily run: undelivered articles → a digest → delivered → marked as delivered.

Delivery is at least once. A digest is recorded before it is sent and marked afterwards; if the run
is killed in between, the next one delivers the same articles under the same id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from newsdigest.daily.failures import Feeds, failures_to_show
from newsdigest.daily.plan import DeliveryPlan
from newsdigest.deliver import Outlet, Undelivered, deliver_to, deliver_to_all
from newsdigest.model import DeliveredStory, Digest, Failure
from newsdigest.pipeline import (
    ReadResult,
    Run,
    make_digest,
    passes,
    repeated_articles,
    without_learnt,
)
from newsdigest.store import PendingDigest, Store, StoredArticle, digest_id
from newsdigest.valueclasses import replace, valueclass

# How long an article is kept for a profile that is no longer run.
GIVEN_UP_AFTER = timedelta(days=365)
# How long a story beyond the limit or the budget can still be delivered: until the reading order
# has halved its weight, plus a day of grace. Older ones count as delivered and do not accumulate.
LEFT_OUT_WAITS = timedelta(days=2)
# How far back stories are looked up that new ones may continue.
THREAD_WINDOW = timedelta(days=7)
# Stories that a digest only counts, of which later ones may be the continuation: the heaviest,
# beside those that continue a thread. All would be read again in each run of a week.
MOST_COUNTED = 100
# How often a digest is offered to a channel that refuses it permanently, such as a mail that is too
# large: a full mailbox refuses in the same way, but may be empty next week.
MOST_ATTEMPTS = 5


@valueclass
class DeliveryReport:
    """The result of a delivery."""

    # How many digests with stories were delivered.
    digests: int
    undelivered: tuple[Undelivered, ...]
    # How many new articles the filters removed.
    filtered: int = 0


def deliver_new(
    store: Store, plan: DeliveryPlan, feeds: Feeds, run: Run, outlets: Sequence[Outlet]
) -> DeliveryReport:
    """Deliver the profile's undelivered articles, and to each channel the digests that it missed.

    A digest that a channel refuses stays pending for that channel only. Articles that the filters
    remove count as delivered. Those from before `since` wait for a wider window, and those beyond
    the limit of stories compete again in the next digests, for LEFT_OUT_WAITS; so do those that a
    budget leaves out, in each channel that does not name them.
    """
    failures = failures_to_show(feeds, store.digests.last_delivered(plan.profile))
    dispatcher = _Dispatcher(store, plan, failures, run, outlets)
    with run.guard():
        dispatcher.repeat_pending()
        dispatcher.deliver_news()
    return DeliveryReport(dispatcher.digests, tuple(dispatcher.undelivered), dispatcher.filtered)


def deliver_window(
    store: Store, plan: DeliveryPlan, feeds: Feeds, run: Run, outlets: Sequence[Outlet]
) -> DeliveryReport:
    """Deliver what arrived since the start of the window, without recording the delivery."""
    made = digest_of_window(store, plan, failures_to_show(feeds, plan.options.since), run)
    filtered = made.counts.filtered
    if not made.stories and plan.skips_empty and not (filtered and plan.shows_filtered):
        return DeliveryReport(0, (), filtered)
    with run.guard():
        undelivered = deliver_to_all(outlets, made)
    return DeliveryReport(int(bool(made.stories)), tuple(undelivered))


@valueclass
class _PlannedDigest:
    """A digest for some channels of an outlet; `id` is None if there is nothing for them."""

    outlet: Outlet
    channels: tuple[str, ...]
    id: str | None
    stored: Sequence[StoredArticle]


class _Dispatcher:
    """Digests being delivered, each recorded before it is sent."""

    def __init__(
        self,
        store: Store,
        plan: DeliveryPlan,
        failures: Sequence[Failure],
        run: Run,
        outlets: Sequence[Outlet],
    ) -> None:
        self._store = store
        self._plan = plan
        self._failures = failures
        self._run = run
        self._outlets = outlets
        # Channels of outlets that failed completely in this run; they are not tried again.
        self._down: set[tuple[str, ...]] = set()
        # Digests owed to an outlet that holds one digest, which its next digest includes.
        self._owed: list[PendingDigest] = []
        # By channel, articles that earlier runs had no room for; those of this run go to the next.
        self._left_over = self._asked_for(store.digests.left_over(plan.profile))
        self.digests = 0
        self.filtered = 0
        self.undelivered: list[Undelivered] = []

    def _asked_for(self, left_over: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """Those of the articles that this run wants; the others stay left over."""
        ids = sorted(frozenset().union(*left_over.values()))
        stored = self._plan.news(self._store, self._store.articles.by_ids(ids))
        wanted = {each.article.id for each in stored if self._plan.is_asked_for(each)}
        return {channel: ids & wanted for channel, ids in left_over.items()}

    def repeat_pending(self) -> None:
        for pending in self._store.digests.pending(self._plan.profile):
            stored = self._stored(pending)
            if stored:
                self._repeat(pending, stored)
            else:
                with self._store.transaction():
                    self._store.digests.forget(pending.id)

    def _stored(self, pending: PendingDigest) -> list[StoredArticle]:
        return self._plan.news(self._store, self._store.articles.by_ids(pending.articles))

    def _repeat(self, pending: PendingDigest, stored: Sequence[StoredArticle]) -> None:
        """An undelivered digest, unchanged: with its own clock and its own id."""
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
            digest = self._whole(stored, pending.id, then)
            for outlet, missing in late:
                self._out(digest, outlet, missing, [pending.id])

    def deliver_news(self) -> None:
        """The new articles; none if no channel is left, so that they come together later."""
        if self._outlets and all(outlet.channels in self._down for outlet in self._outlets):
            return
        pending = self._store.digests.pending(self._plan.profile)
        waiting = {article for each in pending for article in each.articles}
        news, self.filtered = self._plan.undelivered(self._store, self._run)
        fresh = self._without_repeats([each for each in news if each.article.id not in waiting])
        stored = self._within_limit(fresh)
        digests: dict[str | None, Digest] = {}
        for planned in self._planned_digests(stored):
            if planned.outlet.holds_one and self._owed:
                ids = [*filter(None, [planned.id]), *(each.id for each in self._owed)]
                digest = self._whole(self._with_owed(planned.stored), ids[0], self._run)
                self._out(digest, planned.outlet, planned.channels, ids)
            elif planned.id:
                if planned.id not in digests:
                    digests[planned.id] = self._whole(planned.stored, planned.id, self._run)
                self._out(digests[planned.id], planned.outlet, planned.channels, [planned.id])
        if not (digests or self.digests or self._owed or self._plan.skips_empty):
            self._deliver_empty()

    def _planned_digests(self, stored: Sequence[StoredArticle]) -> list[_PlannedDigest]:
        """A recorded digest for each outlet: the new articles and those left over there."""
        plans = []
        with self._store.transaction():
            for outlet in self._outlets:
                for channels, left_over in self._by_left_over(outlet):
                    whole = _joined(self._still_news(outlet, left_over), stored)
                    id = self._write_down(whole, channels, left_over)
                    plans.append(_PlannedDigest(outlet, channels, id, whole))
        return plans

    def _by_left_over(self, outlet: Outlet) -> list[tuple[tuple[str, ...], frozenset[str]]]:
        """The outlet's channels, grouped by the articles left over for them."""
        groups: dict[frozenset[str], list[str]] = {}
        for channel in outlet.channels:
            groups.setdefault(self._left_over.get(channel, frozenset()), []).append(channel)
        return [(tuple(channels), ids) for ids, channels in groups.items()]

    def _still_news(self, outlet: Outlet, ids: frozenset[str]) -> Sequence[StoredArticle]:
        """The left-over articles still to be named.

        Where the user chose brevity, in a note, by a budget or by limits, only recent ones.
        """
        stored = self._plan.news(self._store, self._store.articles.by_ids(sorted(ids)))
        stored = self._plan.heard(self._store, stored)
        oldest = self._run.as_of - LEFT_OUT_WAITS
        options = self._plan.options
        is_brief = outlet.is_brief or options.minutes is not None or bool(options.limits)
        return [each for each in stored if not is_brief or each.updated >= oldest]

    def _write_down(
        self, stored: Sequence[StoredArticle], channels: Sequence[str], left_over: frozenset[str]
    ) -> str | None:
        digests, profile = self._store.digests, self._plan.profile
        for channel in channels:
            digests.take_up(profile, channel, left_over)
        if not stored:
            return None
        versions = {each.article.id: each.version for each in stored}
        return digests.plan(profile, self._run.as_of, versions, channels)

    def _without_repeats(self, stored: Sequence[StoredArticle]) -> list[StoredArticle]:
        """The articles but those whose stories only repeat reports that were delivered.

        They count as delivered.
        """
        again = repeated_articles(
            [each.article for each in stored],
            self._plan.options,
            self._run,
            self._delivered_before(self._run),
        )
        spared = {each.article.id: each.version for each in stored if each.article.id in again}
        with self._store.transaction():
            self._store.articles.mark_delivered(self._plan.profile, spared)
        self._run.repeats += len(spared)
        return [each for each in stored if each.article.id not in again]

    def _delivered_before(self, run: Run) -> list[DeliveredStory]:
        """The stories that the profile was given in the days before the run."""
        since = run.as_of - THREAD_WINDOW
        return self._store.stories.delivered(self._plan.profile, since, run.as_of)

    def _within_limit(self, stored: Sequence[StoredArticle]) -> list[StoredArticle]:
        """The articles that fit in the digest; those left out for too long count as delivered."""
        if not stored or self._plan.options.limit is None:
            return list(stored)
        delivered = self._delivered_before(self._run)
        stories = _digest(stored, self._plan, self._failures, self._run, delivered).stories
        shown = {article.id for story in stories for article in story.articles}
        shown |= {copy.article.id for story in stories for copy in story.copies}
        oldest = self._run.as_of - LEFT_OUT_WAITS
        stale = {
            each.article.id: each.version
            for each in stored
            if each.article.id not in shown and each.updated < oldest
        }
        with self._store.transaction():
            self._store.articles.mark_delivered(self._plan.profile, stale)
        return [each for each in stored if each.article.id in shown]

    def _with_owed(self, stored: Sequence[StoredArticle]) -> list[StoredArticle]:
        """The new articles and those of owed digests, each once."""
        return _joined([each for owed in self._owed for each in self._stored(owed)], stored)

    def _whole(self, stored: Sequence[StoredArticle], id: str | None, run: Run) -> Digest:
        """A digest of all these articles regardless of the limit, since it was planned already."""
        unlimited = replace(self._plan.options, limit=None)
        plan = replace(self._plan, options=unlimited)
        made = _digest(stored, plan, self._failures, run, self._delivered_before(run))
        return run.rewritten(replace(made, id=id))

    def _deliver_empty(self) -> None:
        """A digest without stories, which need not be recorded.

        Its id keeps it from replacing another digest in an archive.
        """
        moment = self._run.as_of.isoformat()
        digest = self._whole((), digest_id(self._plan.profile, {moment: 0}), self._run)
        digest = replace(digest, counts=replace(digest.counts, filtered=self.filtered))
        for outlet in self._outlets:
            self.undelivered += deliver_to(outlet, digest, outlet.channels).undelivered

    def _out(
        self, digest: Digest, outlet: Outlet, channels: Sequence[str], ids: Sequence[str]
    ) -> None:
        """Deliver a digest, and record immediately who received it."""
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
                    self._record_stories(digest, receipt.named)
                    self._store.accounts.queue(self._plan.accounts, receipt.named, self._run.as_of)
        if len(missed) < len(channels):
            self.digests += 1
        if missed and all(each.is_outage for each in missed.values()):
            self._down.add(outlet.channels)

    def _record_stories(self, digest: Digest, named: frozenset[str]) -> None:
        """Record the stories of the digest, for those that will continue them."""
        if digest.id is None:
            return
        self._store.stories.prune(self._run.as_of - THREAD_WINDOW)
        shown = [story for story in digest.stories if story.lead.id in named]
        unnamed = [story for story in digest.stories if story.lead.id not in named]
        counted = [
            story for place, story in enumerate(unnamed) if place < MOST_COUNTED or story.thread
        ]
        self._store.stories.record(digest.id, shown, digest.generated)
        self._store.stories.record_counted(digest.id, counted, digest.generated)

    def _missed(self, ids: Sequence[str], missed: Undelivered) -> None:
        """Keep the digests pending, unless they were permanently refused too often."""
        digests = self._store.digests
        attempts = [digests.failed(id, missed.channel, missed.reason) for id in ids]
        if missed.is_final and max(attempts) >= MOST_ATTEMPTS:
            for id in ids:
                digests.give_up(id, missed.channel, self._run.as_of)
            reason = f"{missed.reason}; given up after {MOST_ATTEMPTS} attempts"
            self.undelivered.append(replace(missed, reason=reason))
        else:
            self.undelivered.append(replace(missed, reason=f"{missed.reason}; to be tried again"))


def _joined(first: Iterable[StoredArticle], then: Iterable[StoredArticle]) -> list[StoredArticle]:
    return list({each.article.id: each for each in (*first, *then)}.values())


def digest_of_window(
    store: Store, plan: DeliveryPlan, failures: Sequence[Failure], run: Run
) -> Digest:
    """The digest of all articles first seen in the window, whether delivered before or not."""
    with run.guard():
        stored = plan.in_window(store, run)
        wanted = [each for each in stored if passes(each.article, plan.options)]
        period = run.as_of - plan.options.since if plan.options.since else None
        looking_back = replace(plan, options=replace(plan.options, period=period))
        made = run.rewritten(_digest(wanted, looking_back, failures, run))
        return replace(made, counts=replace(made.counts, filtered=len(stored) - len(wanted)))


def _digest(
    stored: Sequence[StoredArticle],
    plan: DeliveryPlan,
    failures: Sequence[Failure],
    run: Run,
    delivered: Sequence[DeliveredStory] = (),
) -> Digest:
    """Options without a window: it was applied to the stored articles."""
    articles = without_learnt([each.article for each in stored], run, counted=True)
    reading = ReadResult(
        tuple(articles), tuple(failures), sources=len(plan.feeds), documents=len(articles)
    )
    options = replace(plan.options, since=None, until=None)
    made = make_digest(reading, options, run, delivered)
    until = min(plan.options.until or run.as_of, run.as_of)
    return replace(made, since=plan.options.since, until=until)
