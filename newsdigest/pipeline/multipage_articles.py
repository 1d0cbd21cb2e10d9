"""Articles spread over several pages that were all read → one article each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from posixpath import normpath
from typing import Final

from newsdigest.language import words
from newsdigest.model import Article, Block, Removal
from newsdigest.patterns import pattern
from newsdigest.pipeline.document_articles import finish
from newsdigest.sources import is_web_address
from newsdigest.valueclasses import replace

# Longer chains are archives.
_MOST_PARTS: Final = 50
# The most words that a part adds to its headline: "(page 2 of 3)", "Seite 2", "2/3".
_MOST_MARKERS: Final = 4
_NUMBER: Final = pattern(r"\d{1,3}")
_REPEATED: Final = "part:repeated"


def join_parts(articles: Sequence[Article]) -> list[Article]:
    """The articles, with parts that link to each other as next or previous joined in order.

    A joined article takes the position and the metadata of its first part. Pages with different
    headlines are not joined: many sites link to the next article in this way.
    """
    following = _following(articles)
    continued = set(following.values())
    chains = {n: _chain(n, following) for n in following if n not in continued}
    inside = {number for chain in chains.values() for number in chain[1:]}
    return [
        _joined([articles[n] for n in chains[number]]) if number in chains else article
        for number, article in enumerate(articles)
        if number not in inside
    ]


def _following(articles: Sequence[Article]) -> dict[int, int]:
    """The index of the next part by the index of each part."""
    linked = [n for n, each in enumerate(articles) if each.next_part or each.previous_part]
    indices = _indices(articles, linked)
    found: dict[int, int] = {}
    for _ in range(min(_MOST_PARTS, len(linked))):
        known = len(found)
        for first, second in _pairs(articles, linked, indices):
            if first in found or second in found.values():
                continue
            if _is_one_article(articles[first], articles[second]):
                found[first] = second
                _learn(indices, articles, first, second)
        if len(found) == known:
            break
    return found


def _indices(articles: Sequence[Article], linked: Sequence[int]) -> dict[str, int]:
    """The index of each part by location; a canonical URL that all parts share is the first's."""
    indices = {_location(articles[number].origin): number for number in linked}
    for number in sorted(linked, key=lambda n: articles[n].previous_part is not None):
        url = articles[number].url
        if url:
            indices.setdefault(url, number)
    return indices


def _location(origin: str) -> str:
    return origin if is_web_address(origin) else normpath(origin)


def _pairs(
    articles: Sequence[Article], linked: Sequence[int], indices: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    """The index of each part and of the next one, where both are known."""
    for number in linked:
        before = indices.get(articles[number].previous_part or "")
        after = indices.get(articles[number].next_part or "")
        if before is not None and before != number:
            yield before, number
        if after is not None and after != number:
            yield number, after


def _learn(indices: dict[str, int], articles: Sequence[Article], first: int, second: int) -> None:
    """Add the addresses under which two parts that belong together link to each other."""
    for location, number in (
        (articles[first].next_part, second),
        (articles[second].previous_part, first),
    ):
        if location:
            indices.setdefault(location, number)


def _is_one_article(first: Article, second: Article) -> bool:
    """Whether the headlines differ only in the number of the part."""
    if first.title is None or second.title is None or first.source != second.source:
        return False
    one, two = words(first.title), words(second.title)
    shorter, longer = sorted((_unnumbered(one), _unnumbered(two)), key=len)
    added = longer[len(shorter) :]
    numbered = len(one) + len(two) > len(shorter) + len(longer)
    return longer[: len(shorter)] == shorter and (
        not added or (numbered and len(added) <= _MOST_MARKERS)
    )


def _unnumbered(headline: Sequence[str]) -> list[str]:
    """The words of a headline without the numbers among the last ones."""
    edge = max(0, len(headline) - _MOST_MARKERS)
    rest = [word for word in headline[edge:] if not _NUMBER.fullmatch(word)]
    return [*headline[:edge], *rest]


def _chain(start: int, following: Mapping[int, int]) -> list[int]:
    chain = [start]
    while (after := following.get(chain[-1])) is not None and len(chain) < _MOST_PARTS:
        chain.append(after)
    return chain


def _joined(parts: Sequence[Article]) -> Article:
    first = parts[0]
    blocks: list[Block] = list(first.blocks)
    removed: list[Removal] = list(first.removed)
    for part in parts[1:]:
        own = _without_repeats(part.blocks, blocks)
        repeated = part.blocks[: len(part.blocks) - len(own)]
        removed += [*part.removed, *(Removal(block.text, _REPEATED) for block in repeated)]
        blocks += own
    return finish(
        replace(
            first,
            blocks=tuple(blocks),
            removed=tuple(removed),
            modified=max((part.modified for part in parts if part.modified), default=None),
            partial=next((part.partial for part in parts if part.partial), None),
            next_part=parts[-1].next_part,
        )
    )


def _without_repeats(blocks: Sequence[Block], before: Sequence[Block]) -> Sequence[Block]:
    """The blocks of a part from the first new one on: standfirsts are often repeated."""
    known = {block.text for block in before}
    start = next((n for n, block in enumerate(blocks) if block.text not in known), len(blocks))
    return blocks[start:]
