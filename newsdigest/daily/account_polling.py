"""Accounts at other readers → polled → new articles in the state.

The unread items of an account are listed, and those read that the state does not know. They are
sorted and read as the entries of feeds are, each feed of the account as one of its own: its
articles and the ids of its items are stored in one transaction. Whenever the run or the server
stops, the next run asks for exactly what was not stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from newsdigest.daily.entry_reading import EntryReader
from newsdigest.daily.entry_sorting import EntrySorter
from newsdigest.daily.poll_writer import PollWriter, item_key
from newsdigest.daily.polls import (
    AccountSubscription,
    FeedPoll,
    PollOptions,
    PollReport,
    Subscription,
)
from newsdigest.daily.server_polling import poll_in_turn
from newsdigest.errors import NewsdigestError, SourceError
from newsdigest.feedmodel import AccountFeed, Entry, Feed
from newsdigest.pipeline import Run
from newsdigest.sources.feeds import (
    ItemPage,
    ReaderFeed,
    parse_account_feeds,
    parse_item_ids,
    parse_items,
)
from newsdigest.sources.network import RobotsJudge
from newsdigest.sources.reader_accounts import AccountError, AccountSession
from newsdigest.store import Answer, FeedState, Store
from newsdigest.valueclasses import recordclass, replace
from newsdigest.workers.pool import LostResult, WorkerPool

# Ids listed by one poll; FreshRSS's own clients read as many.
_MOST_IDS = 20_000
# Of a new account, the newest unread items that may be news; older ones are history.
_MOST_AT_FIRST = 500
# Items read in one run; the next one goes on.
_MOST_ITEMS = 1_000
# Items asked for at once, and bytes of them after which no more are asked for.
_AT_ONCE = 50
_MOST_BYTES = 50_000_000

Value = TypeVar("Value")


@recordclass
class _Reading:
    """One account during a poll."""

    account: AccountSubscription
    state: FeedState
    session: AccountSession
    pool: WorkerPool
    # The feeds that it had when it was last polled.
    known: frozenset[str]
    # Why not everything was read, as a line for its reader.
    notes: list[str]

    def parsed(self, function: Callable[..., Value], content: bytes, *extra: object) -> Value:
        """An answer, parsed in a child process. SourceError if that fails."""
        ((_, result),) = self.pool.map(function, [content], *extra)
        if isinstance(result, LostResult):
            raise SourceError(result.code, f"the server's answer: {result.reason}")
        if isinstance(result, NewsdigestError):
            raise result
        return result


class AccountPoller:
    """Polls accounts one after the other."""

    def __init__(
        self,
        store: Store,
        options: PollOptions,
        run: Run,
        report: PollReport,
        writer: PollWriter,
        judge: RobotsJudge,
    ) -> None:
        self._store = store
        self._options = options
        self._run = run
        self._now = run.as_of
        self._report = report
        self._writer = writer
        self._sorter = EntrySorter(store, run.as_of, options.first_items)
        self._reader = EntryReader(options, run)
        # Links of items come from strangers: they reach no private host, not even the account's.
        self._network = replace(options.network, robots_judge=judge)

    def poll(
        self, accounts: Sequence[tuple[AccountSubscription, FeedState]], pool: WorkerPool
    ) -> None:
        """Read what is new in each, and store it with the result."""
        watch = self._options.watch
        if watch is not None and accounts:
            watch.begin("accounts", len(accounts))
        poll_in_turn(
            accounts,
            lambda account, state: self._answer(account, state, pool),
            self._report,
            self._writer,
            watch,
        )

    def _answer(self, account: AccountSubscription, state: FeedState, pool: WorkerPool) -> Answer:
        try:
            server = account.read_server()
        except SourceError as error:
            return Answer(error=str(error), is_local=True)
        try:
            known = self._store.accounts.all().get(account.key, ())
            streams = frozenset(each.stream for each in known)
            session = AccountSession(server, self._options.network)
            reading = _Reading(account, state, session, pool, streams, [])
            self._read(reading)
        except AccountError as error:
            is_offline = self._report.is_offline and error.is_unfound
            return Answer(error=str(error), retry_after=error.retry_after, is_offline=is_offline)
        except SourceError as error:
            return Answer(error=str(error))
        return Answer(feed=Feed("reader", None, None, None, (), warnings=tuple(reading.notes)))

    def _read(self, reading: _Reading) -> None:
        """Store what is new in the account."""
        key = reading.account.key
        feeds: list[AccountFeed] = reading.parsed(parse_account_feeds, reading.session.feeds())
        with self._store.transaction():
            self._store.accounts.save(key, feeds)
        found: list[ReaderFeed] = []
        try:
            for each in self._contents(reading, self._new(reading)):
                found += each
        except SourceError:
            # What came before a failure does not wait for the rest.
            self._take(reading, found)
            raise
        self._take(reading, found)

    def _contents(self, reading: _Reading, ids: Sequence[str]) -> Iterator[list[ReaderFeed]]:
        """The items with these ids, some at a time."""
        size = 0
        for start in range(0, len(ids), _AT_ONCE):
            content = reading.session.contents(ids[start : start + _AT_ONCE])
            yield reading.parsed(parse_items, content, self._now)
            size += len(content)
            if size > _MOST_BYTES:
                reading.notes.append(_GOES_ON)
                return

    def _new(self, reading: _Reading) -> list[str]:
        """The ids of unread items that are not known, oldest first; of too many the newest."""
        key = reading.account.key
        ids = self._unread(reading)
        known = self._store.articles.seen(key, map(item_key, ids))
        unknown = [each for each in ids if item_key(each) not in known]
        is_begun = self._store.articles.first_seen(key) is not None
        if reading.state.succeeded is None and not is_begun:
            self._writer.write_history(key, unknown[_MOST_AT_FIRST:])
            unknown = unknown[:_MOST_AT_FIRST]
        elif len(unknown) > _MOST_ITEMS:
            reading.notes.append(_GOES_ON)
        return unknown[:_MOST_ITEMS][::-1]

    def _unread(self, reading: _Reading) -> list[str]:
        """The ids of all unread items, newest first."""
        found: dict[str, None] = {}
        continuation: str | None = None
        while len(found) < _MOST_IDS:
            page: ItemPage = reading.parsed(parse_item_ids, reading.session.unread(continuation))
            before = len(found)
            found.update(dict.fromkeys(page.ids))
            continuation = page.continuation
            # Some servers go on naming a next part at the end.
            if continuation is None or len(found) == before:
                break
        return list(found)[:_MOST_IDS]

    def _take(self, reading: _Reading, found: Sequence[ReaderFeed]) -> None:
        """Read and store the items, each feed as soon as all of its items are read."""
        key = reading.account.key
        feeds = _joined(found)
        polls = {stream: self._sorted(reading, each) for stream, each in feeds.items()}
        for stream, poll in polls.items():
            if not poll.items:
                self._writer.write_items(key, poll, feeds[stream].ids)
        ids = {poll.key: feeds[stream].ids for stream, poll in polls.items()}
        items = [item for poll in polls.values() for item in poll.items]
        for item in self._reader.read(reading.pool, items, self._network):
            item.poll.unread -= 1
            if not item.poll.unread:
                self._writer.write_items(key, item.poll, ids[item.poll.key])

    def _sorted(self, reading: _Reading, found: ReaderFeed) -> FeedPoll:
        """A feed of the account with its entries sorted.

        Of one that the account did not have before, only the newest entries are news.
        """
        account, state = reading.account, reading.state
        read = state.succeeded if found.stream in reading.known else None
        own = Subscription(feed_url(account.url, found.stream), None, account.full_text)
        poll = FeedPoll(own, FeedState(own.key, state.added, read_whole=read), own.url)
        poll.places = frozenset()
        self._sorter.sort(poll, found.feed)
        return poll


# A note of a poll that did not read everything.
_GOES_ON = "not all unread items were read: the next run goes on"


def feed_url(account: str, stream: str) -> str:
    """The address in the state of a feed of an account."""
    return f"{account}#{stream}"


def _joined(found: Sequence[ReaderFeed]) -> dict[str, ReaderFeed]:
    """The items by feed, those of several answers together, newest first."""
    feeds: dict[str, ReaderFeed] = {}
    for each in found:
        known = feeds.get(each.stream)
        if known is not None:
            entries = (*known.feed.entries, *each.feed.entries)
            feed = replace(each.feed, entries=entries)
            each = ReaderFeed(each.stream, feed, (*known.ids, *each.ids))
        feeds[each.stream] = each
    return {stream: _newest_first(each) for stream, each in feeds.items()}


def _newest_first(found: ReaderFeed) -> ReaderFeed:
    entries = sorted(found.feed.entries, key=_date, reverse=True)
    return replace(found, feed=replace(found.feed, entries=tuple(entries)))


def _date(entry: Entry) -> str:
    return entry.published.isoformat() if entry.published else ""
