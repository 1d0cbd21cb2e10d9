"""Custom topics: a name with the words and phrases that indicate it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from newsdigest.analyse.body import body_start
from newsdigest.language import stem, words
from newsdigest.model import Article, Topic
from newsdigest.valueclasses import frozenclass, replace

# Points per match. Two make a topic: a word of the headline or a phrase is enough, a single word of
# the body is not.
_HEADLINE_POINTS = 2
_PHRASE_POINTS = 2
_BODY_POINTS = 1
_MIN_POINTS = 2
# Only the start of a text is read; what comes later is rarely its subject.
_BODY_CHARACTERS = 5000
# Prepared topics, over all languages.
_CACHED_PATTERNS = 1 << 10


@frozenclass
class CustomTopic:
    """A topic that the configuration defines."""

    name: str
    # Each matches all its inflected forms, in any case.
    words: tuple[str, ...] = ()
    # Words that must be adjacent.
    phrases: tuple[str, ...] = ()
    # Whether it comes before IPTC's topics, as the main one, or after them.
    instead: bool = True

    @property
    def id(self) -> str:
        """The words of the name in lower case, joined by hyphens, after "custom:"."""
        return "custom:" + "-".join(words(self.name))


def add_custom_topics(article: Article, topics: Sequence[CustomTopic]) -> Article:
    """The article with the matching custom topics among its topics, in display order."""
    found = custom_topics(article, topics)
    return (
        replace(article, topics=in_display_order([*article.topics, *found], topics))
        if found
        else article
    )


def in_display_order(found: Iterable[Topic], own: Iterable[CustomTopic]) -> tuple[Topic, ...]:
    """The topics in order, with custom ones moved to the front (`instead`) or to the end."""
    places = {topic.id: -1 if topic.instead else 1 for topic in own}
    return tuple(sorted(found, key=lambda topic: places.get(topic.id, 0)))


def custom_topics(article: Article, topics: Sequence[CustomTopic]) -> tuple[Topic, ...]:
    """The custom topics of the article, best first; ties keep the given order.

    Each point halves the distance of the score to 1: .75 for a word in the headline, a phrase
    anywhere or two words in the text.
    """
    if not topics:
        return ()
    language = article.language or "en"
    lines = (article.title, article.standfirst, article.section, *article.keywords)
    head = _stems("\n".join(filter(None, lines)), language)
    body = _stems(body_start(article, _BODY_CHARACTERS), language)
    found = [(topic, _points(topic, head, body, language)) for topic in topics]
    ranked = sorted(found, key=lambda pair: -pair[1])
    return tuple(
        Topic(topic.id, topic.name, round(1 - 0.5**points, 3))
        for topic, points in ranked
        if points >= _MIN_POINTS
    )


def _points(topic: CustomTopic, head: str, body: str, language: str) -> int:
    own_words, own_phrases = (
        _stem_patterns(topic.words, language),
        _stem_patterns(topic.phrases, language),
    )
    return (
        _HEADLINE_POINTS * sum(map(head.count, own_words + own_phrases))
        + _BODY_POINTS * sum(map(body.count, own_words))
        + _PHRASE_POINTS * sum(map(body.count, own_phrases))
    )


@lru_cache(maxsize=_CACHED_PATTERNS)
def _stem_patterns(texts: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The distinct stem sequences of the texts that have words."""
    stems = (_stems(text, language) for text in texts)
    return tuple(dict.fromkeys(one for one in stems if one.strip()))


def _stems(text: str, language: str) -> str:
    """The stems, with a space before and after each."""
    return f" {' '.join(stem(word, language) for word in words(text))} "
