"""The daily road's first half: configured feeds → polled → what is new kept in the state.

For each feed, its articles, the names of its entries and its validators are stored in one
transaction, after the pages that its entries ask for were read. Killed at any moment, the next run
asks again for exactly what was not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsdigest.feedmodel import Feed
from newsdigest.language import printable
from newsdigest.model import Article, Document, Failure
from newsdigest.pipeline import (
    EntryWork,
    Run,
    entry_works,
    gained_facts,
    own_article,
    read_entry,
)
from newsdigest.sources import (
    feed_keys,
    fingerprint,
    host_and_port,
    parse_feed,
    without_password,
)
from newsdigest.sources.network import Fetched, NetworkOptions, Request, Wanted, fetch_stream
from newsdigest.store import Answer, FeedState, Sighting, Store, after, is_due, validators_to_send
from newsdigest.workers import Lost, WorkerPool


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that the user configured."""

    url: str
    # The name that the user gave it.
    name: str | None = None
    # Whether pages are fetched for entries that carry only the beginning of their text.
    full_text: bool = True


@dataclass(frozen=True, slots=True)
class PollOptions:
    """How a poll is made."""

    network: NetworkOptions
    # Entries of a feed that is read for the first time which are news; the rest is history.
    first_items: int = 10
    # Poll whether or not the feeds are due.
    force: bool = False


@dataclass(slots=True)
class PollReport:
    """What a poll did."""

    polled: int = 0
    unchanged: int = 0
    not_due: int = 0
    new_articles: int = 0
    updates: int = 0
    failures: list[Failure] = field(default_factory=list)


@dataclass(slots=True)
class _Item:
    """A new or changed entry on its way to an article."""

    poll: _Poll
    keys: tuple[str, ...]
    fingerprint: str
    # The id of the article as which it is known; None for a new one.
    known_as: str | None
    work: EntryWork
    # The page to fetch for it.
    wanted: str | None
    article: Article | None = None


@dataclass(slots=True)
class _Poll:
    """One feed in the middle of a poll."""

    subscription: Subscription
    state: FeedState
    url: str
    fetched: Fetched | None = None
    feed: Feed | None = None
    error: str | None = None
    items: list[_Item] = field(default_factory=list)
    # Entries that are remembered without being news.
    history: list[Sighting] = field(default_factory=list)
    unread: int = 0


def poll(
    subscriptions: Sequence[Subscription], store: Store, options: PollOptions, run: Run
) -> PollReport:
    """Ask every feed that is due, keep what is new, and remember how each of them fared."""
    return _Poller(store, options, run).run(subscriptions)


class _Poller:
    def __init__(self, store: Store, options: PollOptions, run: Run) -> None:
        self._store = store
        self._options = options
        self._run = run
        self._now = run.as_of
        self._report = PollReport()

    def run(self, subscriptions: Sequence[Subscription]) -> PollReport:
        polls = self._due(subscriptions)
        with WorkerPool() as pool:
            self._read_feeds(pool, polls)
            for each in polls:
                if not each.unread:
                    self._keep(each)
            items = [item for each in polls for item in each.items]
            for item in self._read_entries(pool, items):
                item.poll.unread -= 1
                if not item.poll.unread:
                    self._keep(item.poll)
        return self._report

    def _due(self, subscriptions: Sequence[Subscription]) -> list[_Poll]:
        with self._store.transaction():
            busy = self._store.feeds.busy_hosts(self._now)
        polls: dict[str, _Poll] = {}
        for subscription in subscriptions:
            state = self._store.feeds.get(subscription.url, self._now)
            url = state.fetch_url or subscription.url
            place = host_and_port(url)
            rests = place is not None and place[0] in busy
            if state.gone or rests or not (self._options.force or is_due(state, self._now)):
                self._report.not_due += 1
            else:
                polls[url] = _Poll(subscription, state, url)
        return list(polls.values())

    def _network(self, polls: Sequence[_Poll]) -> NetworkOptions:
        """The user named the feeds, so their hosts may be private; what they link to may not."""
        places = frozenset(filter(None, (host_and_port(each.url) for each in polls)))
        return replace(self._options.network, allowed=self._options.network.allowed | places)

    def _read_feeds(self, pool: WorkerPool, polls: Sequence[_Poll]) -> None:
        """Fetch and parse the feeds, and tell their news from what is known."""
        by_url = {each.url: each for each in polls}
        requests = [
            Request(each.url, Wanted.FEED, validators_to_send(each.state, self._now))
            for each in polls
        ]
        answers = fetch_stream(requests, self._network(polls))
        for document, result in pool.map(
            parse_document, self._documents(answers, by_url), self._now
        ):
            each = by_url[document.url or ""]
            if isinstance(result, Feed):
                each.feed = result
                self._sort(each, result)
            else:
                each.error = result.reason if isinstance(result, Lost) else str(result)

    def _documents(
        self, answers: Iterable[Fetched], by_url: dict[str, _Poll]
    ) -> Iterator[Document]:
        """The documents among the answers; what the others say is noted."""
        for got in answers:
            each = by_url[got.request.url]
            each.fetched = got
            self._report.polled += 1
            if got.document is not None:
                # Parsed under the URL that was asked for, which names the poll.
                yield replace(got.document, url=got.request.url)
            elif got.error is not None:
                each.error = str(got.error)

    def _sort(self, poll: _Poll, feed: Feed) -> None:
        """Divide the entries of a feed into news, history and what is known."""
        is_fresh = self._store.articles.is_fresh(poll.subscription.url)
        met: set[str] = set()
        works = entry_works(self._named(poll, feed), without_password(poll.subscription.url))
        for work, keys in zip(works, feed_keys(feed), strict=True):
            if met.isdisjoint(keys):  # of two entries with one guid the first wins
                self._sort_entry(poll, work, keys, is_fresh=is_fresh)
            met.update(keys)
        poll.unread = len(poll.items)

    def _sort_entry(
        self, poll: _Poll, work: EntryWork, keys: tuple[str, ...], *, is_fresh: bool
    ) -> None:
        said = fingerprint(work.entry)
        known = self._store.articles.known(poll.subscription.url, keys)
        if known is not None and known[1] == said:
            return
        if is_fresh and len(poll.items) >= self._options.first_items:
            poll.history.append(Sighting(poll.subscription.url, keys, "", said))
            return
        wanted = work.wanted if poll.subscription.full_text else None
        poll.items.append(_Item(poll, keys, said, known[0] if known else None, work, wanted))

    def _named(self, poll: _Poll, feed: Feed) -> Feed:
        """The feed under the name that the user gave it, its entries with dates to believe."""
        entries = tuple(
            replace(
                entry,
                source=poll.subscription.name or entry.source,
                # No date, or one that lies ahead, is when the entry was first seen.
                published=min(entry.published or self._now, self._now),
            )
            for entry in feed.entries
        )
        return replace(feed, entries=entries)

    def _read_entries(self, pool: WorkerPool, items: Sequence[_Item]) -> Iterator[_Item]:
        """The items with their articles, as they are done."""
        waiting = self._with_pages(items)
        for numbered, result in pool.map(read_numbered, waiting, self._now):
            item = items[numbered.number]
            if isinstance(result, Article):
                item.article = result
            else:
                item.article = own_article(bare(item.work), self._now)
            self._run.step(item.poll.url)
            yield item

    def _with_pages(self, items: Sequence[_Item]) -> Iterator[_Numbered]:
        """The items, those that want a page once it is there."""
        wanting: dict[str, list[int]] = {}
        for number, item in enumerate(items):
            if item.wanted is None:
                yield _Numbered(number, item.work)
            else:
                wanting.setdefault(item.wanted, []).append(number)
        for got in fetch_stream(map(Request, wanting), self._options.network):
            for number in wanting[got.request.url]:
                yield _Numbered(number, replace(items[number].work, page=got.document))

    def _keep(self, poll: _Poll) -> None:
        """Store all of a feed's poll in one transaction."""
        answer = _answer(poll)
        state = after(poll.state, answer, self._now)
        with self._store.transaction():
            for item in poll.items:
                self._keep_item(item)
            for sighting in poll.history:
                self._store.articles.see(sighting, self._now)
            self._store.feeds.save(state)
            place = host_and_port(poll.url)
            if answer.retry_after and answer.error and place:
                self._store.feeds.leave_host_alone(place[0], self._now + answer.retry_after)
        self._tell(poll, answer)

    def _keep_item(self, item: _Item) -> None:
        articles = self._store.articles
        url = item.poll.subscription.url
        assert item.article is not None
        if item.known_as is None:
            self._report.new_articles += articles.get(item.article.id) is None
            articles.save(item.article, self._now)
            id = item.article.id
        else:
            id = item.known_as
            self._update(id, item.article)
        articles.see(Sighting(url, item.keys, id, item.fingerprint), self._now)

    def _update(self, id: str, article: Article) -> None:
        """A text that gained facts is news once more; other changes are not."""
        known = self._store.articles.get(id)
        if known is None or not gained_facts(known.article, article):
            return
        self._report.updates += 1
        self._store.articles.save(replace(article, id=id), self._now, is_update=True)

    def _tell(self, poll: _Poll, answer: Answer) -> None:
        self._report.unchanged += answer.not_modified
        if answer.error is not None:
            code = "gone" if answer.gone else "feed"
            source = printable(without_password(poll.subscription.url))
            self._report.failures.append(Failure(source, printable(answer.error), "fetch", code))


def _answer(poll: _Poll) -> Answer:
    got = poll.fetched
    if got is None:
        return Answer(error=poll.error or "not fetched")
    return Answer(
        feed=poll.feed,
        not_modified=got.not_modified,
        validators=got.validators,
        error=poll.error,
        gone=got.status == 410,
        permanent_url=got.permanent_url,
        retry_after=got.retry_after,
        max_age=got.max_age,
    )


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A piece of work with its place, so that its result finds back."""

    number: int
    work: EntryWork


def read_numbered(numbered: _Numbered, as_of: datetime) -> Article:
    """The article of an entry; this is what a child process does."""
    return read_entry(numbered.work, as_of)


def bare(work: EntryWork) -> EntryWork:
    """An entry without its texts: what is left when reading them killed the child."""
    return replace(work, entry=replace(work.entry, content=None, summary=None), page=None)


def parse_document(document: Document, as_of: datetime) -> Feed:
    """The feed that a fetched document holds; this is what a child process does."""
    return parse_feed(
        document.content,
        url=document.url,
        media_type=document.media_type,
        charset=document.charset,
        as_of=as_of,
    )
