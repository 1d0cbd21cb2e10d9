"""The terms of an article: words, the names and phrases among them, headline and lead."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from newsdigest.language import stop_words, words
from newsdigest.model import Article

# What is read of the body and of the headline, in characters: news stands at the top.
BODY_READ = 2_000
TITLE_READ = 300
# Times a word of the headline counts.
TITLE_WEIGHT = 2
# Words of the lead; of the headline that stands in for a missing one.
LEAD = 60
STAND_IN = 12
# A word inside a sentence: its capital says that it is a name.
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]\w{1,40}")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an article is about; stop words are left out everywhere."""

    # 1 + log of the count, the headline's words counted twice.
    words: dict[str, float]
    # Of the words, those capitalised in at least half of their uses inside a sentence.
    names: frozenset[str]
    numbers: frozenset[str]
    # Neighbouring words, "central bank".
    phrases: frozenset[str]
    # Of the words, those of the headline and of headline and lead.
    title: frozenset[str]
    lead: frozenset[str]


def terms_of(article: Article) -> Terms:
    """The terms of the headline and the beginning of the body."""
    text = beginning(article, BODY_READ)
    body = words(text)
    title = words((article.title or "")[:TITLE_READ]) or body[:STAND_IN]
    stops = stop_words(article.language)
    counts = Counter(body)
    for word in title:
        counts[word] += TITLE_WEIGHT
    kept = {
        word: 1 + math.log(count)
        for word, count in counts.items()
        if word not in stops and (len(word) > 1 or not word.isascii() or word.isdigit())
    }
    return Terms(
        words=kept,
        names=frozenset(kept.keys() & _names(text)),
        numbers=frozenset(word for word in kept if word[0].isdigit()),
        phrases=frozenset([*_phrases(title, kept), *_phrases(body, kept)]),
        title=frozenset(kept.keys() & title),
        lead=frozenset(kept.keys() & {*title, *body[:LEAD]}),
    )


def _names(text: str) -> set[str]:
    inside = Counter(_INSIDE.findall(text))
    return {
        word.lower()
        for word, capitalised in inside.items()
        if word[0].isupper() and capitalised >= inside.get(word.lower(), 0)
    }


def _phrases(tokens: Iterable[str], kept: dict[str, float]) -> list[str]:
    """Pairs of words that follow each other when the stop words are left out."""
    return [f"{one} {two}" for one, two in pairwise(token for token in tokens if token in kept)]


def beginning(article: Article, characters: int) -> str:
    """The body up to so many characters, without joining what is not read."""
    taken: list[str] = []
    for block in article.blocks:
        if characters <= 0:
            break
        taken.append(block.text[:characters])
        characters -= len(block.text)
    return "\n".join(taken)
