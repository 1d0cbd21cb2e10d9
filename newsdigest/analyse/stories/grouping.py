"""From articles to stories, the one road: units, languages, terms, neighbours, links."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b

from newsdigest.analyse.components import components
from newsdigest.analyse.stories.agreement import FIRST_LOOK, LEAST, look_again
from newsdigest.analyse.stories.linking import average_link
from newsdigest.analyse.stories.model import Model, likelihood, shipped_model
from newsdigest.analyse.stories.pairs import Pair, pairs_of
from newsdigest.analyse.stories.pile import NEIGHBOURS, Pile
from newsdigest.analyse.stories.terms import beginning, terms_of
from newsdigest.model import Article

# Mean likelihood of the pairs between two groups at which they are one story. Set together with
# the model, in piles of hundreds and thousands.
THRESHOLD = 0.33
# The same where fewer articles leave less that tells events apart. Out of fold, precision and F1
# are 93.1 and 89.2 on the whole development set, 90.4 and 89.8 on half of it, by THRESHOLD; 90.1
# and 90.4 on 30 % of it by this one, and 88.8 and 89.9 by THRESHOLD.
MEDIUM_PILE = 300
SMALLER_THRESHOLD = 0.4
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
        groups += [
            sorted(place for number in group for place in members[number])
            for group in events_of(heads, language)
        ]
    return sorted(groups)


def events_of(articles: Sequence[Article], language: str | None) -> list[list[int]]:
    """The articles, all of one language and no two of them copies, in groups of one event."""
    with _collector_paused():
        return _linked(articles, language)


def _linked(articles: Sequence[Article], language: str | None) -> list[list[int]]:
    pile = Pile([terms_of(article) for article in articles], language)
    scores: list[dict[int, float]] = [{} for _ in articles]
    looks = two_looks(
        len(articles), pairs_of(pile), shipped_model("first"), shipped_model("second")
    )
    for pair, log_odds in looks:
        one, other = articles[pair.one], articles[pair.other]
        score = likelihood(log_odds - time_apart(one.published, other.published))
        if score >= LEAST:
            scores[pair.one][pair.other] = scores[pair.other][pair.one] = score
    return average_link(scores, threshold_for(len(articles)), known=NEIGHBOURS)


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
    units = components(len(articles), copies)
    return sorted((sorted(unit, key=keys.__getitem__) for unit in units), key=lambda u: keys[u[0]])


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
