"""The IPTC topics of an article, by its words and by the section it stood in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, sqrt

from newsdigest.analyse.topics.custom import CustomTopic, custom_topics
from newsdigest.analyse.topics.evidence import section_places, term_weights
from newsdigest.analyse.topics.iptc import FREQUENCIES, SUBJECTS
from newsdigest.analyse.topics.weights import UNSEEN_RARITY, numbers, weights
from newsdigest.model import Article, Topic

# Below this chance of being the main subject a topic is not told.
THRESHOLD = 0.3
# A topic beside the best one needs less, for most news has more than one subject.
SECOND_THRESHOLD = 0.2
_MOST = 3
# Turns the words' scores into log-odds.
SHARPNESS = 1.0
# News is more often about some topics than about others, and where the words leave a doubt that
# decides: +1 point on 837 news articles, while .5 costs the rare ones too much.
_OFTEN = 0.3
PRIORS = tuple(
    {"often": _OFTEN, "seldom": -_OFTEN}.get(FREQUENCIES.get(subject.id, ""), 0.0)
    for subject in SUBJECTS
)
# What a topic gains, in log-odds, when the publication itself names it.
SECTION_GAINS = {"section": 2.0, "url": 1.5, "keywords": 1.0}


def classify(article: Article, *, custom: Sequence[CustomTopic] = ()) -> tuple[Topic, ...]:
    """The likely topics, best first; none rather than a wrong one.

    A score is the chance that the topic is the article's main subject. The user's own topics
    come after IPTC's, whose scores they do not touch.
    """
    found = [
        Topic(s.id, s.name, round(p, 3)) for s, p in zip(SUBJECTS, chances(article), strict=True)
    ]
    return likely(found) + custom_topics(article, custom)


def best_topic(article: Article) -> Topic:
    """The likeliest IPTC topic however unlikely it is: for comparisons that force a choice."""
    scores = chances(article)
    place = max(range(len(scores)), key=scores.__getitem__)
    return Topic(SUBJECTS[place].id, SUBJECTS[place].name, round(scores[place], 3))


def likely(topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """Those that are likely enough to be told, best first."""
    ranked = sorted(topics, key=lambda topic: (-topic.score, topic.id))[:_MOST]
    if not ranked or ranked[0].score < THRESHOLD:
        return ()
    return tuple(topic for topic in ranked if topic.score >= SECOND_THRESHOLD)


def chances(article: Article) -> list[float]:
    """For each of `iptc.SUBJECTS` the chance that it is the article's main subject."""
    scores = [
        (score + prior) * SHARPNESS
        for score, prior in zip(word_scores(article), PRIORS, strict=True)
    ]
    for place, gain in _section_gains(article).items():
        scores[place] += gain
    return _softmax(scores)


def word_scores(article: Article) -> list[float]:
    """What the words say for each of `iptc.SUBJECTS`: the sum over the terms, by their length.

    The sum is divided by the root of the number of known terms, so that a long text is surer than
    a headline, but not in proportion.
    """
    language = article.language or "en"
    known = weights(language)
    scores = [0.0] * len(SUBJECTS)
    length = 0.0
    for term, weight in term_weights(article, language, known.phrases).items():
        listed, row = known.listed.get(term), known.learnt.get(term)
        if listed is None and row is None:
            continue
        rarity = UNSEEN_RARITY
        if row is not None:
            rarity, *values = numbers(row)
            scores = [score + weight * value for score, value in zip(scores, values, strict=True)]
        weight *= rarity
        length += weight * weight
        for place, strength in (listed or {}).items():
            scores[place] += weight * strength
    scale = 1 / sqrt(max(length, 1.0))
    return [score * scale for score in scores]


def _section_gains(article: Article) -> Mapping[int, float]:
    gains: dict[int, float] = {}
    for place_of_name, places in section_places(article).items():
        for place in places:
            gains[place] = max(gains.get(place, 0.0), SECTION_GAINS[place_of_name])
    return gains


def _softmax(scores: Sequence[float]) -> list[float]:
    best = max(scores)
    powers = [exp(score - best) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
