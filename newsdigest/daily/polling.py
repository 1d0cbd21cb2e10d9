"""First half of the daily run: configured feeds → polled → new articles in the state.

The articles, entry keys and validators of a feed are stored in one transaction, after the pages of
its entries have been read; feeds without anything new share one. If the run is killed at any
moment, the next one requests exactly what was not stored.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from newsdigest.daily.account_polling import AccountPoller
from newsdigest.daily.due import due_now
from newsdigest.daily.entry_reading import EntryReader, fetched
from newsdigest.daily.entry_sorting import EntrySorter
from newsdigest.daily.mailbox_polling import MailboxPoller
from newsdigest.daily.poll_writer import PollWriter
from newsdigest.daily.polls import (
    AccountSubscription,
    FeedPoll,
    MailboxSubscription,
    PollOptions,
    PollReport,
    Subscription,
)
from newsdigest.errors import SourceError
from newsdigest.feedmodel import Feed
from newsdigest.guard import Step, attempt, internal_error, internal_failure, report
from newsdigest.hashing import blake2b
from newsdigest.masking import masked
from newsdigest.model import Document
from newsdigest.pipeline import (
    Run,
    robots_judge,
)
from newsdigest.sources import host_and_port, host_ports_of
from newsdigest.sources.feeds import (
    parse_feed,
)
from newsdigest.sources.network import (
    Fetched,
    NetworkOptions,
    Request,
    RestingHostError,
    UnknownHostError,
    Wanted,
)
from newsdigest.store import (
    FeedState,
    Store,
    is_daily_run,
    is_due,
    turnover,
    validators_to_send,
)
from newsdigest.valueclasses import replace
from newsdigest.workers.pool import LostResult, WorkerPool


def poll(
    subscriptions: Sequence[Subscription],
    store: Store,
    options: PollOptions,
    run: Run,
    mailboxes: Sequence[MailboxSubscription] = (),
    accounts: Sequence[AccountSubscription] = (),
) -> PollReport:
    """Poll everything that is due, store what is new, and record the results."""
    with run.guard():
        return _Poller(store, options, run).run(subscriptions, mailboxes, accounts)


class _Poller:
    def __init__(self, store: Store, options: PollOptions, run: Run) -> None:
        self._store = store
        self._options = options
        self._run = run
        self._now = run.as_of
        self._report = PollReport()
        self._writer = PollWriter(store, run, self._report, options)
        self._sorter = EntrySorter(store, run.as_of, options.first_items)

    def run(
        self,
        subscriptions: Sequence[Subscription],
        mailboxes: Sequence[MailboxSubscription],
        accounts: Sequence[AccountSubscription],
    ) -> PollReport:
        polled = (self._store, self._options, self._run, self._report)
        letters, readers = due_now(mailboxes, *polled), due_now(accounts, *polled)
        self._run.named |= frozenset().union(*(host_ports_of(each.url) for each in subscriptions))
        polls = self._due(subscriptions)
        # Most polls return nothing to parse.
        with WorkerPool(warm=False) as pool, robots_judge() as judge:
            for answered in self._read_feeds(pool, polls):
                if done := [each for each in answered if not each.unread]:
                    self._keep(done, polls)
            reader = EntryReader(self._options, self._run)
            items = [item for each in polls for item in each.items]
            network = replace(self._network(polls), robots_judge=judge)
            for item in reader.read(pool, items, network):
                item.poll.unread -= 1
                if not item.poll.unread:
                    self._writer.write(item.poll)
            MailboxPoller(*polled, self._writer).poll(letters, pool)
            AccountPoller(*polled, self._writer, judge).poll(readers, pool)
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
        answers = chain(ready, fetched(self._options, "feeds", requests, self._network(polls)))
        inbox = _Inbox({each.url: each for each in polls}, self._report)
        for _, result in pool.map(parse_document, inbox.documents(answers), self._now):
            each = inbox.next_read()
            if isinstance(result, Feed):
                self._take_up(each, result)
            else:
                each.error = result.reason if isinstance(result, LostResult) else str(result)
            yield [each, *inbox.settled()]
        yield inbox.settled()

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
            poll.is_local = True
            return Fetched(request, error=error)
        return replace(request, login=poll.login)

    def _take_up(self, poll: FeedPoll, feed: Feed) -> None:
        """Sort a feed's entries; if that fails, the feed is polled again as if it had failed."""
        error = attempt(lambda: self._sorter.sort(poll, feed))
        if error is None:
            poll.feed = replace(feed, entries=())
            poll.turnover = turnover((entry.published for entry in feed.entries), self._now)
        else:
            poll.items, poll.history, poll.unread = [], [], 0
            poll.error = internal_error(error)
            report(internal_failure(Step.FEED, poll.subscription.url, error))


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


def parse_document(document: Document, as_of: datetime) -> Feed:
    """The feed in a fetched document; runs in a child process."""
    return parse_feed(
        document.content,
        url=document.url,
        media_type=document.media_type,
        charset=document.charset,
        as_of=as_of,
    )
