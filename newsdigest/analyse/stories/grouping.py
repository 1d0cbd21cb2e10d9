"""From articles to stories, the one road: units, languages, terms, neighbours, links."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b

from newsdigest.analyse.connected import connected_components
from newsdigest.analyse.stories.agreement import FIRST_LOOK, LEAST, look_again
from newsdigest.analyse.stories.dated import VIEWS_PLACE, DatedEvidence, dated_pairs
from newsdigest.analyse.stories.linking import average_link
from newsdigest.analyse.stories.mixture import Mixture, shipped_mixture
from newsdigest.analyse.stories.model import Model, likelihood, shipped_model
from newsdigest.analyse.stories.neighbours import NEIGHBOURS
from newsdigest.analyse.stories.pairs import Pair, pairs_of
from newsdigest.analyse.stories.pile import Pile
from newsdigest.analyse.stories.spans import Span, span_of
from newsdigest.analyse.stories.templates import Templates
from newsdigest.analyse.stories.terms import beginning, folded_terms_of, terms_of
from newsdigest.model import Article

# Mean likelihood of the pairs between two groups at which they are one story. Set together with
# the model, in piles of hundreds and thousands.
THRESHOLD = 0.33
# The same where fewer articles leave less that tells events apart. Out of fold, precision and F1
# are 93.1 and 89.2 on the whole development set, 90.4 and 89.8 on half of it, by THRESHOLD; 90.1
# and 90.4 on 30 % of it by this one, and 88.8 and 89.9 by THRESHOLD.
MEDIUM_PILE = 300
SMALLER_THRESHOLD = 0.4
# The same for articles with dates: the middle of .30 to .40, between which figures out of fold are
# level (tests/bench/train_dated.py).
DATED_THRESHOLD = 0.35
# The same between two articles that are alone: no third one bears out that they are one event.
# With the discount it raises precision out of fold from .85 to .88 and the share of clean stories
# from .71 to .74 at the same F1 of pairs. By .50 the share is .75, but of two whole reports of one
# quake, 30 hours apart, one would stand alone.
DATED_ALONE = 0.45
# Each of two articles that comments instead of reporting takes this share from their likelihood: a
# comment has the words of its thread, and seldom those of one event.
VIEW_DISCOUNT = 0.12
# What neighbours say was learnt in piles of hundreds. Where a shell or a quiet day has few articles
# everybody is a near neighbour, so there a pair must be likely by itself as well: precision comes
# first. Out of fold, on handfuls with look-alikes, precision is 97.7 for 96.0, recall 88.5 for
# 91.5.
SMALL_PILE = 60
# Reports of one event within so many days of each other are not less likely for their dates;
# from there on each day takes so much from the log-odds. A prior of ours: the development set
# has no dates that could teach it. A week apart divides the odds by 20, two by 4,000.
FREE_DAYS = 3.0
LOG_ODDS_A_DAY = 0.75
# What is read of an article to order it by its content, in characters.
READ = 10_000
# Languages that identification confuses and whose readers read each other's reports.
FAMILIES = {"id": "ms", "nb": "no", "nn": "no", "da": "no", "hr": "sr", "bs": "sr"}


def group_stories(
    articles: Sequence[Article], copies: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """The places of the articles in groups of one event each; every place is in one group.

    `copies` are the pairs of `find_copies`: copies go where their original goes, and their text
    counts once. Articles in different languages are never grouped. Groups are sorted, and so are
    the places in them; which articles go together does not depend on their order.
    """
    units = units_of(articles, copies)
    groups: list[list[int]] = []
    for language, members in _by_language(articles, units).items():
        heads = [articles[unit[0]] for unit in members]
        spans = [span_of_unit(articles, unit) for unit in members]
        with _collector_paused():
            events = events_of(heads, spans, language)
        groups += [
            sorted(place for number in group for place in members[number]) for group in events
        ]
    return sorted(groups)


def events_of(
    articles: Sequence[Article], spans: Sequence[Span | None], language: str | None
) -> list[list[int]]:
    """The articles, all of one language and no two of them copies, in groups of one event.

    Where at least half of them have dates, `spans`, time decides together with the words, by what
    real feeds have taught; else the words alone, by what archives without dates have.
    """
    if 2 * sum(span is not None for span in spans) >= len(spans):
        return _dated_events(articles, spans, language)
    return _undated_events(articles, language)


def _dated_events(
    articles: Sequence[Article], spans: Sequence[Span | None], language: str | None
) -> list[list[int]]:
    pile = Pile([folded_terms_of(article, language) for article in articles], language, spans)
    kinds = [article.kind for article in articles]
    evidence, model = DatedEvidence(pile, kinds), shipped_mixture()
    templates = Templates(articles)
    likely = ((pair, likely_dated(model, evidence.of(*pair))) for pair in dated_pairs(pile, kinds))
    scored = (
        (pair, score) for pair, score in likely if score >= LEAST and not templates.differ(*pair)
    )
    return linked(len(articles), scored, DATED_THRESHOLD, alone=DATED_ALONE)


def likely_dated(model: Mixture, features: Sequence[float]) -> float:
    """The likelihood that two dated articles with these features are of one event."""
    return discounted(likelihood(model.log_odds(features)), features)


def discounted(score: float, features: Sequence[float], discount: float = VIEW_DISCOUNT) -> float:
    """The likelihood after what comments take from it."""
    return score * (1 - discount * features[VIEWS_PLACE])


def _undated_events(articles: Sequence[Article], language: str | None) -> list[list[int]]:
    pile = Pile([terms_of(article) for article in articles], language)
    templates = Templates(articles)
    looks = two_looks(
        len(articles), pairs_of(pile), shipped_model("first"), shipped_model("second")
    )
    scored = (
        (
            (pair.one, pair.other),
            likelihood(
                odds - time_apart(articles[pair.one].published, articles[pair.other].published)
            ),
        )
        for pair, odds in looks
        if not templates.differ(pair.one, pair.other)
    )
    return linked(len(articles), scored, threshold_for(len(articles)))


def linked(
    count: int,
    scored: Iterable[tuple[tuple[int, int], float]],
    threshold: float,
    *,
    alone: float = 0.0,
) -> list[list[int]]:
    """The groups of `count` articles whose pairs have these likelihoods; of others, none."""
    scores: list[dict[int, float]] = [{} for _ in range(count)]
    for (one, other), score in scored:
        if score >= LEAST:
            scores[one][other] = scores[other][one] = score
    return average_link(scores, threshold, known=NEIGHBOURS, alone=alone)


def two_looks(
    count: int, pairs: Sequence[Pair], first: Model, second: Model
) -> Iterator[tuple[Pair, float]]:
    """The likely pairs of a pile of `count` articles, with their log-odds, dates left aside."""
    log_odds = [first.log_odds(pair.features) for pair in pairs]
    for pair in look_again(count, pairs, log_odds):
        odds = second.log_odds(pair.features)
        yield pair, min(odds, pair.features[FIRST_LOOK]) if count < SMALL_PILE else odds


def threshold_for(count: int) -> float:
    """The mean likelihood that two groups of a pile of `count` articles need to be one story."""
    return SMALLER_THRESHOLD if count < MEDIUM_PILE else THRESHOLD


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cycles while millions of small values are made that hold none.

    It costs a third of the time at 8,000 articles, and more than linearly.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def time_apart(one: datetime | None, other: datetime | None) -> float:
    """What the time between two reports takes from the log-odds; nothing where one is unknown."""
    if one is None or other is None:
        return 0.0
    days = abs((one - other).total_seconds()) / 86_400
    return max(0.0, days - FREE_DAYS) * LOG_ODDS_A_DAY


def units_of(articles: Sequence[Article], copies: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Articles joined with their copies, the longest of each unit first; in order of content."""
    keys = [_content_key(article) for article in articles]
    units = connected_components(len(articles), copies)
    return sorted((sorted(unit, key=keys.__getitem__) for unit in units), key=lambda u: keys[u[0]])


def span_of_unit(articles: Sequence[Article], unit: Iterable[int]) -> Span | None:
    """When the first of the copies was published; None where none of them has a date."""
    spans = (span_of(articles[place]) for place in unit)
    return min((span for span in spans if span), key=lambda s: (s.start, s.end), default=None)


def _content_key(article: Article) -> tuple[int, bytes]:
    """An order of articles by what they say, the longest first."""
    said = (article.title or "")[:READ], beginning(article, READ), article.source, article.id
    digest = blake2b("\n".join(map(str, said)).encode("utf-8", "surrogatepass"), digest_size=16)
    return -sum(len(block.text) for block in article.blocks), digest.digest()


def _by_language(
    articles: Sequence[Article], units: Sequence[list[int]]
) -> dict[str | None, list[list[int]]]:
    """The units by language; those of unknown language go with the most frequent one."""
    languages = [_language(articles, unit) for unit in units]
    counts = Counter(language for language in languages if language)
    frequent = min(counts, key=lambda language: (-counts[language], language), default=None)
    parts: dict[str | None, list[list[int]]] = defaultdict(list)
    for unit, language in zip(units, languages, strict=True):
        parts[language or frequent].append(unit)
    return parts


def _language(articles: Sequence[Article], unit: Sequence[int]) -> str | None:
    """The language of the first of a unit that has one: copies differ only by mistake."""
    known = next((lang for place in unit if (lang := articles[place].language)), None)
    return FAMILIES.get(known, known) if known else None
