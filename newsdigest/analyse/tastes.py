"""What liked and disliked articles teach: the names, words and topics that they have in common.

A term that was liked L and disliked D times has the weight (L - D) / (L + D + DAMPING): one like
says little, and what was both liked and disliked says nothing. Of the terms that a story shares
with them, the MOST_TERMS strongest count, less the more stories of the digest have them too, and
all together add at most LEARNT.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from newsdigest.analyse.stories import terms_of
from newsdigest.language import stem
from newsdigest.model import Article, LearntInterest, Like, Reason, Story, Term

# An editor's choice, not learnt: what is learnt weighs less than what is written down.
LEARNT = 1.0
DAMPING = 2
# The sum of terms at which three quarters of LEARNT are reached.
_SCALE = 1.0
MOST_TERMS = 5
# A name says more of a subject than a word, a word more than one of 17 topics.
_BY_KIND = {"name": 1.0, "word": 0.7, "topic": 0.5}
# What is kept of an article.
_NAMES, _WORDS, _TOPICS = 8, 12, 2
# Reports of a story that are compared.
_MOST_REPORTS = 3


def terms_to_learn(article: Article) -> tuple[Term, ...]:
    """The terms by which articles on the same subject are known: topics, names, stems."""
    terms = terms_of(article)
    by_weight = sorted(terms.title | terms.lead, key=lambda word: (-terms.words[word], word))
    words = [word for word in by_weight if word in terms.title and not word[0].isdigit()]
    return (
        *(Term("topic", topic.name.casefold(), topic.name) for topic in article.topics[:_TOPICS]),
        *[Term("name", word, word) for word in by_weight if word in terms.names][:_NAMES],
        *[
            Term("word", stem(word, article.language), word)
            for word in words
            if word not in terms.names
        ][:_WORDS],
    )


def learnt_interests(
    likes: Iterable[Like], forgotten: frozenset[str]
) -> tuple[LearntInterest, ...]:
    """The terms of the liked and disliked articles with their weights, the strongest first."""
    texts: dict[tuple[str, str], str] = {}
    liked: Counter[tuple[str, str]] = Counter()
    disliked: Counter[tuple[str, str]] = Counter()
    for like in likes:
        for key, text in {(term.kind, term.key): term.text for term in like.terms}.items():
            texts.setdefault(key, text)
            (liked if like.is_liked else disliked)[key] += 1
    found = [
        LearntInterest(
            Term(*key, text),
            liked[key],
            disliked[key],
            (liked[key] - disliked[key]) / (liked[key] + disliked[key] + DAMPING),
        )
        for key, text in texts.items()
    ]
    kept = [each for each in found if each.term.id not in forgotten]
    return tuple(sorted(kept, key=lambda each: (-abs(each.weight), each.term.id)))


class Tastes:
    """What was learnt, applied to the stories of a digest."""

    def __init__(self, stories: Sequence[Story], learnt: Sequence[LearntInterest]) -> None:
        self._learnt: Mapping[str, LearntInterest] = {each.term.id: each for each in learnt}
        self._terms = {story.id: self._shared(story) for story in stories} if learnt else {}
        self._spread = Counter(id for ids in self._terms.values() for id in ids)

    def reasons(self, story: Story) -> list[Reason]:
        """What the terms that the story shares add to its weight; at most LEARNT together."""
        strengths = {id: self._strength(id) for id in self._terms.get(story.id, ())}
        strongest = sorted(strengths, key=lambda each: (-abs(strengths[each]), each))[:MOST_TERMS]
        whole = math.fsum(strengths[id] for id in strongest)
        scale = LEARNT * math.tanh(whole / _SCALE) / whole if whole else 0.0
        found = [(self._learnt[id].term, scale * strengths[id]) for id in strongest]
        return [Reason(f"learnt {term.kind}", term.text, added) for term, added in found if added]

    def _strength(self, id: str) -> float:
        number = len(self._terms)
        rarity = 1 - math.log(self._spread[id]) / math.log(number) if number > 1 else 1.0
        learnt = self._learnt[id]
        return _BY_KIND[learnt.term.kind] * learnt.weight * rarity

    def _shared(self, story: Story) -> frozenset[str]:
        """The ids of the learnt terms that the story has."""
        ids = {Term("topic", topic.name.casefold(), "").id for topic in story.topics}
        for article in story.articles[:_MOST_REPORTS]:
            terms = terms_of(article)
            ids |= {Term("name", word, "").id for word in terms.names | terms.title}
            ids |= {
                Term("word", stem(word, article.language), "").id
                for word in terms.title | terms.lead
            }
        return frozenset(ids & self._learnt.keys())
