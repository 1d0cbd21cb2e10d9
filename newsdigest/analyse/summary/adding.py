"""Whether a further sentence is worth reading beside those that were told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsdigest.analyse.counting import number_of
from newsdigest.analyse.stories.folding import countries_of, folded_words, place_names
from newsdigest.analyse.summary.passage import Passage, stems_of
from newsdigest.analyse.summary.standing import contradicts, figure_words, leans
from newsdigest.language import words

# Names and figures: what a further sentence, or a second source, is worth reading for.
_NUMBER = r"\d+(?:[.,]\d+)*"
_NAME = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]+"
_INSIDE = r"(?<=[^\W_]\s)"
FACT = re.compile(rf"{_NUMBER}|{_INSIDE}{_NAME}")
# Names that stand together are one: "Mayor Ada Harwell".
_RUN = re.compile(rf"{_INSIDE}{_NAME}(?:[ -]{_NAME})*")
_WORD = re.compile(r"[^\W\d_]+")
# "Harwell, 46, said": what an age says of somebody is no news.
_AGE = re.compile(rf",\s(?:aged\s)?{_NUMBER},")
# So many stems in common with a told sentence make the same subject without a word of the headline.
_SHARED_WITH_TOLD = 2
# A sentence that has so much of its content in common with what was told says it again: a day or
# a country more does not make it worth reading. Of 40 stories of real feeds 6 told one such.
_SAID_BEFORE = 0.4


def facts(text: str, language: str | None) -> frozenset[str]:
    """The names, figures, and words for numbers, days and months of a sentence."""
    return frozenset(FACT.findall(text)) | _calendar(text, language)


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
    # What stands before all that was told names who is meant there, the same words or not.
    is_more = tells_more if any(other < place for other in told) else has_new_facts
    return is_of_the_same(passage, place, told, language) and is_more(
        passage, place, told, language
    )


def tells_more(passage: Passage, place: int, told: Sequence[int], language: str | None) -> bool:
    """Whether it names or counts what was not told, and is more than the same in other words."""
    if not has_new_facts(passage, place, told, language):
        return False
    own = passage.contents[place]
    known = passage.subject.union(*(passage.contents[other] for other in told))
    if len(own & known) < _SAID_BEFORE * len(own):
        return True
    text = _AGE.sub(",", passage.texts[place])
    said = _said(passage, told, language)
    return any(said.lacks_name(run) for run in _RUN.findall(text)) or any(
        said.lacks_number(figure) for figure in re.findall(_NUMBER, text)
    )


def has_new_facts(passage: Passage, place: int, told: Sequence[int], language: str | None) -> bool:
    """Whether it names or counts what headline and told sentences do not.

    What is written without capitals has no names that can be seen: it may.
    """
    text = passage.texts[place]
    if text.lower() == text.upper():
        return True
    said = _said(passage, told, language)
    return (
        any(said.lacks(name) for name in re.findall(_INSIDE + _NAME, text))
        or any(said.lacks_number(figure) for figure in re.findall(_NUMBER, text))
        or any(said.lacks_number(word) for word in _calendar(text, language))
    )


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


def _calendar(text: str, language: str | None) -> frozenset[str]:
    known = figure_words(language)
    return frozenset(word for word in _WORD.findall(text.lower()) if word in known)


@dataclass(frozen=True, slots=True)
class _Said:
    """What headline and told sentences name, however they write it."""

    stems: frozenset[str]
    countries: frozenset[str]
    numbers: frozenset[float]
    language: str | None

    def lacks(self, name: str) -> bool:
        """Whether no word of a name was said, nor the country for its city."""
        tokens = folded_words(name, self.language)
        return self.stems.isdisjoint(_stems(tokens)) and not countries_of(tokens) & self.countries

    def lacks_name(self, run: str) -> bool:
        """The same of names that stand together, and that more than a day or a country is named."""
        known = place_names().countries
        slight = figure_words(self.language)
        tokens = folded_words(run, self.language)
        return self.lacks(run) and not all(token in known or token in slight for token in tokens)

    def lacks_number(self, figure: str) -> bool:
        number = number_of(figure, self.language)
        if number is not None and number in self.numbers:
            return False
        return not self.stems.issuperset(stems_of(figure))


def _said(passage: Passage, told: Sequence[int], language: str | None) -> _Said:
    texts = [passage.title, *(passage.texts[other] for other in told)]
    tokens = [token for text in texts for token in folded_words(text, language)]
    stems = passage.headline.union(*(passage.vocabularies[other] for other in told))
    numbers = (number_of(word, language) for text in texts for word in words(text))
    return _Said(
        stems=stems.union(_stems(tokens)),
        countries=countries_of(tokens),
        numbers=frozenset(number for number in numbers if number is not None),
        language=language,
    )


def _stems(tokens: Sequence[str]) -> Iterator[str]:
    """As `stems_of` gives them, of words that were folded: "Orbán" is "Orban", "US" "American"."""
    return (stem for token in tokens for stem in stems_of(token))
