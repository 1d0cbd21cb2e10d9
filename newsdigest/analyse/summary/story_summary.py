"""Summarise a story from several sources."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import timedelta
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from newsdigest.analyse.counting import counts_in
from newsdigest.analyse.summary.article_summary import (
    SentenceRules,
    is_teaser,
    language_of,
    length_limits,
    overlap,
    sentences_of,
    standfirst_sentences,
    summarise,
)
from newsdigest.analyse.summary.novelty import (
    FACT,
    STATEMENT_COVERAGE,
    adds_facts,
    is_on_topic,
    needed_sentences,
)
from newsdigest.analyse.summary.passage import Passage, coverage, read_passage
from newsdigest.analyse.summary.selection import (
    LengthLimits,
    ScoredPassage,
    score_passage,
    select_best,
    with_news_first,
)
from newsdigest.analyse.summary.standalone import looks_ahead, looks_cut, needs_context
from newsdigest.analyse.summary.trained_weights import load_weights
from newsdigest.language import count_words
from newsdigest.model import Article, ArticleKind, SummarySentence
from newsdigest.valueclasses import valueclass

if TYPE_CHECKING:
    from newsdigest.analyse.told import Told

Unit = TypeVar("Unit")
# A kind and a thing, named as in counting.py, and their number.
_Figure = tuple[str, str, float]

# Merit, in standard deviations, that another source's sentence gets for each fact missing from the
# lead article, up to two, and the handicap of not being the lead's. Set on the three-source stories
# of tests/analyse/test_summary_story.py.
_FACT_MERIT = 0.6
_MOST_FACTS = 2
_OTHER_SOURCE = 0.6
# Different sources share fewer words for the same fact than one source does.
_SAME_ACROSS = 0.5
# What another report must share with the lead for its sentences to be used: these shares of the
# content and of the names in its headline and first sentences. 89 % of 1,274 pairs of reports of
# one event pass, 2 % of 1,500 of different events, and half of the 840 of look-alike events.
_OPENING_SENTENCES = 3
_LEAST_SHARED = 0.2
_LEAST_NAMES_SHARED = 0.2
# Reports with so much of their headlines in common are surely about one event. A sentence of
# another report must share the subject of the lead's headline: 15 of 162 stories of teasers had one
# about something else.
_SAME_HEADLINE = 0.5
# A report older than the lead by more than _SAME_AGE does not open the summary in its place; what
# one older by more than _STILL_AHEAD says about the future may have happened.
_SAME_AGE = timedelta(hours=12)
_STILL_AHEAD = timedelta(hours=3)
# A sentence adds information if it has a fact, or this share of its content, that the lead lacks.
_LEAST_NEW = 0.5
# Sentences of the lead whose figures are read; figures come early.
_FIGURES_READ = 20
# Sources read; further ones of a large story repeat the others.
_MOST_SOURCES = 8


def summarise_story(
    articles: Sequence[Article],
    *,
    sentences: int = 2,
    words: int | None = None,
    only_needed: bool = False,
    told: Told | None = None,
) -> tuple[SummarySentence, ...]:
    """The most informative sentences of the story: the lead's, then what others add to it.

    `articles` are independent reports, the lead first; each sentence has the id of its report. If
    the lead has no whole sentence, the next report opens the summary; if the lead's sentence
    assumes the headline, one that says what happened comes before it. Reports in another language
    than the lead's, or with too little in common with it, are ignored. With `only_needed`, a
    further sentence has to add something (`needed_sentences`). `told` is what readers of a running
    story know: sentences with facts beyond it are preferred.
    """
    if not articles:
        return ()
    first = articles[0]
    reports: list[_Report] = []
    if len(articles) > 1:
        reports = _from_complete_report(_reports(articles[:_MOST_SOURCES], told))
        if not reports:
            return ()
        first = reports[0].article
    if len(reports) > 1 and not standfirst_sentences(first, reports[0].scored.passage.texts):
        chosen = _select(reports, length_limits(sentences, words), only_needed=only_needed)
        if chosen:
            return tuple(
                SummarySentence(report.text(index), report.article.id) for report, index in chosen
            )
    return summarise(first, sentences=sentences, words=words, only_needed=only_needed, told=told)


@valueclass
class _Report:
    """One source's report, scored."""

    article: Article
    scored: ScoredPassage
    rules: SentenceRules

    def text(self, index: int) -> str:
        return self.scored.passage.texts[index]

    def can_open(self) -> bool:
        """Whether it has a sentence that can open a summary."""
        return any(self.rules.allows(index, ()) for index in self._indices)

    def has_uncut_sentence(self) -> bool:
        """Whether it has a sentence that is not cut, with or without a full stop."""
        return not all(looks_cut(self.text(index)) for index in self._indices)

    @property
    def _indices(self) -> range:
        return range(len(self.scored.passage.texts))


def _reports(articles: Sequence[Article], told: Told | None) -> list[_Report]:
    """The reports in the lead's language; none if the lead has no text."""
    found: list[_Report] = []
    language: str | None = None
    for article in articles:
        texts = sentences_of(article)
        own = language_of(article, texts)
        if not found:
            language = own
        if texts and own == language:
            passage = read_passage(texts, article.title, language)
            if not found or is_same_event(passage, found[0].scored.passage):
                rules = SentenceRules(passage, language, is_teaser=is_teaser(texts))
                scored = with_news_first(score_passage(passage, load_weights()), told)
                found.append(_Report(article, scored, rules))
        elif not found:
            return []
    return found


def _from_complete_report(reports: list[_Report]) -> list[_Report]:
    """The reports from the first one that can open the summary; all if none can.

    The start of a cut teaser, text that repeats the headline or text without a full stop is not
    used while another report has a whole sentence.
    """
    numbered = [
        (number, report)
        for number, report in enumerate(reports)
        if _may_open(report.article, reports[0].article)
    ]
    fit = [number for number, report in numbered if report.can_open()]
    fit += [number for number, report in numbered if report.has_uncut_sentence()]
    return reports[next(iter(fit), 0) :]


def _may_open(article: Article, lead: Article) -> bool:
    """Whether a report may open the summary instead of the lead: as new, and no commentary."""
    is_report = article.kind in (ArticleKind.REPORT, lead.kind)
    return is_report and not _is_older(article, lead, _SAME_AGE)


def _is_older(article: Article, lead: Article, than: timedelta) -> bool:
    """Whether both have dates and the article's is earlier by more than `than`."""
    if article.published is None or lead.published is None:
        return False
    return lead.published - article.published > than


def is_same_event(report: Passage, lead: Passage) -> bool:
    """Whether a report opens with enough of the lead's content to be about the same event."""
    opening = report.subject.union(*report.contents[:_OPENING_SENTENCES])
    if coverage(opening, lead.subject.union(*lead.contents)) < _LEAST_SHARED:
        return False
    names, lead_names = _names(report.texts[:_OPENING_SENTENCES]), _names(lead.texts)
    # There are no names in scripts without capitals.
    return not names or not lead_names or coverage(names, lead_names) >= _LEAST_NAMES_SHARED


@valueclass
class _Lead:
    """The content of the lead article, which others need not repeat."""

    contents: frozenset[str]
    facts: frozenset[str]
    # What it counts, in digits or words.
    figures: frozenset[_Figure]
    language: str | None

    @classmethod
    def of(cls, report: _Report) -> _Lead:
        passage, language = report.scored.passage, report.rules.language
        figures = (_figures(text, language) for text in passage.texts[:_FIGURES_READ])
        return cls(
            contents=passage.subject.union(*passage.contents),
            facts=_facts(passage.texts),
            figures=frozenset().union(*figures),
            language=language,
        )

    def lacks(self, text: str, content: frozenset[str]) -> bool:
        """Whether a sentence of another source is on the lead's topic and adds to it."""
        new = content - self.contents
        is_more = (
            len(new) >= _LEAST_NEW * len(content)
            or bool(_facts([text]) - self.facts)
            or bool(_figures(text, self.language) - self.figures)
        )
        return is_more and len(new) < len(content)


def _select(
    reports: Sequence[_Report], limits: LengthLimits, *, only_needed: bool
) -> list[tuple[_Report, int]]:
    """The selected sentences with their reports, the lead's first, each report's in order."""
    positions = [
        (number, index)
        for number, report in enumerate(reports)
        for index in range(len(report.scored.passage.texts))
    ]
    joined = _join(reports)
    contents = joined.passage.contents
    lead = _Lead.of(reports[0])

    def accepts(at: int, before: Sequence[int]) -> bool:
        number, index = positions[at]
        own = [positions[other][1] for other in before if positions[other][0] == number]
        others = [other for other in before if positions[other][0] != number]
        return (
            (number == 0 or (bool(before) and lead.lacks(joined.passage.texts[at], contents[at])))
            and (number == 0 or is_worth_it(at, before, reports[number]))
            and reports[number].rules.allows(index, own)
            and all(overlap(contents[at], contents[other]) < _SAME_ACROSS for other in others)
        )

    def is_worth_it(at: int, before: Sequence[int], report: _Report) -> bool:
        if looks_ahead(joined.passage.texts[at], lead.language) and _is_older(
            report.article, reports[0].article, _STILL_AHEAD
        ):
            return False
        same_headline = overlap(report.scored.passage.subject, joined.passage.subject)
        return adds_facts(joined.passage, at, before, lead.language) and (
            same_headline >= _SAME_HEADLINE
            or is_on_topic(joined.passage, at, before, lead.language)
        )

    lengths = [count_words(text) for text in joined.passage.texts]
    chosen = sorted(select_best(joined, lengths, limits, accepts))
    opening = _opening_statement(
        joined.passage, chosen, {at for at in chosen if positions[at][0] == 0}, lead.language
    )
    if opening is not None:
        chosen = [opening, *(at for at in chosen if at != opening)]
    if only_needed:
        chosen = needed_sentences(joined.passage, chosen, lead.language)
    return [(reports[positions[at][0]], positions[at][1]) for at in chosen]


def _opening_statement(
    passage: Passage, chosen: Sequence[int], leads: Container[int], language: str | None
) -> int | None:
    """The other report's sentence that says what happened if the lead's do not, or None."""

    def coverage_at(at: int) -> float:
        return coverage(passage.subject, passage.contents[at])

    least = max(
        STATEMENT_COVERAGE, 2 * max((coverage_at(at) for at in chosen if at in leads), default=0.0)
    )
    others = (at for at in chosen if at not in leads and coverage_at(at) >= least)
    return next((at for at in others if not needs_context(passage.texts[at], language)), None)


def _join(reports: Sequence[_Report]) -> ScoredPassage:
    """All reports as one passage, each word with its highest probability."""
    scored = [report.scored for report in reports]
    lead_facts = _facts(scored[0].passage.texts)
    return ScoredPassage(
        passage=reduce(_concatenated, (one.passage for one in scored)),
        words=_maxima([one.words for one in scored]),
        bigrams=_maxima([one.bigrams for one in scored]),
        merits=[
            *scored[0].merits,
            *chain.from_iterable(_other_source_merits(one, lead_facts) for one in scored[1:]),
        ],
    )


def _other_source_merits(other: ScoredPassage, lead_facts: frozenset[str]) -> list[float]:
    """The merits of another source's sentences, raised by facts that the lead lacks."""
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


def _maxima(tables: Sequence[Mapping[Unit, float]]) -> dict[Unit, float]:
    found: dict[Unit, float] = {}
    for table in tables:
        for unit, value in table.items():
            found[unit] = max(value, found.get(unit, 0.0))
    return found


def _concatenated(one: Passage, other: Passage) -> Passage:
    """Both passages as one, with the headline of the first."""
    return Passage(
        texts=one.texts + other.texts,
        stems=one.stems + other.stems,
        vocabularies=one.vocabularies + other.vocabularies,
        contents=one.contents + other.contents,
        bigrams=one.bigrams + other.bigrams,
        spread=one.spread + other.spread,
        bigram_spread=one.bigram_spread + other.bigram_spread,
        repeated=one.repeated | other.repeated,
        counts=one.counts + other.counts,
        headline=one.headline,
        function_stems=one.function_stems,
        title=one.title,
    )
