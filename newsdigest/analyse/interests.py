"""What the user's interests add to the weight of a story, and why.

Each interest that a story meets adds UNIT for each point of its weight, from -3 to 3. All together
add at most MOST, and take away no more, so that news outweighs taste: three points are worth what
seven publications have over two.
A word is met in a headline, standfirst, section or keyword, or twice at the beginning of a text,
in all its forms; a phrase anywhere there. A dislike of a publication or of a group counts only for
what no other publication reports.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from newsdigest.analyse.tastes import Tastes
from newsdigest.analyse.topics import CustomTopic, custom_topics
from newsdigest.groups import is_within
from newsdigest.model import LearntInterest, Reason, Story
from newsdigest.valueclasses import cachingclass

# An editor's choice, not learnt: a point is worth a little less than a second publication.
UNIT = 0.5
MOST = 1.5
_NO_TASTES = Tastes((), ())


@cachingclass
class Interests:
    """What the user wants to read more or less of, with weights from -3 to 3."""

    words: Mapping[str, float] = field(default_factory=dict)
    phrases: Mapping[str, float] = field(default_factory=dict)
    # By name, those of a story's topics.
    topics: Mapping[str, float] = field(default_factory=dict)
    # Publications.
    sources: Mapping[str, float] = field(default_factory=dict)
    # Of feeds; each includes those within it.
    groups: Mapping[str, float] = field(default_factory=dict)
    # From what the user liked and disliked.
    learnt: tuple[LearntInterest, ...] = ()

    def __bool__(self) -> bool:
        named = (self.words, self.phrases, self.topics, self.sources, self.groups)
        return any(named) or bool(self.learnt)

    @cached_property
    def subjects(self) -> tuple[tuple[CustomTopic, Reason], ...]:
        """Words and phrases as topics, which know where to look, and what each adds."""
        words = (
            (CustomTopic(f"word {name}", words=(name,)), Reason("word", name, UNIT * weight))
            for name, weight in self.words.items()
        )
        phrases = (
            (CustomTopic(f"phrase {name}", phrases=(name,)), Reason("phrase", name, UNIT * weight))
            for name, weight in self.phrases.items()
        )
        return (*words, *phrases)


def reasons_for(
    story: Story, interests: Interests, tastes: Tastes = _NO_TASTES
) -> tuple[Reason, ...]:
    """What the interests and what was learnt add to the story's weight, the strongest first."""
    named = (*_of_texts(story, interests), *_of_labels(story, interests))
    found = (*named, *tastes.reasons(story))
    return tuple(sorted(found, key=lambda each: (-abs(each.weight), each.kind, each.name)))


def bounded(reasons: Sequence[Reason]) -> float:
    """What the reasons add together."""
    return max(-MOST, min(MOST, math.fsum(each.weight for each in reasons)))


def _of_texts(story: Story, interests: Interests) -> Iterator[Reason]:
    topics = [topic for topic, _ in interests.subjects]
    met = {each.name for article in story.articles for each in custom_topics(article, topics)}
    yield from (reason for topic, reason in interests.subjects if topic.name in met)


def _of_labels(story: Story, interests: Interests) -> Iterator[Reason]:
    topics = {topic.name.casefold() for topic in story.topics}
    sources = {source.casefold() for source in story.sources}
    is_shared = len(story.sources) > 1
    for name, weight in interests.topics.items():
        if name.casefold() in topics:
            yield Reason("topic", name, UNIT * weight)
    for name, weight in interests.sources.items():
        if name.casefold() in sources and not (is_shared and weight < 0):
            yield Reason("source", name, UNIT * weight)
    for name, weight in interests.groups.items():
        is_met = any(is_within(group, name) for group in story.groups)
        if is_met and not (is_shared and weight < 0):
            yield Reason("group", name, UNIT * weight)
