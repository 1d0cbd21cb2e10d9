"""What a publication repeats under its articles, left out before texts are compared.

Here nothing is taken out of what is shown, so a sentence needs less than `clean.learning` asks for:
two articles under unlike headlines are enough, if the sentence has no word with either in common.
A background sentence about the event of both names it, as their headlines do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from newsdigest.analyse.headlines import content_of
from newsdigest.analyse.publications import publications_of
from newsdigest.language import words
from newsdigest.model import Article, Block

# Headlines of one event have more of the words of the shorter one in common.
UNLIKE = 0.5
# Articles of one sentence that are looked at: more would not make it more of a repetition.
_MOST_LOOKED_AT = 8
# What is read of an article, in characters.
_READ = 12_000

# Where a sentence ends. One that is divided too early is divided alike wherever it stands.
_ENDS = re.compile(r"(?<=[.!?…])[\"'”’»)\]]{0,2}\s+|(?<=[。！？])")


def without_repeats(articles: Sequence[Article]) -> list[Article]:
    """The articles in their order, each without the sentences that its publication repeats."""
    by_publication: dict[str, list[int]] = defaultdict(list)
    for place, article in enumerate(articles):
        name = _publication(article)
        if name is not None:
            by_publication[name].append(place)
    repeated: dict[int, set[str]] = defaultdict(set)
    for places in by_publication.values():
        for piece, holders in _held_by_several(articles, places).items():
            if _is_repeat(piece, [articles[place].title for place in holders]):
                for place in holders:
                    repeated[place].add(piece)
    return [
        _without(article, repeated[place]) if place in repeated else article
        for place, article in enumerate(articles)
    ]


def _held_by_several(articles: Sequence[Article], places: Sequence[int]) -> dict[str, list[int]]:
    """The sentences that more than one of the articles at these places has, with their places."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place in places if len(places) > 1 else ():
        for piece in set(_pieces(articles[place])):
            holders[piece].append(place)
    return {piece: held for piece, held in holders.items() if len(held) > 1}


def _publication(article: Article) -> str | None:
    known = next(publications_of(article), None)
    if known is not None or not article.origin:
        return known
    return str(PurePath(article.origin).parent)


def _pieces(article: Article) -> Iterator[str]:
    """The sentences of an article, or what of a longer one an end mark cuts off."""
    left = _READ
    for block in article.blocks:
        if left <= 0:
            return
        yield from filter(None, _ENDS.split(block.text[:left]))
        left -= len(block.text)


def _is_repeat(piece: str, titles: Iterable[str | None]) -> bool:
    """Whether two articles that have the sentence are of different things, and it of neither."""
    told = content_of(words(piece))
    apart: list[frozenset[str]] = []
    for title in sorted(set(filter(None, titles))):
        headline = content_of(words(title))
        if not headline or headline & told:
            continue
        if any(_are_unlike(headline, other) for other in apart):
            return True
        if len(apart) < _MOST_LOOKED_AT:
            apart.append(headline)
    return False


def _are_unlike(one: Collection[str], other: Collection[str]) -> bool:
    return len(set(one) & set(other)) < UNLIKE * min(len(one), len(other))


def _without(article: Article, repeated: Collection[str]) -> Article:
    blocks = (replace(block, text=_left(block, repeated)) for block in article.blocks)
    return replace(article, blocks=tuple(block for block in blocks if block.text))


def _left(block: Block, repeated: Collection[str]) -> str:
    return " ".join(piece for piece in _ENDS.split(block.text) if piece not in repeated)
