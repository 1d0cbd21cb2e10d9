"""The daily road's first half: configured feeds → polled → what is new kept in the state.

For each feed, its articles, the names of its entries and its validators are stored in one
transaction, after the pages that its entries ask for were read. Killed at any moment, the next run
asks again for exactly what was not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b

from newsdigest.config import masked
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
)
from newsdigest.sources.network import Fetched, NetworkOptions, Request, Wanted, fetch_stream
from newsdigest.store import (
    Answer,
    FeedState,
    Sighting,
    Store,
    after,
    is_due,
    state_key,
    validators_to_send,
)
from newsdigest.workers import Lost, WorkerPool


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that the user configured."""

    url: str
    # The name that the user gave it.
    name: str | None = None
    # Whether pages are fetched for entries that carry only the beginning of their text.
    full_text: bool = True

    @property
    def key(self) -> str:
        """Its name in the state."""
        return state_key(self.url)


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
    # The feeds, by their keys, that said in this poll that they are gone for good.
    ended: set[str] = field(default_factory=set)


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
    # Without its entries.
    feed: Feed | None = None
    error: str | None = None
    items: list[_Item] = field(default_factory=list)
    # Entries that are remembered without being news.
    history: list[Sighting] = field(default_factory=list)
    unread: int = 0

    @property
    def key(self) -> str:
        return self.subscription.key

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """The host and port that the user named: it may be private, for this feed alone."""
        return frozenset(filter(None, [host_and_port(self.url)]))


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
            for each in self._read_feeds(pool, polls):
                if not each.unread:
                    self._keep(each)
            items = [item for each in polls for item in each.items]
            network = self._network(polls)
            for item in self._read_entries(pool, items, network):
                item.poll.unread -= 1
                if not item.poll.unread:
                    self._keep(item.poll)
        return self._report

    def _due(self, subscriptions: Sequence[Subscription]) -> list[_Poll]:
        with self._store.transaction():
            busy = self._store.feeds.busy_hosts(self._now)
        polls: dict[str, _Poll] = {}
        for subscription in subscriptions:
            state = self._store.feeds.get(subscription.key, self._now)
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
        places = frozenset().union(*(each.places for each in polls))
        return replace(self._options.network, allowed=self._options.network.allowed | places)

    def _read_feeds(self, pool: WorkerPool, polls: Sequence[_Poll]) -> Iterator[_Poll]:
        """The polls as they are answered: their feeds parsed, and news told from what is known."""
        requests = [
            Request(each.url, Wanted.FEED, validators_to_send(each.state, self._now), each.places)
            for each in polls
        ]
        answers = fetch_stream(requests, self._network(polls))
        inbox = _Inbox({each.url: each for each in polls}, self._report)
        for document, result in pool.map(parse_document, inbox.documents(answers), self._now):
            each = inbox.poll_of(document)
            if isinstance(result, Feed):
                each.feed = replace(result, entries=())
                self._sort(each, result)
            else:
                each.error = result.reason if isinstance(result, Lost) else str(result)
            yield each
            yield from inbox.settled()
        yield from inbox.settled()

    def _sort(self, poll: _Poll, feed: Feed) -> None:
        """Divide the entries of a feed into news, history and what is known."""
        is_fresh = self._store.articles.is_fresh(poll.key)
        met: set[str] = set()
        works = entry_works(_named(poll, feed), masked(poll.subscription.url))
        for work, keys in zip(works, feed_keys(feed), strict=True):
            if met.isdisjoint(keys):  # of two entries with one guid the first wins
                self._sort_entry(poll, work, keys, is_fresh=is_fresh)
            met.update(keys)
        poll.unread = len(poll.items)

    def _sort_entry(
        self, poll: _Poll, work: EntryWork, keys: tuple[str, ...], *, is_fresh: bool
    ) -> None:
        said = fingerprint(work.entry)
        articles = self._store.articles
        known = articles.known(poll.key, keys)
        if known is not None and known.fingerprint == said and known.keys == len(keys):
            return
        # What was history, or was deleted by age, does not become news by a correction.
        is_past = known is not None and not articles.holds(known.article)
        is_same = known is not None and known.fingerprint == said
        if is_past or is_same or (is_fresh and len(poll.items) >= self._options.first_items):
            id = known.article if known else ""
            poll.history.append(Sighting(poll.key, keys, id, said))
            return
        wanted = work.wanted if poll.subscription.full_text else None
        known_as = known.article if known else None
        poll.items.append(_Item(poll, keys, said, known_as, work, wanted))

    def _read_entries(
        self, pool: WorkerPool, items: Sequence[_Item], network: NetworkOptions
    ) -> Iterator[_Item]:
        """The items with their articles, as they are done."""
        waiting = _with_pages(items, network)
        for numbered, result in pool.map(read_numbered, waiting, self._now):
            item = items[numbered.number]
            if isinstance(result, Article):
                item.article = result
            else:
                item.article = own_article(bare(item.work), self._now)
            self._run.step(item.poll.url)
            yield item

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
            if answer.retry_after and answer.error:
                for host, _ in poll.places:
                    self._store.feeds.leave_host_alone(host, self._now + answer.retry_after)
        self._tell(poll, answer)

    def _keep_item(self, item: _Item) -> None:
        articles = self._store.articles
        assert item.article is not None
        # No date, or one that lies ahead, is when the entry was first seen.
        published = min(item.article.published or self._now, self._now)
        article = replace(item.article, published=published)
        if article.url is None:
            article = replace(article, id=_id_within(article))
        id = item.known_as or article.id
        if item.known_as is not None:
            self._update(id, article)
        elif not articles.holds(id):
            self._report.new_articles += 1
            articles.save(article, self._now)
        else:
            self._choose(article)
        articles.see(Sighting(item.poll.key, item.keys, id, item.fingerprint), self._now)

    def _choose(self, article: Article) -> None:
        """Of two feeds that bring one article in one run, the same one counts in any order."""
        known = self._store.articles.get(article.id)
        if known is None or known.first_seen != self._now:
            return
        if (article.partial is not None, article.origin) < (
            known.article.partial is not None,
            known.article.origin,
        ):
            self._store.articles.prefer(article)

    def _update(self, id: str, article: Article) -> None:
        """A text that gained facts is news once more; other changes are not."""
        known = self._store.articles.get(id)
        if known is None or not gained_facts(known.article, article):
            return
        self._report.updates += 1
        published = known.article.published or article.published
        updated = replace(article, id=id, published=published)
        self._store.articles.save(updated, self._now, is_update=True)

    def _tell(self, poll: _Poll, answer: Answer) -> None:
        self._report.unchanged += answer.not_modified
        if answer.gone:
            self._report.ended.add(poll.key)
        if answer.error is not None:
            code = "gone" if answer.gone else "feed"
            source = printable(poll.subscription.name or masked(poll.subscription.url))
            self._report.failures.append(Failure(source, printable(answer.error), "fetch", code))


def _id_within(article: Article) -> str:
    """Without an address, the same text in two feeds is two reports, of which one is a copy."""
    return blake2b(f"{article.origin}\n{article.id}".encode(), digest_size=8).hexdigest()


class _Inbox:
    """The answers to some polls, and which of them need no more work."""

    def __init__(self, polls: dict[str, _Poll], report: PollReport) -> None:
        self._polls = polls
        self._report = report
        self._settled: list[_Poll] = []
        # By the identity of the documents, which may share a URL after redirects.
        self._of: dict[int, _Poll] = {}

    def documents(self, answers: Iterable[Fetched]) -> Iterator[Document]:
        """The documents among the answers; what the others say is noted."""
        for got in answers:
            each = self._polls[got.request.url]
            self._report.polled += 1
            each.fetched = replace(got, document=None)
            if got.document is not None:
                self._of[id(got.document)] = each
                yield got.document
                continue
            if got.error is not None:
                each.error = masked(str(got.error))
            self._settled.append(each)

    def poll_of(self, document: Document) -> _Poll:
        return self._of.pop(id(document))

    def settled(self) -> Iterator[_Poll]:
        """The polls that were answered without a document, each once."""
        while self._settled:
            yield self._settled.pop()


def _named(poll: _Poll, feed: Feed) -> Feed:
    """The feed under the name that the user gave it."""
    if poll.subscription.name is None:
        return feed
    name = poll.subscription.name
    return replace(feed, entries=tuple(replace(entry, source=name) for entry in feed.entries))


def _with_pages(items: Sequence[_Item], network: NetworkOptions) -> Iterator[_Numbered]:
    """The items, those that want a page once it is there."""
    wanting: dict[Request, list[int]] = {}
    for number, item in enumerate(items):
        if item.wanted is None:
            yield _Numbered(number, item.work)
        else:
            request = Request(item.wanted, trusted=item.poll.places)
            wanting.setdefault(request, []).append(number)
    for got in fetch_stream(wanting, network):
        for number in wanting[got.request]:
            yield _Numbered(number, replace(items[number].work, page=got.document))


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
        # An address with secrets stays in the configuration alone, where the user put it.
        permanent_url=got.permanent_url if poll.key == poll.subscription.url else None,
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
