"""How much of a digest one publication may have, and one feed or group with a limit.

A story that several publications report is nobody's alone: it counts towards the shares of its
lead, and is never held back for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from fractions import Fraction

from newsdigest.model import Story
from newsdigest.pipeline.digest_options import StoryLimit
from newsdigest.valueclasses import valueclass

# An editor's choice, not learnt: with a third each, three publications can fill an edition.
SHARE = Fraction(1, 3)
# Stories that a publication may have before its share is counted: a third of five is hardly one.
FEWEST = 2


def within_limits(
    stories: Sequence[Story], limits: Sequence[StoryLimit]
) -> tuple[list[Story], list[Story]]:
    """The stories, given in reading order, that the limits allow, and those beyond them."""
    within: list[Story] = []
    beyond: list[Story] = []
    counts = [0] * len(limits)
    for story in stories:
        own = [number for number, each in enumerate(limits) if story.lead.origin in each.origins]
        if _is_shared(story) or all(counts[number] < limits[number].most for number in own):
            within.append(story)
            for number in own:
                counts[number] += 1
        else:
            beyond.append(story)
    return within, beyond


def in_turns(stories: Sequence[Story], limits: Sequence[StoryLimit], most: int) -> list[Story]:
    """The stories in reading order, but later where a publication would have more than its share.

    That is SHARE of the stories up to there, FEWEST at least, for as long as other publications
    have stories left; feeds with a limit are exempt. Only the first `most` places are counted.
    """
    limited = frozenset().union(*(each.origins for each in limits))
    turns = _Turns(limited)
    number, made = 0, list[Story]()
    while len(made) < min(most, len(stories)):
        held = turns.next_held(len(made) + 1)
        if held is not None:
            made.append(held)
        elif number < len(stories):
            story = stories[number]
            number += 1
            if turns.may_come(story, len(made) + 1):
                made.append(story)
            else:
                turns.hold(story, number)
                continue
        else:
            made.append(turns.first_held())
        turns.count(made[-1])
    shown = {id(story) for story in made}
    return [*made, *(story for story in stories if id(story) not in shown)]


@valueclass
class _Held:
    """A story that waits, and its place in the reading order."""

    place: int
    story: Story


class _Turns:
    """How many stories each publication has had, and those of its that wait."""

    def __init__(self, limited: frozenset[str]) -> None:
        self._limited = limited
        self._had: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[_Held]] = defaultdict(deque)

    def may_come(self, story: Story, place: int) -> bool:
        """Whether the story may stand at this place, from 1."""
        is_exempt = _is_shared(story) or story.lead.origin in self._limited
        return is_exempt or self._has_turn(_publication(story), place)

    def _has_turn(self, publication: str, place: int) -> bool:
        return self._had[publication] < max(FEWEST, int(SHARE * place))

    def count(self, story: Story) -> None:
        self._had[_publication(story)] += 1

    def hold(self, story: Story, place: int) -> None:
        self._waiting[_publication(story)].append(_Held(place, story))

    def next_held(self, place: int) -> Story | None:
        """The first waiting story whose publication has its turn; it waits no more."""
        ready = [name for name, held in self._waiting.items() if held]
        return self._pop([name for name in ready if self._has_turn(name, place)])

    def first_held(self) -> Story:
        """The first waiting story of all; it waits no more."""
        story = self._pop([name for name, held in self._waiting.items() if held])
        assert story is not None
        return story

    def _pop(self, names: Sequence[str]) -> Story | None:
        if not names:
            return None
        name = min(names, key=lambda each: self._waiting[each][0].place)
        return self._waiting[name].popleft().story


def _publication(story: Story) -> str:
    return (story.lead.source or story.lead.origin).casefold()


def _is_shared(story: Story) -> bool:
    return len(story.sources) > 1
