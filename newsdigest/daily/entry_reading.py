"""New entries of feeds → their articles, with the pages that they need."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain

from newsdigest.daily.polls import NewItem, PollOptions
from newsdigest.model import Article
from newsdigest.pipeline import (
    ENTRIES_AT_ONCE,
    EntryTask,
    ReadingRules,
    Run,
    article_from_feed,
    entry_article,
    without_texts,
)
from newsdigest.sources.network import Fetched, NetworkOptions, Request, fetch_stream
from newsdigest.valueclasses import replace, valueclass
from newsdigest.workers.pool import WorkerPool


class EntryReader:
    """Reads entries in child processes."""

    def __init__(self, options: PollOptions, run: Run) -> None:
        self._options = options
        self._run = run
        self._now = run.as_of

    def read(
        self, pool: WorkerPool, items: Sequence[NewItem], network: NetworkOptions
    ) -> Iterator[NewItem]:
        """The items with their articles, as they are finished.

        If the extractor fails on a page, the feed's own text is used; if it fails on that too, the
        headline.
        """
        lost: list[_Numbered] = []
        extra = self._now, self._run.rules
        whole = [
            _Numbered(number, item.work) for number, item in enumerate(items) if item.wanted is None
        ]
        paged = self._with_pages(items, network)
        for numbered, result in chain(
            pool.map(numbered_article, whole, *extra, at_once=ENTRIES_AT_ONCE),
            pool.map(numbered_article, paged, *extra),
        ):
            if isinstance(result, Article):
                yield self._with_article(items[numbered.number], result)
            else:
                lost.append(_Numbered(numbered.number, items[numbered.number].work))
        for numbered, result in pool.map(numbered_article, lost, *extra):
            if not isinstance(result, Article):
                result = article_from_feed(without_texts(numbered.work), self._now)
            yield self._with_article(items[numbered.number], result)

    def _with_pages(self, items: Sequence[NewItem], network: NetworkOptions) -> Iterator[_Numbered]:
        """The items with a page to fetch, once it has arrived."""
        wanting: dict[Request, list[int]] = {}
        for number, item in enumerate(items):
            if item.wanted is not None:
                poll = item.poll
                request = Request(item.wanted, trusted=poll.places, login=poll.login)
                wanting.setdefault(request, []).append(number)
        for got in fetched(self._options, "pages", wanting, network):
            for number in wanting[got.request]:
                yield _Numbered(number, replace(items[number].work, page=got.document))

    def _with_article(self, item: NewItem, article: Article) -> NewItem:
        item.article = article
        self._run.step(item.poll.url)
        return item


def fetched(
    options: PollOptions, what: str, requests: Collection[Request], network: NetworkOptions
) -> Iterator[Fetched]:
    """The answers as they arrive, reported to the progress display."""
    watch = options.watch
    if watch is not None:
        watch.begin(what, len(requests))
        network = replace(network, on_start=watch.started)
    for got in fetch_stream(requests, network):
        if watch is not None:
            watch.ended(got.request.url)
        yield got


@valueclass
class _Numbered:
    """A piece of work with its position, which its result keeps."""

    number: int
    work: EntryTask


def numbered_article(numbered: _Numbered, as_of: datetime, rules: ReadingRules) -> Article:
    """The article of an entry; runs in a child process."""
    return entry_article(numbered.work, as_of, rules)
