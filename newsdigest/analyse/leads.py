"""The lead article of a story, and the original of several copies.

The lead is the newest straight report of the event, which has the current state. Comments,
explainers, questions, galleries, live pages and round-ups lead only if there is no report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import MAXYEAR, UTC, datetime, time, timedelta

from newsdigest.analyse.kinds import kind_of
from newsdigest.analyse.order import AHEAD
from newsdigest.language import count_words
from newsdigest.model import Article, ArticleKind

_FAR_FUTURE = datetime.max.replace(tzinfo=UTC)

# Reports this close to the newest count as equally new: a full text leads, long before short.
# `python -m tests.bench.bench_leads` has the figures for other spans.
SAME_AGE = timedelta(hours=3)
# Shorter texts add nothing to their headline.
_FEWEST_WORDS = 8

# Kinds by how well they lead a story; those not listed comment, explain, ask or show.
_COMMENTARY = 2
_KIND_RANK = {
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
    """The articles, the one to show in full first.

    Straight reports come before other kinds, the newer before the older. Among reports within
    SAME_AGE of the newest, a full text comes before a partial one, then a long one before a short
    one (by doublings of the words: 400 words are not better than 350); ids break ties. A date
    without a time means the middle of its day. Articles without a date, or with one well after
    `as_of`, come after those of their kind that have one.
    """
    if len(articles) < 2:
        return list(articles)
    times = [_credible_time(article, as_of) for article in articles]
    ranks = [_lead_rank(article) for article in articles]
    best = min(ranks, default=0)
    newest = max(
        (time for time, own in zip(times, ranks, strict=True) if time and own == best),
        default=None,
    )

    def key(index: int) -> tuple[int, bool, bool, tuple[bool, int], float, str]:
        article, own = articles[index], times[index]
        is_new = own is None or newest is None or newest - own <= SAME_AGE
        length = _completeness(article) if is_new else (False, 0)
        age = -own.timestamp() if own else 0.0
        return ranks[index], own is None, not is_new, length, age, article.id

    return [articles[index] for index in sorted(range(len(articles)), key=key)]


def originals_first(articles: Sequence[Article], indices: Iterable[int]) -> list[int]:
    """The indices of articles, likely originals before their copies.

    A full text comes before a partial one, then a long one before a short one, then the earlier
    before the later; ids break ties.
    """
    return sorted(indices, key=lambda index: _originality_key(articles[index]))


def originals(
    articles: Sequence[Article], group: Sequence[int], copies: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """For each copy in the group, the index of its original.

    In the order of `originals_first`, an article that is not paired with an earlier original is
    an original itself, so chains of light edits do not merge.
    """
    if len(group) < 2:
        return {}
    paired = {frozenset(pair) for pair in copies}
    kept: list[int] = []
    found: dict[int, int] = {}
    for index in originals_first(articles, group):
        of = next((k for k in kept if frozenset((index, k)) in paired), None)
        if of is None:
            kept.append(index)
        else:
            found[index] = of
    return found


def _originality_key(article: Article) -> tuple[tuple[bool, int], datetime, str]:
    return _completeness(article), article.published or _FAR_FUTURE, article.id


def _completeness(article: Article) -> tuple[bool, int]:
    """A sort key: full texts before partial ones, then long before short."""
    return article.partial is not None, -count_words(article.text).bit_length()


def _credible_time(article: Article, as_of: datetime | None) -> datetime | None:
    """When the article was published, or None if unknown or not credible."""
    dated = article.published or article.modified
    if dated is None or (as_of is not None and dated > as_of + AHEAD):
        return None
    if dated.time() == time(0) and dated.year < MAXYEAR:
        end = dated + timedelta(days=1)
        end = min(end, as_of) if as_of is not None and as_of > dated else end
        return dated + (end - dated) / 2
    return dated if as_of is None else min(dated, as_of)


def _lead_rank(article: Article) -> int:
    """The rank as a lead, smaller is better; within a kind articles without text come last."""
    has_text = count_words(article.text) >= _FEWEST_WORDS
    kind = article.kind
    if kind is ArticleKind.VIDEO:
        # By its headline the video "Why the ferry matters" explains.
        by_headline = kind_of(article.title, language=article.language)
        kind = kind if by_headline is ArticleKind.REPORT else by_headline
    return 2 * _KIND_RANK.get(kind, _COMMENTARY) + (not has_text)
