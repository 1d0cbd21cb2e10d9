"""Topics of the user's own: a name with the words and phrases that speak for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class CustomTopic:
    """A topic that the configuration defines."""

    name: str
    # Each is found in all its inflected forms; capitals do not matter.
    words: tuple[str, ...] = ()
    # Several words that must stand side by side.
    phrases: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The name in lower case after "custom:", with hyphens for all that is no word."""
        return "custom:" + "-".join(words(self.name))


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
    word_stems = [_stems(word, language) for word in topic.words]
    phrase_stems = [_stems(phrase, language) for phrase in topic.phrases]
    return (
        _HEAD_POINTS * _count([*word_stems, *phrase_stems], head)
        + _BODY_POINTS * _count(word_stems, body)
        + _PHRASE_POINTS * _count(phrase_stems, body)
    )


def _count(needles: Iterable[str], text: str) -> int:
    return sum(text.count(needle) for needle in needles if needle.strip())


def _stems(text: str, language: str) -> str:
    """The stems with a space between them, before the first and after the last."""
    return f" {' '.join(stem(word, language) for word in words(text))} "
