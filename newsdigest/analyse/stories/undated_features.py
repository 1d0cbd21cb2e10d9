"""Features of pairs of undated articles, for and against both being about one event."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Set

from newsdigest.analyse.stories.corpus import ArticleVectors, Corpus
from newsdigest.analyse.stories.neighbours import UNIT, Key, cosine
from newsdigest.valueclasses import valueclass

# The features, in the order of `UndatedFeatures.of`.
FEATURES = (
    # Cosines of all terms, of the names, of the phrases, of headline and lead.
    "terms",
    "names",
    "phrases",
    "lead",
    # The share of the names in one lead found in the other article, the larger of both directions.
    "lead names",
    # The cosine of all terms minus the mean of each article's third largest cosine: in a crowd of
    # reports of similar events only those of the same event stand out.
    "above third",
    # The larger of their twelfth largest cosines: the size of the crowd.
    "crowd",
    # The share of their six nearest neighbours in common.
    "neighbours",
    # The share of the headline's weight found in the other article, the smaller and the larger of
    # both directions.
    "headline least",
    "headline most",
    # The share of the headlines' weight in common.
    "headlines",
    # The same for the names in the headline.
    "headline names least",
    "headline names most",
    # 0 if both have numbers but none in common, else 1.
    "numbers agree",
)
# The share of names if there are none.
NO_NAMES = 0.5
NEAREST = 6
# Two articles with at least FEW_NAMES names and a smaller cosine of names are about different
# events: two trials, two storms. That drops 1.4 % of the near pairs of one event and 5 % of the
# others.
FEW_NAMES = 3
LEAST_NAMES = 0.05
FEW_ARTICLES = 25
# Among fewer articles than this a single word, the name of the town, can be most of what two have
# in common. The cosine without it must be at least LEAST_REST, which costs 4 of 415 links between
# reports of one event cut to 60 words, and none of 456 between whole ones.
MANY_ARTICLES = 300
LEAST_REST = 0.04


@valueclass
class PairFeatures:
    """Two articles by index, the smaller first, and the features of the pair."""

    one: int
    other: int
    features: tuple[float, ...]


def undated_pairs(corpus: Corpus) -> list[PairFeatures]:
    """The pairs of neighbours that may be about one event, with their features."""
    evidence = UndatedFeatures(corpus)
    vectors, count = corpus.vectors, len(corpus.vectors)
    pairs = (
        PairFeatures(one, other, evidence.of(one, other))
        for one, row in enumerate(corpus.cosines)
        for other in row
        if one < other
    )
    return [
        pair
        for pair in pairs
        if not share_hardly_any_name(vectors[pair.one], vectors[pair.other], count)
        and not share_only_one_term(vectors[pair.one], vectors[pair.other], count)
    ]


def share_hardly_any_name(a: ArticleVectors, b: ArticleVectors, count: int) -> bool:
    """Whether two of `count` articles both have names, but hardly any in common.

    Only in a corpus too small to show what reports of different events have in common.
    """
    if count >= FEW_ARTICLES:
        return False
    if min(len(a.terms.names), len(b.terms.names)) < FEW_NAMES:
        return False
    return cosine(a.names, b.names) < LEAST_NAMES


def share_only_one_term(one: ArticleVectors, other: ArticleVectors, count: int) -> bool:
    """Whether two of `count` articles have hardly more than one term in common."""
    if count >= MANY_ARTICLES:
        return False
    a, b = one.whole, other.whole
    shared = [a[term] * b[term] for term in a.keys() & b.keys()]
    return sum(shared) - max(shared) < LEAST_REST * UNIT * UNIT


@valueclass
class UndatedMember:
    """Values of an article that each of its pairs needs."""

    vectors: ArticleVectors
    words: Set[str]
    title: frozenset[str]
    lead_names: frozenset[str]
    title_names: frozenset[str]
    lead_names_weight: int
    title_weight: int
    title_names_weight: int
    # Its six nearest neighbours and itself, by what tells articles apart.
    nearest: frozenset[Hashable]
    # The cosines of its third and its twelfth neighbour.
    third: float
    twelfth: float
    # The weights of the words of its pile, or of its own words.
    weights: Mapping[str, int]


def undated_member(
    one: Key, vectors: ArticleVectors, row: Mapping[Key, float], weights: Mapping[str, int]
) -> UndatedMember:
    """`row` are the cosines of the article `one` with its neighbours."""
    terms = vectors.terms
    ranked = sorted(row.values(), reverse=True)
    nearest = sorted(row, key=lambda other: (-row[other], other))[:NEAREST]
    lead_names, title_names = terms.lead & terms.names, terms.title & terms.names
    return UndatedMember(
        vectors=vectors,
        words=terms.words.keys(),
        title=terms.title,
        lead_names=lead_names,
        title_names=title_names,
        lead_names_weight=_weight(lead_names, weights),
        title_weight=_weight(terms.title, weights),
        title_names_weight=_weight(title_names, weights),
        nearest=frozenset([one, *nearest]),
        third=_at(ranked, 3),
        twelfth=_at(ranked, 12),
        weights=weights,
    )


class UndatedFeatures:
    """Features of the pairs of a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._cosines = corpus.cosines
        weights = corpus.idf.rounded_words()
        self._members = [
            undated_member(one, vectors, corpus.cosines[one], weights)
            for one, vectors in enumerate(corpus.vectors)
        ]

    def of(self, one: int, other: int) -> tuple[float, ...]:
        """The features of two neighbours, in the order of FEATURES; symmetric."""
        return undated_features(self._members[one], self._members[other], self._cosines[one][other])


def undated_features(a: UndatedMember, b: UndatedMember, whole: float) -> tuple[float, ...]:
    """The features of two neighbours with the cosine `whole`; symmetric."""
    return (
        whole,
        *_likenesses(a.vectors, b.vectors, whole),
        max(
            _share(a.lead_names & b.words, a.weights, a.lead_names_weight, NO_NAMES),
            _share(b.lead_names & a.words, b.weights, b.lead_names_weight, NO_NAMES),
        ),
        whole - (a.third + b.third) / 2,
        max(a.twelfth, b.twelfth),
        len(a.nearest & b.nearest) / (NEAREST + 1),
        *_headlines(a, b),
        _numbers_agree(a.vectors, b.vectors),
    )


def _headlines(a: UndatedMember, b: UndatedMember) -> tuple[float, ...]:
    one = _share(a.title & b.words, a.weights, a.title_weight, 0.0)
    two = _share(b.title & a.words, b.weights, b.title_weight, 0.0)
    names = _share(a.title_names & b.words, a.weights, a.title_names_weight, NO_NAMES)
    other_names = _share(b.title_names & a.words, b.weights, b.title_names_weight, NO_NAMES)
    geometric = math.sqrt(a.title_weight * b.title_weight)
    both = _share(a.title & b.title, a.weights, geometric, 0.0)
    return (
        min(one, two),
        max(one, two),
        both,
        min(names, other_names),
        max(names, other_names),
    )


def _share(words: Set[str], weights: Mapping[str, int], of: float, empty: float) -> float:
    """The weight of the words as a share of another weight, `empty` if that is 0."""
    if not of:
        return empty
    return _weight(words, weights) / of if words else 0.0


def _weight(words: Set[str], weights: Mapping[str, int]) -> int:
    return sum(map(weights.__getitem__, words))


def _likenesses(a: ArticleVectors, b: ArticleVectors, whole: float) -> tuple[float, float, float]:
    # Scripts without capitals have no names; all terms stand in for them.
    named = a.terms.names and b.terms.names
    return (
        cosine(a.names, b.names) if named else whole,
        cosine(a.phrases, b.phrases),
        cosine(a.lead, b.lead),
    )


def _at(ranked: list[float], rank: int) -> float:
    """The cosine of the neighbour of that rank; 0 if there are fewer."""
    return ranked[rank - 1] if len(ranked) >= rank else 0.0


def _numbers_agree(a: ArticleVectors, b: ArticleVectors) -> float:
    numbers, others = a.terms.numbers, b.terms.numbers
    return float(not (numbers and others and numbers.isdisjoint(others)))
