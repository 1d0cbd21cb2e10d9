"""Features of two stories of different days, and of a story and a thread of earlier ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from newsdigest.analyse.stories.folding import place_names
from newsdigest.analyse.stories.neighbours import UNIT, Vector, cosine
from newsdigest.analyse.stories.threads.terms import StoryCorpus, StoryTerms
from newsdigest.valueclasses import valueclass

# The features of two stories, in the order of `pair_features`.
PAIR_FEATURES = (
    # Cosines of all words, of headlines and leads, of the names.
    "terms",
    "lead",
    "names",
    # The weight of the words that the headlines share: all, and the rarest.
    "headlines",
    "rarest headline word",
    # The same for headlines and leads: the rarest, the three rarest, their number; of the names the
    # rarest and the two rarest.
    "rarest lead word",
    "three lead words",
    "lead count",
    "rarest name",
    "two names",
    # The share of one headline's weight found in the other story, the smaller and the larger; the
    # larger share found in the other's headlines and leads.
    "headline least",
    "headline most",
    "headline in lead",
    # How rare in news of any time the rarest word of both headlines is, and of both leads.
    "rarity of headlines",
    "rarity of leads",
    # The number of countries both name, -1 if one names none; and if they have none in common, the
    # number they name.
    "countries",
    "countries disagree",
    # How many of the two are commentary.
    "views",
    # The days between them, FAR at most.
    "days",
    # Of words that are no places: the rarest of both headlines, the three rarest of both leads.
    "rarest headline word, no place",
    "three lead words, no place",
    # Of words that are neither: two people or offices in common are less than a subject. The two
    # rarest of both headlines, the three rarest of both leads, the two rarest of a headline and the
    # other lead.
    "two headline words, no name",
    "three lead words, no name",
    "two words across, no name",
)
# The features of a story and a thread, in the order of `thread_features`.
THREAD_FEATURES = (
    # Log-odds of the story with the thread's stories: the best, the second, the mean of the best
    # three; the mean probability; the share of likely ones.
    "best",
    "second",
    "best three",
    "mean",
    "likely",
    # log of the number of its stories.
    "size",
    # Cosines with the sum of its stories: all words, headlines and leads.
    "terms",
    "lead",
    # Key words of the thread, weighed by how many of its stories have them, how few others, and how
    # rare they are: the best in the story's headline, the best two; the best in headline and lead,
    # the best three; the best among headlines.
    "key in headline",
    "two keys in headline",
    "key in lead",
    "three keys in lead",
    "key of headlines",
    # The headline's word that most belongs to this thread alone.
    "purest",
    # The share of the thread's best six key words in headline and lead, and anywhere.
    "keys in lead",
    "keys anywhere",
    # The days since its newest story.
    "days",
    # The share of the headline's weight found anywhere in the thread.
    "headline",
    "view",
    # Key words that are no place: the best in the headline, the best three in headline and lead.
    "key in headline, no place",
    "three keys in lead, no place",
    # The largest of some features of pairs.
    *(
        f"most {name}"
        for name in (
            "terms",
            "lead",
            "headline most",
            "rarest lead word",
            "three lead words",
            "countries",
            "countries disagree",
            "rarity of headlines",
            "rarest headline word, no place",
        )
    ),
    # How far four of these exceed those of the best other thread.
    *(
        f"margin of {name}"
        for name in ("best", "terms", "two keys in headline", "three keys in lead")
    ),
)
FAR = 8
_MOST = [
    PAIR_FEATURES.index(name.removeprefix("most "))
    for name in THREAD_FEATURES
    if name.startswith("most ")
]
_MARGINS = [
    THREAD_FEATURES.index(name.removeprefix("margin of "))
    for name in THREAD_FEATURES
    if name.startswith("margin of ")
]
# What the first margin is, in log-odds, if there is no other thread.
_NO_OTHER = -4.0
UNKNOWN_VALUE = -1.0
# Keep the shares of a word in a small thread below 1.
_SUPPORT_PRIOR = 0.5
_PURITY_PRIOR = 0.7
_KEY_WORDS = 6
_LIKELY = 0.5
_LEAST_PROBABILITY = 0.01


def pair_features(
    corpus: StoryCorpus, one: int, other: int, lead_cosine: float
) -> tuple[float, ...]:
    """The features of two stories, in the order of PAIR_FEATURES; symmetric."""
    a, b = corpus.stories[one], corpus.stories[other]
    in_titles, in_leads = a.title_words & b.title_words, a.lead_words & b.lead_words
    titles, leads = corpus.weights(in_titles), corpus.weights(in_leads)
    names = corpus.weights(a.lead_names & b.lead_names)
    found = sorted((_share_in(corpus, a, b.whole), _share_in(corpus, b, a.whole)))
    in_lead = max(_share_in(corpus, a, b.lead), _share_in(corpus, b, a.lead))
    no_places = in_leads - _places()
    return (
        cosine(a.whole, b.whole),
        lead_cosine,
        cosine(a.names, b.names),
        math.fsum(titles),
        max(titles, default=0.0),
        max(leads, default=0.0),
        math.fsum(leads[:3]),
        float(len(leads)),
        max(names, default=0.0),
        math.fsum(names[:2]),
        *found,
        in_lead,
        max(map(corpus.rarity, in_titles), default=0.0),
        max(map(corpus.rarity, in_leads), default=0.0),
        *_countries(a.countries, b.countries),
        float(a.is_commentary + b.is_commentary),
        float(min(FAR, max(1, abs(a.day - b.day)))),
        max(corpus.weights(in_titles - _places()), default=0.0),
        math.fsum(corpus.weights(no_places)[:3]),
        *_no_names(corpus, a, b, no_places),
    )


def _no_names(
    corpus: StoryCorpus, a: StoryTerms, b: StoryTerms, no_places: frozenset[str]
) -> tuple[float, float, float]:
    leads = no_places - a.lead_names - b.lead_names
    across = leads & (a.title_words | b.title_words)
    headlines = leads & a.title_words & b.title_words
    return (
        math.fsum(corpus.weights(headlines)[:2]),
        math.fsum(corpus.weights(leads)[:3]),
        math.fsum(corpus.weights(across)[:2]),
    )


def _no_places(words: frozenset[str]) -> frozenset[str]:
    return words - _places()


@cache
def _places() -> frozenset[str]:
    return place_names().folded | place_names().countries.keys()


def _share_in(corpus: StoryCorpus, story: StoryTerms, other: Vector) -> float:
    """The share of the weight of the headlines' words that the other story has."""
    return corpus.weight(word for word in story.title_words if word in other) / story.title_weight


def _countries(named: frozenset[str], others: frozenset[str]) -> tuple[float, float]:
    if not named or not others:
        return UNKNOWN_VALUE, 0.0
    both = len(named & others)
    return float(both), 0.0 if both else float(len(named) + len(others))


@valueclass
class Likeness:
    """Two stories as the model of pairs sees them."""

    features: tuple[float, ...]
    probability: float


class EarlierStories:
    """The stories before a day: how many of them have a word in headline and lead, in headlines."""

    def __init__(self, corpus: StoryCorpus, numbers: Sequence[int]) -> None:
        self.corpus = corpus
        self.leads = _counts(corpus, numbers, "lead_words")
        self.titles = _counts(corpus, numbers, "title_words")


def _counts(corpus: StoryCorpus, numbers: Sequence[int], field: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number in numbers:
        counts.update(getattr(corpus.stories[number], field))
    return counts


class ThreadTerms:
    """What the stories of one thread have in common."""

    def __init__(self, earlier: EarlierStories, numbers: Sequence[int]) -> None:
        corpus = self._corpus = earlier.corpus
        self.numbers = numbers
        stories = [corpus.stories[number] for number in numbers]
        self.newest = max(story.day for story in stories)
        self.whole = _sum(story.whole for story in stories)
        self.lead = _sum(story.lead for story in stories)
        leads = _counts(corpus, numbers, "lead_words")
        titles = _counts(corpus, numbers, "title_words")
        self.purity = {
            word: count / (earlier.leads[word] + _PURITY_PRIOR) * corpus.rarity(word)
            for word, count in leads.items()
        }
        size = len(numbers) + _SUPPORT_PRIOR
        self.keys = {word: leads[word] / size * purity for word, purity in self.purity.items()}
        self.title_keys = {
            word: count
            / size
            * (count / (earlier.titles[word] + _PURITY_PRIOR))
            * corpus.rarity(word)
            for word, count in titles.items()
        }
        self.best_keys = dict(sorted(self.keys.items(), key=_heaviest_first)[:_KEY_WORDS])


def _heaviest_first(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]


def _sum(vectors: Iterable[Vector]) -> Vector:
    total: Counter[str] = Counter()
    for vector in vectors:
        total.update(vector)
    length = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return {word: round(UNIT * weight / length) for word, weight in total.items()}


def thread_features(
    corpus: StoryCorpus,
    number: int,
    threads: Sequence[ThreadTerms],
    likeness: Mapping[int, Likeness],
) -> list[tuple[float, ...]]:
    """The features of a story with each thread, in the order of THREAD_FEATURES.

    `likeness` are the near earlier stories; each thread has at least one of them.
    """
    story = corpus.stories[number]
    rows = [_own_features(corpus, story, thread, likeness) for thread in threads]
    return [
        (*row, *(row[index] - _best_other(rows, place, index) for index in _MARGINS))
        for place, row in enumerate(rows)
    ]


def _best_other(rows: Sequence[Sequence[float]], place: int, index: int) -> float:
    others = (row[index] for other, row in enumerate(rows) if other != place)
    return max(others, default=_NO_OTHER if index == 0 else 0.0)


def _own_features(
    corpus: StoryCorpus, story: StoryTerms, thread: ThreadTerms, likeness: Mapping[int, Likeness]
) -> tuple[float, ...]:
    near = [likeness[number] for number in thread.numbers if number in likeness]
    size = len(thread.numbers)
    scores = sorted((each.probability for each in near), reverse=True)
    scores += [0.0] * (size - len(scores))
    titles, leads = story.title_words, story.lead_words
    in_title = _largest(thread.keys, titles)
    in_lead = _largest(thread.keys, leads)
    best = thread.best_keys
    total = math.fsum(best.values()) or 1.0
    return (
        _log_odds(scores[0]),
        _log_odds(scores[1]) if size > 1 else _log_odds(0.0),
        _log_odds(math.fsum(scores[:3]) / min(3, size)),
        math.fsum(scores) / size,
        sum(score > _LIKELY for score in scores) / size,
        math.log(size),
        cosine(story.whole, thread.whole),
        cosine(story.lead, thread.lead),
        in_title[0],
        math.fsum(in_title[:2]),
        in_lead[0],
        math.fsum(in_lead[:3]),
        _largest(thread.title_keys, titles)[0],
        _largest(thread.purity, titles)[0],
        math.fsum(best[word] for word in sorted(best) if word in leads) / total,
        math.fsum(best[word] for word in sorted(best) if word in story.whole) / total,
        float(min(FAR, max(1, story.day - thread.newest))),
        _share_in(corpus, story, thread.whole),
        float(story.is_commentary),
        _largest(thread.keys, _no_places(titles))[0],
        math.fsum(_largest(thread.keys, _no_places(leads))[:3]),
        *(max(each.features[index] for each in near) for index in _MOST),
    )


def _largest(values: Mapping[str, float], words: frozenset[str]) -> list[float]:
    return sorted((values[word] for word in words if word in values), reverse=True) or [0.0]


def _log_odds(share: float) -> float:
    share = min(max(share, _LEAST_PROBABILITY), 1 - _LEAST_PROBABILITY)
    return math.log(share / (1 - share))
