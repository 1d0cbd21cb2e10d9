"""Where the sources of a story give different figures for the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsdigest.analyse.counting import Count, counts
from newsdigest.language import identify, sentences, stop_words, words
from newsdigest.model import Article, Contradiction, Figure

# Sentences of an article that are looked at: its figures stand early, and background late.
_MOST_SENTENCES = 20
_MOST_CHARACTERS = 20_000
# Words of content that the sentences of two sources must share, beside the thing counted, to be
# of the same: for people struck by the event one, for things that any sentence may count more.
_SHARED_OF_KIND = 1
_SHARED_OF_THING = 3
# Figures further apart than so many times are of different events: 10 dead today, and 230,000 once.
_MOST_TIMES_APART = 10
# Sentences at the start of an article, which are of its event whatever their words.
_LEAD = 2


@dataclass(frozen=True, slots=True)
class _Mention:
    count: Count
    article: str
    # Who prints it: the publication, or the article where that is not known.
    voice: str
    published: datetime | None
    place: int
    content: frozenset[str]


def find_contradictions(articles: Sequence[Article]) -> tuple[Contradiction, ...]:
    """The figures that cannot all be right, each with the ids of the articles that print it.

    Rather none than a wrong one: the same thing must be counted in like sentences, for no
    different days, one at most ten times the other; "nearly 20" contradicts nothing, "at least 12"
    no greater number, 1,500 not 1,492. An article that itself gives two figures for a thing is not
    heard on it, and of a publication that reports again only the last figure counts.
    """
    mentions: dict[tuple[str, str], list[_Mention]] = {}
    for article in articles:
        for mention in _mentions(article):
            mentions.setdefault(mention.count.about, []).append(mention)
    found = (_contradiction(about, _latest(own)) for about, own in mentions.items())
    return tuple(one for one in found if one is not None)


def _mentions(article: Article) -> list[_Mention]:
    """The article's figures, one for each thing that it gives a single figure for."""
    language = article.language or identify(article.text)
    stops = stop_words(language)
    found: dict[tuple[str, str], list[_Mention]] = {}
    texts = sentences(article.text[:_MOST_CHARACTERS], language)[:_MOST_SENTENCES]
    for place, text in enumerate(texts):
        own = counts(text, language)
        if own:
            content = frozenset(word for word in words(text) if not word[0].isdecimal()) - stops
            for count in own:
                mention = _Mention(
                    count,
                    article.id,
                    article.source or article.id,
                    article.published,
                    place,
                    content,
                )
                found.setdefault(count.about, []).append(mention)
    return [own[0] for own in found.values() if len({one.count.value for one in own}) == 1]


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
    low, high = sorted((one.count, other.count), key=lambda count: count.value)
    if low.value == high.value or low.is_floor or one.voice == other.voice:
        return False
    if high.value > _MOST_TIMES_APART * low.value or low.may_round(high):
        return False
    if not _may_be_of_one_day(one.count.times, other.count.times):
        return False
    needed = _SHARED_OF_KIND if one.count.about[0] else _SHARED_OF_THING
    both_lead = bool(one.count.about[0]) and max(one.place, other.place) < _LEAD
    counted = {one.count.printed, *one.count.about}
    return both_lead or len((one.content & other.content) - counted) >= needed


def _may_be_of_one_day(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the days and months named agree, and a year that is named is named by both."""
    if any(time.isdecimal() for time in one ^ other):
        return False
    return not one or not other or bool(one & other)
