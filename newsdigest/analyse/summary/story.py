"""The summary of a story that several sources tell."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from itertools import chain
from typing import TypeVar

from newsdigest.analyse.counting import counts_in
from newsdigest.analyse.summary.adding import FACT, is_of_the_same, tells_more
from newsdigest.analyse.summary.article import (
    Rules,
    bounds_of,
    editors_sentences,
    is_teaser,
    language_of,
    overlap,
    sentences_of,
    summarise,
)
from newsdigest.analyse.summary.choice import Bounds, Measured, choose, measure
from newsdigest.analyse.summary.passage import Passage, read
from newsdigest.analyse.summary.standing import leans, looks_ahead, was_cut
from newsdigest.analyse.summary.weights import weights
from newsdigest.language import count_words
from newsdigest.model import Article, ArticleKind, SummarySentence

Unit = TypeVar("Unit")
# A kind and a thing, as counting names them, and their number.
_Figure = tuple[str, str, float]

# Merit, in standard deviations, that another source's sentence gets for each fact which the lead
# article does not have, up to two, and what it must make up for because it is not the lead's.
# Set on the three-source stories of tests/analyse/test_summary_story.py.
_FACT_MERIT = 0.6
_MOST_FACTS = 2
_OTHER_SOURCE = 0.6
# Sources use the same words for the same fact less often than one of them does.
_SAME_ACROSS = 0.5
# What another report must have in common with the lead's for its sentences to be told with it: so
# much of the content of its headline and first sentences, and so much of the names in those. Of
# 1,274 pairs of reports of one event 89 % have it, of 1,500 of different events 2 %, and half of
# the 840 of events that look alike.
_OPENING = 3
_LEAST_SHARED = 0.2
_LEAST_NAMES_SHARED = 0.2
# Reports whose headlines share so much are surely of one event. Of others a sentence has to share
# the subject of the lead's headline: of 162 stories of teasers 15 had one about something else.
_SAME_HEADLINE = 0.5
# A sentence that has so much of the headline's subject says what happened. It comes first where no
# sentence of the lead has half of what it has.
_STATED = 0.4
# A report that is older than the lead by more than this opens no summary in its place; and what one
# older by more than the other says of things to come may have come by then.
_AS_NEW = timedelta(hours=12)
_STILL_AHEAD = timedelta(hours=3)
# A sentence adds something if it has a fact, or so much of its content, that the lead has not.
_LEAST_NEW = 0.5
# Sentences of the lead whose figures are known: they stand early.
_FIGURES_READ = 20
# Sources whose sentences are looked at; the others of a large story tell the same again.
_MOST_SOURCES = 8


def summarise_story(
    articles: Sequence[Article], *, sentences: int = 2, words: int | None = None
) -> tuple[SummarySentence, ...]:
    """The sentences that tell most of the story: the lead's, then what others add to it.

    `articles` holds independent reports, the lead first; each sentence carries the id of the one
    that it stands in. Where the lead has no sentence that is whole, the next report opens the
    summary; where the lead's assumes its headline, one that says what happened stands before it.
    Reports in another language than the lead's are left aside, and so are those that have too
    little in common with it to tell of the same.
    """
    tellings = _from_a_whole_sentence(_tellings(articles[:_MOST_SOURCES]))
    if not tellings:
        return ()
    first = tellings[0].article
    if len(tellings) > 1 and not editors_sentences(first):
        chosen = _chosen(tellings, bounds_of(sentences, words))
        if chosen:
            return tuple(
                SummarySentence(telling.text(place), telling.article.id)
                for telling, place in chosen
            )
    return summarise(first, sentences=sentences, words=words)


@dataclass(frozen=True, slots=True)
class _Telling:
    """One source's account."""

    article: Article
    measured: Measured
    rules: Rules

    def text(self, place: int) -> str:
        return self.measured.passage.texts[place]

    def can_be_told(self) -> bool:
        """Whether it can open a summary with a whole sentence."""
        return any(self.rules.accept(place, ()) for place in self._places)

    def is_not_cut(self) -> bool:
        """Whether it has a sentence that goes to its end, with a full stop or without."""
        return not all(was_cut(self.text(place)) for place in self._places)

    @property
    def _places(self) -> range:
        return range(len(self.measured.passage.texts))


def _tellings(articles: Sequence[Article]) -> list[_Telling]:
    """The accounts in the lead's language; none where the lead has no text."""
    found: list[_Telling] = []
    language: str | None = None
    for article in articles:
        texts = sentences_of(article)
        own = language_of(article, texts)
        if not found:
            language = own
        if texts and own == language:
            passage = read(texts, article.title, language)
            if not found or belongs(passage, found[0].measured.passage):
                rules = Rules(passage, language, is_teaser=is_teaser(texts))
                found.append(_Telling(article, measure(passage, weights()), rules))
        elif not found:
            return []
    return found


def _from_a_whole_sentence(tellings: list[_Telling]) -> list[_Telling]:
    """The accounts from the first one that has a sentence fit to be told; all where none has.

    The beginning of a teaser that was cut is not told while another report has a whole sentence,
    nor what only says the headline again or ends without a full stop.
    """
    numbered = [
        (number, telling)
        for number, telling in enumerate(tellings)
        if _may_open(telling.article, tellings[0].article)
    ]
    fit = [number for number, telling in numbered if telling.can_be_told()]
    fit += [number for number, telling in numbered if telling.is_not_cut()]
    return tellings[next(iter(fit), 0) :]


def _may_open(article: Article, lead: Article) -> bool:
    """Whether a report may open the summary for the lead: as new, and no comment on it."""
    is_report = article.kind in (ArticleKind.REPORT, lead.kind)
    return is_report and not _is_older(article, lead, _AS_NEW)


def _is_older(article: Article, lead: Article, than: timedelta) -> bool:
    """Whether both have dates and the article's lies that far before the lead's."""
    if article.published is None or lead.published is None:
        return False
    return lead.published - article.published > than


def belongs(report: Passage, lead: Passage) -> bool:
    """Whether a report opens with enough of what the lead article holds to tell of the same."""
    opening = report.subject.union(*report.contents[:_OPENING])
    if overlap_of(opening, lead.subject.union(*lead.contents)) < _LEAST_SHARED:
        return False
    names, lead_names = _names(report.texts[:_OPENING]), _names(lead.texts)
    # Scripts without capitals have no names.
    return not names or not lead_names or overlap_of(names, lead_names) >= _LEAST_NAMES_SHARED


def overlap_of(own: frozenset[str], other: frozenset[str]) -> float:
    """The share of its own that the other has as well."""
    return len(own & other) / (len(own) or 1)


@dataclass(frozen=True, slots=True)
class _Lead:
    """What the lead article tells, and so nobody else needs to."""

    contents: frozenset[str]
    facts: frozenset[str]
    # What it counts of what, in figures or in words.
    figures: frozenset[_Figure]
    language: str | None

    @classmethod
    def of(cls, telling: _Telling) -> _Lead:
        passage, language = telling.measured.passage, telling.rules.language
        figures = (_figures(text, language) for text in passage.texts[:_FIGURES_READ])
        return cls(
            contents=passage.subject.union(*passage.contents),
            facts=_facts(passage.texts),
            figures=frozenset().union(*figures),
            language=language,
        )

    def lacks(self, text: str, content: frozenset[str]) -> bool:
        """Whether a sentence of another source is of the same, and tells more."""
        new = content - self.contents
        is_more = (
            len(new) >= _LEAST_NEW * len(content)
            or bool(_facts([text]) - self.facts)
            or bool(_figures(text, self.language) - self.figures)
        )
        return is_more and len(new) < len(content)


def _chosen(tellings: Sequence[_Telling], bounds: Bounds) -> list[tuple[_Telling, int]]:
    """The sentences to take with their accounts, the lead's first, each account's in order."""
    where = [
        (number, place)
        for number, telling in enumerate(tellings)
        for place in range(len(telling.measured.passage.texts))
    ]
    joined = _joined(tellings)
    contents = joined.passage.contents
    lead = _Lead.of(tellings[0])

    def accepts(at: int, before: Sequence[int]) -> bool:
        number, place = where[at]
        own = [where[other][1] for other in before if where[other][0] == number]
        others = [other for other in before if where[other][0] != number]
        return (
            (number == 0 or (bool(before) and lead.lacks(joined.passage.texts[at], contents[at])))
            and (number == 0 or is_worth_it(at, before, tellings[number]))
            and tellings[number].rules.accept(place, own)
            and all(overlap(contents[at], contents[other]) < _SAME_ACROSS for other in others)
        )

    def is_worth_it(at: int, before: Sequence[int], telling: _Telling) -> bool:
        if looks_ahead(joined.passage.texts[at], lead.language) and _is_older(
            telling.article, tellings[0].article, _STILL_AHEAD
        ):
            return False
        same_headline = overlap(telling.measured.passage.subject, joined.passage.subject)
        return tells_more(joined.passage, at, before, lead.language) and (
            same_headline >= _SAME_HEADLINE
            or is_of_the_same(joined.passage, at, before, lead.language)
        )

    lengths = [count_words(text) for text in joined.passage.texts]
    chosen = sorted(choose(joined, lengths, bounds, accepts))
    opening = _statement(
        joined.passage, chosen, {at for at in chosen if where[at][0] == 0}, lead.language
    )
    if opening is not None:
        chosen = [opening, *(at for at in chosen if at != opening)]
    return [(tellings[where[at][0]], where[at][1]) for at in chosen]


def _statement(
    passage: Passage, chosen: Sequence[int], leads: Container[int], language: str | None
) -> int | None:
    """The sentence of another report that says what happened where the lead's do not, or None."""

    def stated(at: int) -> float:
        return overlap_of(passage.subject, passage.contents[at])

    least = max(_STATED, 2 * max((stated(at) for at in chosen if at in leads), default=0.0))
    others = (at for at in chosen if at not in leads and stated(at) >= least)
    return next((at for at in others if not leans(passage.texts[at], language)), None)


def _joined(tellings: Sequence[_Telling]) -> Measured:
    """All accounts as one: a word is as likely in the summary as its best account makes it."""
    measured = [telling.measured for telling in tellings]
    lead_facts = _facts(measured[0].passage.texts)
    return Measured(
        passage=reduce(_after, (one.passage for one in measured)),
        words=_largest([one.words for one in measured]),
        pairs=_largest([one.pairs for one in measured]),
        merits=[
            *measured[0].merits,
            *chain.from_iterable(_merits_beside(one, lead_facts) for one in measured[1:]),
        ],
    )


def _merits_beside(other: Measured, lead_facts: frozenset[str]) -> list[float]:
    """The merits of another source's sentences: those with facts that the lead lacks gain."""
    return [
        merit - _OTHER_SOURCE + _FACT_MERIT * min(_MOST_FACTS, len(_facts([text]) - lead_facts))
        for merit, text in zip(other.merits, other.passage.texts, strict=True)
    ]


def _facts(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(fact for text in texts for fact in FACT.findall(text))


def _figures(text: str, language: str | None) -> frozenset[_Figure]:
    return frozenset((*count.about, count.value) for count in counts_in(text, language))


def _names(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(fact for fact in _facts(texts) if not fact[0].isdigit())


def _largest(tables: Sequence[Mapping[Unit, float]]) -> dict[Unit, float]:
    found: dict[Unit, float] = {}
    for table in tables:
        for unit, value in table.items():
            found[unit] = max(value, found.get(unit, 0.0))
    return found


def _after(one: Passage, other: Passage) -> Passage:
    """Both passages as one, in which the second has no headline of its own."""
    return Passage(
        texts=one.texts + other.texts,
        stems=one.stems + other.stems,
        vocabularies=one.vocabularies + other.vocabularies,
        contents=one.contents + other.contents,
        pairs=one.pairs + other.pairs,
        spread=one.spread + other.spread,
        pair_spread=one.pair_spread + other.pair_spread,
        repeated=one.repeated | other.repeated,
        counts=one.counts + other.counts,
        headline=one.headline,
        function_stems=one.function_stems,
        title=one.title,
    )
