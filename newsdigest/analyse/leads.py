"""Which article of a story leads it, and which of several copies stands for the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from newsdigest.language import count_words
from newsdigest.model import Article

_FAR_FUTURE = datetime.max.replace(tzinfo=UTC)


def lead_first(articles: Sequence[Article]) -> list[Article]:
    """The articles with the one to show in full at the front.

    A full text leads before a partial one, a long report before a short one (by doublings of the
    words: 400 words are not better than 350), the earlier before the later; ids break ties.
    """
    return sorted(articles, key=_rank)


def originals(
    articles: Sequence[Article], group: Sequence[int], copies: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """For each copy in the group, the index of the article it is a copy of.

    Copies are found in pairs; in order of `lead_first`, an article that is no copy of an earlier
    original becomes an original itself, so that chains of light edits do not run together.
    """
    paired = {frozenset(pair) for pair in copies}
    kept: list[int] = []
    found: dict[int, int] = {}
    for index in sorted(group, key=lambda i: _rank(articles[i])):
        of = next((k for k in kept if frozenset((index, k)) in paired), None)
        if of is None:
            kept.append(index)
        else:
            found[index] = of
    return found


def _rank(article: Article) -> tuple[bool, int, datetime, str]:
    return (
        article.partial is not None,
        -count_words(article.text).bit_length(),
        article.published or _FAR_FUTURE,
        article.id,
    )
