"""First half of the daily run: configured feeds → polled → new articles in the state.

The articles, entry keys and validators of a feed are stored in one transaction, after the pages of
its entries have been read; feeds without anything new share one. If the run is killed at any
moment, the next one requests exactly what was not stored.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import chain

from newsdigest.daily.mailbox_polling import MailboxPoller
from newsdigest.daily.poll_writer import PollWriter
from newsdigest.daily.polls import (
    MOST_UPDATES,
    FeedPoll,
    MailboxSubscription,
    NewItem,
    PollOptions,
    PollReport,
    Subscription,
)
from newsdigest.errors import SourceError
from newsdigest.feedmodel import Entry, Feed, SeenItem
from newsdigest.guard import Step, attempt, internal_error, internal_failure, report
from newsdigest.masking import masked, masked_address
from newsdigest.model import Article, Document
from newsdigest.pipeline import (
    EntryTask,
    ReadingRules,
    Run,
    article_from_feed,
    entry_article,
    entry_tasks,
    robots_judge,
    without_texts,
)
from newsdigest.sources import host_and_port, host_ports_of
from newsdigest.sources.feeds import (
    NamedEntry,
    entry_id,
    lookups,
    name_entries,
    parse_feed,
    recognise,
    snapshot_of,
)
from newsdigest.sources.network import (
    Fetched,
    NetworkOptions,
    Request,
    RestingHostError,
    UnknownHostError,
    Wanted,
    fetch_stream,
)
from newsdigest.store import (
    FeedItemKeys,
    FeedState,
    Store,
    is_daily_run,
    is_due,
    turnover,
    validators_to_send,
)
from newsdigest.workers.pool import LostResult, WorkerPool

# Entries that appear after a feed's first poll are news unless they are older than that poll by
# more than this, the window of a profile's first digest. A post dated by its draft passes, an
# archive that slides into a feed does not.
LATEST_ARRIVAL = timedelta(days=7)


def poll(
    subscriptions: Sequence[Subscription],
    store: Store,
    options: PollOptions,
    run: Run,
    mailboxes: Sequence[MailboxSubscription] = (),
) -> PollReport:
    """Poll every feed and mailbox that is due, store what is new, and record the results."""
    with run.guard():
        return _Poller(store, options, run).run(subscriptions, mailboxes)


class _Poller:
    def __init__(self, store: Store, options: PollOptions, run: Run) -> None:
        self._store = store
        self._options = options
        self._run = run
        self._now = run.as_of
        self._report = PollReport()
        self._writer = PollWriter(store, run, self._report, options)

    def run(
        self, subscriptions: Sequence[Subscription], mailboxes: Sequence[MailboxSubscription]
    ) -> PollReport:
        letters = MailboxPoller(self._store, self._options, self._run, self._report, self._writer)
        due = letters.due(mailboxes)
        self._run.named |= frozenset().union(*(host_ports_of(each.url) for each in subscriptions))
        polls = self._due(subscriptions)
        # Most polls return nothing to parse.
        with WorkerPool(warm=False) as pool, robots_judge() as judge:
            for answered in self._read_feeds(pool, polls):
                if done := [each for each in answered if not each.unread]:
                    self._keep(done, polls)
            items = [item for each in polls for item in each.items]
            network = replace(self._network(polls), robots_judge=judge)
            for item in self._read_entries(pool, items, network):
                item.poll.unread -= 1
                if not item.poll.unread:
                    self._writer.write(item.poll)
            letters.poll(due, pool)
        return self._report

    def _keep(self, done: Sequence[FeedPoll], polls: Sequence[FeedPoll]) -> None:
        """Store the results of polls; a missing network does not delay the next poll of any feed.

        Without a network all feeds fail together, which a single host cannot show.
        """
        unfound = [each for each in done if each.is_unfound]
        hosts = {host for each in unfound for host, _ in host_ports_of(each.url)}
        self._report.is_offline = len(unfound) == len(polls) and len(hosts) > 1
        self._writer.write(*done)

    def _due(self, subscriptions: Sequence[Subscription]) -> list[FeedPoll]:
        with self._store.transaction():
            self._store.feeds.rename([each.url for each in subscriptions])
            busy = self._store.feeds.busy_hosts(self._now)
        known = self._store.feeds.all()
        is_daily = is_daily_run(known.values(), self._now)
        polls: dict[str, FeedPoll] = {}
        for subscription in subscriptions:
            key = subscription.key
            state = known.get(key) or FeedState(key, self._now)
            url = state.fetch_url or subscription.url
            place = host_and_port(url)
            rests = place is not None and place[0] in busy
            is_wanted = self._options.force or is_due(state, self._now, is_daily=is_daily)
            if state.gone or rests or not is_wanted:
                self._report.not_due += 1
            else:
                polls[url] = FeedPoll(subscription, state, url)
        return list(polls.values())

    def _network(self, polls: Sequence[FeedPoll]) -> NetworkOptions:
        """Options that allow private hosts for feeds, which the user named, but not for links."""
        places = frozenset().union(*(each.places for each in polls))
        return replace(self._options.network, allowed=self._options.network.allowed | places)

    def _read_feeds(self, pool: WorkerPool, polls: Sequence[FeedPoll]) -> Iterator[list[FeedPoll]]:
        """The polls as they are answered, with feeds parsed and new entries separated from known.

        Each comes together with the polls answered meanwhile that need no further work.
        """
        asked = [self._asked(each) for each in polls]
        requests = [each for each in asked if isinstance(each, Request)]
        ready = [each for each in asked if isinstance(each, Fetched)]
        answers = chain(ready, self._fetched("feeds", requests, self._network(polls)))
        inbox = _Inbox({each.url: each for each in polls}, self._report)
        for _, result in pool.map(parse_document, inbox.documents(answers), self._now):
            each = inbox.next_read()
            if isinstance(result, Feed):
                self._take_up(each, result)
            else:
                each.error = result.reason if isinstance(result, LostResult) else str(result)
            yield [each, *inbox.settled()]
        yield inbox.settled()

    def _fetched(
        self, what: str, requests: Collection[Request], network: NetworkOptions
    ) -> Iterator[Fetched]:
        """The answers as they arrive, reported to the progress display."""
        watch = self._options.watch
        if watch is not None:
            watch.begin(what, len(requests))
            network = replace(network, on_start=watch.started)
        for got in fetch_stream(requests, network):
            if watch is not None:
                watch.ended(got.request.url)
            yield got

    def _asked(self, poll: FeedPoll) -> Request | Fetched:
        """The request for a feed, or the answer if it is known already or the login failed."""
        for got in self._options.at_hand:
            if got.request.url == poll.url:
                return got
        validators = validators_to_send(poll.state, self._now)
        request = Request(poll.url, Wanted.FEED, validators, poll.places)
        try:
            poll.login = poll.subscription.read_login and poll.subscription.read_login()
        except SourceError as error:
            return Fetched(request, error=error)
        return replace(request, login=poll.login)

    def _take_up(self, poll: FeedPoll, feed: Feed) -> None:
        """Sort a feed's entries; if that fails, the feed is polled again as if it had failed."""
        error = attempt(lambda: self._sort(poll, feed))
        if error is None:
            poll.feed = replace(feed, entries=())
            poll.turnover = turnover((entry.published for entry in feed.entries), self._now)
        else:
            poll.items, poll.history, poll.unread = [], [], 0
            poll.error = internal_error(error)
            report(internal_failure(Step.FEED, poll.subscription.url, error))

    def _sort(self, poll: FeedPoll, feed: Feed) -> None:
        """Divide the entries of a feed into news, history and known entries."""
        articles = self._store.articles
        named = name_entries(feed, articles.kinds_of_keys(poll.key, ("guid", "url")))
        seen = self._seen(poll.key, named)
        found = recognise(named, seen)
        new = [each for each, item in zip(named, found, strict=True) if item is None]
        past = iter(self._past(poll, [each.entry for each in new]))
        works = entry_tasks(
            feed, masked_address(poll.subscription.url), poll.subscription.name, named
        )
        for each, item, work in zip(named, found, works, strict=True):
            if item is None and next(past):
                poll.history.append(_sighting(poll, each, ""))
            elif item is None:
                self._take(poll, each, _with_own_id(work, each, seen), None)
            elif any(seen.get(key, _NOTHING).token != item.token for key in each.keys) or (
                item.fingerprint != each.fingerprint
            ):
                self._take_known(poll, each, item, work)
        poll.unread = len(poll.items)

    def _seen(self, feed: str, named: Sequence[NamedEntry]) -> dict[str, SeenItem]:
        """The stored items under any key of the entries, and their content."""
        seen = self._store.articles.seen(feed, lookups(named))
        said = {f"said:{item.fingerprint}" for item in seen.values()} - seen.keys()
        return {**self._store.articles.seen(feed, said), **seen}

    def _past(self, poll: FeedPoll, entries: Sequence[Entry]) -> list[bool]:
        """Which of the new entries are history.

        For a feed that was never read completely, all but the newest few; later, those dated well
        before the first poll.
        """
        allowance = self._allowance(poll)
        if allowance is None:
            oldest = min(poll.state.added, self._now) - LATEST_ARRIVAL
            return [each.published is not None and each.published < oldest for each in entries]
        return allowance.past(entries, self._now)

    def _allowance(self, poll: FeedPoll) -> _Allowance | None:
        """How much of a feed's past is news; None if it was read completely before.

        A truncated first poll and the following ones together allow no more than a complete one.
        """
        if poll.state.read_whole is not None:
            return None
        first = self._store.articles.first_seen(poll.key)
        if first is None:
            return _Allowance(self._now, self._options.first_items)
        if not poll.state.is_cut:
            return None
        return _Allowance(first[0], max(0, self._options.first_items - first[1]))

    def _take_known(
        self, poll: FeedPoll, named: NamedEntry, item: SeenItem, work: EntryTask
    ) -> None:
        """A known entry whose content or key has changed."""
        version = self._store.articles.version(item.article)
        # A correction does not turn history or pruned articles into news. An article that was news
        # twice stays as it is, and so does one in which only counters changed.
        if version is None or version > MOST_UPDATES or not _says_more(named, item):
            poll.history.append(_sighting(poll, named, item.article))
        else:
            self._take(poll, named, work, item.article)

    def _take(
        self, poll: FeedPoll, named: NamedEntry, work: EntryTask, known_as: str | None
    ) -> None:
        wanted = work.wanted if poll.subscription.full_text else None
        poll.items.append(
            NewItem(_sighting(poll, named, known_as or ""), poll, known_as, work, wanted)
        )

    def _read_entries(
        self, pool: WorkerPool, items: Sequence[NewItem], network: NetworkOptions
    ) -> Iterator[NewItem]:
        """The items with their articles, as they are finished.

        If the extractor fails on a page, the feed's own text is used; if it fails on that too, the
        headline.
        """
        lost: list[_Numbered] = []
        waiting = self._with_pages(items, network)
        for numbered, result in pool.map(numbered_article, waiting, self._now, self._run.rules):
            if isinstance(result, Article):
                yield self._read(items[numbered.number], result)
            else:
                lost.append(_Numbered(numbered.number, items[numbered.number].work))
        for numbered, result in pool.map(numbered_article, lost, self._now, self._run.rules):
            if not isinstance(result, Article):
                result = article_from_feed(without_texts(numbered.work), self._now)
            yield self._read(items[numbered.number], result)

    def _with_pages(self, items: Sequence[NewItem], network: NetworkOptions) -> Iterator[_Numbered]:
        """The items, those with a page to fetch once it has arrived."""
        wanting: dict[Request, list[int]] = {}
        for number, item in enumerate(items):
            if item.wanted is None:
                yield _Numbered(number, item.work)
            else:
                poll = item.poll
                request = Request(item.wanted, trusted=poll.places, login=poll.login)
                wanting.setdefault(request, []).append(number)
        for got in self._fetched("pages", wanting, network):
            for number in wanting[got.request]:
                yield _Numbered(number, replace(items[number].work, page=got.document))

    def _read(self, item: NewItem, article: Article) -> NewItem:
        item.article = article
        self._run.step(item.poll.url)
        return item


# No item at all.
_NOTHING = SeenItem("", "")


def _sighting(poll: FeedPoll, named: NamedEntry, article: str) -> FeedItemKeys:
    return FeedItemKeys(poll.key, named.keys, article, named.fingerprint, snapshot_of(named.entry))


def _says_more(named: NamedEntry, item: SeenItem) -> bool:
    """Whether an entry changed in more than counters, such as readers or the hour."""
    if item.fingerprint == named.fingerprint:
        return False
    return (
        item.said is None or not item.said.gist or item.said.gist != snapshot_of(named.entry).gist
    )


def _with_own_id(work: EntryTask, named: NamedEntry, seen: Mapping[str, SeenItem]) -> EntryTask:
    """A new entry, with an id of its own if its link belonged to another entry before."""
    is_taken = any(key.startswith("url:") and key in seen for key in (*named.keys, *named.doubtful))
    return replace(work, new_id=work.new_id or entry_id(named.entry)) if is_taken else work


@dataclass(frozen=True, slots=True)
class _Allowance:
    """How many entries from before a feed's first poll may still be news."""

    first_poll: datetime
    left: int

    def past(self, entries: Sequence[Entry], now: datetime) -> list[bool]:
        """Which of the entries are history; entries from after the first poll never are.

        The newest by date are news, whatever their position. An undated entry counts as old as the
        one before it, and a future one as of today, so that neither displaces another.
        """
        dates: list[datetime] = []
        for entry in entries:
            last = dates[-1] if dates else now
            dates.append(min(entry.published, now) if entry.published else last)
        old = [n for n, date in enumerate(dates) if date <= self.first_poll]
        newest = sorted(old, key=lambda n: dates[n], reverse=True)[: self.left]
        past = set(old) - set(newest)
        return [number in past for number in range(len(entries))]


class _Inbox:
    """The answers to some polls, and which of them need no further work."""

    def __init__(self, polls: dict[str, FeedPoll], report: PollReport) -> None:
        self._polls = polls
        self._report = report
        self._settled: list[FeedPoll] = []
        # Those whose documents are being read, in submission order.
        self._read: deque[FeedPoll] = deque()

    def documents(self, answers: Iterable[Fetched]) -> Iterator[Document]:
        """The documents among the answers; other answers are recorded.

        A feed whose host was not asked stays as due as it was.
        """
        for got in answers:
            each = self._polls[got.request.url]
            if isinstance(got.error, RestingHostError):
                self._report.not_due += 1
                continue
            self._report.polled += 1
            each.fetched = replace(got, document=None) if got.document else got
            if got.document is not None:
                each.content = blake2b(got.document.content, digest_size=16).hexdigest()
                if each.content != each.state.content:
                    self._read.append(each)
                    yield got.document
                    continue
            elif got.error is not None:
                each.error = masked(str(got.error))
                each.is_unfound = isinstance(got.error, UnknownHostError)
            self._settled.append(each)

    def next_read(self) -> FeedPoll:
        """The poll of the oldest submitted document that has not been returned yet."""
        return self._read.popleft()

    def settled(self) -> list[FeedPoll]:
        """The polls answered without a document, each once."""
        settled, self._settled = self._settled, []
        return settled


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A piece of work with its position, which its result keeps."""

    number: int
    work: EntryTask


def numbered_article(numbered: _Numbered, as_of: datetime, rules: ReadingRules) -> Article:
    """The article of an entry; runs in a child process."""
    return entry_article(numbered.work, as_of, rules)


def parse_document(document: Document, as_of: datetime) -> Feed:
    """The feed in a fetched document; runs in a child process."""
    return parse_feed(
        document.content,
        url=document.url,
        media_type=document.media_type,
        charset=document.charset,
        as_of=as_of,
    )
