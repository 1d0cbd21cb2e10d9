"""Which article of a story leads it, and which of several copies stands for the others.

The lead is the newest straight report of the event: it tells the state of things. What comments,
explains, asks or shows, live pages and round-ups lead only where no report does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import MAXYEAR, UTC, datetime, time, timedelta

from newsdigest.analyse.kinds import kind_of
from newsdigest.analyse.order import AHEAD
from newsdigest.language import count_words
from newsdigest.model import Article, ArticleKind

_FAR_FUTURE = datetime.max.replace(tzinfo=UTC)

# Reports as new as the newest one: of these a full text leads, and a long one before a short one.
# `python -m tests.bench.bench_leads` has the figures for other spans.
AS_NEW = timedelta(hours=3)
# What is shorter than this tells nothing beside its headline.
_FEWEST_WORDS = 8

# Kinds by how well they lead a story; those not named comment, explain, ask or show.
_BESIDE_THE_NEWS = 2
_STANDING = {
    ArticleKind.REPORT: 0,
    ArticleKind.LIVE: 1,
    ArticleKind.VIDEO: 1,
    ArticleKind.ROUNDUP: 3,
    ArticleKind.PODCAST: 3,
    ArticleKind.QUIZ: 3,
    ArticleKind.RECIPE: 3,
    ArticleKind.DEAL: 3,
    ArticleKind.PAGE: 3,
}


def lead_first(articles: Sequence[Article], *, as_of: datetime | None = None) -> list[Article]:
    """The articles with the one to show in full at the front.

    Straight reports come before other kinds, the newer before the older; of reports within AS_NEW
    of the newest a full text comes before a partial one, a long one before a short one (by
    doublings of the words: 400 words are not better than 350); ids break ties. A date without a
    time stands for the middle of its day. Without a date, or with one well after `as_of`, nobody
    knows how new an article is: it comes after those of its kind that have one.
    """
    times = [_time(article, as_of) for article in articles]
    standings = [_standing(article) for article in articles]
    best = min(standings, default=0)
    newest = max(
        (time for time, own in zip(times, standings, strict=True) if time and own == best),
        default=None,
    )

    def key(index: int) -> tuple[int, bool, bool, tuple[bool, int], float, str]:
        article, own = articles[index], times[index]
        is_new = own is None or newest is None or newest - own <= AS_NEW
        length = _completeness(article) if is_new else (False, 0)
        age = -own.timestamp() if own else 0.0
        return standings[index], own is None, not is_new, length, age, article.id

    return [articles[index] for index in sorted(range(len(articles)), key=key)]


def originals_first(articles: Sequence[Article]) -> list[Article]:
    """The articles, those that others may be copies of before these.

    A full text comes before a partial one, a long one before a short one, the earlier before the
    later; ids break ties.
    """
    return sorted(articles, key=_originality)


def originals(
    articles: Sequence[Article], group: Sequence[int], copies: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """For each copy in the group, the index of the article it is a copy of.

    Copies are found in pairs; in the order of `originals_first`, an article that is no copy of an
    earlier original becomes an original itself, so that chains of light edits do not run together.
    """
    paired = {frozenset(pair) for pair in copies}
    kept: list[int] = []
    found: dict[int, int] = {}
    for index in sorted(group, key=lambda i: _originality(articles[i])):
        of = next((k for k in kept if frozenset((index, k)) in paired), None)
        if of is None:
            kept.append(index)
        else:
            found[index] = of
    return found


def _originality(article: Article) -> tuple[tuple[bool, int], datetime, str]:
    return _completeness(article), article.published or _FAR_FUTURE, article.id


def _completeness(article: Article) -> tuple[bool, int]:
    """Smaller for a full text than for a partial one, and for a long one than for a short one."""
    return article.partial is not None, -count_words(article.text).bit_length()


def _time(article: Article, as_of: datetime | None) -> datetime | None:
    """When the article was published, as far as that can be believed."""
    dated = article.published or article.modified
    if dated is None or (as_of is not None and dated > as_of + AHEAD):
        return None
    if dated.time() == time(0) and dated.year < MAXYEAR:
        end = dated + timedelta(days=1)
        end = min(end, as_of) if as_of is not None and as_of > dated else end
        return dated + (end - dated) / 2
    return dated if as_of is None else min(dated, as_of)


def _standing(article: Article) -> int:
    """How well the article may lead, the smaller the better; of a kind those without text last."""
    has_text = count_words(article.text) >= _FEWEST_WORDS
    kind = article.kind
    if kind is ArticleKind.VIDEO:
        # A video "Why the ferry matters" explains, by its headline.
        by_headline = kind_of(article.title, language=article.language)
        kind = kind if by_headline is ArticleKind.REPORT else by_headline
    return 2 * _STANDING.get(kind, _BESIDE_THE_NEWS) + (not has_text)
