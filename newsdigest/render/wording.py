"""What a digest says about its stories, in words, for every format that people read.

Everything returned is one printable line, not yet escaped for a format.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from newsdigest.language import printable
from newsdigest.model import (
    Article,
    Contradiction,
    Copy,
    Digest,
    Failure,
    Partial,
    Story,
    unique_sources,
)
from newsdigest.render import dates
from newsdigest.render.grouping import Section
from newsdigest.render.links import host_of, masked, web_link

UNTITLED = "Untitled"
_UNKNOWN = {"source": "Publication unknown", "topic": "Other news"}
_PARTIAL = {
    Partial.PAYWALL: "paywalled: the free part alone",
    Partial.TEASER: "teaser alone",
    Partial.OFFLINE: "page not fetched: offline",
    Partial.TRUNCATED: "cut short",
}
# A part of a place's name; a letter after an apostrophe is none: St. John's.
_NAME_PART = re.compile(r"(?<!['’])[^\W\d_]+|(?<=['’])[^\W\d_]{2,}")
# Parts that keep a small letter inside a name: Rio de Janeiro, Stoke on Trent.
_SMALL_PARTS = frozenset({"am", "da", "de", "del", "der", "di", "do", "la", "of", "on", "sur"})
_NAMED_AUTHORS = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a summary, and its publication where that is not the lead's."""

    text: str
    publication: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A publication that also tells a story, and the link to its report."""

    name: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """Publications about which the same is said: "2 copies of the Reuters report" or nothing."""

    names: tuple[Mention, ...]
    note: str | None


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def counts(digest: Digest, timezone: tzinfo) -> list[str]:
    """`4 stories`, `from 9 articles`, `3 publications`, `since Friday 06:00`."""
    told = [article for story in digest.stories for article in reports(story)]
    stories = counted(len(digest.stories), "story", "stories") if digest.stories else "no stories"
    parts = [stories]
    if len(told) > len(digest.stories):
        parts.append(counted(len(told), "article", "articles"))
    if publications := unique_sources(told):
        parts.append(counted(len(publications), "publication", "publications"))
    if digest.since:
        now = dates.local(digest.generated, timezone)
        parts.append(f"since {dates.since(dates.local(digest.since, timezone), now)}")
    return parts


def section_name(section: Section) -> str:
    name = printable(section.name or "") or _UNKNOWN.get(section.key or "", "")
    return name[:1].upper() + name[1:] if section.key == "topic" else name


def headline(article: Article) -> str:
    return printable(article.title or "") or UNTITLED


def about(story: Story, digest: Digest, by: Sequence[str], timezone: tzinfo) -> list[str]:
    """The line under a headline: what no heading says, then place, agency or authors, and age."""
    lead = story.lead
    parts = [publication(lead)] if "source" not in by and lead.source else []
    if "topic" not in by and story.topic:
        parts.append(printable(story.topic.name))
    parts += origin(lead)
    if lead.published:
        now = dates.local(digest.generated, timezone)
        parts.append(dates.age(dates.local(lead.published, timezone), now))
    if lead.partial:
        parts.append(_PARTIAL[lead.partial])
    return [part for part in parts if part]


def origin(article: Article) -> list[str]:
    """The place, and the agency or else the authors."""
    place = [place_name(printable(article.dateline))] if article.dateline else []
    if article.agency:
        return [*place, printable(article.agency)]
    return [*place, author_names(article)] if article.authors else place


def author_names(article: Article) -> str:
    """`A. Ng`, `A. Ng and B. Roy`, `A. Ng and 3 others`."""
    names = [printable(name) for name in article.authors]
    if len(names) <= _NAMED_AUTHORS:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1} others"


def place_name(dateline: str) -> str:
    """`Petaling Jaya` of PETALING JAYA; what is not in capitals stays as printed."""
    if not dateline.isupper():
        return dateline
    return _NAME_PART.sub(_capitalised, dateline.lower())


def _capitalised(part: re.Match[str]) -> str:
    return part[0] if part.start() and part[0] in _SMALL_PARTS else part[0].capitalize()


def publication(article: Article) -> str:
    """Its name, or the host of its page, or that it is not known."""
    link = web_link(article.url)
    return printable(article.source or "") or (host_of(link) if link else "unnamed publication")


def times(article: Article, timezone: tzinfo) -> list[str]:
    """When it was published, and when modified if that was later."""
    parts = []
    if article.published:
        parts.append(dates.date_and_time(dates.local(article.published, timezone)))
    if article.modified and article.modified != article.published:
        modified = dates.local(article.modified, timezone)
        parts.append(f"updated {_without_repeats(modified, article.published, timezone)}")
    return parts


def _without_repeats(moment: datetime, before: datetime | None, timezone: tzinfo) -> str:
    if before and moment.date() == dates.local(before, timezone).date():
        return f"{moment:%H:%M}"
    return dates.date_and_time(moment)


def partial_note(article: Article) -> str | None:
    return _PARTIAL[article.partial] if article.partial else None


def reports(story: Story) -> list[Article]:
    """Independent reports, then copies."""
    return [*story.articles, *(copy.article for copy in story.copies)]


def sentences(story: Story) -> list[Sentence]:
    """The summary; a sentence that another publication wrote carries its name."""
    by_id = {article.id: article for article in reports(story)}
    result = []
    for sentence in story.summary:
        article = by_id.get(sentence.article)
        foreign = article is not None and article.source != story.lead.source
        name = publication(article) if article and foreign else None
        result.append(Sentence(printable(sentence.text), name))
    return result


def mentions(story: Story) -> list[Mentions]:
    """Who else tells the story: independent reports, then the copies of each report."""
    groups = [Mentions(_named(story.articles[1:], story.lead), None)]
    originals = {article.id: article for article in story.articles}
    for original in dict.fromkeys(copy.of for copy in story.copies):
        copies = [copy for copy in story.copies if copy.of == original]
        names = _named([copy.article for copy in copies], None)
        groups.append(Mentions(names, _copies_note(copies, originals.get(original))))
    return [group for group in groups if group.names]


def _named(articles: Iterable[Article], lead: Article | None) -> tuple[Mention, ...]:
    """Each publication once; how many reports it has where that is not evident."""
    articles = list(articles)
    times_named = Counter(map(publication, articles))
    own = publication(lead) if lead and lead.source else None
    first = {publication(article): article for article in reversed(articles)}
    result = []
    for name in dict.fromkeys(map(publication, articles)):
        number = times_named[name]
        suffix = f" ({number} more)" if name == own else f" ({number} reports)" * (number > 1)
        result.append(Mention(name + suffix, web_link(first[name].url)))
    return tuple(result)


def _copies_note(copies: Sequence[Copy], original: Article | None) -> str:
    number = "a copy" if len(copies) == 1 else f"{len(copies)} copies"
    agencies = (copy.article.agency for copy in copies)
    agency = (original.agency if original else None) or next(filter(None, agencies), None)
    return f"{number} of the {printable(agency)} report" if agency else number


def difference(contradiction: Contradiction, story: Story) -> str:
    """`injured: 12 (The Ledger), 15 (Harbour Post, Evening Line)`."""
    figures = []
    for figure in contradiction.figures:
        telling = [article for article in reports(story) if article.id in figure.articles]
        names = ", ".join(dict.fromkeys(map(publication, telling)))
        value = printable(figure.value)
        figures.append(f"{value} ({names})" if names else value)
    return f"{printable(contradiction.about)}: {', '.join(figures)}"


def failures_title(failures: Sequence[Failure]) -> str:
    return f"{counted(len(failures), 'source', 'sources')} failed"


def failure(value: Failure) -> str:
    """`example.org/rss (HTTP 503)`, secrets masked."""
    return printable(masked(f"{value.source} ({value.error})"))
