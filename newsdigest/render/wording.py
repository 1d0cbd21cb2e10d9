"""The texts that the formats for people share: headlines, counts, dates, names, notes.

They are sanitised (newsdigest.render.sanitiser), but not escaped for any format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from newsdigest.language import sentences as split_sentences
from newsdigest.model import Article, Contradiction, Digest, Failure, Story, Topic
from newsdigest.render import dates
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.grouping import Section
from newsdigest.render.links import host_of
from newsdigest.render.options import RenderOptions
from newsdigest.render.view import StoryView

# A part of a place's name, but no single letter after an apostrophe: St. John's.
_NAME_PART = re.compile(r"(?<!['’])[^\W\d_]+|(?<=['’])[^\W\d_]{2,}")
# Parts that keep a small letter inside a name: Rio de Janeiro, Stoke on Trent.
_SMALL_PARTS = frozenset({"am", "da", "de", "del", "der", "di", "do", "la", "of", "on", "sur"})
_NAMED_AUTHORS = 2
# The longest headline of a post without a title, and the beginning of its text that is searched for
# a sentence, both in characters.
_LONGEST_HEADLINE = 90
_MOST_READ = 1_000


def counts(
    stories: Sequence[StoryView], filtered: int, since: str | None, words: Catalogue
) -> tuple[str, ...]:
    """`4 stories`, `9 articles`, `3 publications`, `since Friday 06:00`.

    If the user's filters left nothing: `the filters left out all 12 articles`.
    """
    number = len(stories)
    articles = sum(1 + len(story.others) for story in stories)
    publications = {name for story in stories for name in story.publications}
    parts = [words.count("stories", number) if number else words.say("no_stories")]
    if not number and filtered:
        parts.append(words.count("filtered", filtered))
    if articles > number:
        parts.append(words.count("articles", articles))
    if publications:
        parts.append(words.count("publications", len(publications)))
    return (*parts, since) if since else tuple(parts)


def since(digest: Digest, options: RenderOptions) -> str | None:
    """`since Friday 06:00`."""
    if not digest.since:
        return None
    start = dates.local(digest.since, options.timezone)
    now = dates.local(digest.generated, options.timezone)
    words = options.words
    return words.say("since", moment=dates.weekday_or_day(start, now, words))


def today(digest: Digest, options: RenderOptions) -> str:
    """`Saturday 7 June 2025`."""
    return dates.long_date(dates.local(digest.generated, options.timezone), options.words)


def digest_title(digest: Digest, options: RenderOptions) -> str:
    """`News digest, Saturday 7 June 2025`."""
    return options.words.say("digest_title", date=today(digest, options))


def capitalised(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def topic_name(topic: Topic, words: Catalogue) -> str:
    return words.topic(topic)


def section_name(section: Section, words: Catalogue) -> str:
    if section.key == "topic":
        known = topic_name(section.topic, words) if section.topic else ""
        return capitalised(known or words.say("unknown_topic"))
    return section.name or words.say("unknown_source")


def headline(article: Article, words: Catalogue) -> str:
    """The headline, or the first words of a post without one."""
    return article.title or _first_words(article) or words.say("untitled")


def _first_words(article: Article) -> str:
    """The first sentence of the text, cut at _LONGEST_HEADLINE."""
    # Code has several lines.
    text = " ".join(article.blocks[0].text[:_MOST_READ].split()) if article.blocks else ""
    first = next(iter(split_sentences(text, article.language)), "")
    if len(first) <= _LONGEST_HEADLINE:
        return first
    cut = first[:_LONGEST_HEADLINE]
    # Without a space nearby, as in Chinese, the cut stays where it is.
    shorter = cut.rsplit(" ", 1)[0] if " " in cut[_LONGEST_HEADLINE // 2 :] else cut
    return f"{shorter.rstrip(' ,;:–—-')} …"


def circumstances(story: Story, options: RenderOptions) -> list[str]:
    """The mark of an update, publication and topic unless headings, place, agency or authors."""
    lead, words = story.lead, options.words
    parts = [words.say("update")] if story.is_update else []
    if "source" not in options.by and lead.source:
        parts.append(publication(lead, words))
    if "topic" not in options.by and story.topic:
        parts.append(topic_name(story.topic, words))
    parts += [topic_name(topic, words) for topic in story.topics[1:] if is_own(topic)]
    return [part for part in [*parts, *origin(lead, words)] if part]


def is_own(topic: Topic) -> bool:
    """Whether it is one of the user's own topics."""
    return topic.id.startswith("custom:")


def age(article: Article, digest: Digest, options: RenderOptions) -> str | None:
    """`2 h ago`, counted from the time of the digest."""
    if not article.published:
        return None
    now = dates.local(digest.generated, options.timezone)
    return dates.age(dates.local(article.published, options.timezone), now, options.words)


def origin(article: Article, words: Catalogue) -> list[str]:
    """The place, and the agency, or else the authors."""
    place = [place_name(article.dateline)] if article.dateline else []
    if article.agency:
        return [*place, article.agency]
    return [*place, author_names(article, words)] if article.authors else place


def author_names(article: Article, words: Catalogue) -> str:
    """`A. Ng`, `A. Ng and B. Roy`, `A. Ng and 3 others`."""
    names = article.authors
    if len(names) == 1:
        return names[0]
    if len(names) == _NAMED_AUTHORS:
        return words.say("two_authors", first=names[0], second=names[1])
    return words.count("more_authors", len(names) - 1, first=names[0])


def place_name(dateline: str) -> str:
    """`Petaling Jaya` for PETALING JAYA; names in mixed case stay as printed."""
    if not dateline.isupper():
        return dateline
    return _NAME_PART.sub(_capitalised, dateline.lower())


def _capitalised(part: re.Match[str]) -> str:
    return part[0] if part.start() and part[0] in _SMALL_PARTS else part[0].capitalize()


def publication(article: Article, words: Catalogue) -> str:
    """The publication's name, or the host of its page, or a text for an unknown one."""
    if article.source:
        return article.source
    return host_of(article.url) if article.url else words.say("unnamed_source")


def times(article: Article, options: RenderOptions) -> list[str]:
    """The date of publication, and the date of modification if it differs."""
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
    """Why the text is incomplete."""
    return words.say(f"partial_{article.partial.value}") if article.partial else None


def reports(story: Story) -> list[Article]:
    """Independent reports, then copies."""
    return [*story.articles, *(copy.article for copy in story.copies)]


def is_said_by(sentence: str, headline: str) -> bool:
    """Whether a sentence of a summary repeats the headline."""
    return _letters(sentence) == _letters(headline)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def difference(contradiction: Contradiction, story: Story, words: Catalogue) -> str:
    """`injured: 12 (The Ledger), 15 (Harbour Post, Evening Line)`."""
    figures = []
    for figure in contradiction.figures:
        printing = [article for article in reports(story) if article.id in figure.articles]
        names = ", ".join(dict.fromkeys(publication(article, words) for article in printing))
        figures.append(f"{figure.value} ({names})" if names else figure.value)
    return f"{contradiction.about}: {', '.join(figures)}"


def failures_title(failures: Sequence[Failure], words: Catalogue) -> str:
    return words.count("failed", len(failures))


def failure(value: Failure) -> str:
    """`example.org/rss (HTTP 503)`."""
    return f"{value.source} ({value.error})"
