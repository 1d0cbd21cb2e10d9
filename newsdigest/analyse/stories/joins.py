"""The steps of `group_stories` for piles that no process holds: what meets what by which key.

A unit is an article with its copies. Units are told apart and sorted by their keys, numbers in the
order in which `group_stories` sorts them by content. Which units a step gets, and in which order,
does not matter as long as it gets all that have its key: sums are of integers, or are added in the
order of the units. So the clusters are those of `group_stories`.

Clusters are joined by average link in each connected component of the graph of likely pairs alone.
That is exact: the mean of two clusters without a likely pair between them is 0, below any
threshold, so no two components are ever joined; and neither a mean nor the order of joins within a
component depends on the pairs of another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter, itemgetter
from typing import NamedTuple

from newsdigest.analyse.body import body_start
from newsdigest.analyse.connected import connected_components
from newsdigest.analyse.stories.clustering import (
    are_dated,
    collector_paused,
    content_key,
    dated_clusters,
    dated_probability,
    most_frequent,
    time_penalty,
    undated_clusters,
    unit_language,
    unit_span,
)
from newsdigest.analyse.stories.corpus import ArticleVectors, article_vectors, least_cosine
from newsdigest.analyse.stories.dated_features import (
    dated_features,
    dated_member,
    may_be_one_event,
)
from newsdigest.analyse.stories.dated_model import load_dated_model
from newsdigest.analyse.stories.formulaic import (
    START_CHARACTERS,
    ArticleStart,
    are_different_events,
)
from newsdigest.analyse.stories.idf import IdfWeights, TermStatistics, words_to_count
from newsdigest.analyse.stories.neighbour_features import MIN_PROBABILITY
from newsdigest.analyse.stories.neighbours import (
    MAX_POSTINGS,
    buckets_near,
    cosine,
    heaviest_words,
    min_shared_weight,
    nearest,
    time_bucket,
)
from newsdigest.analyse.stories.publication_time import PublicationSpan
from newsdigest.analyse.stories.terms import ArticleTerms, folded_terms_of, terms_of
from newsdigest.analyse.stories.undated_features import (
    PairFeatures,
    share_hardly_any_name,
    share_only_one_term,
    undated_features,
    undated_member,
)
from newsdigest.analyse.stories.undated_model import load_undated_model, probability
from newsdigest.model import Article, ArticleKind, Block, BlockKind
from newsdigest.valueclasses import replace

__all__ = [
    "Contribution",
    "Key",
    "LikelyPair",
    "Member",
    "Pile",
    "Place",
    "Posting",
    "PublicationSpan",
    "Rank",
    "Term",
    "Unit",
    "UnitTerms",
    "clusters_of",
    "collector_paused",
    "components_of",
    "contributions",
    "frequency",
    "likely_pair",
    "neighbours",
    "piles",
    "postings",
    "shared_weights",
    "similarity",
    "unit_of",
    "unit_terms",
    "unit_vectors",
]

# The number of a unit, smaller than that of each unit with a larger rank.
Key = int
# The key by content of the first article of a unit, longest first, and the label of the unit.
Rank = tuple[int, bytes, str]
# The language of a pile, whether it is a phrase, and the term.
Term = tuple[str | None, bool, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """An article with its copies."""

    rank: Rank
    # The longest of them.
    head: Article
    # When the first of them was published.
    span: PublicationSpan | None
    # None if no article of it has one.
    language: str | None


@dataclass(frozen=True, slots=True)
class Pile:
    """What is known of all units in one language."""

    language: str | None
    count: int
    is_dated: bool


@dataclass(frozen=True, slots=True)
class UnitTerms:
    """A unit with its pile and the terms of its head."""

    key: Key
    unit: Unit
    pile: Pile
    terms: ArticleTerms


class Contribution(NamedTuple):
    """What a unit adds to the frequency of a term."""

    key: Key
    amount: float


@dataclass(frozen=True, slots=True)
class Member:
    """A unit as its pairs need it."""

    key: Key
    pile: Pile
    span: PublicationSpan | None
    kind: ArticleKind
    published: datetime | None
    start: ArticleStart
    vectors: ArticleVectors
    # The weights of its words.
    weights: Mapping[str, int]


class Posting(NamedTuple):
    """A unit that has a word among its heaviest."""

    # Negative.
    weight: int
    key: Key
    span: PublicationSpan | None


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two units that may be about one event, the one with the smaller key first."""

    one: Key
    other: Key
    pile: Pile
    # The probability of dated units; for others there are features and a penalty.
    score: float
    features: tuple[float, ...] = ()
    penalty: float | None = None


def unit_of(label: str, articles: Sequence[Article]) -> Unit:
    """The unit of articles that are copies of each other, named by `label`."""
    keyed = sorted((content_key(each), number) for number, each in enumerate(articles))
    order = [number for _, number in keyed]
    length, digest = keyed[0][0]
    return Unit(
        (length, digest, label),
        articles[order[0]],
        unit_span(articles, order),
        unit_language(articles, order),
    )


def piles(counts: Mapping[tuple[str | None, bool], int]) -> dict[str | None, Pile]:
    """The pile of each language, from the numbers of units by language and whether they are dated.

    Units without a language are in the pile of the most frequent one.
    """
    by_language: Counter[str] = Counter()
    for (language, _), count in counts.items():
        if language:
            by_language[language] += count
    frequent = most_frequent(by_language)
    units: Counter[str | None] = Counter()
    dated: Counter[str | None] = Counter()
    for (language, is_dated), count in counts.items():
        units[language or frequent] += count
        dated[language or frequent] += count if is_dated else 0
    found = {each: Pile(each, units[each], are_dated(dated[each], units[each])) for each in units}
    return found | ({None: found[frequent]} if None not in found and found else {})


def unit_terms(key: Key, unit: Unit, pile: Pile) -> UnitTerms:
    terms = folded_terms_of(unit.head, pile.language) if pile.is_dated else terms_of(unit.head)
    return UnitTerms(key, unit, pile, terms)


def contributions(one: UnitTerms) -> Iterator[tuple[Term, Contribution]]:
    """The terms of a unit with what it adds to their frequencies."""
    language = one.pile.language
    once = Contribution(one.key, 1)
    counted = words_to_count(one.terms, folded=one.pile.is_dated)
    for word in counted:
        own = Contribution(one.key, counted[word]) if isinstance(counted, Mapping) else once
        yield (language, False, word), own
    for phrase in one.terms.phrases:
        yield (language, True, phrase), once


def frequency(of: Iterable[Contribution]) -> float:
    """The frequency of a term, added up in the order of the units as `Counter.update` does."""
    found: float = 0
    for each in sorted(of, key=attrgetter("key")):
        found += each.amount
    return found


def unit_vectors(one: UnitTerms, frequencies: Mapping[Term, float]) -> Member:
    """A unit with its vectors; `frequencies` are those of its terms in its pile."""
    language, unit = one.pile.language, one.unit
    statistics = TermStatistics(
        one.pile.count,
        {word: frequencies[language, False, word] for word in one.terms.words},
        {phrase: frequencies[language, True, phrase] for phrase in one.terms.phrases},
    )
    idf = IdfWeights([], language, folded=one.pile.is_dated, statistics=statistics)
    start = body_start(unit.head, START_CHARACTERS)
    return Member(
        key=one.key,
        pile=one.pile,
        span=unit.span if one.pile.is_dated else None,
        kind=unit.head.kind,
        published=unit.head.published,
        start=ArticleStart(replace(unit.head, blocks=(Block(BlockKind.PARAGRAPH, start),))),
        vectors=article_vectors(one.terms, idf),
        weights=idf.rounded_words(),
    )


# The language of a pile and a word.
Place = tuple[str | None, str]


def postings(one: Member) -> Iterator[tuple[Place, Posting]]:
    """The heaviest words of a unit, where it finds others and they find it."""
    for word in heaviest_words(one.vectors.whole):
        weight = -one.vectors.whole[word]
        yield (one.pile.language, word), Posting(weight, one.key, one.span)


def shared_weights(places: Iterable[Iterable[Posting]]) -> dict[Key, dict[Key, int]]:
    """The negative weights that units share with those that they find, from all postings of places.

    Only the heaviest of a time bucket are found, as in the posting lists of one process.
    """
    shared: dict[Key, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
    for held in places:
        buckets: dict[int | None, list[Posting]] = defaultdict(list)
        for each in sorted(held, key=itemgetter(0, 1)):
            buckets[time_bucket(each.span)].append(each)
        for bucket, asking in buckets.items():
            near = [
                buckets[each][:MAX_POSTINGS] for each in buckets_near(bucket) if each in buckets
            ]
            for asked, key, _ in asking:
                own = shared[key]
                for weight, other, _ in chain.from_iterable(near):
                    own[other] -= asked * weight
    for key, own in shared.items():
        own.pop(key, None)
    return {key: dict(own) for key, own in shared.items() if own}


def neighbours(
    one: Member, shared: Mapping[Key, int], spans: Mapping[Key, PublicationSpan | None]
) -> list[Key]:
    """The nearest of the units that a unit has found, from the negative weights that it shares."""
    least = min_shared_weight(is_dated=one.pile.is_dated)
    return nearest(shared, one.span, spans.__getitem__, least)


def similarity(one: Mapping[str, int], other: Mapping[str, int], pile: Pile) -> float | None:
    """The cosine of two whole vectors, None if it counts as 0."""
    found = cosine(one, other)
    return found if found >= least_cosine(is_dated=pile.is_dated) else None


def likely_pair(
    one: Member, other: Member, row: Mapping[Key, float], other_row: Mapping[Key, float]
) -> LikelyPair | None:
    """Two neighbours, the one with the smaller key first, if they may be about one event.

    The rows are their cosines with all of their neighbours.
    """
    whole, count = row[other.key], one.pile.count
    if not one.pile.is_dated:
        return _undated_pair(one, other, row, other_row)
    if not may_be_one_event(one.vectors, other.vectors, one.kind, other.kind, count):
        return None
    a, b = (dated_member(each.vectors, each.span, each.kind, each.weights) for each in (one, other))
    score = dated_probability(load_dated_model(), dated_features(a, b, whole, count))
    if score < MIN_PROBABILITY or are_different_events(one.start, other.start):
        return None
    return LikelyPair(one.key, other.key, one.pile, score)


def _undated_pair(
    one: Member, other: Member, row: Mapping[Key, float], other_row: Mapping[Key, float]
) -> LikelyPair | None:
    count = one.pile.count
    if share_hardly_any_name(one.vectors, other.vectors, count) or share_only_one_term(
        one.vectors, other.vectors, count
    ):
        return None
    features = undated_features(
        undated_member(one.key, one.vectors, row, one.weights),
        undated_member(other.key, other.vectors, other_row, other.weights),
        row[other.key],
    )
    score = probability(load_undated_model("first").log_odds(features))
    if score < MIN_PROBABILITY:
        return None
    apart = are_different_events(one.start, other.start)
    penalty = None if apart else time_penalty(one.published, other.published)
    return LikelyPair(one.key, other.key, one.pile, score, features, penalty)


def components_of(pairs: Iterable[tuple[Key, Key]]) -> dict[Key, Key]:
    """The smallest key of the connected component of each unit that is in a pair."""
    edges = list(pairs)
    keys = sorted({key for pair in edges for key in pair})
    numbers = {key: number for number, key in enumerate(keys)}
    found = connected_components(len(keys), ((numbers[a], numbers[b]) for a, b in edges))
    return {keys[number]: keys[group[0]] for group in found for number in group}


def clusters_of(pairs: Iterable[LikelyPair]) -> list[list[Key]]:
    """The clusters of the units of one component by its pairs."""
    found = sorted(pairs, key=attrgetter("one", "other"))
    keys = sorted({key for pair in found for key in (pair.one, pair.other)})
    numbers = {key: number for number, key in enumerate(keys)}
    numbered = {(numbers[pair.one], numbers[pair.other]): pair for pair in found}
    pile = found[0].pile
    if pile.is_dated:
        groups = dated_clusters(len(keys), ((ends, pair.score) for ends, pair in numbered.items()))
    else:
        penalties = {ends: pair.penalty for ends, pair in numbered.items()}
        groups = undated_clusters(
            len(keys),
            [PairFeatures(*ends, pair.features) for ends, pair in numbered.items()],
            lambda one, other: penalties[one, other],
            pile.count,
        )
    return [[keys[number] for number in group] for group in groups]
