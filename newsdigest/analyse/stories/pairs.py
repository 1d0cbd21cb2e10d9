"""What speaks for and against two articles telling of one event, as numbers."""

from __future__ import annotations

from collections.abc import Set

from newsdigest.analyse.stories.pile import Pile, Profile, dot

# The features, in the order of `Evidence.of`.
FEATURES = (
    # Cosines: of all terms; of the names; of the numbers; of the phrases; of headline and lead.
    "terms",
    "names",
    "numbers",
    "phrases",
    "lead",
    # Share of the names in one lead that the other article holds, the larger of both ways.
    "lead names",
    # The cosine of all terms above what is usual near the two: the mean of their third largest
    # cosines, the larger of their twelfth largest. In a crowd of reports of like events only
    # those of the same event stand out.
    "above third",
    "above twelfth",
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
    # 1 where both hold numbers and none is the same.
    "numbers differ",
)
# A share of names where there are none.
NO_NAMES = 0.5
NEAREST = 6


class Evidence:
    """Features of the pairs of a pile."""

    def __init__(self, pile: Pile) -> None:
        self._pile = pile
        self._nearest = [
            {one, *sorted(row, key=lambda other: (-row[other], other))[:NEAREST]}
            for one, row in enumerate(pile.cosines)
        ]

    def of(self, one: int, other: int) -> tuple[float, ...]:
        """The features of two neighbours, in the order of FEATURES; symmetric."""
        a, b = self._pile.profiles[one], self._pile.profiles[other]
        return (
            *self._cosines(one, other, a, b),
            *self._density(one, other),
            *self._headlines(a, b),
            _numbers_differ(a, b),
        )

    def _cosines(self, one: int, other: int, a: Profile, b: Profile) -> tuple[float, ...]:
        whole = self._pile.cosines[one][other]
        # Scripts without capitals have no names: their words speak for all.
        names = dot(a.names, b.names) if a.terms.names and b.terms.names else whole
        lead_names = max(
            self._share(a.terms.lead & a.terms.names, b, empty=NO_NAMES),
            self._share(b.terms.lead & b.terms.names, a, empty=NO_NAMES),
        )
        return (
            whole,
            names,
            dot(a.numbers, b.numbers),
            dot(a.phrases, b.phrases),
            dot(a.lead, b.lead),
            lead_names,
        )

    def _density(self, one: int, other: int) -> tuple[float, float, float]:
        whole = self._pile.cosines[one][other]
        near, near_other = self._nearest[one], self._nearest[other]
        return (
            whole - (self._at(one, 3) + self._at(other, 3)) / 2,
            whole - max(self._at(one, 12), self._at(other, 12)),
            len(near & near_other) / min(len(near), len(near_other)),
        )

    def _headlines(self, a: Profile, b: Profile) -> tuple[float, ...]:
        shares = (
            self._share(a.terms.title, b, empty=0.0),
            self._share(b.terms.title, a, empty=0.0),
        )
        of_names = (
            self._share(a.terms.title & a.terms.names, b, empty=NO_NAMES),
            self._share(b.terms.title & b.terms.names, a, empty=NO_NAMES),
        )
        weigh = self._pile.weight
        both = weigh(a.terms.title & b.terms.title)
        mass = (weigh(a.terms.title) * weigh(b.terms.title)) ** 0.5
        together = both / mass if mass else 0.0
        return min(shares), max(shares), together, min(of_names), max(of_names)

    def _share(self, words: Set[str], held_by: Profile, *, empty: float) -> float:
        weight = self._pile.weight(words)
        if not weight:
            return empty
        return self._pile.weight(words & held_by.terms.words.keys()) / weight

    def _at(self, one: int, rank: int) -> float:
        """The cosine of the article's neighbour of that rank; 0 where it has fewer."""
        ranked = self._pile.ranked[one]
        return ranked[rank - 1] if len(ranked) >= rank else 0.0


def _numbers_differ(a: Profile, b: Profile) -> float:
    numbers, others = a.terms.numbers, b.terms.numbers
    return float(bool(numbers and others and numbers.isdisjoint(others)))
