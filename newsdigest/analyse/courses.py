"""Courses: numbers that rose while a story went on, as the toll of an earthquake does.

A later higher figure is news, not a contradiction. As with contradictions, silence is better than a
wrong line: only people affected are counted, in headlines and first sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from newsdigest.analyse.counting import Count, counts_in
from newsdigest.analyse.stories import background_rarity, folded_words
from newsdigest.language import identify, sentences
from newsdigest.model import Article, Figure, FigureCourse
from newsdigest.valueclasses import valueclass

# Sentences read after the headline; later figures are of other events.
_EARLY_SENTENCES = 3
_CHARACTERS_READ = 2_000
# Figures shown: the first, the last, and the largest step between them.
_MAX_FIGURES = 3
# Words that each mention shares with the newest one, and how rare they are (minus the log of the
# share of articles with them): names, not "people" and "killed", which all tolls share.
_MIN_SHARED = 2
_LEAST_RARITY = 4.5
# A larger step is to another event, or to another count.
_MAX_RATIO = 5


@valueclass
class _Mention:
    count: Count
    article: str
    published: datetime
    # The headline or sentence that counts.
    text: str
    content: frozenset[str]


def find_courses(articles: Sequence[Article]) -> tuple[FigureCourse, ...]:
    """The counts of people that rose from report to report, oldest first.

    An article that gives two figures for one thing is ignored for it, and so is a thing of which a
    later report has a lower figure.
    """
    if len(articles) < 2:
        return ()
    mentions: dict[tuple[str, str], list[_Mention]] = defaultdict(list)
    for article in articles:
        if article.published is not None:
            for mention in _mentions(article, article.published):
                mentions[mention.count.about].append(mention)
    found = (_course(about, own) for about, own in mentions.items())
    return tuple(course for course in found if course is not None)


def _mentions(article: Article, published: datetime) -> Iterator[_Mention]:
    language = article.language or identify(article.text)
    texts = sentences(article.text[:_CHARACTERS_READ], language)[:_EARLY_SENTENCES]
    found: dict[tuple[str, str], list[tuple[Count, str]]] = defaultdict(list)
    for text in [article.title or "", *texts]:
        for count in counts_in(text, language):
            kind, _ = count.about
            if kind and not count.is_aside and not count.is_measure and not count.shrinks:
                found[count.about].append((count, text))
    content = frozenset(
        word
        for word in folded_words(" ".join([article.title or "", *texts]), language)
        if background_rarity(word, language) >= _LEAST_RARITY
    )
    for own in found.values():
        if len({count.value for count, _ in own}) == 1:
            count, text = own[0]
            yield _Mention(count, article.id, published, text, content - {count.printed})


def _course(about: tuple[str, str], mentions: Sequence[_Mention]) -> FigureCourse | None:
    ordered = sorted(mentions, key=lambda each: (each.published, each.count.value, each.article))
    newest = ordered[-1]
    same = [each for each in ordered if len(each.content & newest.content) >= _MIN_SHARED]
    values = [each.count.value for each in same]
    steps = list(dict.fromkeys(values))
    if values != sorted(values) or not len(steps) > 1:
        return None
    if any(high > _MAX_RATIO * low for low, high in pairwise(steps)):
        return None
    shown = _telling(steps)
    figures = (_figure([each for each in same if each.count.value == value]) for value in shown)
    return FigureCourse(" ".join(filter(None, reversed(about))), tuple(figures))


def _telling(steps: Sequence[float]) -> list[float]:
    """The first and the last of rising values, and the one after the largest step between."""
    if len(steps) <= _MAX_FIGURES:
        return list(steps)
    middle = max(range(1, len(steps) - 1), key=lambda index: steps[index] - steps[index - 1])
    return [steps[0], steps[middle], steps[-1]]


def _figure(mentions: Sequence[_Mention]) -> Figure:
    ids = dict.fromkeys(mention.article for mention in mentions)
    return Figure(mentions[0].count.printed, tuple(ids), mentions[0].text)
