"""Novelty: whether a further sentence adds information to the chosen ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsdigest.analyse.counting import number_of
from newsdigest.analyse.stories import countries_of, folded_words, place_names
from newsdigest.analyse.summary.passage import Passage, coverage, stems_of
from newsdigest.analyse.summary.standalone import (
    needs_context,
    number_and_date_words,
    opens_with_contrast,
)
from newsdigest.language import words
from newsdigest.valueclasses import valueclass

# Names and figures, which make a further sentence or a second source worth reading.
_NUMBER = r"\d+(?:[.,]\d+)*"
_NAME = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]+"
_INSIDE = r"(?<=[^\W_]\s)"
FACT = re.compile(rf"{_NUMBER}|{_INSIDE}{_NAME}")
# Adjacent names are one: "Mayor Ada Harwell".
_RUN = re.compile(rf"{_INSIDE}{_NAME}(?:[ -]{_NAME})*")
_WORD = re.compile(r"[^\W\d_]+")
# "Harwell, 46, said": an age is not news.
_AGE = re.compile(rf",\s(?:aged\s)?{_NUMBER},")
# Stems shared with a chosen sentence that make the same subject without a word of the headline.
_SHARED_WITH_CHOSEN = 2
# A sentence that shares so much of its content with the chosen ones repeats them: one more day or
# country does not make it worth reading. Of 40 stories of real feeds 6 had one.
_REPEATED_SHARE = 0.4
# From this share on only a number makes a further sentence needed: of 110 second sentences of ten
# days of real feeds 12 were above it without one, and 9 of those said the first one again.
_MOSTLY_REPEATED = 0.35
# A sentence that covers so much of the headline's subject says what happened. It comes first if no
# sentence of the lead covers half as much.
STATEMENT_COVERAGE = 0.4


def needed_sentences(passage: Passage, chosen: Sequence[int], language: str | None) -> list[int]:
    """Of the chosen sentences, in order, those that a reader of the headline needs.

    One is enough, the first or the one that says what happened, unless another shares the subject
    of the headline and adds a name, number or date to it and the needed ones. Without a headline
    all are needed.
    """
    if not passage.headline or not chosen:
        return list(chosen)
    main = _main_sentence(passage, chosen, language)
    needed = [main]
    for index in chosen:
        if (
            index != main
            and _shares_subject(passage, index, needed)
            and _is_news(passage, index, needed, language)
        ):
            needed.append(index)
    return [index for index in chosen if index in needed]


def _main_sentence(passage: Passage, chosen: Sequence[int], language: str | None) -> int:
    """The first sentence, or the first that says what happened if that one does not."""
    covered = {index: coverage(passage.subject, passage.contents[index]) for index in chosen}
    least = max(STATEMENT_COVERAGE, 2 * covered[chosen[0]])
    statements = (
        index
        for index in chosen
        if covered[index] >= least and not needs_context(passage.texts[index], language)
    )
    return next(statements, chosen[0])


def _is_news(passage: Passage, index: int, others: Sequence[int], language: str | None) -> bool:
    """Whether it adds a number, or a name or date without repeating much.

    A country alone is no name. True in scripts without capitals, where names are not recognised.
    """
    text = _AGE.sub(",", passage.texts[index])
    if text.lower() == text.upper():
        return True
    known = _known_facts(passage, others, language)
    if any(known.lacks_number(figure) for figure in re.findall(_NUMBER, text)):
        return True
    own = passage.contents[index]
    covered = passage.subject.union(*(passage.contents[other] for other in others))
    return len(own & covered) < _MOSTLY_REPEATED * len(own) and (
        any(known.lacks_name(run) for run in _RUN.findall(text))
        or any(known.lacks_number(word) for word in _number_and_date_words_in(text, language))
    )


def _shares_subject(passage: Passage, index: int, others: Sequence[int]) -> bool:
    """Whether it has a word of the headline; of the others if the headline names no subject."""
    own = passage.contents[index]
    if _names_no_subject(passage):
        return any(len(own & passage.contents[other]) >= _SHARED_WITH_CHOSEN for other in others)
    return bool(own & passage.subject)


def adds_information(
    passage: Passage, index: int, chosen: Sequence[int], language: str | None
) -> bool:
    """Whether a sentence is on topic and adds a name, number or date to headline and chosen ones.

    It is on topic by a word of the headline, by words of a chosen sentence, or because it needs the
    chosen sentence before it as context. One that contrasts with that sentence ("But …") always
    belongs to it. Without a headline every sentence counts as adding information.
    """
    if not passage.headline:
        return True
    if index - 1 in chosen and opens_with_contrast(passage.texts[index], language):
        return True
    # A sentence before all chosen ones introduces whom they mean, in the same words or not.
    is_more = adds_facts if any(other < index for other in chosen) else has_new_facts
    return is_on_topic(passage, index, chosen, language) and is_more(
        passage, index, chosen, language
    )


def adds_facts(passage: Passage, index: int, chosen: Sequence[int], language: str | None) -> bool:
    """Whether it has new names or figures and does not just rephrase the chosen sentences."""
    if not has_new_facts(passage, index, chosen, language):
        return False
    own = passage.contents[index]
    covered = passage.subject.union(*(passage.contents[other] for other in chosen))
    if len(own & covered) < _REPEATED_SHARE * len(own):
        return True
    text = _AGE.sub(",", passage.texts[index])
    known = _known_facts(passage, chosen, language)
    return any(known.lacks_name(run) for run in _RUN.findall(text)) or any(
        known.lacks_number(figure) for figure in re.findall(_NUMBER, text)
    )


def has_new_facts(
    passage: Passage, index: int, chosen: Sequence[int], language: str | None
) -> bool:
    """Whether it has names or figures that headline and chosen sentences lack.

    True in scripts without capitals, where names cannot be recognised.
    """
    text = passage.texts[index]
    if text.lower() == text.upper():
        return True
    known = _known_facts(passage, chosen, language)
    return (
        any(known.lacks(name) for name in re.findall(_INSIDE + _NAME, text))
        or any(known.lacks_number(figure) for figure in re.findall(_NUMBER, text))
        or any(known.lacks_number(word) for word in _number_and_date_words_in(text, language))
    )


def is_on_topic(passage: Passage, index: int, chosen: Sequence[int], language: str | None) -> bool:
    """Whether it is about the subject of the headline or of a chosen sentence.

    If the headline names no subject, any sentence is.
    """
    own = passage.contents[index]
    return (
        bool(own & passage.subject)
        or _names_no_subject(passage)
        or (index - 1 in chosen and needs_context(passage.texts[index], language))
        or any(len(own & passage.contents[other]) >= _SHARED_WITH_CHOSEN for other in chosen)
    )


def _names_no_subject(passage: Passage) -> bool:
    """Whether the headline has no word in common with any sentence: "Harbour bulletin"."""
    return passage.subject.isdisjoint(frozenset().union(*passage.contents))


def _number_and_date_words_in(text: str, language: str | None) -> frozenset[str]:
    number_words = number_and_date_words(language)
    return frozenset(word for word in _WORD.findall(text.lower()) if word in number_words)


@valueclass
class _KnownFacts:
    """What headline and chosen sentences name, in any spelling."""

    stems: frozenset[str]
    countries: frozenset[str]
    numbers: frozenset[float]
    language: str | None

    def lacks(self, name: str) -> bool:
        """Whether no word of the name is known, nor the country of its city."""
        tokens = folded_words(name, self.language)
        return self.stems.isdisjoint(_stems(tokens)) and not countries_of(tokens) & self.countries

    def lacks_name(self, run: str) -> bool:
        """The same for adjacent names that are more than days or countries."""
        countries = place_names().countries
        slight = number_and_date_words(self.language)
        tokens = folded_words(run, self.language)
        return self.lacks(run) and not all(
            token in countries or token in slight for token in tokens
        )

    def lacks_number(self, figure: str) -> bool:
        number = number_of(figure, self.language)
        if number is not None and number in self.numbers:
            return False
        return not self.stems.issuperset(stems_of(figure))


def _known_facts(passage: Passage, chosen: Sequence[int], language: str | None) -> _KnownFacts:
    texts = [passage.title, *(passage.texts[other] for other in chosen)]
    tokens = [token for text in texts for token in folded_words(text, language)]
    stems = passage.headline.union(*(passage.vocabularies[other] for other in chosen))
    numbers = (number_of(word, language) for text in texts for word in words(text))
    return _KnownFacts(
        stems=stems.union(_stems(tokens)),
        countries=countries_of(tokens),
        numbers=frozenset(number for number in numbers if number is not None),
        language=language,
    )


def _stems(tokens: Sequence[str]) -> Iterator[str]:
    """The stems of folded words: "Orbán" is "Orban", "US" is "American"."""
    return (stem for token in tokens for stem in stems_of(token))
