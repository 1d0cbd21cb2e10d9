"""Cluster articles into stories: units, languages, terms, neighbours, pairs, average link."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from newsdigest.analyse.body import body_start
from newsdigest.analyse.connected import connected_components
from newsdigest.analyse.stories.corpus import Corpus
from newsdigest.analyse.stories.dated_features import COMMENTARY_INDEX, DatedFeatures, dated_pairs
from newsdigest.analyse.stories.dated_model import DatedModel, load_dated_model
from newsdigest.analyse.stories.formulaic import FormulaicReports
from newsdigest.analyse.stories.linkage import average_link
from newsdigest.analyse.stories.neighbour_features import (
    FIRST_STAGE,
    MIN_PROBABILITY,
    second_stage_pairs,
)
from newsdigest.analyse.stories.neighbours import NEIGHBOURS
from newsdigest.analyse.stories.publication_time import PublicationSpan, publication_span
from newsdigest.analyse.stories.terms import folded_terms_of, terms_of
from newsdigest.analyse.stories.undated_features import PairFeatures, undated_pairs
from newsdigest.analyse.stories.undated_model import UndatedModel, load_undated_model, probability
from newsdigest.hashing import blake2b
from newsdigest.model import Article

# Mean probability of the pairs between two clusters at which they are one story. Tuned together
# with the model, on hundreds and thousands of articles.
THRESHOLD = 0.33
# The same for fewer articles, which distinguish events less well. Out of fold, precision and F1
# with THRESHOLD are 93.1 and 89.2 on the whole development set, 90.4 and 89.8 on half of it, 88.8
# and 89.9 on 30 % of it; there this threshold gives 90.1 and 90.4.
MEDIUM_PILE = 300
SMALLER_THRESHOLD = 0.4
# The same for articles with dates: the middle of .30 to .40, where out-of-fold figures are level
# (tests/bench/train_dated.py).
DATED_THRESHOLD = 0.35
# The same for joining two single articles, which no third one confirms. With the discount it raises
# out-of-fold precision from .85 to .88 and the share of clean stories from .71 to .74 at the same
# F1 of pairs. At .50 the share is .75, but two whole reports of one earthquake, 30 hours apart,
# would stay apart.
DATED_PAIR_THRESHOLD = 0.45
# Each commentary in a pair takes this share of the probability: it has the words of a running
# topic, seldom those of one event.
COMMENTARY_DISCOUNT = 0.12
# The second stage was trained on hundreds of articles. Among few articles, from a shell or on a
# quiet day, all are near neighbours, so a pair must also be likely by the first stage: precision
# comes first. Out of fold, on handfuls with look-alikes, precision is 97.7 instead of 96.0, recall
# 88.5 instead of 91.5.
SMALL_PILE = 60
# Up to FREE_DAYS between two reports cost nothing; each further day takes LOG_ODDS_PER_DAY from the
# log-odds. A prior set by hand, since the development set has no dates to learn from. A week
# divides the odds by 20, two weeks by 4,000.
FREE_DAYS = 3.0
LOG_ODDS_PER_DAY = 0.75
# Characters read of an article for the key that orders articles by content.
KEY_CHARACTERS = 10_000
# Languages that identification confuses and whose readers understand each other's reports.
LANGUAGE_FAMILIES = {"id": "ms", "nb": "no", "nn": "no", "da": "no", "hr": "sr", "bs": "sr"}


def group_stories(
    articles: Sequence[Article], copies: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """The indices of the articles, clustered by event; each index is in one cluster.

    `copies` are the pairs of `find_copies`: copies stay with their original, and their text counts
    once. Articles in different languages are never grouped. Clusters and their indices are sorted;
    the clustering does not depend on the order of the articles.
    """
    units = units_of(articles, copies)
    groups: list[list[int]] = []
    for language, members in _by_language(articles, units).items():
        heads = [articles[unit[0]] for unit in members]
        spans = [unit_span(articles, unit) for unit in members]
        with collector_paused():
            events = events_of(heads, spans, language) if len(members) > 1 else [[0]]
        groups += [
            sorted(index for number in group for index in members[number]) for group in events
        ]
    return sorted(groups)


def events_of(
    articles: Sequence[Article], spans: Sequence[PublicationSpan | None], language: str | None
) -> list[list[int]]:
    """Clusters by event of articles in one language without copies.

    If at least half have dates (`spans`), the model trained on real feeds uses time and words; else
    the model trained on archives without dates uses the words.
    """
    if are_dated(sum(span is not None for span in spans), len(spans)):
        return _dated_events(articles, spans, language)
    return _undated_events(articles, language)


def are_dated(dated: int, count: int) -> bool:
    """Whether so many of `count` articles have dates that the dated model is used."""
    return 2 * dated >= count


def _dated_events(
    articles: Sequence[Article], spans: Sequence[PublicationSpan | None], language: str | None
) -> list[list[int]]:
    terms = (folded_terms_of(article, language) for article in articles)
    corpus = Corpus(terms, language, spans)
    kinds = [article.kind for article in articles]
    features, model = DatedFeatures(corpus, kinds), load_dated_model()
    formulaic = FormulaicReports(articles)
    likely = (
        (pair, dated_probability(model, features.of(*pair))) for pair in dated_pairs(corpus, kinds)
    )
    scored = (
        (pair, score)
        for pair, score in likely
        if score >= MIN_PROBABILITY and not formulaic.are_different_events(*pair)
    )
    return dated_clusters(len(articles), scored)


def dated_clusters(count: int, scored: Iterable[tuple[tuple[int, int], float]]) -> list[list[int]]:
    """Clusters of dated articles by the probabilities of their pairs."""
    return clusters_from(count, scored, DATED_THRESHOLD, pair_threshold=DATED_PAIR_THRESHOLD)


def dated_probability(model: DatedModel, features: Sequence[float]) -> float:
    """The probability that two dated articles with these features are about one event."""
    return discounted(probability(model.log_odds(features)), features)


def discounted(
    score: float, features: Sequence[float], discount: float = COMMENTARY_DISCOUNT
) -> float:
    """The probability after the discount for commentary."""
    return score * (1 - discount * features[COMMENTARY_INDEX])


def _undated_events(articles: Sequence[Article], language: str | None) -> list[list[int]]:
    corpus = Corpus(map(terms_of, articles), language)
    formulaic = FormulaicReports(articles)

    def penalty(one: int, other: int) -> float | None:
        if formulaic.are_different_events(one, other):
            return None
        return time_penalty(articles[one].published, articles[other].published)

    return undated_clusters(len(articles), undated_pairs(corpus), penalty)


def undated_clusters(
    count: int,
    pairs: Sequence[PairFeatures],
    penalty: Callable[[int, int], float | None],
    pile: int | None = None,
) -> list[list[int]]:
    """Clusters of undated articles by the features of their pairs.

    `penalty` gives the log-odds to subtract for a pair, None if it is about two events. `pile` is
    the number of articles in a pile of which these are a part that no pair leads out of.
    """
    pile = count if pile is None else pile
    first, second = load_undated_model("first"), load_undated_model("second")
    scored = (
        ((pair.one, pair.other), probability(odds - less))
        for pair, odds in two_stage_log_odds(count, pairs, first, second, pile)
        if (less := penalty(pair.one, pair.other)) is not None
    )
    return clusters_from(count, scored, threshold_for(pile))


def clusters_from(
    count: int,
    scored: Iterable[tuple[tuple[int, int], float]],
    threshold: float,
    *,
    pair_threshold: float = 0.0,
) -> list[list[int]]:
    """Average-link clusters of `count` articles; pairs without a probability have 0."""
    scores: list[dict[int, float]] = [{} for _ in range(count)]
    for (one, other), score in scored:
        if score >= MIN_PROBABILITY:
            scores[one][other] = scores[other][one] = score
    return average_link(scores, threshold, neighbours=NEIGHBOURS, pair_threshold=pair_threshold)


def two_stage_log_odds(
    count: int,
    pairs: Sequence[PairFeatures],
    first: UndatedModel,
    second: UndatedModel,
    pile: int | None = None,
) -> Iterator[tuple[PairFeatures, float]]:
    """The likely pairs of `count` articles with their log-odds, which ignore dates.

    `pile` as in `undated_clusters`.
    """
    is_small = (count if pile is None else pile) < SMALL_PILE
    log_odds = [first.log_odds(pair.features) for pair in pairs]
    for pair in second_stage_pairs(count, pairs, log_odds):
        odds = second.log_odds(pair.features)
        yield pair, min(odds, pair.features[FIRST_STAGE]) if is_small else odds


def threshold_for(count: int) -> float:
    """The mean probability at which two clusters of `count` articles are one story."""
    return SMALLER_THRESHOLD if count < MEDIUM_PILE else THRESHOLD


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause garbage collection while millions of small objects without cycles are created.

    At 8,000 articles it would take a third of the time, and it grows faster than linearly.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def time_penalty(one: datetime | None, other: datetime | None) -> float:
    """The log-odds to subtract for the time between two reports; 0 if one is unknown."""
    if one is None or other is None:
        return 0.0
    days = abs((one - other).total_seconds()) / 86_400
    return max(0.0, days - FREE_DAYS) * LOG_ODDS_PER_DAY


def units_of(articles: Sequence[Article], copies: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Articles joined with their copies, the longest of each unit first; in order of content."""
    keys = [content_key(article) for article in articles]
    units = connected_components(len(articles), copies)
    return sorted((sorted(unit, key=keys.__getitem__) for unit in units), key=lambda u: keys[u[0]])


def unit_span(articles: Sequence[Article], unit: Iterable[int]) -> PublicationSpan | None:
    """When the first of the copies was published; None if none has a date."""
    spans = (publication_span(articles[index]) for index in unit)
    return min((span for span in spans if span), key=lambda s: (s.start, s.end), default=None)


def content_key(article: Article) -> tuple[int, bytes]:
    """A sort key by content, longest first."""
    said = (
        (article.title or "")[:KEY_CHARACTERS],
        body_start(article, KEY_CHARACTERS),
        article.source,
        article.id,
    )
    digest = blake2b("\n".join(map(str, said)).encode("utf-8", "surrogatepass"), digest_size=16)
    return -sum(len(block.text) for block in article.blocks), digest.digest()


def _by_language(
    articles: Sequence[Article], units: Sequence[list[int]]
) -> dict[str | None, list[list[int]]]:
    """The units by language; those without one join the most frequent language."""
    languages = [unit_language(articles, unit) for unit in units]
    frequent = most_frequent(Counter(language for language in languages if language))
    parts: dict[str | None, list[list[int]]] = defaultdict(list)
    for unit, language in zip(units, languages, strict=True):
        parts[language or frequent].append(unit)
    return parts


def most_frequent(counts: Mapping[str, int]) -> str | None:
    """The language of most units, which those without one join."""
    return min(counts, key=lambda language: (-counts[language], language), default=None)


def unit_language(articles: Sequence[Article], unit: Sequence[int]) -> str | None:
    """The language of the first article that has one; copies differ only by mistake."""
    known = next((lang for index in unit if (lang := articles[index].language)), None)
    return LANGUAGE_FAMILIES.get(known, known) if known else None
