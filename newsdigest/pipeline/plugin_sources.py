"""Plugins that read what the program cannot: addresses of other schemes, other kinds of documents.

The name of such a plugin says what it is for: a scheme ("gopher"), a media type ("text/x-board") or
the suffix of a file (".board"). What it does, it does in a child process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from newsdigest.errors import PluginError, SourceError
from newsdigest.extract import assign_ids
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.guard import plugin_work
from newsdigest.language import printable
from newsdigest.model import Article, Document
from newsdigest.patterns import pattern
from newsdigest.pipeline.document_articles import cleaned, finish, read_document
from newsdigest.pipeline.reading_rules import ReadingRules
from newsdigest.registry import OWN, Entry, Group, find, load
from newsdigest.valueclasses import replace
from newsdigest.workers.wire import may_travel

if TYPE_CHECKING:
    from newsdigest.workers.pool import LostResult

Value = TypeVar("Value")

_SCHEME = pattern(r"([A-Za-z][A-Za-z0-9+.-]{0,30})://")
# What needs no plugin: nothing, and what the program reads itself.
_OWN = frozenset({"", *OWN[Group.SOURCES]})
# Kinds that the program does not read, and the one of which it cannot be sure.
_OPEN_KINDS = frozenset({
    DocumentKind.ARCHIVE, DocumentKind.AUDIO, DocumentKind.BINARY, DocumentKind.IMAGE,
    DocumentKind.JSON, DocumentKind.TEXT, DocumentKind.VIDEO, DocumentKind.XML,
})  # fmt: skip


class Fetcher(Protocol):
    """A plugin for a scheme."""

    def fetch(self, address: str, as_of: datetime) -> Iterable[Document]:
        """The documents at an address; a SourceError says why there are none."""


class Reader(Protocol):
    """A plugin for a kind of document."""

    def read(self, document: Document, as_of: datetime) -> Iterable[Document | Article]:
        """What a document holds: pages and texts, or articles, whose ids are given later.

        An ExtractionError says why there is nothing.
        """


def fetcher_for(address: str) -> Entry | None:
    """The plugin for the scheme of an address, if it is none of the program's own."""
    found = _SCHEME.match(address)
    if found is None or found[1].lower() in _OWN:
        return None
    return find(Group.SOURCES, found[1].lower())


def fetch_by_plugin(address: str, as_of: datetime) -> list[Document]:
    """The documents that a plugin finds at an address; to be run in a child process.

    Raises SourceError if it fails.
    """
    entry = fetcher_for(address)
    assert entry is not None

    def fetch() -> list[Document]:
        return list(cast(Fetcher, load(entry)).fetch(address, as_of))

    found = _contained(entry, fetch)
    if not all(isinstance(each, Document) for each in found):
        raise SourceError("plugin", f"{entry} gave something that is no Document")
    _check_fields(found, entry)
    return [replace(each, origin=printable(address)) for each in found]


def reader_for(document: Document) -> Entry | None:
    """The plugin for a document that the program does not read, or would take for a plain text."""
    suffix = PurePath(document.origin).suffix.lower()
    media_type = (document.media_type or "").lower()
    foreign = [each for each in (media_type, suffix) if each not in _OWN]
    if not foreign:
        return None
    if document_kind(document.content, document.media_type) not in _OPEN_KINDS:
        return None
    return next(filter(None, (find(Group.SOURCES, each) for each in foreign)), None)


def read_by_plugin(
    entry: Entry, document: Document, as_of: datetime, rules: ReadingRules
) -> list[Article]:
    """The articles of a document, by its plugin; SourceError if that fails."""

    def read() -> list[Document | Article]:
        return list(cast(Reader, load(entry)).read(document, as_of))

    articles: list[Article] = []
    found = _contained(entry, read)
    _check_fields(found, entry)
    for each in found:
        articles += _articles_of(each, entry, document, as_of, rules)
    if not articles:
        raise SourceError("plugin", f"{entry} found no article")
    return articles


def _articles_of(
    found: object, entry: Entry, document: Document, as_of: datetime, rules: ReadingRules
) -> Iterator[Article]:
    if isinstance(found, Document):
        yield from read_document(replace(found, origin=document.origin), as_of, rules)
    elif isinstance(found, Article):
        (named,) = assign_ids([replace(found, origin=document.origin)])
        yield finish(cleaned(named, rules))
    else:
        raise SourceError("plugin", f"{entry} gave something that is no Document and no Article")


def _check_fields(found: Iterable[object], entry: Entry) -> None:
    """Raises SourceError for a value with a field of another type than it declares."""
    for each in found:
        if isinstance(each, Document | Article) and not may_travel(each):
            name = type(each).__name__
            raise SourceError("plugin", f"{entry} gave {name}s with fields of another type")


def blamed(plugin: Entry | None, lost: LostResult) -> LostResult:
    """The lost result of a child, with the name of the plugin that ran in it."""
    return replace(lost, reason=f"{plugin}: {lost.reason}") if plugin else lost


def _contained(entry: Entry, work: Callable[[], Value]) -> Value:
    try:
        return plugin_work(str(entry), work)
    except PluginError as error:
        raise SourceError("plugin", str(error)) from error
