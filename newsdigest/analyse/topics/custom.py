"""Topics of the user's own: a name with the words and phrases that speak for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from newsdigest.analyse.topics.evidence import opening
from newsdigest.language import stem, words
from newsdigest.model import Article, Topic

# What one find adds. Two points make a topic: a word of the headline or a phrase is enough, a
# single word far down in the text is not.
_HEAD_POINTS = 2
_PHRASE_POINTS = 2
_BODY_POINTS = 1
_NEEDED = 2
# Only so much of a text is read; what comes later is rarely its subject.
_BODY_CHARACTERS = 5000
# Topics made ready to be found, in all languages together.
_KEPT_NEEDLES = 1 << 10


@dataclass(frozen=True, slots=True)
class CustomTopic:
    """A topic that the configuration defines."""

    name: str
    # Each is found in all its inflected forms; capitals do not matter.
    words: tuple[str, ...] = ()
    # Several words that must stand side by side.
    phrases: tuple[str, ...] = ()
    # Whether it is the first topic of what it is found in, before IPTC's, or stands after those.
    instead: bool = True

    @property
    def id(self) -> str:
        """The name in lower case after "custom:", with hyphens for all that is no word."""
        return "custom:" + "-".join(words(self.name))


def with_own_topics(article: Article, topics: Sequence[CustomTopic]) -> Article:
    """The article with the user's topics in their places among those that it has."""
    found = custom_topics(article, topics)
    return (
        replace(article, topics=in_place([*article.topics, *found], topics)) if found else article
    )


def in_place(found: Iterable[Topic], own: Iterable[CustomTopic]) -> tuple[Topic, ...]:
    """The topics in their order, but own ones that stand instead first, those beside last."""
    places = {topic.id: -1 if topic.instead else 1 for topic in own}
    return tuple(sorted(found, key=lambda topic: places.get(topic.id, 0)))


def custom_topics(article: Article, topics: Sequence[CustomTopic]) -> tuple[Topic, ...]:
    """The user's topics that the article is about, best first, in the given order where equal.

    The score halves its distance to 1 with each point: .75 for a word in the headline, a phrase
    anywhere or two words in the text.
    """
    if not topics:
        return ()
    language = article.language or "en"
    lines = (article.title, article.standfirst, article.section, *article.keywords)
    head = _stems("\n".join(filter(None, lines)), language)
    body = _stems(opening(article, _BODY_CHARACTERS), language)
    found = [(topic, _points(topic, head, body, language)) for topic in topics]
    ranked = sorted(found, key=lambda pair: -pair[1])
    return tuple(
        Topic(topic.id, topic.name, round(1 - 0.5**points, 3))
        for topic, points in ranked
        if points >= _NEEDED
    )


def _points(topic: CustomTopic, head: str, body: str, language: str) -> int:
    own_words, own_phrases = _needles(topic.words, language), _needles(topic.phrases, language)
    return (
        _HEAD_POINTS * sum(map(head.count, own_words + own_phrases))
        + _BODY_POINTS * sum(map(body.count, own_words))
        + _PHRASE_POINTS * sum(map(body.count, own_phrases))
    )


@lru_cache(maxsize=_KEPT_NEEDLES)
def _needles(texts: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The stems of each text that has words; two words of one stem are one needle."""
    stems = (_stems(text, language) for text in texts)
    return tuple(dict.fromkeys(one for one in stems if one.strip()))


def _stems(text: str, language: str) -> str:
    """The stems with a space between them, before the first and after the last."""
    return f" {' '.join(stem(word, language) for word in words(text))} "
