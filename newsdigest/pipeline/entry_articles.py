"""Entries of feeds → articles: from the page if it could be fetched, else from the feed itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from newsdigest.analyse import Channel
from newsdigest.errors import ExtractionError
from newsdigest.feedmodel import Entry, Feed
from newsdigest.guard import Step, guarded
from newsdigest.hashing import blake2b
from newsdigest.language import count_words, gist, sentences, words
from newsdigest.model import Article, Document
from newsdigest.patterns import pattern
from newsdigest.pipeline.document_articles import cleaned, finish, read_document
from newsdigest.pipeline.reading_rules import DEFAULT_RULES, ReadingRules
from newsdigest.valueclasses import replace, valueclass

# The readers of feeds are imported where they are called: a digest of files has no use for them.
if TYPE_CHECKING:
    from newsdigest.sources.feeds import NamedEntry

# The words, besides numbers and dates, of the shortest sentence: "Read by 1,037 people" has three.
_SHORTEST_NEWS = 4
_NUMBER = pattern(r"\d+(?:[.,]\d+)*")
# A word with a capital is a name, except at the start of a sentence.
_NAME = pattern(r"(?<=[^\W\d_][ ,;])[^\W\d_a-z]\w{2,}")


# Entries without pages that are sent to a child at once; what they share is sent once for all.
ENTRIES_AT_ONCE = 8


@valueclass
class EntryTask:
    """An entry to be read, with its page if that was fetched."""

    entry: Entry
    # The feed without its entries.
    feed: Feed
    # The feed as the user named it.
    origin: str
    page: Document | None = None
    # The user's name for the feed; it overrides those of the feed and its pages.
    name: str | None = None
    # The id of its article if it shares its link with other entries.
    new_id: str | None = None
    # Whether its link leads to its own page.
    has_page: bool = True
    # Whether only the fragment of its link distinguishes it from other entries.
    keeps_fragment: bool = False
    # When an archive recorded the feed; None for a feed of today.
    recorded: datetime | None = None
    # Whether its page probably has more text; None if its text was not looked at.
    is_truncated: bool | None = None

    @property
    def wanted(self) -> str | None:
        """The page to fetch; None if the feed carries the whole text or there is no page."""
        if not self.has_page:
            return None
        truncated = self.is_truncated
        if truncated is None:
            from newsdigest.sources.feeds import is_truncated

            truncated = is_truncated(self.entry)
        return self.entry.url if truncated else None


def entry_tasks(
    feed: Feed,
    origin: str,
    name: str | None = None,
    named: Sequence[NamedEntry] | None = None,
) -> list[EntryTask]:
    """A task for each entry of a feed, in its order.

    `name` is the user's for the feed; `named` are the entries if their names are known already.
    """
    from newsdigest.sources.feeds import name_entries

    bare = replace(feed, entries=())
    return [
        EntryTask(
            each.entry,
            bare,
            origin,
            name=name,
            new_id=each.new_id,
            has_page=each.has_page,
            keeps_fragment=each.keeps_fragment,
            is_truncated=each.is_truncated,
        )
        for each in (name_entries(feed) if named is None else named)
    ]


def entry_article(task: EntryTask, as_of: datetime, rules: ReadingRules = DEFAULT_RULES) -> Article:
    """The article of an entry; marked as partial if only the feed's text is available."""
    return _named(_read(task, as_of, rules), task)


def _named(article: Article, task: EntryTask) -> Article:
    """The article under the user's name for its feed, with the id and fragment of its entry."""
    url = article.url
    if task.keeps_fragment and url:
        url = f"{url}#{(task.entry.url or '').partition('#')[2]}"
    id, source = task.new_id or article.id, task.name or article.source
    return replace(article, id=id, source=source, url=url)


def _read(task: EntryTask, as_of: datetime, rules: ReadingRules) -> Article:
    name = task.entry.url or task.origin
    found = guarded(Step.PAGE, name, lambda: _of_page(task, as_of, rules), None)
    if found is not None:
        return found
    own = guarded(Step.ENTRY, name, lambda: article_from_feed(task, as_of), None)
    own = own or article_from_feed(without_texts(task), as_of)
    return finish(cleaned(own, rules), _channel(task))


def _of_page(task: EntryTask, as_of: datetime, rules: ReadingRules) -> Article | None:
    """The entry's article from its page; None for a wall or an empty page."""
    if task.page is None:
        return None
    from newsdigest.sources.feeds import entry_hints

    hints = entry_hints(task.entry, task.feed)
    try:
        page = replace(task.page, hints=hints, origin=task.origin)
        found = read_document(page, as_of, rules, channel=_channel(task))
    except ExtractionError:
        return None
    return replace(_like(found, hints.title), is_main=True)


def _channel(task: EntryTask) -> Channel:
    return Channel(task.feed.title, task.feed.site, task.origin)


def without_texts(task: EntryTask) -> EntryTask:
    """The entry with its headline only, for when reading its texts failed."""
    bare = replace(task.entry, content=None, summary=None)
    return replace(task, entry=bare, page=None, is_truncated=None)


def article_from_feed(task: EntryTask, as_of: datetime) -> Article:
    """The article from the feed's own text; without blocks if the entry has only a title."""
    from newsdigest.sources.feeds import extract_entry

    moment = task.recorded or as_of
    own = extract_entry(
        task.entry, task.feed, task.origin, as_of=moment, truncated=task.is_truncated
    )
    return _named(own[0], task)


def _like(articles: list[Article], title: str | None) -> Article:
    """The page's main article, or else the one whose headline is most like the entry's."""
    main = next((article for article in articles if article.is_main), None)
    if main is not None:
        return main
    wanted = set(words(title or ""))

    def likeness(article: Article) -> float:
        own = set(words(article.title or ""))
        return len(wanted & own) / (len(wanted | own) or 1)

    return max(articles, key=likeness)


def is_same_report(one: Article, other: Article) -> bool:
    """Whether articles of one address are one report: equal, or alike under the same headline."""
    mine, theirs = (set(sentences(each.text, each.language)) for each in (one, other))
    shared, fewer = len(mine & theirs), min(len(mine), len(theirs))
    if one.title == other.title:
        return 2 * shared >= fewer
    return mine == theirs and bool(mine)


def with_own_id(article: Article) -> Article:
    """The article with an id made from its address, title and text."""
    parts = "\x00".join((article.id, article.title or "", article.text))
    id = blake2b(parts.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()
    return replace(article, id=id)


def new_sentences(old: Article, new: Article) -> tuple[str, ...]:
    """The sentences of the new text with a figure or a name that the old text lacks.

    Sentences of the old text with other numbers or dates do not count, nor do short lines with a
    number, such as counters.
    """
    known = set(map(gist, sentences(old.text, old.language)))
    before = _facts(old.text)
    return tuple(
        sentence
        for sentence in sentences(new.text, new.language)
        if _facts(sentence) - before
        and _is_sentence(gist(sentence))
        and gist(sentence) not in known
    )


def _is_sentence(words_of_sentence: str) -> bool:
    return count_words(words_of_sentence) >= _SHORTEST_NEWS


def _facts(text: str) -> set[str]:
    return {*_NUMBER.findall(text), *_NAME.findall(text)}
