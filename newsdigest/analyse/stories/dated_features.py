"""Features of pairs of dated reports, for and against both being about one event.

They do not depend on language, length of text or publication: they suit teasers and whole reports,
feeds in English and in German.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import nlargest

from newsdigest.analyse.stories.corpus import ArticleVectors, Corpus
from newsdigest.analyse.stories.idf import BACKGROUND_ARTICLES
from newsdigest.analyse.stories.neighbours import UNIT, cosine
from newsdigest.analyse.stories.publication_time import PublicationSpan
from newsdigest.analyse.stories.undated_features import share_hardly_any_name, share_only_one_term
from newsdigest.model import ArticleKind
from newsdigest.valueclasses import valueclass

# The features, in the order of `DatedFeatures.of`.
FEATURES = (
    # Cosines of all terms, of headline and lead, of the phrases, of the names.
    "terms",
    "lead",
    "phrases",
    "names",
    # The share of the headline's weight found in the other article, the smaller and the larger of
    # both directions; in the other headline; in the other's headline and lead.
    "headline least",
    "headline most",
    "headlines",
    "headline in lead least",
    "headline in lead most",
    # The weight of the words in headline and lead of both: all, the three rarest and the rarest,
    # each as a share of the largest possible weight; and their number.
    "lead words",
    "three lead words",
    "rarest lead word",
    "lead count",
    # The share of the names in one lead found in the other article, the larger of both directions.
    "lead names",
    # 1 if both have a number in common, -1 if both have numbers but none in common, else 0.
    "numbers",
    # Whether both have dates; log(1 + hours) between the two spans and between their middles.
    "dated",
    "gap",
    "middles",
    # How many of the two are commentary, live pages, anything but reports.
    "views",
    "lives",
    "no reports",
    # The number of countries both name, -1 if one names none; and if they have none in common, the
    # number they name.
    "countries",
    "countries disagree",
)
COMMENTARY_INDEX = FEATURES.index("views")
# The share of names if there are none; the time between reports if one has no date.
NO_NAMES = 0.5
UNKNOWN_VALUE = -1.0
# Pairs with a smaller cosine of headlines and leads are dropped: in real feeds 4 of 278 pairs of
# one story, and 62 % of the others.
LEAST_LEAD = 0.08
# Kinds that comment on events reported elsewhere.
COMMENTARY = {
    ArticleKind.OPINION,
    ArticleKind.EXPLAINER,
    ArticleKind.INTERVIEW,
    ArticleKind.REVIEW,
    ArticleKind.QUESTION,
}
# Kinds about no event or about many: each item is a story of its own.
NEVER_GROUPED = {
    ArticleKind.ROUNDUP,
    ArticleKind.QUIZ,
    ArticleKind.DEAL,
    ArticleKind.RECIPE,
    ArticleKind.PODCAST,
    ArticleKind.PAGE,
}


@valueclass
class DatedMember:
    """Values of an article that each of its pairs needs."""

    vectors: ArticleVectors
    span: PublicationSpan | None
    kind: ArticleKind
    words: Set[str]
    lead_names: frozenset[str]
    title_weight: int
    lead_names_weight: int
    # The weights of the words of its pile, or of its own words.
    weights: Mapping[str, int]


def dated_member(
    vectors: ArticleVectors,
    span: PublicationSpan | None,
    kind: ArticleKind,
    weights: Mapping[str, int],
) -> DatedMember:
    terms = vectors.terms
    lead_names = terms.lead & terms.names
    return DatedMember(
        vectors=vectors,
        span=span,
        kind=kind,
        words=terms.words.keys(),
        title_weight=_weight(terms.title, weights) or 1,
        lead_names=lead_names,
        lead_names_weight=_weight(lead_names, weights),
        weights=weights,
    )


def dated_pairs(corpus: Corpus, kinds: Sequence[ArticleKind]) -> list[tuple[int, int]]:
    """The pairs of neighbours that may be about one event, the smaller index first."""
    count = len(corpus.vectors)
    return [
        (one, other)
        for one, row in enumerate(corpus.cosines)
        for other in row
        if one < other
        and may_be_one_event(
            corpus.vectors[one], corpus.vectors[other], kinds[one], kinds[other], count
        )
    ]


def may_be_one_event(
    a: ArticleVectors, b: ArticleVectors, kind: ArticleKind, other_kind: ArticleKind, count: int
) -> bool:
    """Whether two neighbours among `count` dated articles may be about one event."""
    return (
        NEVER_GROUPED.isdisjoint((kind, other_kind))
        and cosine(a.lead, b.lead) >= LEAST_LEAD
        and not share_hardly_any_name(a, b, count)
        and not share_only_one_term(a, b, count)
    )


class DatedFeatures:
    """Features of the pairs of a corpus of folded terms."""

    def __init__(self, corpus: Corpus, kinds: Sequence[ArticleKind]) -> None:
        self._cosines = corpus.cosines
        weights = corpus.idf.rounded_words()
        self._count = len(corpus.vectors)
        self._members = [
            dated_member(vectors, span, kind, weights)
            for vectors, span, kind in zip(corpus.vectors, corpus.spans, kinds, strict=True)
        ]

    def of(self, one: int, other: int) -> tuple[float, ...]:
        """The features of two neighbours, in the order of FEATURES; symmetric."""
        return dated_features(
            self._members[one], self._members[other], self._cosines[one][other], self._count
        )


def dated_features(
    a: DatedMember, b: DatedMember, terms_cosine: float, count: int
) -> tuple[float, ...]:
    """The features of two neighbours among `count` articles; symmetric."""
    return (
        terms_cosine,
        cosine(a.vectors.lead, b.vectors.lead),
        cosine(a.vectors.phrases, b.vectors.phrases),
        _names(a.vectors, b.vectors, terms_cosine),
        *_headlines(a, b),
        *_leads(a, b, UNIT * math.log(count + BACKGROUND_ARTICLES)),
        _numbers(a.vectors.terms.numbers, b.vectors.terms.numbers),
        *_times(a.span, b.span),
        *_kinds(a.kind, b.kind),
        *_countries(a.vectors.terms.countries, b.vectors.terms.countries),
    )


def _headlines(a: DatedMember, b: DatedMember) -> tuple[float, ...]:
    terms, others = a.vectors.terms, b.vectors.terms
    one = _weight(terms.title & b.words, a.weights) / a.title_weight
    two = _weight(others.title & a.words, b.weights) / b.title_weight
    both = _weight(terms.title & others.title, a.weights)
    lead = _weight(terms.title & others.lead, a.weights) / a.title_weight
    other_lead = _weight(others.title & terms.lead, b.weights) / b.title_weight
    return (
        min(one, two),
        max(one, two),
        both / math.sqrt(a.title_weight * b.title_weight),
        min(lead, other_lead),
        max(lead, other_lead),
    )


def _leads(a: DatedMember, b: DatedMember, most: float) -> tuple[float, ...]:
    """What the leads have in common; `most` is the largest possible weight."""
    shared = [a.weights[word] for word in a.vectors.terms.lead & b.vectors.terms.lead]
    top = nlargest(3, shared)
    names = NO_NAMES
    if a.lead_names_weight and b.lead_names_weight:
        names = max(
            _weight(a.lead_names & b.words, a.weights) / a.lead_names_weight,
            _weight(b.lead_names & a.words, b.weights) / b.lead_names_weight,
        )
    return (
        sum(shared) / most,
        sum(top) / most,
        max(top, default=0) / most,
        len(shared),
        names,
    )


def _weight(words: Iterable[str], weights: Mapping[str, int]) -> int:
    return sum(map(weights.__getitem__, words))


def _names(a: ArticleVectors, b: ArticleVectors, terms_cosine: float) -> float:
    """The cosine of names; of all terms if one has none, as in scripts without capitals."""
    return cosine(a.names, b.names) if a.terms.names and b.terms.names else terms_cosine


def _numbers(numbers: frozenset[str], others: frozenset[str]) -> float:
    if not numbers or not others:
        return 0.0
    return -1.0 if numbers.isdisjoint(others) else 1.0


def _times(
    span: PublicationSpan | None, other: PublicationSpan | None
) -> tuple[float, float, float]:
    if span is None or other is None:
        return 0.0, UNKNOWN_VALUE, UNKNOWN_VALUE
    return 1.0, math.log1p(span.gap(other)), math.log1p(span.middle_distance(other))


def _kinds(*kinds: ArticleKind) -> tuple[float, float, float]:
    return (
        sum(kind in COMMENTARY for kind in kinds),
        sum(kind is ArticleKind.LIVE for kind in kinds),
        sum(kind is not ArticleKind.REPORT for kind in kinds),
    )


def _countries(named: frozenset[str], others: frozenset[str]) -> tuple[float, float]:
    if not named or not others:
        return UNKNOWN_VALUE, 0.0
    both = len(named & others)
    return both, 0.0 if both else len(named) + len(others)
