"""Where the sources of a story give different figures for the same thing.

Readers trust this line more than any other, so it is shown only where it is nearly sure:
`python -m tests.bench.bench_figures` prints what it says of the labelled events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from newsdigest.analyse.counting import Count, counts, names_a_doer
from newsdigest.language import identify, sentences, stop_words, words
from newsdigest.model import Article, Contradiction, Figure

# Sentences of an article in which it must not give another figure for the same thing itself.
_MOST_SENTENCES = 20
_MOST_CHARACTERS = 20_000
# Sentences at the start of an article, behind its headline, that tell of its event; figures of
# others come later.
_FIRST = 3
# Of these, those that are of the event whatever their words.
_LEAD = 2
# Words of content that two mentions must share, beside the thing counted, to be of the same: with
# headline and first sentence for people struck by the event, by themselves for a later sentence and
# for things that any sentence may count.
_SHARED_OF_KIND = 1
_SHARED_LATER = 2
_SHARED_OF_THING = 3
# What is said in fewer words of content cannot share any.
_FEWEST_CONTENT = 4
# Figures further apart than so many times are of different events.
_MOST_TIMES_APART = 5
# Two measures of one quake seldom differ by more.
_MOST_MEASURES_APART = 0.5
# The doers of one event, whom some count and others do not.
_MOST_DOERS = 2
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Mention:
    count: Count
    article: str
    # Who prints it: the publication, or the article where that is not known.
    voice: str
    published: datetime | None
    # Of the sentence; the headline's is -1.
    place: int
    content: frozenset[str]
    # The words of content of the sentence, the headline and the first sentence.
    context: frozenset[str]
    names_a_doer: bool


def find_contradictions(articles: Sequence[Article]) -> tuple[Contradiction, ...]:
    """The figures that cannot all be right, each with the ids of the articles that print it.

    Rather none than a wrong one: the same thing must be counted in headlines and first sentences
    of one event, for no different days, one figure at most five times the other. "Nearly 20"
    contradicts nothing, "at least 12" no greater number, 1,500 not 1,492. A later higher figure
    is the course of things, and so is any later one of the missing. Where a gunman or a pilot is
    named, one or two more or less are the question whether they count. An article that itself
    gives two figures for a thing is not heard on it, and of a publication that reports again only
    the last figure counts.
    """
    mentions: dict[tuple[str, str], list[_Mention]] = {}
    for article in articles:
        for mention in _mentions(article):
            mentions.setdefault(mention.count.about, []).append(mention)
    found = (_contradiction(about, _latest(own)) for about, own in mentions.items())
    return tuple(one for one in found if one is not None)


def _mentions(article: Article) -> list[_Mention]:
    """The article's first figures, one for each thing that it gives a single figure for."""
    found: dict[tuple[str, str], list[_Mention]] = {}
    for mention in _all_mentions(article):
        found.setdefault(mention.count.about, []).append(mention)
    single = (own[0] for own in found.values() if len({one.count.value for one in own}) == 1)
    return [one for one in single if one.place < _FIRST and not one.count.is_aside]


def _all_mentions(article: Article) -> Iterator[_Mention]:
    language = article.language or identify(article.text)
    stops = stop_words(language)
    texts = sentences(article.text[:_MOST_CHARACTERS], language)[:_MOST_SENTENCES]
    headline = article.title or ""
    doer: bool | None = None
    for place, text in enumerate([headline, *texts], start=-1):
        own = counts(text, language)
        if not own:
            continue
        if doer is None:
            doer = names_a_doer(" ".join([headline, *texts[: _FIRST + 1]]), language)
        content = _content(text, stops)
        context = content | _content(" ".join([headline, *texts[:1]]), stops)
        for count in own:
            yield _Mention(
                count,
                article.id,
                article.source or article.id,
                article.published,
                place,
                content,
                context,
                doer,
            )


def _content(text: str, stops: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words(text) if not word[0].isdecimal()) - stops


def _latest(mentions: Sequence[_Mention]) -> list[_Mention]:
    """Of each voice those that give its last figure; none of one whose last is not known."""
    last: dict[str, set[float]] = {}
    for voice in {mention.voice for mention in mentions}:
        own = [mention for mention in mentions if mention.voice == voice]
        newest = max((one.published for one in own if one.published), default=None)
        last[voice] = {one.count.value for one in own if one.published == newest}
    return [one for one in mentions if last[one.voice] == {one.count.value}]


def _contradiction(about: tuple[str, str], mentions: Sequence[_Mention]) -> Contradiction | None:
    """What the mentions of one thing disagree in, if they do."""
    in_conflict = [
        one for one in mentions if any(_conflict(one, other) for other in mentions if other != one)
    ]
    if not in_conflict:
        return None
    by_value: dict[float, list[_Mention]] = {}
    for mention in in_conflict:
        by_value.setdefault(mention.count.value, []).append(mention)
    figures = (
        Figure(own[0].count.printed, tuple(dict.fromkeys(one.article for one in own)))
        for own in by_value.values()
    )
    return Contradiction(" ".join(filter(None, reversed(about))), tuple(figures))


def _conflict(one: _Mention, other: _Mention) -> bool:
    """Whether the two cannot both be right."""
    low, high = sorted((one, other), key=lambda mention: mention.count.value)
    return (
        one.voice != other.voice
        and _cannot_be_one_number(low.count, high.count)
        and not _may_be_a_course(low, high)
        and not _may_be_the_doers(low, high)
        and _may_be_of_one_day(low.count.times, high.count.times)
        and _are_of_one_event(low, high)
    )


def _cannot_be_one_number(low: Count, high: Count) -> bool:
    if low.value == high.value or low.is_floor or low.may_round(high):
        return False
    if low.is_measure:
        return high.value - low.value <= _MOST_MEASURES_APART
    return high.value <= _MOST_TIMES_APART * low.value


def _may_be_a_course(low: _Mention, high: _Mention) -> bool:
    """Whether the higher figure may be the later one, or either where it may fall as well."""
    if low.count.grows or high.count.grows:
        return True
    if low.count.is_measure or low.published is None or high.published is None:
        return False
    if low.count.shrinks and low.published != high.published:
        return True
    return _end(high.published) > low.published


def _end(published: datetime) -> datetime:
    """The last moment that a date may mean: of a date without a time, the end of its day."""
    return published + _DAY if published.time() == time() else published


def _may_be_the_doers(low: _Mention, high: _Mention) -> bool:
    named = low.names_a_doer or high.names_a_doer
    return named and high.count.value - low.count.value <= _MOST_DOERS


def _may_be_of_one_day(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the days and months named agree, and a year that is named is named by both."""
    if any(time.isdecimal() for time in one ^ other):
        return False
    return not one or not other or bool(one & other)


def _are_of_one_event(one: _Mention, other: _Mention) -> bool:
    counted = {one.count.printed, other.count.printed, *one.count.about}
    if not one.count.about[0]:
        return len((one.content & other.content) - counted) >= _SHARED_OF_THING
    if max(one.place, other.place) < _LEAD:
        fewest = min(len(one.context - counted), len(other.context - counted))
        needed = _SHARED_OF_KIND if fewest >= _FEWEST_CONTENT else 0
        return len((one.context & other.context) - counted) >= needed
    late, early = (one, other) if one.place >= other.place else (other, one)
    return len((late.content & early.context) - counted) >= _SHARED_LATER
