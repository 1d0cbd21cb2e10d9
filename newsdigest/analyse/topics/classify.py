"""The IPTC topics of an article, by its words and by the section it stood in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, sqrt

from newsdigest.analyse.topics.evidence import Channel, channel_places, section_places, term_weights
from newsdigest.analyse.topics.iptc import SUBJECTS
from newsdigest.analyse.topics.weights import UNSEEN_RARITY, row, weights
from newsdigest.model import Article, Topic

# Turns the words' scores into log-odds. By the likelihood of tags that others gave, 1.0 fits best
# on AllSides texts and 1.5 on HuffPost headlines (python -m tests.bench.train_topics --check). At
# 1.2, on 837 news articles, a chance of .55 to .7 was right in .88 of them, one over .9 in .95.
SHARPNESS = 1.2
# News is more often about some topics than about others, and where the words leave a doubt that
# decides: +1 point on those 837 articles, while more than .5 costs the rare topics too much.
_PRIOR = 0.3
PRIORS = tuple(_PRIOR * subject.frequency for subject in SUBJECTS)
# What a topic gains, in log-odds, when the publication itself names it: enough to be told where
# the words say nothing, too little to outweigh a clear text in the wrong section.
GAINS = {"section": 3.0, "url": 3.0, "keywords": 1.5}
# Keywords are the categories of a feed where nothing else says in which section a report stood.
ONLY_KEYWORDS_GAIN = 2.5
# A feed that is a section's: less than the section of the article itself, for "Technology" holds
# the industry's strikes and lawsuits as well.
CHANNEL_GAIN = 2.0
NO_CHANNEL = Channel()
# Below this chance of being the main subject a topic is not told.
THRESHOLD = 0.35
# A topic beside the best one needs less, for most news has more than one subject.
SECOND_THRESHOLD = 0.2
_MOST = 3


def classify(article: Article, channel: Channel = NO_CHANNEL) -> tuple[Topic, ...]:
    """The likely IPTC topics, best first; none rather than a wrong one.

    A score is the chance that the topic is the article's main subject. `channel` names the feed
    that the article came from.
    """
    found = [
        Topic(s.id, s.name, round(p, 3))
        for s, p in zip(SUBJECTS, chances(article, channel), strict=True)
    ]
    return likely(found)


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


def chances(article: Article, channel: Channel = NO_CHANNEL) -> list[float]:
    """For each of `iptc.SUBJECTS` the chance that it is the article's main subject."""
    scores = [
        (score + prior) * SHARPNESS
        for score, prior in zip(word_scores(article), PRIORS, strict=True)
    ]
    for place, gain in _section_gains(article, channel).items():
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
    rows: dict[float, list[tuple[float, ...]]] = {}
    length = 0.0
    for term, weight in term_weights(article, language, known.vocabulary).items():
        listed, spelled_numbers = known.listed.get(term), known.learnt.get(term)
        rarity = UNSEEN_RARITY
        if spelled_numbers is not None:
            learnt = row(spelled_numbers)
            rarity = learnt.rarity
            rows.setdefault(weight, []).append(learnt.values)
        elif listed is None:
            continue
        length += (weight * rarity) ** 2
        for place, strength in (listed or {}).items():
            scores[place] += weight * rarity * strength
    scale = 1 / sqrt(max(length, 1.0))
    return [score * scale for score in map(sum, zip(scores, _added_up(rows), strict=True))]


def _added_up(rows: Mapping[float, Sequence[tuple[float, ...]]]) -> list[float]:
    """The sums of the columns, each row times the weight under which it stands.

    Most terms stand in a text once and weigh the same: to add columns first takes half the time.
    """
    sums = [0.0] * len(SUBJECTS)
    for weight, values in rows.items():
        columns = zip(*values, strict=True)
        sums = [total + weight * sum(column) for total, column in zip(sums, columns, strict=True)]
    return sums


def _section_gains(article: Article, channel: Channel) -> Mapping[int, float]:
    named = section_places(article)
    worth = GAINS if named["section"] or named["url"] else {"keywords": ONLY_KEYWORDS_GAIN}
    gains = dict.fromkeys(channel_places(channel), CHANNEL_GAIN)
    for origin, gain in worth.items():
        for place in named[origin]:
            gains[place] = max(gains.get(place, 0.0), gain)
    return gains


def _softmax(scores: Sequence[float]) -> list[float]:
    best = max(scores)
    powers = [exp(score - best) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
