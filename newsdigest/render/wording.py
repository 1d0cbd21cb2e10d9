"""The texts that the formats for people share: headlines, counts, dates, names, notes.

They are sanitised (newsdigest.render.sanitiser), but not escaped for any format.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from newsdigest.groups import shown_group
from newsdigest.language import sentences as split_sentences
from newsdigest.model import (
    SEVERAL_DAYS,
    Article,
    Contradiction,
    Digest,
    Failure,
    FigureCourse,
    Part,
    Partial,
    Story,
    Topic,
)
from newsdigest.patterns import pattern
from newsdigest.render import dates
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.grouping import Section
from newsdigest.render.links import host_of
from newsdigest.render.options import RenderOptions
from newsdigest.render.view import StoryView
from newsdigest.render.wrap import NO_BREAK

# A part of a place's name, but no single letter after an apostrophe: St. John's.
_NAME_PART = pattern(r"(?<!['’])[^\W\d_]+|(?<=['’])[^\W\d_]{2,}")
# Parts that keep a small letter inside a name: Rio de Janeiro, Stoke on Trent.
_SMALL_PARTS = frozenset({"am", "da", "de", "del", "der", "di", "do", "la", "of", "on", "sur"})
_NAMED_AUTHORS = 2
# The headings of stories without a name, by what they are grouped by.
_UNKNOWN = {"source": "unknown_source", "topic": "unknown_topic", "group": "unknown_group"}
# Topics by which the stories are counted that are not shown.
_MOST_TOPICS = 6
# Explained once, below the stories: most stories of some digests have it.
_MARK = "°"
# Headings of the parts that have one.
_PART_NAMES = {
    Part.TOP: "top_of_the_day",
    Part.BRIEF: "in_brief",
    Part.FINALLY: "and_finally",
}
_TEASERS = frozenset({Partial.TEASER, Partial.OFFLINE})
# The longest headline of a post without a title, and the beginning of its text that is searched for
# a sentence, both in characters.
_LONGEST_HEADLINE = 90
_MOST_READ = 1_000


def counts(
    stories: Sequence[StoryView], more: int, minutes: int | None, words: Catalogue
) -> tuple[str, ...]:
    """`12 stories, 20 in brief, 148 more`, `26 publications`, `3 min`."""
    parts = [_by_part(stories, more, words)]
    publications = {name for story in stories for name in story.publications}
    if publications:
        parts.append(words.count("publications", len(publications)))
    if stories and minutes:
        parts.append(words.count("minutes", minutes))
    return tuple(parts)


def typical_counts(words: Catalogue) -> tuple[str, ...]:
    """The counts of an edition with all parts."""
    keys = ("stories", "briefs", "more_reports", "publications", "minutes")
    return tuple(words.count(key, 9) for key in keys)


def filtered(number: int, words: Catalogue) -> str:
    """`the filters left out all 12 articles`."""
    return words.count("filtered", number)


def _by_part(stories: Sequence[StoryView], more: int, words: Catalogue) -> str:
    """`12 stories, 20 in brief, 148 more`, without what there is none of."""
    briefs = sum(story.part == Part.BRIEF for story in stories)
    parts = [
        number_of_stories(stories, words),
        words.count("briefs", briefs) if briefs else "",
        words.count("more_reports", more) if more else "",
    ]
    return ", ".join(filter(None, parts))


def number_of_stories(stories: Sequence[StoryView], words: Catalogue) -> str:
    """`12 stories`: those that are not in brief, if there are any."""
    number = sum(story.part != Part.BRIEF for story in stories) or len(stories)
    return words.count("stories", number) if number else words.say("no_stories")


def more_title(stories: Sequence[Story], words: Catalogue) -> str:
    """`31 more: Sport 9, Culture 7, others 15`."""
    title = words.count("more_reports", len(stories))
    topics = Counter(
        capitalised(topic_name(story.topic, words)) for story in stories if story.topic
    ).most_common(_MOST_TOPICS)
    if not topics:
        return title
    numbers = [f"{name} {number}" for name, number in topics]
    if others := len(stories) - sum(number for _, number in topics):
        numbers.append(f"{words.say('remainder')} {others}")
    return f"{title}: {', '.join(numbers)}"


def reporters(story: Story, words: Catalogue) -> str:
    """`Harbour Post +2`: the lead's publication, and how many more report the story."""
    lead = story.lead
    name = publication(lead, words) if lead.source or lead.url else ""
    others = len([source for source in story.sources if source != lead.source])
    return f"{name} +{others}".strip() if others else name


def since(digest: Digest, options: RenderOptions) -> str | None:
    """`since Friday 06:00`."""
    if not digest.since:
        return None
    start = dates.local(digest.since, options.timezone)
    now = dates.local(digest.generated, options.timezone)
    words = options.words
    return words.say("since", moment=dates.weekday_or_day(start, now, words))


def story_since(story: Story, digest: Digest, options: RenderOptions) -> str | None:
    """`since Tuesday`, where the story began on an earlier day."""
    if story.since is None:
        return None
    start = dates.local(story.since, options.timezone)
    now = dates.local(digest.generated, options.timezone)
    if start.date() >= now.date():
        return None
    return options.words.say("since", moment=dates.day_name(start, now, options.words))


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
    return words.short_topic(topic)


def of_its_days(key: str, digest: Digest) -> str:
    """The key of a heading "of the day", or of the one for a digest of several days."""
    looks_back = digest.since and digest.generated - digest.since >= SEVERAL_DAYS
    return key.replace("_of_the_day", "_of_several_days") if looks_back else key


def section_name(section: Section, digest: Digest, words: Catalogue) -> str:
    if section.part is not Part.SECTION:
        return words.say(of_its_days(_PART_NAMES[section.part], digest))
    if section.key == "topic":
        known = topic_name(section.topic, words) if section.topic else ""
        return capitalised(known or words.say("unknown_topic"))
    if section.key == "group" and section.name:
        return shown_group(section.name)
    return section.name or words.say(_UNKNOWN.get(section.key or "topic", "unknown_topic"))


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
    in_section = story.part is Part.SECTION
    if lead.source and not (in_section and "source" in options.by):
        parts.append(publication(lead, words))
    if story.topic and in_section and "topic" not in options.by:
        parts.append(topic_name(story.topic, words))
    own = story.topics[1:] if in_section else story.topics
    parts += [topic_name(topic, words) for topic in own if is_own(topic)]
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


def when(article: Article, digest: Digest, options: RenderOptions) -> str | None:
    """When it was published: `2 h ago` if the options ask for ages, else `Sun 06:40`."""
    if options.ages or not article.published:
        printed = age(article, digest, options)
        # An age is not broken over lines.
        return printed.replace(" ", NO_BREAK) if printed else printed
    now = dates.local(digest.generated, options.timezone)
    published = dates.local(article.published, options.timezone)
    return dates.day_and_clock(published, now, options.words)


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


def teaser_mark(article: Article) -> str | None:
    """The mark of an article of which only the teaser is known."""
    return _MARK if article.partial in _TEASERS else None


def marked(stories: Sequence[StoryView], words: Catalogue) -> str | None:
    """The explanation of the mark with the number of stories: `° from the teaser only …`."""
    number = sum(story.mark is not None for story in stories)
    return words.say("marked", number=number) if number else None


def reports(story: Story) -> list[Article]:
    """Independent reports, then copies."""
    return [*story.articles, *(copy.article for copy in story.copies)]


def rewritten(story: Story, words: Catalogue) -> str | None:
    """`rewritten by llama3.2 from 3 sources, checked`; None if the own summary is shown."""
    rewrite = story.rewrite
    if rewrite is None or not rewrite.is_shown:
        return None
    return words.count("rewritten", rewrite.sources, model=rewrite.model)


def is_said_by(sentence: str, headline: str) -> bool:
    """Whether a sentence of a summary repeats the headline."""
    return _letters(sentence) == _letters(headline)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def difference(contradiction: Contradiction, story: Story, words: Catalogue) -> str:
    """`injured: 12 (The Ledger), 15 (3 publications)`."""
    figures = []
    for figure in contradiction.figures:
        printing = [article for article in reports(story) if article.id in figure.articles]
        names = list(dict.fromkeys(publication(article, words) for article in printing))
        figures.append(f"{figure.value} ({_printers(names, words)})" if names else figure.value)
    return f"{contradiction.about}: {', '.join(figures)}"


def _printers(names: Sequence[str], words: Catalogue) -> str:
    """`The Ledger`, `3 publications`: who they are stands beside the story."""
    return names[0] if len(names) == 1 else words.count("publications", len(names))


def rise(course: FigureCourse) -> str:
    """`dead: 197 → 285`."""
    return f"{course.about}: {' → '.join(figure.value for figure in course.figures)}"


def failures_title(failures: Sequence[Failure], words: Catalogue) -> str:
    return words.count("failed", len(failures))


def failure(value: Failure) -> str:
    """`example.org/rss (HTTP 503)`."""
    return f"{value.source} ({value.error})"
