"""Rewritten sentences with the numbers of the sentences they rest on → accepted or refused.

Nothing is understood here: a sentence is refused as soon as something in it is not found in its
sources, or is bound to something else there. `python -m tests.bench.bench_rewriting` prints what
that catches and what it costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from newsdigest.analyse.rewriting.claims import (
    Cited,
    Claim,
    Fault,
    Refusal,
    ReportSentence,
    read_reports,
    roots,
)
from newsdigest.analyse.rewriting.events import event_faults
from newsdigest.analyse.rewriting.figures import day_faults, number_faults, rate_faults
from newsdigest.analyse.rewriting.form import form_faults, support_faults
from newsdigest.analyse.rewriting.lexicon import lexicon_of
from newsdigest.analyse.rewriting.names import name_faults, office_faults
from newsdigest.analyse.rewriting.polarity import polarity_faults
from newsdigest.analyse.rewriting.sentence import read_sentence
from newsdigest.analyse.rewriting.speech import quote_faults, speaker_faults

_CHECKS: tuple[Callable[[Claim], Iterator[Refusal]], ...] = (
    form_faults,
    number_faults,
    rate_faults,
    day_faults,
    name_faults,
    office_faults,
    quote_faults,
    speaker_faults,
    polarity_faults,
    event_faults,
    support_faults,
)


class Checker:
    """Checks sentences that were rewritten from numbered sentences of reports."""

    def __init__(
        self,
        reports: Sequence[ReportSentence],
        language: str,
        headlines: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`headlines` are by the id of the article: what rests on it may have words of its own.

        Raises ValueError for a language without a lexicon; see `can_check`.
        """
        lexicon = lexicon_of(language)
        if lexicon is None:
            raise ValueError(f"no lexicon for {language}")
        self._lexicon = lexicon
        self._story = read_reports(tuple(reports), lexicon)
        self._headlines = {
            article: read_sentence(text, lexicon) for article, text in headlines.items()
        }

    def nearest(self, text: str) -> tuple[int, ...]:
        """The number of the report's sentence that shares most words with a text; () for none.

        One alone: with two to rest on, a sentence may give the words of one to the speaker of the
        other.
        """
        own = roots(read_sentence(text, self._lexicon).content)
        shared = [len(own & roots(each.sentence.stems)) for each in self._story]
        most = max(shared, default=0)
        return (shared.index(most) + 1,) if most else ()

    def refusals(self, text: str, rests_on: Sequence[int]) -> tuple[Refusal, ...]:
        """Why the sentence is refused, each reason once; () if it is accepted.

        `rests_on` are the numbers of its sources, from 1.
        """
        if not rests_on or not all(1 <= number <= len(self._story) for number in rests_on):
            return (Refusal(Fault.FORM, " ".join(map(str, rests_on))),)
        cited: tuple[Cited, ...] = tuple(self._story[number - 1] for number in rests_on)
        sentence = read_sentence(text, self._lexicon)
        claim = Claim(sentence, cited, self._story, self._headlines, self._lexicon)
        return tuple(dict.fromkeys(refusal for check in _CHECKS for refusal in check(claim)))


def can_check(language: str | None) -> bool:
    """Whether there are rules for the language."""
    return lexicon_of(language) is not None
