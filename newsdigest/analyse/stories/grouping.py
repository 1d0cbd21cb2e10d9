"""From articles to stories, the one road: terms, weights, near neighbours, links."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from newsdigest.analyse.stories.linking import average_link
from newsdigest.analyse.stories.terms import Terms, terms_of
from newsdigest.model import Article

HEAVIEST = 12
POSTINGS = 100
THRESHOLD = 0.2


def group_stories(
    articles: Sequence[Article], copies: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """The places of the articles in groups of one event each; every place is in one group.

    `copies` are the pairs of `find_copies`: they go where their original goes, and their text
    counts once. Groups are sorted, and so are the places in them; which articles go together
    does not depend on their order.
    """
    units = sorted(_units(articles, copies), key=lambda unit: content_key(articles[unit[0]]))
    vectors = _vectors([terms_of(articles[unit[0]]) for unit in units])
    groups = average_link(_neighbours(vectors), THRESHOLD)
    return sorted(sorted(place for unit in group for place in units[unit]) for group in groups)


def content_key(article: Article) -> tuple[int, bytes]:
    """An order of articles by what they say: the longest first."""
    text = article.text
    said = f"{article.title}\n{text}\n{article.source}\n{article.id}"
    return -len(text), blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _units(articles: Sequence[Article], copies: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Articles joined with their copies, in each the one that stands for all first."""
    parent = list(range(len(articles)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for one, other in copies:
        parent[root(one)] = root(other)
    units: dict[int, list[int]] = defaultdict(list)
    for place in range(len(articles)):
        units[root(place)].append(place)
    return [sorted(unit, key=lambda place: content_key(articles[place])) for unit in units.values()]


def _vectors(terms: Sequence[Terms]) -> list[dict[str, float]]:
    found_in = Counter(word for one in terms for word in one.counts)
    vectors = []
    for one in terms:
        weights = {
            word: (1 + math.log(count)) * math.log((len(terms) + 1) / found_in[word])
            for word, count in one.counts.items()
        }
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / norm for word, weight in weights.items()})
    return vectors


def _neighbours(vectors: Sequence[dict[str, float]]) -> list[dict[int, float]]:
    index: dict[str, list[int]] = defaultdict(list)
    scores: list[dict[int, float]] = [{} for _ in vectors]
    for place, vector in enumerate(vectors):
        heaviest = sorted(vector, key=lambda word: (-vector[word], word))[:HEAVIEST]
        met = {other for word in heaviest for other in index[word]}
        for other in sorted(met):
            cosine = sum(weight * vectors[other].get(word, 0.0) for word, weight in vector.items())
            if cosine > 0.05:
                scores[place][other] = scores[other][place] = cosine
        for word in heaviest:
            if len(index[word]) < POSTINGS:
                index[word].append(place)
    return scores
