"""Sources → articles: gather documents, open them, and fetch the pages and feeds they refer to."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Generic, TypeVar, cast

from newsdigest.errors import ExtractionError, NewsdigestError, SourceError
from newsdigest.guard import Step, guarded
from newsdigest.language import printable
from newsdigest.masking import masked, masked_address
from newsdigest.model import Article, Document, Failure, Partial
from newsdigest.pipeline.document_opening import DocumentNote, FeedAddress, Item, open_document
from newsdigest.pipeline.entry_articles import (
    ENTRIES_AT_ONCE,
    EntryTask,
    article_from_feed,
    entry_article,
    is_same_report,
    with_own_id,
    without_texts,
)
from newsdigest.pipeline.following_pages import UnfinishedArticle, complete
from newsdigest.pipeline.learnt_lines import without_learnt
from newsdigest.pipeline.multipage_articles import join_parts
from newsdigest.pipeline.parted_sources import Opened, TableArticles, opened
from newsdigest.pipeline.plugin_sources import (
    blamed,
    fetch_by_plugin,
    fetcher_for,
    reader_for,
)
from newsdigest.pipeline.portions import EarlierArticles, portions
from newsdigest.pipeline.robots import robots_judge
from newsdigest.pipeline.run import Run
from newsdigest.render import is_own_digest
from newsdigest.sources import (
    Gathering,
    gather,
    gather_listed,
    host_ports_of,
    is_web_address,
    without_file_scheme,
)
from newsdigest.sources.tables import NO_TABLE
from newsdigest.valueclasses import replace, valueclass
from newsdigest.workers.pool import LostResult, WorkerPool

Value = TypeVar("Value")

# The most pages that one run fetches for feeds named on the command line, the newest of each feed
# first. A feed to be read completely every day belongs in the configuration.
MAX_PAGES = 200
# A list of feeds, or a sitemap index, may contain another list, but no third one.
_MAX_LISTS = 2
# The error codes of files in a folder that are skipped: they were read, and are no news.
_NO_NEWS = frozenset(("no-article", "no-text", "unsupported"))
_SHOWN_NAMES = 3
_OWN_DIGEST = "a digest that newsdigest wrote, so not read as news; name the file itself to read it"


@valueclass
class ReadResult:
    """The articles of the sources in their order, and what could not be read."""

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...]
    sources: int
    documents: int
    # One line for each problem of a document that was read nevertheless.
    notes: tuple[str, ...] = ()
    # The number of articles that the user's filters dropped.
    filtered: int = 0
    # When the documents of these articles were recorded, by their origin: those of archives.
    recorded: Mapping[str, datetime] = field(default_factory=dict)


def read(
    sources: Sequence[str], how: Gathering, run: Run, pool: WorkerPool | None = None
) -> ReadResult:
    """The clean articles of the sources, each once; `pool` is one that is already running."""
    with run.stage("read"), nullcontext(pool) if pool else WorkerPool() as children:
        reader = _Reader(how, run, children, sources)
        reading = reader.result(reader.read())
    articles = tuple(without_learnt(reading.articles, run))
    failures = tuple(dict.fromkeys((*reading.failures, *run.internal)))
    return replace(reading, articles=articles, failures=failures)


def read_in_portions(
    sources: Sequence[str], how: Gathering, run: Run, pool: WorkerPool | None = None
) -> Iterator[ReadResult]:
    """As `read`, but archives of any size in portions, the first of which comes early.

    The last result has no articles; each has the failures, notes and counts of all so far. Repeated
    lines are learnt, and the parts of an article joined, within a portion.
    """
    with nullcontext(pool) if pool else WorkerPool() as children:
        reader = _Reader(how, run, children, sources)
        found = reader.in_portions()
        while True:
            with run.stage("read"):
                articles = next(found, None)
                reading = reader.result(articles or [])
            is_last, articles = articles is None, None
            reading = replace(reading, articles=tuple(without_learnt(reading.articles, run)))
            failures = tuple(dict.fromkeys((*reading.failures, *run.internal)))
            yield replace(reading, failures=failures)
            del reading  # before the next portion is read
            if is_last:
                return


class _Reader:
    def __init__(self, how: Gathering, run: Run, pool: WorkerPool, sources: Sequence[str]) -> None:
        self._how = how
        self._run = run
        self._pool = pool
        self._sources = [without_file_scheme(source) for source in sources]
        self._given = frozenset(map(printable, self._sources))
        self._failures: list[Failure] = []
        self._notes: list[str] = []
        self._documents = 0
        # Files of folders that hold no article, and documents that were read.
        self._skipped: list[str] = []
        self._read: set[str] = set()
        # By archive: how many of its records hold an article, and how many hold none.
        self._archives: dict[str, Counter[bool]] = {}
        self._recorded: dict[str, datetime] = {}
        # Whether not all articles are there at once.
        self._is_in_portions = False
        self._run.named |= frozenset().union(*map(host_ports_of, self._sources))

    def read(self) -> list[Article]:
        """The articles of all sources."""
        articles = self._articles(self._found())
        self._note_skipped()
        return articles

    def in_portions(self) -> Iterator[list[Article]]:
        self._is_in_portions = True
        earlier = EarlierArticles()
        for documents in portions(self._found()):
            self._recorded.clear()
            yield earlier.new(self._articles(documents))
        self._note_skipped()

    def result(self, articles: Sequence[Article]) -> ReadResult:
        """The articles, with what was noted and counted so far."""
        return ReadResult(
            tuple(articles),
            tuple(self._failures),
            len(self._sources),
            self._documents,
            tuple(self._notes),
            recorded={
                each.origin: self._recorded[each.origin]
                for each in articles
                if each.origin in self._recorded
            },
        )

    def _found(self) -> Iterator[Opened]:
        at_hand = {**self._how.at_hand, **self._by_plugins()}
        how = replace(self._how, on_skip=self._skipped.append, at_hand=at_hand)
        return self._as_named(opened(gather(self._sources, how)))

    def _articles(self, found: Iterator[Opened]) -> list[Article]:
        items = self._opened(found)
        for _ in range(_MAX_LISTS):
            items = self._with_feeds(items)
        kept: dict[str, Article] = {}
        articles = list(self._with_pages(items))
        pile = f"{len(articles)} articles"
        for article in guarded(Step.PARTS, pile, lambda: join_parts(articles), articles):
            self._keep(kept, article)
        return list(kept.values())

    def _keep(self, articles: dict[str, Article], article: Article) -> None:
        """Add an article; of two with the same id the fuller one is kept, in the first's position.

        Two items of one feed or archive whose pages share an address are kept apart unless they are
        one report.
        """
        known = articles.get(article.id)
        if known and self._is_of_same(known, article) and not is_same_report(known, article):
            article = with_own_id(article)
            known = articles.get(article.id)
        if known is None or (known.partial and not article.partial):
            articles[article.id] = article

    def _is_of_same(self, one: Article, other: Article) -> bool:
        """Whether articles are of one document, or of two records of one archive."""
        archives = [each.origin.rpartition("#")[0] for each in (one, other)]
        is_archive = archives[0] in self._archives and archives[0] == archives[1]
        return one.origin == other.origin or is_archive

    def _by_plugins(self) -> dict[str, Sequence[Document | Failure]]:
        """What plugins find at addresses of their schemes."""
        asked = dict.fromkeys(each for each in self._sources if each not in self._how.at_hand)
        foreign = list(filter(fetcher_for, asked))
        if self._how.offline:
            offline = SourceError("offline", "not fetched: --offline forbids the network")
            return {each: [failure(each, offline)] for each in foreign}
        found: dict[str, Sequence[Document | Failure]] = {}
        for address, result in self._pool.map(fetch_by_plugin, foreign, self._run.as_of):
            if isinstance(result, LostResult):
                found[address] = [failure(address, blamed(fetcher_for(address), result))]
            elif isinstance(result, NewsdigestError):
                found[address] = [failure(address, result)]
            else:
                found[address] = result
        return found

    def _opened(self, found: Iterable[Opened]) -> list[Item]:
        """The items of the documents and tables; failures are recorded."""
        items: list[Item] = []
        for kind, run in groupby(self._without_failures(found), type):
            if kind is TableArticles:
                items += self._of_tables(cast(Iterator[TableArticles], run))
            else:
                items += self._of_documents(cast(Iterator[Document], run))
        return items

    def _of_documents(self, documents: Iterator[Document]) -> list[Item]:
        items: list[Item] = []
        for document, result in self._pool.map(
            open_document, documents, self._run.as_of, self._run.rules
        ):
            self._documents += 1
            items += self._counted(document, result)
            self._run.step(document.origin)
        return items

    def _of_tables(self, tables: Iterator[TableArticles]) -> list[Article]:
        """The articles of tables; of all that are read, in an order that no partition changes."""
        articles: list[Article] = []
        for table in tables:
            self._read.add(table.origin)
            self._documents += len(table.articles)
            articles += table.articles
            for article in table.articles:
                self._run.step(article.origin)
        if self._is_in_portions:
            return articles
        from newsdigest.pipeline.table_articles import in_order

        return in_order(articles)

    def _counted(
        self, document: Document, result: list[Item] | LostResult | NewsdigestError
    ) -> list[Item]:
        """The items of a document; what it is counted as, its failure and notes are recorded."""
        record = document.record
        is_lost = isinstance(result, LostResult | NewsdigestError)
        if record is not None:
            self._archives.setdefault(record.archive, Counter())[not is_lost] += 1
            if record.recorded is not None:
                self._recorded[document.origin] = record.recorded
        if isinstance(result, LostResult):
            result = blamed(reader_for(document), result)
        if isinstance(result, LostResult | NewsdigestError):
            if not self._holds_nothing(document, result):
                self._failures.append(failure(document.origin, result))
            elif record is None:
                self._skipped.append(document.origin)
            return []
        self._read.add(record.archive if record else document.origin)
        self._notes += [_format_note(item) for item in result if isinstance(item, DocumentNote)]
        return [item for item in result if not isinstance(item, DocumentNote)]

    def _as_named(self, found: Iterable[Opened]) -> Iterator[Opened]:
        """What was found; hosts of documents count as named by the user."""
        for each in found:
            if isinstance(each, Document):
                self._run.named |= host_ports_of(each.origin)
            yield each

    def _without_failures(self, found: Iterable[Opened]) -> Iterator[Document | TableArticles]:
        for each in found:
            if isinstance(each, Failure):
                is_other = each.code == NO_TABLE and each.source not in self._given
                (self._skipped.append(each.source) if is_other else self._failures.append(each))
            elif isinstance(each, TableArticles):
                yield each
            elif self._is_found(each) and is_own_digest(each.content):
                self._notes.append(_format_note(DocumentNote(_OWN_DIGEST, each.origin)))
            else:
                yield each

    def _is_found(self, document: Document) -> bool:
        """Whether the document was found in a folder and not named by the user."""
        return document.url is None and document.origin not in self._given

    def _holds_nothing(self, document: Document, error: LostResult | NewsdigestError) -> bool:
        """Whether the error only means that a file of a folder, or a record, is no news."""
        if document.record is not None:
            return isinstance(error, ExtractionError) and error.code != "too-complex"
        return self._is_found(document) and getattr(error, "code", "") in _NO_NEWS

    def _note_skipped(self) -> None:
        """Note what holds no article in each archive and folder; a failure if nothing else does."""
        for archive, records in self._archives.items():
            if not records[True]:
                pages = f"none of {records.total():,} pages" if records.total() > 1 else "no page"
                nothing = ExtractionError("no-article", f"{pages} in it holds an article")
                self._failures.append(failure(archive, nothing))
            elif records[False]:
                none = f"{records[False]:,} of {records.total():,} pages hold no article"
                self._notes.append(_format_note(DocumentNote(none, archive)))
        for folder in filter(os.path.isdir, dict.fromkeys(self._sources)):
            inside = [each for each in self._skipped if _is_below(each, folder)]
            self._skipped = [each for each in self._skipped if each not in set(inside)]
            if not inside or any(each.source == folder for each in self._failures):
                continue
            if any(_is_below(each, folder) for each in self._read):
                self._notes.append(_format_note(DocumentNote(_without_article(inside), folder)))
            else:
                nothing = ExtractionError("no-article", _without_article(inside))
                self._failures.append(failure(folder, nothing))

    def _with_feeds(self, items: list[Item]) -> list[Item]:
        """The items, with the addresses of feeds replaced by the feeds' entries."""
        listed = [item for item in items if isinstance(item, FeedAddress)]
        if not listed:
            return items
        others: list[Item] = [item for item in items if not isinstance(item, FeedAddress)]
        lists = _by_list(listed)
        for origin, urls in lists.items():
            if not is_web_address(origin):
                self._run.named |= frozenset().union(*map(host_ports_of, urls))
        found = opened(gather_listed(lists, self._how, self._run.named))
        return others + self._opened(found)

    def _with_pages(self, items: list[Item]) -> Iterator[Article]:
        """The articles of the items, those of entries from their pages if these can be fetched."""
        # All of them before the first is yielded: pages of others also need the pool.
        self._read_entries(items)
        for item in items:
            if isinstance(item, Article):
                yield item
            elif isinstance(item, UnfinishedArticle):
                yield complete(item, self._page, self._open_page)

    def _read_entries(self, items: list[Item]) -> None:
        """Replace each entry by its article as soon as it is read: an entry takes more memory."""
        places = [place for place, item in enumerate(items) if isinstance(item, EntryTask)]
        wanted = [task.wanted for task in _entries(items)]
        linked = [
            (url, task.origin) for url, task in zip(wanted, _entries(items), strict=True) if url
        ]
        pages = self._fetched(dict(linked[:MAX_PAGES]))
        paged = (
            replace(task, page=pages[url]) if url in pages else task
            for url, task in zip(wanted, _entries(items), strict=True)
        )
        at_once = 1 if pages else ENTRIES_AT_ONCE
        read = self._pool.map(
            entry_article, paged, self._run.as_of, self._run.rules, at_once=at_once
        )
        for place, url, (task, result) in zip(places, wanted, read, strict=True):
            self._run.step(task.origin)
            if isinstance(result, LostResult | NewsdigestError):
                self._failures.append(failure(task.entry.url or task.origin, result, is_link=True))
                items[place] = article_from_feed(without_texts(task), self._run.as_of)
            elif self._how.offline and url and result.partial:
                items[place] = replace(result, partial=Partial.OFFLINE)
            else:
                items[place] = result

    def _page(self, url: str, origin: str) -> Document | None:
        """A further page of an article; None if it cannot be fetched."""
        return self._fetched({url: origin}).get(url)

    def _open_page(self, page: Document) -> Article | UnfinishedArticle | None:
        found = self._opened([page])
        return next((item for item in found if isinstance(item, Article | UnfinishedArticle)), None)

    def _fetched(self, wanted: Mapping[str, str]) -> dict[str, Document]:
        """The documents by address; `wanted` maps addresses to the origins that link to them."""
        if self._how.offline or not wanted:
            return {}
        from newsdigest.sources.network import NetworkOptions, Request, fetch_all

        # A feed named by the user may be on a private network, and so may its pages.
        own = {origin: host_ports_of(origin) & self._run.named for origin in wanted.values()}
        allowed = frozenset().union(*own.values())
        requests = [Request(url, trusted=own[origin]) for url, origin in wanted.items()]
        with robots_judge() as judge:
            options = replace(
                NetworkOptions.of(self._how.fetch), allowed=allowed, robots_judge=judge
            )
            answers = fetch_all(requests, options)
        return {got.request.url: got.document for got in answers if got.document is not None}


def _entries(items: Iterable[Item]) -> Iterator[EntryTask]:
    return (item for item in items if isinstance(item, EntryTask))


def _is_below(origin: str, folder: str) -> bool:
    return Path(origin).is_relative_to(printable(folder))


def _without_article(origins: Sequence[str]) -> str:
    """The number of files that hold no article, with the names of the first ones.

    >>> _without_article(["a/x.css", "a/y.js"])
    '2 files hold no article: x.css, y.js'
    """
    names = [Path(origin).name for origin in origins]
    shown = ", ".join(names[:_SHOWN_NAMES])
    more = f" and {len(names) - _SHOWN_NAMES:,} more" if len(names) > _SHOWN_NAMES else ""
    verb = "file holds" if len(names) == 1 else "files hold"
    return f"{len(names):,} {verb} no article: {shown}{more}"


def _by_list(listed: Sequence[FeedAddress]) -> dict[str, list[str]]:
    """The addresses, each once, by the origin of the first list that names them."""
    origins = {item.url: item.origin for item in reversed(listed)}
    lists: dict[str, list[str]] = {}
    for url in dict.fromkeys(item.url for item in listed):
        lists.setdefault(origins[url], []).append(url)
    return lists


def _format_note(note: DocumentNote) -> str:
    return printable(f"{masked_address(note.origin)}: {note.text}")


def failure(origin: str, result: LostResult | NewsdigestError, *, is_link: bool = False) -> Failure:
    """The failure of a document, safe to show; `is_link` if its address comes from a feed."""
    reason = result.reason if isinstance(result, LostResult) else str(result)
    code = getattr(result, "code", "internal")
    shown = masked(origin) if is_link else masked_address(origin)
    return Failure(printable(shown), printable(reason), "extract", code)


@valueclass
class DocumentResults(Generic[Value]):
    """The results of a call for each document of some sources, and what failed."""

    results: tuple[Value, ...]
    failures: tuple[Failure, ...]


def call_for_documents(
    sources: Sequence[str], how: Gathering, function: Callable[..., Value], *arguments: object
) -> DocumentResults[Value]:
    """Call `function(document, *arguments)` in child processes for the documents of the sources."""
    failures: list[Failure] = []

    def documents() -> Iterator[Document]:
        for each in opened(gather(sources, how)):
            if isinstance(each, Failure):
                failures.append(each)
            elif isinstance(each, TableArticles):
                clean = ExtractionError("no-article", "a table of articles, not a page")
                failures.append(failure(each.origin, clean))
            else:
                yield each

    results: list[Value] = []
    with WorkerPool() as pool:
        for document, result in pool.map(function, documents(), *arguments):
            if isinstance(result, LostResult | NewsdigestError):
                failures.append(failure(document.origin, result))
            else:
                results.append(result)
    return DocumentResults(tuple(results), tuple(failures))
