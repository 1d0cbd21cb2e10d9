"""Who else reports a story: "also BBC, NYT, Al Jazeera and 9 others"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsdigest.model import Article, Copy, Digest, Story
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.view import LinkView, MentionsView
from newsdigest.render.wording import headline, publication, reports
from newsdigest.valueclasses import valueclass

# "BBC, NYT, Al Jazeera and 2 others"; a fourth alone is named.
_MOST_NAMED = 3


def mentions(story: Story, digest: Digest, words: Catalogue) -> tuple[MentionsView, ...]:
    """Who else reports the story: independent reports, then the copies of each report.

    Publications that the summary quotes come first. A report that has an address is named by its
    story, in a digest of the state (it has an id) one without is named by its headline: what such a
    digest names counts as delivered, and there is no other way to it.
    """
    entries = _Entries(story, is_delivered=digest.id is not None, words=words)
    groups = [_short(entries.of(story.articles[1:]), words)]
    originals = {article.id: article for article in story.articles}
    for original in dict.fromkeys(copy.of for copy in story.copies):
        copies = [copy for copy in story.copies if copy.of == original]
        note = copies_note(copies, originals.get(original), words)
        groups.append(_copies(entries.of([copy.article for copy in copies]), note))
    return tuple(group for group in groups if group.text)


def due_names(story: Story, digest: Digest, words: Catalogue) -> tuple[str, ...]:
    """Who has to be named where the others are only counted: `CNA “Fog closes the harbour”`."""
    entries = _Entries(story, is_delivered=digest.id is not None, words=words)
    due = (entry for entry in entries.of(reports(story)[1:]) if entry.is_due)
    return tuple(_joined(entry.links) for entry in due)


def also(groups: Sequence[MentionsView], words: Catalogue) -> str | None:
    """`also BBC, NYT, Al Jazeera and 9 others`; None where nobody else reports it."""
    said = [
        f"{each.text} ({each.note})" if each.note and each.names else each.text for each in groups
    ]
    return f"{words.say('also_in')} {'; '.join(said)}" if said else None


@valueclass
class _Entry:
    """A publication, and the headlines of its reports that must be named."""

    name: LinkView
    headlines: tuple[LinkView, ...]
    # Whether it may not be counted among the others.
    is_due: bool

    @property
    def links(self) -> tuple[LinkView, ...]:
        return (self.name, *self.headlines)


class _Entries:
    """Reports of one story by their publications."""

    def __init__(self, story: Story, *, is_delivered: bool, words: Catalogue) -> None:
        self._words = words
        self._is_delivered = is_delivered
        self._shown = headline(story.lead, words)
        self._own = publication(story.lead, words) if story.lead.source else None
        self._quoted = story.quoted

    def of(self, articles: Iterable[Article]) -> list[_Entry]:
        """Each publication once, those that are quoted first, the lead's own last."""
        by_name: dict[str, list[Article]] = {}
        for article in articles:
            by_name.setdefault(self._name(article), []).append(article)
        names = sorted(by_name, key=lambda name: self._rank(name, by_name[name]))
        return [self._entry(name, by_name[name]) for name in names]

    def _name(self, article: Article) -> str:
        """The publication, or the report's own headline where it is not known."""
        if article.source or article.url or not article.title:
            return publication(article, self._words)
        return self._by_headline(article)

    def _rank(self, name: str, articles: Sequence[Article]) -> int:
        is_quoted = any(article.id in self._quoted for article in articles)
        return 0 if is_quoted else 2 if name == self._own else 1

    def _entry(self, name: str, articles: Sequence[Article]) -> _Entry:
        link = next((each.url for each in articles if each.url), None)
        headlines = self._due_headlines(name, articles)
        is_due = self._is_delivered and (bool(headlines) or name == self._by_headline(articles[0]))
        if name == self._own:
            name = self._words.count("own_reports", len(articles), source=name)
        if link is None and headlines:
            name = f"{name} {headlines.pop(0)}"
        return _Entry(
            LinkView(name, link), tuple(LinkView(text, None) for text in headlines), is_due
        )

    def _due_headlines(self, name: str, articles: Sequence[Article]) -> list[str]:
        """Each once; one that is the story's is named by that."""
        if not self._is_delivered:
            return []
        due = [each for each in articles if not each.url]
        texts = [self._by_headline(each) for each in due if self._says_more(each)]
        return [text for text in dict.fromkeys(texts) if text != name]

    def _says_more(self, article: Article) -> bool:
        return headline(article, self._words) != self._shown

    def _by_headline(self, article: Article) -> str:
        return self._words.say("unnamed_report", headline=headline(article, self._words))


def _short(entries: Sequence[_Entry], words: Catalogue) -> MentionsView:
    """The first entries and those that are due, and how many others there are."""
    few = entries if len(entries) <= _MOST_NAMED + 1 else entries[:_MOST_NAMED]
    named = [entry for entry in entries if entry in few or entry.is_due]
    left = len(entries) - len(named)
    names = tuple(link for entry in named for link in entry.links)
    others = words.count("and_others", left) if left else None
    return MentionsView(names, None, others, " ".join(filter(None, (_joined(names), others))))


def _copies(entries: Sequence[_Entry], note: str) -> MentionsView:
    """Who printed copies; of many only those that are due, the others are in the note."""
    named = [entry for entry in entries if len(entries) <= _MOST_NAMED or entry.is_due]
    names = tuple(link for entry in named for link in entry.links)
    return MentionsView(names, note, None, _joined(names) or note)


def _joined(names: Iterable[LinkView]) -> str:
    return ", ".join(name.text for name in names)


def copies_note(copies: Sequence[Copy], original: Article | None, words: Catalogue) -> str:
    """`a copy`, `2 copies of the Reuters report`."""
    agencies = (copy.article.agency for copy in copies)
    agency = (original.agency if original else None) or next(filter(None, agencies), None)
    if agency:
        return words.count("copies_of", len(copies), agency=agency)
    return words.count("copies", len(copies))
