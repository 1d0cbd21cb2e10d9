"""A document of any kind → its articles, and entries and feeds still to be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsdigest.errors import ExtractionError, SourceError
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.feedmodel import Feed
from newsdigest.guard import Step, guarded
from newsdigest.model import ArchiveRecord, Article, Document, Partial
from newsdigest.pipeline.document_articles import read_document
from newsdigest.pipeline.entry_articles import EntryTask, entry_tasks
from newsdigest.pipeline.following_pages import UnfinishedArticle
from newsdigest.pipeline.plugin_sources import read_by_plugin, reader_for
from newsdigest.pipeline.reading_rules import DEFAULT_RULES, ReadingRules
from newsdigest.sources import DEFAULT_LIMITS
from newsdigest.valueclasses import replace, valueclass

_MAX_BYTES = DEFAULT_LIMITS.document_bytes


@valueclass
class FeedAddress:
    """The address of a feed or sitemap, from a list."""

    url: str
    # The origin of the list.
    origin: str


@valueclass
class DocumentNote:
    """A problem of a document that was read nevertheless, in one line."""

    text: str
    origin: str


_OLD_WORD = "an old Word document (.doc), which is not read: save it as .docx, .odt or .rtf"

Item = Article | UnfinishedArticle | EntryTask | FeedAddress | DocumentNote


def open_document(
    document: Document, as_of: datetime, rules: ReadingRules = DEFAULT_RULES
) -> list[Item]:
    """The items of a document in its order: articles, entries of a feed, addresses of feeds.

    Runs in a child process. Raises SourceError or ExtractionError if there are none.
    """
    if document.record is None:
        return _items(document, as_of, rules)
    items = _items(document, document.record.recorded or as_of, rules)
    return _some(_recorded(items, document.record), "only addresses of feeds")


def _recorded(items: Sequence[Item], record: ArchiveRecord) -> list[Item]:
    """The items of a record. Nothing that it refers to is fetched: that is of another time."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, EntryTask):
            found.append(replace(item, has_page=False, recorded=record.recorded))
        elif isinstance(item, UnfinishedArticle):
            found.append(_as_cut(item.article))
        elif isinstance(item, Article):
            found.append(_as_cut(item) if record.is_cut else item)
        elif isinstance(item, DocumentNote):
            found.append(item)
    return found


def _as_cut(article: Article) -> Article:
    return replace(article, partial=article.partial or Partial.TRUNCATED)


def _items(document: Document, as_of: datetime, rules: ReadingRules) -> list[Item]:
    if plugin := reader_for(document):
        return list(read_by_plugin(plugin, document, as_of, rules))
    match document_kind(document.content, document.media_type):
        case DocumentKind.FEED:
            return _of_feed(_feed(document, as_of), document.origin)
        case DocumentKind.SITEMAP:
            from newsdigest.sources.sitemaps import parse_sitemap

            found = parse_sitemap(
                document.content, url=document.url, charset=document.charset, as_of=as_of
            )
            items: list[Item] = [FeedAddress(url, document.origin) for url in found.sitemaps]
            return items + _of_feed(found.feed, document.origin, allow_empty=bool(items))
        case DocumentKind.OPML:
            from newsdigest.sources.opml import parse_opml

            listed = parse_opml(document.content, charset=document.charset)
            feeds = [FeedAddress(feed.url, document.origin) for feed in listed.feeds]
            notes = [DocumentNote(problem, document.origin) for problem in listed.problems]
            return _some(feeds, "the list names no feed") + notes
        case DocumentKind.MAIL:
            return list(open_letter(document, as_of, rules))
        case DocumentKind.MBOX:
            return _of_mailbox(document, as_of, rules)
        case DocumentKind.WORD:
            return list(read_document(_word(document, as_of), as_of, rules))
        case DocumentKind.OPENDOCUMENT:
            return list(read_document(_opendocument(document, as_of), as_of, rules))
        case DocumentKind.RICH_TEXT:
            from newsdigest.sources.rich_text import read_rich_text

            text = read_rich_text(document.content, origin=document.origin)
            return list(read_document(text, as_of, rules))
        case DocumentKind.OLD_WORD:
            raise SourceError("unsupported", _OLD_WORD)
        case DocumentKind.EPUB:
            return _of_book(document, as_of, rules)
        case DocumentKind.PDF:
            return list(read_document(_pdf(document), as_of, rules))
        case _:
            return _of_page(document, as_of, rules)


def _feed(document: Document, as_of: datetime) -> Feed:
    from newsdigest.sources.feeds import parse_feed

    return parse_feed(
        document.content,
        url=document.url,
        media_type=document.media_type,
        charset=document.charset,
        as_of=as_of,
    )


def _of_feed(feed: Feed, origin: str, *, allow_empty: bool = False) -> list[Item]:
    """The entries, each to be read by a call of its own with its own limits."""
    items: list[Item] = [*entry_tasks(feed, origin)]
    notes = [DocumentNote(warning, origin) for warning in feed.warnings]
    return [*notes, *(items if allow_empty else _some(items, "the feed has no entries"))]


def _of_page(document: Document, as_of: datetime, rules: ReadingRules) -> list[Item]:
    articles: list[Item] = [*read_document(document, as_of, rules)]
    if len(articles) > 1 or not rules.sites.has_next(document.url):
        return articles
    from newsdigest.extract.html import next_page

    url = next_page(document, rules.sites)
    if url is not None and isinstance(articles[0], Article):
        return [UnfinishedArticle(articles[0], url, document.origin)]
    return articles


def open_letter(
    document: Document, as_of: datetime, rules: ReadingRules = DEFAULT_RULES
) -> list[Article]:
    """The articles of a message, or of all messages of a mailing list's digest.

    Raises SourceError or ExtractionError if there are none.
    """
    from newsdigest.sources.mail import read_mail

    letters = read_mail(document.content, origin=document.origin, as_of=as_of)
    if len(letters) == 1:
        return read_document(letters[0], as_of, rules)
    articles = [article for letter in letters for article in _of_message(letter, as_of, rules)]
    if not articles:
        raise ExtractionError("no-article", "no message holds an article")
    return articles


def _of_mailbox(document: Document, as_of: datetime, rules: ReadingRules) -> list[Item]:
    """The articles of all messages; messages without one are skipped."""
    from newsdigest.sources.mail import read_mbox

    articles: list[Item] = []
    notes: list[Item] = []
    for mail in read_mbox(document.content, origin=document.origin, as_of=as_of):
        if isinstance(mail, SourceError):
            notes += [DocumentNote(str(mail), document.origin)] if mail.code == "too-many" else []
            continue
        articles += _of_message(mail, as_of, rules)
    return [*notes, *_some(articles, "no message holds an article")]


def _word(document: Document, as_of: datetime) -> Document:
    from newsdigest.sources.packed import read_word

    return read_word(document.content, origin=document.origin, as_of=as_of, limit=_MAX_BYTES)


def _opendocument(document: Document, as_of: datetime) -> Document:
    from newsdigest.sources.packed import read_opendocument

    return read_opendocument(
        document.content, origin=document.origin, as_of=as_of, limit=_MAX_BYTES
    )


def _pdf(document: Document) -> Document:
    from newsdigest.sources.pdf import read_pdf

    return read_pdf(document.content, origin=document.origin, limit=_MAX_BYTES)


def _of_book(document: Document, as_of: datetime, rules: ReadingRules) -> list[Item]:
    """The articles of all chapters; those without one are skipped, such as covers."""
    from newsdigest.sources.packed import read_epub

    chapters = read_epub(document.content, origin=document.origin, as_of=as_of, limit=_MAX_BYTES)
    articles: list[Item] = []
    for chapter in chapters:
        articles += _of_message(chapter, as_of, rules)
    return _some(articles, "no chapter holds an article")


def _of_message(mail: Document, as_of: datetime, rules: ReadingRules) -> list[Article]:
    try:
        return guarded(Step.MESSAGE, mail.origin, lambda: read_document(mail, as_of, rules), [])
    except ExtractionError:
        return []


def _some(items: Sequence[Item], reason: str) -> list[Item]:
    if not items:
        raise ExtractionError("no-article", reason)
    return list(items)
