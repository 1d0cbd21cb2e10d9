"""What speaks for and against two dated reports telling of one event, as numbers.

Nothing here depends on the language, on the length of a text or on where it was published: the
features are of teasers and of whole reports, of feeds in English and in German.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest

from newsdigest.analyse.stories.neighbours import UNIT, dot
from newsdigest.analyse.stories.pairs import hangs_on_one_term, strangers
from newsdigest.analyse.stories.pile import Pile, Profile
from newsdigest.analyse.stories.rarity import BACKGROUND_ARTICLES
from newsdigest.analyse.stories.spans import Span
from newsdigest.model import ArticleKind

# The features, in the order of `DatedEvidence.of`.
FEATURES = (
    # Cosines: of all terms; of headline and lead; of the phrases; of the names.
    "terms",
    "lead",
    "phrases",
    "names",
    # Share of the headline's weight that the other article holds, the smaller and the larger way;
    # what the headlines share; what the other's headline and lead hold of it.
    "headline least",
    "headline most",
    "headlines",
    "headline in lead least",
    "headline in lead most",
    # The weight of the words that headline and lead of both hold: of all, of the three rarest, of
    # the rarest, each as a share of the largest weight there can be; and their number.
    "lead words",
    "three lead words",
    "rarest lead word",
    "lead count",
    # Share of the names in one lead that the other article holds, the larger of both ways.
    "lead names",
    # 1 where both hold the same number, -1 where both hold numbers and none is the same, else 0.
    "numbers",
    # Whether both have dates; log(1 + hours) between the two spans and between their middles.
    "dated",
    "gap",
    "middles",
    # How many of the two are opinions or explanations, live pages, and no reports at all.
    "views",
    "lives",
    "no reports",
    # Countries that both name; -1 where one of them names none; and how many are named by one
    # alone where there is none that both name.
    "countries",
    "countries disagree",
)
VIEWS_PLACE = FEATURES.index("views")
# A share of names where there are none; the time between reports of which one has no date.
NO_NAMES = 0.5
UNKNOWN = -1.0
# Pairs whose headlines and leads have a smaller cosine are not looked at: of real feeds 4 of 278
# pairs of one story, and 62 % of the others.
LEAST_LEAD = 0.08
# What comments on events that others report.
VIEWS = {
    ArticleKind.OPINION,
    ArticleKind.EXPLAINER,
    ArticleKind.INTERVIEW,
    ArticleKind.REVIEW,
    ArticleKind.QUESTION,
}
# What tells of no event or of many: such items are stories by themselves.
ALONE = {
    ArticleKind.ROUNDUP,
    ArticleKind.QUIZ,
    ArticleKind.DEAL,
    ArticleKind.RECIPE,
    ArticleKind.PODCAST,
    ArticleKind.PAGE,
}


@dataclass(frozen=True, slots=True)
class _Side:
    """What is asked of an article again for each of its neighbours."""

    profile: Profile
    span: Span | None
    kind: ArticleKind
    words: frozenset[str]
    lead_names: frozenset[str]
    title_weight: int
    lead_names_weight: int


def dated_pairs(pile: Pile, kinds: Sequence[ArticleKind]) -> list[tuple[int, int]]:
    """The pairs of neighbours that may be one event, the smaller number first."""
    return [
        (one, other)
        for one, row in enumerate(pile.cosines)
        for other in row
        if one < other
        and ALONE.isdisjoint((kinds[one], kinds[other]))
        and dot(pile.profiles[one].lead, pile.profiles[other].lead) >= LEAST_LEAD
        and not strangers(pile, one, other)
        and not hangs_on_one_term(pile, one, other)
    ]


class DatedEvidence:
    """Features of the pairs of a pile of folded terms."""

    def __init__(self, pile: Pile, kinds: Sequence[ArticleKind]) -> None:
        self._cosines = pile.cosines
        # Whole numbers, for the reason given at Vector.
        rare = {word: round(UNIT * weight) for word, weight in pile.rarity.words.items()}
        self._weight_of = rare.__getitem__
        self._most = UNIT * math.log(len(pile.profiles) + BACKGROUND_ARTICLES)
        self._sides = [
            self._side(profile, span, kind)
            for profile, span, kind in zip(pile.profiles, pile.spans, kinds, strict=True)
        ]

    def of(self, one: int, other: int) -> tuple[float, ...]:
        """The features of two neighbours, in the order of FEATURES; symmetric."""
        a, b = self._sides[one], self._sides[other]
        whole = self._cosines[one][other]
        return (
            whole,
            dot(a.profile.lead, b.profile.lead),
            dot(a.profile.phrases, b.profile.phrases),
            _names(a.profile, b.profile, whole),
            *self._headlines(a, b),
            *self._leads(a, b),
            _numbers(a.profile.terms.numbers, b.profile.terms.numbers),
            *_times(a.span, b.span),
            *_kinds(a.kind, b.kind),
            *_countries(a.profile.terms.countries, b.profile.terms.countries),
        )

    def _headlines(self, a: _Side, b: _Side) -> tuple[float, ...]:
        terms, others = a.profile.terms, b.profile.terms
        one = self._weight(terms.title & b.words) / a.title_weight
        two = self._weight(others.title & a.words) / b.title_weight
        both = self._weight(terms.title & others.title)
        lead = self._weight(terms.title & others.lead) / a.title_weight
        other_lead = self._weight(others.title & terms.lead) / b.title_weight
        return (
            min(one, two),
            max(one, two),
            both / math.sqrt(a.title_weight * b.title_weight),
            min(lead, other_lead),
            max(lead, other_lead),
        )

    def _leads(self, a: _Side, b: _Side) -> tuple[float, ...]:
        shared = [self._weight_of(word) for word in a.profile.terms.lead & b.profile.terms.lead]
        top = nlargest(3, shared)
        names = NO_NAMES
        if a.lead_names_weight and b.lead_names_weight:
            names = max(
                self._weight(a.lead_names & b.words) / a.lead_names_weight,
                self._weight(b.lead_names & a.words) / b.lead_names_weight,
            )
        return (
            sum(shared) / self._most,
            sum(top) / self._most,
            max(top, default=0) / self._most,
            len(shared),
            names,
        )

    def _weight(self, words: Iterable[str]) -> int:
        return sum(map(self._weight_of, words))

    def _side(self, profile: Profile, span: Span | None, kind: ArticleKind) -> _Side:
        terms = profile.terms
        lead_names = terms.lead & terms.names
        return _Side(
            profile=profile,
            span=span,
            kind=kind,
            words=frozenset(terms.words),
            lead_names=lead_names,
            title_weight=self._weight(terms.title) or 1,
            lead_names_weight=self._weight(lead_names),
        )


def _names(a: Profile, b: Profile, whole: float) -> float:
    """Where one has no names its words speak for all, as in scripts without capitals."""
    return dot(a.names, b.names) if a.terms.names and b.terms.names else whole


def _numbers(numbers: frozenset[str], others: frozenset[str]) -> float:
    if not numbers or not others:
        return 0.0
    return -1.0 if numbers.isdisjoint(others) else 1.0


def _times(span: Span | None, other: Span | None) -> tuple[float, float, float]:
    if span is None or other is None:
        return 0.0, UNKNOWN, UNKNOWN
    return 1.0, math.log1p(span.gap(other)), math.log1p(span.middles(other))


def _kinds(*kinds: ArticleKind) -> tuple[float, float, float]:
    return (
        sum(kind in VIEWS for kind in kinds),
        sum(kind is ArticleKind.LIVE for kind in kinds),
        sum(kind is not ArticleKind.REPORT for kind in kinds),
    )


def _countries(named: frozenset[str], others: frozenset[str]) -> tuple[float, float]:
    if not named or not others:
        return UNKNOWN, 0.0
    both = len(named & others)
    return both, 0.0 if both else len(named) + len(others)
