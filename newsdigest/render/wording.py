"""What a digest says about its stories, in words, for every format that people read.

Everything returned is one printable line, not yet escaped for a format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from newsdigest.language import printable
from newsdigest.language import sentences as split_sentences
from newsdigest.masking import masked
from newsdigest.model import (
    Article,
    Contradiction,
    Copy,
    Digest,
    Failure,
    Story,
    Topic,
    unique_sources,
)
from newsdigest.render import dates
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.grouping import Section
from newsdigest.render.links import host_of, web_link
from newsdigest.render.options import RenderOptions

# A part of a place's name; a letter after an apostrophe is none: St. John's.
_NAME_PART = re.compile(r"(?<!['’])[^\W\d_]+|(?<=['’])[^\W\d_]{2,}")
# Parts that keep a small letter inside a name: Rio de Janeiro, Stoke on Trent.
_SMALL_PARTS = frozenset({"am", "da", "de", "del", "der", "di", "do", "la", "of", "on", "sur"})
_NAMED_AUTHORS = 2
# Characters of a text that heads a post without a title, and those in which its sentence is sought.
_LONGEST_HEADLINE = 90
_MOST_READ = 1_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a summary, and its publication where that is not the lead's."""

    text: str
    publication: str | None
    # The report in which it stands.
    article: Article | None


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


def counts(digest: Digest, options: RenderOptions) -> list[str]:
    """`4 stories`, `9 articles`, `3 publications`, `since Friday 06:00`.

    Where the user's filters left nothing to tell: `the filters left out all 12 articles`.
    """
    words = options.words
    told = [article for story in digest.stories for article in reports(story)]
    number = len(digest.stories)
    parts = [words.count("stories", number) if number else words.say("no_stories")]
    if not number and digest.counts.filtered:
        parts.append(words.count("filtered", digest.counts.filtered))
    if len(told) > number:
        parts.append(words.count("articles", len(told)))
    if publications := unique_sources(told):
        parts.append(words.count("publications", len(publications)))
    if digest.since:
        since = dates.local(digest.since, options.timezone)
        now = dates.local(digest.generated, options.timezone)
        parts.append(words.say("since", moment=dates.weekday_or_day(since, now, words)))
    return parts


def today(digest: Digest, options: RenderOptions) -> str:
    """`Saturday 7 June 2025`."""
    return dates.long_date(dates.local(digest.generated, options.timezone), options.words)


def digest_title(digest: Digest, options: RenderOptions) -> str:
    """`News digest, Saturday 7 June 2025`."""
    return options.words.say("digest_title", date=today(digest, options))


def capitalised(text: str) -> str:
    """The text as it begins a line or a heading."""
    return text[:1].upper() + text[1:]


def topic_name(topic: Topic, words: Catalogue) -> str:
    return printable(words.topic(topic))


def section_name(section: Section, words: Catalogue) -> str:
    if section.key == "topic":
        known = topic_name(section.topic, words) if section.topic else ""
        return capitalised(known or words.say("unknown_topic"))
    return printable(section.name or "") or words.say("unknown_source")


def headline(article: Article, words: Catalogue) -> str:
    """The headline; a post without one is headed by its first words."""
    return printable(article.title or "") or _first_words(article) or words.say("untitled")


def _first_words(article: Article) -> str:
    """The first sentence of the text, or as much of it as a headline holds."""
    block = next((block.text for block in article.blocks if block.text.strip()), "")
    first = printable(next(iter(split_sentences(block[:_MOST_READ], article.language)), ""))
    if len(first) <= _LONGEST_HEADLINE:
        return first
    cut = first[:_LONGEST_HEADLINE]
    # Where no space is near, as in Chinese, the cut stays.
    shorter = cut.rsplit(" ", 1)[0] if " " in cut[_LONGEST_HEADLINE // 2 :] else cut
    return f"{shorter.rstrip(' ,;:–—-')} …"


def about(story: Story, digest: Digest, options: RenderOptions) -> list[str]:
    """The line under a headline: the circumstances, the age, and what is missing."""
    words = options.words
    parts = [
        *circumstances(story, options),
        age(story.lead, digest, options),
        partial_note(story.lead, words),
    ]
    return [part for part in parts if part]


def circumstances(story: Story, options: RenderOptions) -> list[str]:
    """Whether it is an update, what no heading says, the place, the agency or else the authors."""
    lead, words = story.lead, options.words
    parts = [words.say("update")] if story.is_update else []
    if "source" not in options.by and lead.source:
        parts.append(publication(lead, words))
    if "topic" not in options.by and story.topic:
        parts.append(topic_name(story.topic, words))
    parts += [topic_name(topic, words) for topic in story.topics[1:] if is_own(topic)]
    return [part for part in [*parts, *origin(lead, words)] if part]


def is_own(topic: Topic) -> bool:
    """Whether it is a topic of the user's own and none of IPTC's."""
    return topic.id.startswith("custom:")


def age(article: Article, digest: Digest, options: RenderOptions) -> str | None:
    """`2 h ago`, counted from the time of the digest."""
    if not article.published:
        return None
    now = dates.local(digest.generated, options.timezone)
    return dates.age(dates.local(article.published, options.timezone), now, options.words)


def origin(article: Article, words: Catalogue) -> list[str]:
    """The place, and the agency or else the authors."""
    place = [place_name(printable(article.dateline))] if article.dateline else []
    if article.agency:
        return [*place, printable(article.agency)]
    return [*place, author_names(article, words)] if article.authors else place


def author_names(article: Article, words: Catalogue) -> str:
    """`A. Ng`, `A. Ng and B. Roy`, `A. Ng and 3 others`."""
    names = [printable(name) for name in article.authors]
    if len(names) == 1:
        return names[0]
    if len(names) == _NAMED_AUTHORS:
        return words.say("two_authors", first=names[0], second=names[1])
    return words.count("more_authors", len(names) - 1, first=names[0])


def place_name(dateline: str) -> str:
    """`Petaling Jaya` of PETALING JAYA; what is not in capitals stays as printed."""
    if not dateline.isupper():
        return dateline
    return _NAME_PART.sub(_capitalised, dateline.lower())


def _capitalised(part: re.Match[str]) -> str:
    return part[0] if part.start() and part[0] in _SMALL_PARTS else part[0].capitalize()


def publication(article: Article, words: Catalogue) -> str:
    """Its name, or the host of its page, or that it is not known."""
    if name := printable(article.source or ""):
        return name
    link = web_link(article.url)
    return host_of(link) if link else words.say("unnamed_source")


def times(article: Article, options: RenderOptions) -> list[str]:
    """When it was published, and when modified if that was later."""
    words = options.words
    parts = []
    if article.published:
        published = dates.local(article.published, options.timezone)
        parts.append(capitalised(dates.date_and_time(published, words)))
    if article.modified and article.modified != article.published:
        modified = dates.local(article.modified, options.timezone)
        moment = _without_repeats(modified, article.published, words)
        parts.append(words.say("updated", moment=moment))
    return parts


def _without_repeats(moment: datetime, before: datetime | None, words: Catalogue) -> str:
    zone = moment.tzinfo or UTC
    same_day = before and moment.date() == dates.local(before, zone).date()
    if same_day and not dates.is_day(moment):
        return f"{moment:%H:%M}"
    return dates.date_and_time(moment, words)


def partial_note(article: Article, words: Catalogue) -> str | None:
    """Why the text is not whole."""
    return words.say(f"partial_{article.partial.value}") if article.partial else None


def reports(story: Story) -> list[Article]:
    """Independent reports, then copies."""
    return [*story.articles, *(copy.article for copy in story.copies)]


def sentences(story: Story, words: Catalogue) -> list[Sentence]:
    """The summary; a sentence that another publication wrote carries its name.

    What says no more than the headline is not said again.
    """
    shown = headline(story.lead, words)
    by_id = {article.id: article for article in reports(story)}
    result = []
    for sentence in story.summary:
        article = by_id.get(sentence.article)
        foreign = article is not None and article.source != story.lead.source
        name = publication(article, words) if article and foreign else None
        if not is_said_by(sentence.text, shown):
            result.append(Sentence(printable(sentence.text), name, article))
    return result


def is_said_by(sentence: str, headline: str) -> bool:
    """Whether a sentence of a summary is its headline once more."""
    return _letters(sentence) == _letters(headline)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def mentions(story: Story, digest: Digest, words: Catalogue) -> list[Mentions]:
    """Who else tells the story: independent reports, then the copies of each report.

    What a digest of the state (it has an id) names counts as delivered, so there a report without
    a link is named by its headline too, and not by its publication alone.
    """
    shown = headline(story.lead, words) if digest.id is not None else None
    groups = [Mentions(_named(story.articles[1:], story.lead, shown, words), None)]
    originals = {article.id: article for article in story.articles}
    for original in dict.fromkeys(copy.of for copy in story.copies):
        copies = [copy for copy in story.copies if copy.of == original]
        names = _named([copy.article for copy in copies], None, shown, words)
        groups.append(Mentions(names, copies_note(copies, originals.get(original), words)))
    return [group for group in groups if group.names]


def _named(
    articles: Iterable[Article], lead: Article | None, shown: str | None, words: Catalogue
) -> tuple[Mention, ...]:
    """Each publication once, with its other reports by their headlines.

    A report that is only counted is not named, and what is not named was not delivered. `shown` is
    the headline that need not be repeated, None where reports without a link need none either.
    """
    by_name: dict[str, list[Article]] = {}
    for article in articles:
        by_name.setdefault(_teller(article, words), []).append(article)
    own = publication(lead, words) if lead and lead.source else None
    result: list[Mention] = []
    for name, members in by_name.items():
        result += (
            _of_own(lead, members, words)
            if lead and name == own
            else _of(name, members, shown, words)
        )
    return tuple(result)


def _of_own(lead: Article, articles: Sequence[Article], words: Catalogue) -> list[Mention]:
    """What else the lead's publication reports; how often, where it is under the same headline."""
    others = [each for each in articles if headline(each, words) != headline(lead, words)]
    same = [each for each in articles if each not in others]
    count = f"{publication(lead, words)} ({words.count('more_reports', len(same))})"
    mentions = [Mention(count, web_link(same[0].url))] if same else []
    return mentions + _headlines(others, words)


def _of(
    name: str, articles: Sequence[Article], shown: str | None, words: Catalogue
) -> list[Mention]:
    """The publication with its first report, and the others that have another headline."""
    first = headline(articles[0], words)
    same = [each for each in articles if headline(each, words) == first]
    others = [each for each in articles if each not in same]
    link = next(filter(None, (web_link(each.url) for each in same)), None)
    parts = [name, f"({words.count('reports', len(same))})" if len(same) > 1 else ""]
    by_headline = words.say("unnamed_report", headline=first)
    if link is None and shown is not None and first != shown and name != by_headline:
        parts.append(by_headline)
    return [Mention(" ".join(filter(None, parts)), link), *_headlines(others, words)]


def _headlines(articles: Iterable[Article], words: Catalogue) -> list[Mention]:
    """Each headline once."""
    first: dict[str, Article] = {}
    for article in articles:
        first.setdefault(headline(article, words), article)
    return [
        Mention(words.say("unnamed_report", headline=text), web_link(article.url))
        for text, article in first.items()
    ]


def _teller(article: Article, words: Catalogue) -> str:
    """The publication, or the report's own headline where it is not known."""
    if article.source or web_link(article.url) or not article.title:
        return publication(article, words)
    return words.say("unnamed_report", headline=headline(article, words))


def copies_note(copies: Sequence[Copy], original: Article | None, words: Catalogue) -> str:
    """`a copy`, `2 copies of the Reuters report`."""
    agencies = (copy.article.agency for copy in copies)
    agency = (original.agency if original else None) or next(filter(None, agencies), None)
    if agency:
        return words.count("copies_of", len(copies), agency=printable(agency))
    return words.count("copies", len(copies))


def difference(contradiction: Contradiction, story: Story, words: Catalogue) -> str:
    """`injured: 12 (The Ledger), 15 (Harbour Post, Evening Line)`."""
    figures = []
    for figure in contradiction.figures:
        telling = [article for article in reports(story) if article.id in figure.articles]
        names = ", ".join(dict.fromkeys(publication(article, words) for article in telling))
        value = printable(figure.value)
        figures.append(f"{value} ({names})" if names else value)
    return f"{printable(contradiction.about)}: {', '.join(figures)}"


def failures_title(failures: Sequence[Failure], words: Catalogue) -> str:
    return words.count("failed", len(failures))


def failure(value: Failure) -> str:
    """`example.org/rss (HTTP 503)`, secrets masked."""
    return printable(masked(f"{value.source} ({value.error})"))
