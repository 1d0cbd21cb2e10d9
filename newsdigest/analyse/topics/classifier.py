"""The IPTC topics of an article, by its words and its section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, sqrt

from newsdigest.analyse.topics.iptc import MEDIA_TOPICS
from newsdigest.analyse.topics.signals import (
    Channel,
    channel_topics,
    named_topics,
    term_frequencies,
)
from newsdigest.analyse.topics.term_weights import (
    UNSEEN_RARITY,
    decode_strengths,
    decode_term,
    weights_of,
)
from newsdigest.model import Article, Topic

# Scales the word scores to log-odds. By the likelihood of third-party tags, 1.0 fits best on
# AllSides texts and 1.5 on HuffPost headlines (python -m tests.bench.train_topics --check). At 1.2,
# on 837 news articles, probabilities of .55 to .7 were right for .88 of them, those over .9 for
# .95.
SHARPNESS = 1.2
# News covers some topics more often than others, which decides unclear cases: +1 point on those 837
# articles, while more than .5 costs the rare topics too much.
_PRIOR_STRENGTH = 0.3
PRIORS = tuple(_PRIOR_STRENGTH * subject.frequency for subject in MEDIA_TOPICS)
# Log-odds that a topic gains if the publication names it: enough to be reported if the words say
# nothing, too little to outweigh a clear text in the wrong section.
GAINS = {"section": 3.0, "url": 3.0, "keywords": 1.5}
# Without section or URL the keywords are a feed's categories, the only hint at the section.
ONLY_KEYWORDS_GAIN = 2.5
# The feed of a section: less than the article's own section, since "Technology" also has the
# industry's strikes and lawsuits.
CHANNEL_GAIN = 2.0
NO_CHANNEL = Channel()
# The least probability of being the main topic at which any topic is reported.
MAIN_THRESHOLD = 0.35
# Further topics need less, since most news has more than one subject.
SECOND_THRESHOLD = 0.2
_MAX_TOPICS = 3


def classify(article: Article, channel: Channel = NO_CHANNEL) -> tuple[Topic, ...]:
    """The likely IPTC topics, best first; precision before recall.

    A score is the probability that the topic is the article's main one. `channel` names the feed
    of the article.
    """
    found = [
        Topic(s.id, s.name, round(p, 3))
        for s, p in zip(MEDIA_TOPICS, probabilities(article, channel), strict=True)
    ]
    return likely_topics(found)


def best_topic(article: Article) -> Topic:
    """The likeliest IPTC topic, however unlikely, for benchmarks that force a choice."""
    scores = probabilities(article)
    index = max(range(len(scores)), key=scores.__getitem__)
    return Topic(MEDIA_TOPICS[index].id, MEDIA_TOPICS[index].name, round(scores[index], 3))


def likely_topics(topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics likely enough to be reported, best first."""
    ranked = sorted(topics, key=lambda topic: (-topic.score, topic.id))[:_MAX_TOPICS]
    if not ranked or ranked[0].score < MAIN_THRESHOLD:
        return ()
    return tuple(topic for topic in ranked if topic.score >= SECOND_THRESHOLD)


def probabilities(article: Article, channel: Channel = NO_CHANNEL) -> list[float]:
    """For each of `iptc.MEDIA_TOPICS` the probability that it is the article's main one."""
    scores = [
        (score + prior) * SHARPNESS
        for score, prior in zip(word_scores(article), PRIORS, strict=True)
    ]
    for index, gain in _section_gains(article, channel).items():
        scores[index] += gain
    return _softmax(scores)


def word_scores(article: Article) -> list[float]:
    """The score of the words for each of `iptc.MEDIA_TOPICS`, normalised by length.

    A long text is more certain than a headline, but not in proportion.
    """
    language = article.language or "en"
    known = weights_of(language)
    scores = [0.0] * len(MEDIA_TOPICS)
    rows: dict[float, list[tuple[float, ...]]] = {}
    length = 0.0
    for term, weight in term_frequencies(article, language, known.vocabulary).items():
        listed, encoded = known.listed.get(term), known.learnt.get(term)
        rarity = UNSEEN_RARITY
        if encoded is not None:
            learnt = decode_term(encoded)
            rarity = learnt.rarity
            rows.setdefault(weight, []).append(learnt.values)
        elif listed is None:
            continue
        length += (weight * rarity) ** 2
        for index, strength in decode_strengths(listed or ""):
            scores[index] += weight * rarity * strength
    scale = 1 / sqrt(max(length, 1.0))
    return [score * scale for score in map(sum, zip(scores, _weighted_sums(rows), strict=True))]


def _weighted_sums(rows: Mapping[float, Sequence[tuple[float, ...]]]) -> list[float]:
    """The sums of the columns, each row multiplied by its key.

    Most terms occur once and weigh the same: adding columns first halves the time.
    """
    sums = [0.0] * len(MEDIA_TOPICS)
    for weight, values in rows.items():
        columns = zip(*values, strict=True)
        sums = [total + weight * sum(column) for total, column in zip(sums, columns, strict=True)]
    return sums


def _section_gains(article: Article, channel: Channel) -> Mapping[int, float]:
    named = named_topics(article)
    worth = GAINS if named["section"] or named["url"] else {"keywords": ONLY_KEYWORDS_GAIN}
    gains = dict.fromkeys(channel_topics(channel), CHANNEL_GAIN)
    for origin, gain in worth.items():
        for index in named[origin]:
            gains[index] = max(gains.get(index, 0.0), gain)
    return gains


def _softmax(scores: Sequence[float]) -> list[float]:
    best = max(scores)
    powers = [exp(score - best) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
