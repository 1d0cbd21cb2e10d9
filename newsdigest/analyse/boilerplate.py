"""Drop the sentences a publication repeats under its articles before texts are compared.

Nothing shown to the reader is removed, so a sentence needs less evidence than in `clean.learning`:
two articles under unrelated headlines are enough if it shares no word with either. A background
sentence about the event of both articles names it, as their headlines do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePath

from newsdigest.analyse.headlines import content_prefixes
from newsdigest.analyse.publications import publication_keys
from newsdigest.language import words
from newsdigest.model import Article, Block
from newsdigest.valueclasses import replace

# Headlines of one event share more of the words of the shorter one.
UNRELATED_SHARED = 0.5
# Headlines compared per sentence; more would change nothing.
_MAX_HEADLINES = 8
# Characters read of an article.
_CHARACTERS_READ = 12_000

# A sentence that is split too early is split alike wherever it stands.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]{0,2}\s+|(?<=[。！？])")


def without_boilerplate(articles: Sequence[Article]) -> list[Article]:
    """The articles in order, each without the sentences that its publication repeats."""
    by_publication: dict[str, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        name = boilerplate_key(article)
        if name is not None:
            by_publication[name].append(index)
    removed: dict[int, set[str]] = defaultdict(set)
    for indices in by_publication.values():
        for sentence, holders in _shared_sentences(articles, indices).items():
            if _is_boilerplate(sentence, [articles[index].title for index in holders]):
                for index in holders:
                    removed[index].add(sentence)
    return [
        _without(article, removed[index]) if index in removed else article
        for index, article in enumerate(articles)
    ]


def _shared_sentences(articles: Sequence[Article], indices: Sequence[int]) -> dict[str, list[int]]:
    """The sentences that several of these articles have, with the indices of those articles."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index in indices if len(indices) > 1 else ():
        for sentence in set(_sentences(articles[index])):
            holders[sentence].append(index)
    return {sentence: held for sentence, held in holders.items() if len(held) > 1}


def boilerplate_key(article: Article) -> str | None:
    """What articles share whose sentences are compared; None if there is nothing to tell by."""
    known = next(publication_keys(article), None)
    if known is not None or not article.origin:
        return known
    return str(PurePath(article.origin).parent)


def _sentences(article: Article) -> Iterator[str]:
    """The sentences of the part of an article that is read."""
    left = _CHARACTERS_READ
    for block in article.blocks:
        if left <= 0:
            return
        yield from filter(None, _SENTENCE_END.split(block.text[:left]))
        left -= len(block.text)


def _is_boilerplate(sentence: str, titles: Iterable[str | None]) -> bool:
    """Whether two articles with the sentence are unrelated, and it is about neither."""
    content = content_prefixes(words(sentence))
    unrelated: list[frozenset[str]] = []
    for title in sorted(set(filter(None, titles))):
        headline = content_prefixes(words(title))
        if not headline or headline & content:
            continue
        if any(_are_unrelated(headline, other) for other in unrelated):
            return True
        if len(unrelated) < _MAX_HEADLINES:
            unrelated.append(headline)
    return False


def _are_unrelated(one: Collection[str], other: Collection[str]) -> bool:
    return len(set(one) & set(other)) < UNRELATED_SHARED * min(len(one), len(other))


def _without(article: Article, removed: Collection[str]) -> Article:
    blocks = (replace(block, text=_text_without(block, removed)) for block in article.blocks)
    return replace(article, blocks=tuple(block for block in blocks if block.text))


def _text_without(block: Block, removed: Collection[str]) -> str:
    return " ".join(
        sentence for sentence in _SENTENCE_END.split(block.text) if sentence not in removed
    )
