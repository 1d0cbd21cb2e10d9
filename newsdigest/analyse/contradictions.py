"""Contradictions: different figures for the same thing in the sources of one story.

Readers trust this line more than any other, so it is shown only if it is nearly certain:
`python -m tests.bench.bench_figures` prints the results on the labelled events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from newsdigest.analyse.counting import Count, counts_in, names_perpetrator
from newsdigest.language import identify, sentences, stop_words, words
from newsdigest.model import Article, Contradiction, Figure
from newsdigest.valueclasses import valueclass

# Sentences in which an article must not give two figures for the same thing.
_SENTENCES_READ = 20
_CHARACTERS_READ = 20_000
# Sentences after the headline that are about the article's event; figures of other events come
# later.
_EARLY_SENTENCES = 3
# The first of these, which are about the event whatever their words.
_LEAD_SENTENCES = 2
# Content words, besides the thing counted, that mentions of the same must share: with headline and
# first sentence for people affected by the event; alone for a later sentence and for things that
# any sentence may count.
_MIN_SHARED_LEAD = 1
_MIN_SHARED_LATER = 2
_MIN_SHARED_THING = 3
# With fewer content words none need be shared.
_MIN_CONTENT_WORDS = 4
# Figures with a larger ratio are of different events.
_MAX_RATIO = 5
# Two measures of one earthquake seldom differ by more.
_MAX_MEASURE_GAP = 0.5
_DAY = timedelta(days=1)


@valueclass
class _Mention:
    count: Count
    article: str
    # The publication, or the article's id if unknown.
    publisher: str
    published: datetime | None
    # Its sentence, and the index of that; -1 for the headline.
    text: str
    sentence: int
    content: frozenset[str]
    # The content words of the sentence, the headline and the first sentence.
    context: frozenset[str]
    names_perpetrator: bool


def find_contradictions(articles: Sequence[Article]) -> tuple[Contradiction, ...]:
    """The figures that cannot all be right, each with the ids of the articles that print it.

    Precision first: the same thing must be counted in headlines and first sentences about one
    event, not for different days, and one figure is at most five times the other. "Nearly 20"
    contradicts nothing, "at least 12" no greater number, 1,500 not 1,492. A later higher figure
    is an update, and so is any later figure of the missing. If a gunman or a pilot is named, a
    difference may be whether they count. An article with two figures for a thing is
    ignored for it, and only the last figure of each publication counts.
    """
    if len({article.source or article.id for article in articles}) < 2:
        return ()
    mentions: dict[tuple[str, str], list[_Mention]] = {}
    for article in articles:
        for mention in _mentions(article):
            mentions.setdefault(mention.count.about, []).append(mention)
    found = (_contradiction(about, _latest_per_publisher(own)) for about, own in mentions.items())
    return tuple(one for one in found if one is not None)


def _mentions(article: Article) -> list[_Mention]:
    """The article's early figures, for each thing with a single figure."""
    found: dict[tuple[str, str], list[_Mention]] = {}
    for mention in _all_mentions(article):
        found.setdefault(mention.count.about, []).append(mention)
    single = (own[0] for own in found.values() if len({one.count.value for one in own}) == 1)
    return [one for one in single if one.sentence < _EARLY_SENTENCES and not one.count.is_aside]


def _all_mentions(article: Article) -> Iterator[_Mention]:
    language = article.language or identify(article.text)
    stops = stop_words(language)
    texts = sentences(article.text[:_CHARACTERS_READ], language)[:_SENTENCES_READ]
    headline = article.title or ""
    perpetrator: bool | None = None
    for sentence, text in enumerate([headline, *texts], start=-1):
        own = counts_in(text, language)
        if not own:
            continue
        if perpetrator is None:
            perpetrator = names_perpetrator(
                " ".join([headline, *texts[: _EARLY_SENTENCES + 1]]), language
            )
        content = _content_words(text, stops)
        context = content | _content_words(" ".join([headline, *texts[:1]]), stops)
        for count in own:
            yield _Mention(
                count,
                article.id,
                article.source or article.id,
                article.published,
                text,
                sentence,
                content,
                context,
                perpetrator,
            )


def _content_words(text: str, stops: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words(text) if not word[0].isdecimal()) - stops


def _latest_per_publisher(mentions: Sequence[_Mention]) -> list[_Mention]:
    """The mentions of each publisher's last figure; none if that is unknown."""
    last: dict[str, set[float]] = {}
    for publisher in {mention.publisher for mention in mentions}:
        own = [mention for mention in mentions if mention.publisher == publisher]
        newest = max((one.published for one in own if one.published), default=None)
        last[publisher] = {one.count.value for one in own if one.published == newest}
    return [one for one in mentions if last[one.publisher] == {one.count.value}]


def _contradiction(about: tuple[str, str], mentions: Sequence[_Mention]) -> Contradiction | None:
    """The contradiction between the mentions of one thing, or None."""
    in_conflict = [
        one
        for one in mentions
        if any(_contradict(one, other) for other in mentions if other != one)
    ]
    if not in_conflict:
        return None
    by_value: dict[float, list[_Mention]] = {}
    for mention in in_conflict:
        by_value.setdefault(mention.count.value, []).append(mention)
    figures = (
        Figure(own[0].count.printed, tuple(dict.fromkeys(one.article for one in own)), own[0].text)
        for own in by_value.values()
    )
    return Contradiction(" ".join(filter(None, reversed(about))), tuple(figures))


def _contradict(one: _Mention, other: _Mention) -> bool:
    """Whether the two cannot both be right."""
    low, high = sorted((one, other), key=lambda mention: mention.count.value)
    return (
        one.publisher != other.publisher
        and _are_different_numbers(low.count, high.count)
        and not _may_be_an_update(low, high)
        and not _may_include_perpetrators(low, high)
        and _may_be_same_day(low.count.times, high.count.times)
        and _are_same_event(low, high)
    )


def _are_different_numbers(low: Count, high: Count) -> bool:
    if low.value == high.value or low.is_floor or low.may_round(high):
        return False
    if low.is_measure:
        return high.value - low.value <= _MAX_MEASURE_GAP
    return high.value <= _MAX_RATIO * low.value


def _may_be_an_update(low: _Mention, high: _Mention) -> bool:
    """Whether one may update the other: the higher figure, or either if the count may fall."""
    if low.count.grows or high.count.grows:
        return True
    if low.count.is_measure or low.published is None or high.published is None:
        return False
    if low.count.shrinks and low.published != high.published:
        return True
    return _latest_moment(high.published) > low.published


def _latest_moment(published: datetime) -> datetime:
    """The last moment a date may mean: the end of the day if it has no time."""
    return published + _DAY if published.time() == time() else published


def _may_include_perpetrators(low: _Mention, high: _Mention) -> bool:
    """Whether one counts people and the other may count the perpetrators too, however many."""
    if low.count.is_measure or not low.count.about[0]:
        return False
    return low.names_perpetrator or high.names_perpetrator


def _may_be_same_day(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the days and months named agree, and both name the same years."""
    if any(time.isdecimal() for time in one ^ other):
        return False
    return not one or not other or bool(one & other)


def _are_same_event(one: _Mention, other: _Mention) -> bool:
    counted = {one.count.printed, other.count.printed, *one.count.about}
    if not one.count.about[0]:
        return len((one.content & other.content) - counted) >= _MIN_SHARED_THING
    if max(one.sentence, other.sentence) < _LEAD_SENTENCES:
        fewest = min(len(one.context - counted), len(other.context - counted))
        needed = _MIN_SHARED_LEAD if fewest >= _MIN_CONTENT_WORDS else 0
        return len((one.context & other.context) - counted) >= needed
    late, early = (one, other) if one.sentence >= other.sentence else (other, one)
    return len((late.content & early.context) - counted) >= _MIN_SHARED_LATER
