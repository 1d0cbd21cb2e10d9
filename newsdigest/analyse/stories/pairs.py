"""What speaks for and against two articles telling of one event, as numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from newsdigest.analyse.stories.neighbours import UNIT, dot
from newsdigest.analyse.stories.pile import Pile, Profile

# The features, in the order of `Evidence.of`.
FEATURES = (
    # Cosines: of all terms; of the names; of the phrases; of headline and lead.
    "terms",
    "names",
    "phrases",
    "lead",
    # Share of the names in one lead that the other article holds, the larger of both ways.
    "lead names",
    # The cosine of all terms above the mean of the third largest cosines of the two: in a crowd
    # of reports of like events only those of the same event stand out.
    "above third",
    # The larger of their twelfth largest cosines: how much of a crowd there is.
    "crowd",
    # Share of their six nearest neighbours that they have in common.
    "neighbours",
    # Share of the headline's weight that the other article holds, the smaller and the larger way.
    "headline least",
    "headline most",
    # What the headlines share.
    "headlines",
    # As for the headline, of its names alone.
    "headline names least",
    "headline names most",
    # 0 where both hold numbers and none is the same.
    "numbers agree",
)
# A share of names where there are none.
NO_NAMES = 0.5
NEAREST = 6
# Articles of at least so many names whose cosine of names is below this are strangers: two trials,
# two storms. So are 1.4 % of the near pairs of one event and 5 % of the others.
FEW_NAMES = 3
LEAST_NAMES = 0.05
FEW_ARTICLES = 25
# In a pile of fewer articles than this a single word, the name of the town, can be most of what two
# have in common. The cosine without it must be as large as this: of 415 links between reports of
# one event cut to 60 words it costs 4, of 456 between whole ones none.
MANY_ARTICLES = 300
LEAST_REST = 0.04


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles by number, the smaller first, and the features of the pair."""

    one: int
    other: int
    features: tuple[float, ...]


def pairs_of(pile: Pile) -> list[Pair]:
    """The pairs of neighbours that are no strangers, with their features."""
    evidence = Evidence(pile)
    pairs = (
        Pair(one, other, evidence.of(one, other))
        for one, row in enumerate(pile.cosines)
        for other in row
        if one < other
    )
    return [
        pair
        for pair in pairs
        if not strangers(pile, pair.one, pair.other)
        and not hangs_on_one_term(pile, pair.one, pair.other)
    ]


def strangers(pile: Pile, one: int, other: int) -> bool:
    """Whether two articles both name people and places, but hardly any that the other names.

    Only in a pile too small to show what reports of different events have in common.
    """
    if len(pile.profiles) >= FEW_ARTICLES:
        return False
    a, b = pile.profiles[one], pile.profiles[other]
    if min(len(a.terms.names), len(b.terms.names)) < FEW_NAMES:
        return False
    return dot(a.names, b.names) < LEAST_NAMES


def hangs_on_one_term(pile: Pile, one: int, other: int) -> bool:
    """Whether two articles have hardly anything in common but one word."""
    if len(pile.profiles) >= MANY_ARTICLES:
        return False
    a, b = pile.profiles[one].whole, pile.profiles[other].whole
    shared = [a[term] * b[term] for term in a.keys() & b.keys()]
    return sum(shared) - max(shared) < LEAST_REST * UNIT * UNIT


@dataclass(frozen=True, slots=True)
class _Side:
    """What is asked of an article again for each of its neighbours."""

    profile: Profile
    words: frozenset[str]
    title: frozenset[str]
    lead_names: frozenset[str]
    title_names: frozenset[str]
    lead_names_weight: int
    title_weight: int
    title_names_weight: int
    # Its six nearest neighbours and itself.
    nearest: frozenset[int]
    # The cosines of its third and its twelfth neighbour.
    third: float
    twelfth: float


class Evidence:
    """Features of the pairs of a pile."""

    def __init__(self, pile: Pile) -> None:
        self._cosines = pile.cosines
        # Whole numbers, for the reason given at Vector.
        rare = {word: round(UNIT * weight) for word, weight in pile.rarity.words.items()}
        self._weight_of = rare.__getitem__
        self._sides = [self._side(pile, one) for one in range(len(pile.profiles))]

    def of(self, one: int, other: int) -> tuple[float, ...]:
        """The features of two neighbours, in the order of FEATURES; symmetric."""
        a, b = self._sides[one], self._sides[other]
        whole = self._cosines[one][other]
        return (
            whole,
            *_likenesses(a.profile, b.profile, whole),
            max(
                self._share(a.lead_names & b.words, a.lead_names_weight, NO_NAMES),
                self._share(b.lead_names & a.words, b.lead_names_weight, NO_NAMES),
            ),
            whole - (a.third + b.third) / 2,
            max(a.twelfth, b.twelfth),
            len(a.nearest & b.nearest) / (NEAREST + 1),
            *self._headlines(a, b),
            _numbers_agree(a.profile, b.profile),
        )

    def _headlines(self, a: _Side, b: _Side) -> tuple[float, ...]:
        one = self._share(a.title & b.words, a.title_weight, 0.0)
        two = self._share(b.title & a.words, b.title_weight, 0.0)
        names = self._share(a.title_names & b.words, a.title_names_weight, NO_NAMES)
        other_names = self._share(b.title_names & a.words, b.title_names_weight, NO_NAMES)
        both = self._share(a.title & b.title, math.sqrt(a.title_weight * b.title_weight), 0.0)
        return (
            min(one, two),
            max(one, two),
            both,
            min(names, other_names),
            max(names, other_names),
        )

    def _share(self, words: frozenset[str], of: float, empty: float) -> float:
        """The weight of words as a share of another weight."""
        if not of:
            return empty
        return sum(map(self._weight_of, words)) / of if words else 0.0

    def _weight(self, words: frozenset[str]) -> int:
        return sum(map(self._weight_of, words))

    def _side(self, pile: Pile, one: int) -> _Side:
        profile, row, ranked = pile.profiles[one], pile.cosines[one], pile.ranked[one]
        terms = profile.terms
        nearest = sorted(row, key=lambda other: (-row[other], other))[:NEAREST]
        return _Side(
            profile=profile,
            words=frozenset(terms.words),
            title=terms.title,
            lead_names=terms.lead & terms.names,
            title_names=terms.title & terms.names,
            lead_names_weight=self._weight(terms.lead & terms.names),
            title_weight=self._weight(terms.title),
            title_names_weight=self._weight(terms.title & terms.names),
            nearest=frozenset([one, *nearest]),
            third=_at(ranked, 3),
            twelfth=_at(ranked, 12),
        )


def _likenesses(a: Profile, b: Profile, whole: float) -> tuple[float, float, float]:
    # Scripts without capitals have no names: their words speak for all.
    named = a.terms.names and b.terms.names
    return (
        dot(a.names, b.names) if named else whole,
        dot(a.phrases, b.phrases),
        dot(a.lead, b.lead),
    )


def _at(ranked: list[float], rank: int) -> float:
    """The cosine of the neighbour of that rank; 0 where there are fewer."""
    return ranked[rank - 1] if len(ranked) >= rank else 0.0


def _numbers_agree(a: Profile, b: Profile) -> float:
    numbers, others = a.terms.numbers, b.terms.numbers
    return float(not (numbers and others and numbers.isdisjoint(others)))
