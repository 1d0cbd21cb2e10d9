"""An entry of a feed → its article: the page where it can be had, else what the feed carries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from newsdigest import sources
from newsdigest.analyse import Channel
from newsdigest.errors import ExtractionError
from newsdigest.feedmodel import Entry, Feed
from newsdigest.guard import Step, guarded
from newsdigest.language import sentences, words
from newsdigest.model import Article, Document
from newsdigest.pipeline.articles import cleaned, finish, read_document
from newsdigest.pipeline.rules import DEFAULT_RULES, Rules

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A capital makes a name, but for the first word of a sentence.
_NAME = re.compile(r"(?<=[^\W\d_][ ,;])[^\W\d_a-z]\w{2,}")


@dataclass(frozen=True, slots=True)
class EntryWork:
    """An entry with what there is to read of it."""

    entry: Entry
    # The feed without its entries.
    feed: Feed
    # The feed as the user named it.
    origin: str
    page: Document | None = None
    # What the user calls the feed, above all that it and its pages call themselves.
    name: str | None = None

    @property
    def wanted(self) -> str | None:
        """The page to fetch; None where the feed carries the whole text."""
        return self.entry.url if sources.is_truncated(self.entry) else None


def entry_works(feed: Feed, origin: str, name: str | None = None) -> list[EntryWork]:
    """The entries of a feed as work to do, in its order; `name` is the user's for the feed."""
    bare = replace(feed, entries=())
    return [EntryWork(entry, bare, origin, name=name) for entry in feed.entries]


def read_entry(work: EntryWork, as_of: datetime, rules: Rules = DEFAULT_RULES) -> Article:
    """The one article of an entry; marked partial where only the feed's own text could be had."""
    return _named(_read(work, as_of, rules), work)


def _named(article: Article, work: EntryWork) -> Article:
    return replace(article, source=work.name) if work.name else article


def _read(work: EntryWork, as_of: datetime, rules: Rules) -> Article:
    name = work.entry.url or work.origin
    found = guarded(Step.PAGE, name, lambda: _of_page(work, as_of, rules), None)
    if found is not None:
        return found
    own = guarded(Step.ENTRY, name, lambda: own_article(work, as_of), None)
    own = own or own_article(without_texts(work), as_of)
    return finish(cleaned(own, rules), _channel(work))


def _of_page(work: EntryWork, as_of: datetime, rules: Rules) -> Article | None:
    """The entry's article as its page has it; None for a wall or a shell."""
    if work.page is None:
        return None
    hints = sources.entry_hints(work.entry, work.feed)
    try:
        page = replace(work.page, hints=hints, origin=work.origin)
        found = read_document(page, as_of, rules, channel=_channel(work))
    except ExtractionError:
        return None
    return _like(found, hints.title)


def _channel(work: EntryWork) -> Channel:
    return Channel(work.feed.title, work.feed.site, work.origin)


def without_texts(work: EntryWork) -> EntryWork:
    """An entry with its headline alone, where reading its texts failed."""
    return replace(work, entry=replace(work.entry, content=None, summary=None), page=None)


def own_article(work: EntryWork, as_of: datetime) -> Article:
    """What the feed itself carries; an entry with a title alone has no blocks."""
    own = sources.read_entry(work.entry, work.feed, work.origin, as_of=as_of)
    return _named(own[0], work)


def _like(articles: list[Article], title: str | None) -> Article:
    """Of several articles on a page, the one whose headline is most like the entry's."""
    wanted = set(words(title or ""))

    def likeness(article: Article) -> float:
        own = set(words(article.title or ""))
        return len(wanted & own) / (len(wanted | own) or 1)

    return max(articles, key=likeness)


def gained_facts(old: Article, new: Article) -> bool:
    """Whether the new text has a sentence with a figure or a name that the old text lacks."""
    told = set(sentences(old.text, old.language))
    before = _facts(old.text)
    fresh = [each for each in sentences(new.text, new.language) if each not in told]
    return any(_facts(each) - before for each in fresh)


def _facts(text: str) -> set[str]:
    return {*_NUMBER.findall(text), *_NAME.findall(text)}
