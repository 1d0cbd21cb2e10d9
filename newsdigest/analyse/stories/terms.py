"""The terms of an article: what it is about, as counts of words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from newsdigest.language import stop_words, words
from newsdigest.model import Article

# What is read of the body and of the headline, in characters: news stands at the top.
BODY_READ = 2_000
TITLE_READ = 300
# How much more a word of the headline counts.
TITLE_WEIGHT = 2


@dataclass(frozen=True, slots=True)
class Terms:
    counts: Counter[str]


def terms_of(article: Article) -> Terms:
    stops = stop_words(article.language)
    counts = Counter(words(beginning(article, BODY_READ)))
    for word in words((article.title or "")[:TITLE_READ]):
        counts[word] += TITLE_WEIGHT
    for word in counts.keys() & stops:
        del counts[word]
    return Terms(counts)


def beginning(article: Article, characters: int) -> str:
    """The body up to so many characters, without joining what is not read."""
    taken: list[str] = []
    for block in article.blocks:
        if characters <= 0:
            break
        taken.append(block.text[:characters])
        characters -= len(block.text)
    return "\n".join(taken)
