"""Whether a further sentence is worth reading beside those that were told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsdigest.analyse.summary.passage import Passage, stems_of
from newsdigest.analyse.summary.standing import contradicts, figure_words, leans

# Names and figures: what a further sentence, or a second source, is worth reading for.
FACT = re.compile(r"\d+(?:[.,]\d+)*|(?<=[^\W_]\s)[^\W\d_a-zß-öø-ÿ][^\W\d_]+")
# So many stems in common with a told sentence make the same subject without a word of the headline.
_SHARED_WITH_TOLD = 2


def facts(text: str, language: str | None) -> frozenset[str]:
    """The names, figures, and words for numbers, days and months of a sentence."""
    words = figure_words(language)
    said = {word for word in re.findall(r"[^\W\d_]+", text.lower()) if word in words}
    return frozenset(FACT.findall(text)) | said


def adds(passage: Passage, place: int, told: Sequence[int], language: str | None) -> bool:
    """Whether a sentence has a name, number or date that headline and told sentences have not.

    And whether it is of the same: by a word of the headline, by words of what was told, or because
    it leans on the sentence before it. What takes that one back ("But …") belongs to it anyway.
    Without a headline nobody knows, and every sentence adds something.
    """
    if not passage.headline:
        return True
    if place - 1 in told and contradicts(passage.texts[place], language):
        return True
    return is_of_the_same(passage, place, told, language) and has_new_facts(
        passage, place, told, language
    )


def has_new_facts(passage: Passage, place: int, told: Sequence[int], language: str | None) -> bool:
    """Whether it names or counts what headline and told sentences do not.

    What is written without capitals has no names that can be seen: it may.
    """
    text = passage.texts[place]
    if text.lower() == text.upper():
        return True
    known = passage.headline.union(*(passage.vocabularies[other] for other in told))
    return any(not known.issuperset(stems_of(fact)) for fact in facts(text, language))


def is_of_the_same(passage: Passage, place: int, told: Sequence[int], language: str | None) -> bool:
    """Whether it tells of what headline or told sentences tell of.

    A headline of which no sentence has a word ("Harbour bulletin") names no subject to keep to.
    """
    own = passage.contents[place]
    return (
        bool(own & passage.subject)
        or passage.subject.isdisjoint(frozenset().union(*passage.contents))
        or (place - 1 in told and leans(passage.texts[place], language))
        or any(len(own & passage.contents[other]) >= _SHARED_WITH_TOLD for other in told)
    )
