"""Which running stories the stories of a day continue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby, islice

from newsdigest.analyse.stories.clustering import LANGUAGE_FAMILIES, collector_paused
from newsdigest.analyse.stories.dated_features import NEVER_GROUPED
from newsdigest.analyse.stories.formulaic import FormulaicReports
from newsdigest.analyse.stories.threads.features import (
    EarlierStories,
    Likeness,
    ThreadTerms,
    pair_features,
    thread_features,
)
from newsdigest.analyse.stories.threads.model import ThreadModel, load_thread_model
from newsdigest.analyse.stories.threads.terms import StoryCorpus
from newsdigest.model import Article
from newsdigest.valueclasses import replace, valueclass

# A thread goes on if one of its stories is at most so many days old.
WINDOW = 7
# The probability at which a story continues a thread: precision .90 on unseen threads
# (tests/bench/train_threads.py).
THRESHOLD = 0.55
# Stories with a smaller cosine of headlines and leads are not compared: 1 in 8 pairs of a thread in
# the labelled fortnight is below it, and 19 in 20 of the others.
LEAST_LEAD = 0.03
# The earlier stories that a story is compared with, the nearest ones: a story of the labelled
# fortnight has 14 near ones on average, but among thousands of stories there are hundreds.
MOST_COMPARED = 50
# A thread without a story as likely as this is not considered.
LEAST_PROBABILITY = 0.03


# How rare a word of an earlier headline is that the story's headline or lead must have, as a share
# of the largest possible weight. Of the earlier headlines of the labelled fortnight that stand
# under a story, .845 are of its thread without this rule and .872 with it; at .7 it is .885 of half
# as many (tests/bench/train_threads.py).
LEAST_SHARED = 0.5


@valueclass
class StoryOfDay:
    """A story of some day."""

    # Its reports, the lead first.
    reports: tuple[Article, ...]
    when: datetime
    # What its thread is called, as far as it is known.
    thread: str

    @property
    def day(self) -> int:
        return self.when.astimezone(UTC).toordinal()


@valueclass
class Continuation:
    """What a story continues: the indices of earlier stories, oldest first."""

    # Its thread.
    thread: tuple[int, ...] = ()
    # Those of them that are its course.
    course: tuple[int, ...] = ()


_NOTHING = Continuation()


def continued_threads(stories: Sequence[StoryOfDay], delivered: int) -> list[Continuation]:
    """For each story what it continues.

    The first `delivered` stories have their threads. Each other story continues one of these, or a
    story of this digest of an earlier day. Languages are linked apart. Round-ups, quizzes and
    offers belong to no thread.

    Several stories of a day may belong to one thread, but it is the course of one alone, the most
    likely one; and only as far as the headlines share a rare word with it.
    """
    found = [_NOTHING] * len(stories)
    by_language: dict[str | None, list[int]] = defaultdict(list)
    for index, story in enumerate(stories):
        language = story.reports[0].language
        by_language[LANGUAGE_FAMILIES.get(language, language) if language else None].append(index)
    for language, indices in by_language.items():
        old = sum(index < delivered for index in indices)
        if old < len(indices) > 1:
            with collector_paused():
                linked = _linked([stories[index] for index in indices], old, language)
            for index, each in zip(indices, linked, strict=True):
                found[index] = Continuation(
                    tuple(indices[number] for number in each.thread),
                    tuple(indices[number] for number in each.course),
                )
    return found


def _linked(
    stories: Sequence[StoryOfDay], delivered: int, language: str | None
) -> list[Continuation]:
    days = [story.day for story in stories]
    heads = [story.reports[0] for story in stories]
    corpus = StoryCorpus([story.reports for story in stories], days, language)
    linking = Linking(corpus, heads, delivered)
    names: dict[str, int] = {}
    # For each story the first one of its thread.
    threads = {
        number: names.setdefault(stories[number].thread, number) for number in range(delivered)
    }
    model = load_thread_model()
    found = [_NOTHING] * len(stories)
    in_order = sorted(range(delivered, len(stories)), key=lambda each: (days[each], each))
    for day, numbers in groupby(in_order, key=days.__getitem__):
        earlier = [
            other
            for other in threads
            if day - days[other] <= WINDOW
            and (other < delivered or days[other] < day)
            and not linking.is_excluded(other)
        ]
        links: dict[int, Link] = {}
        for number in numbers:
            link = linking.link(number, earlier, threads, model)
            threads[number] = number if link is None else link.thread
            if link is not None:
                links[number] = link
                own = [other for other in earlier if threads[other] == link.thread]
                own.sort(key=lambda other: (stories[other].when, other))
                course = [other for other in own if linking.share_a_rare_word(number, other)]
                found[number] = Continuation(tuple(own), tuple(course))
        for number in _without_course(links, found):
            found[number] = replace(found[number], course=())
    return found


def _without_course(links: Mapping[int, Link], found: Sequence[Continuation]) -> list[int]:
    """The stories of a day whose threads are the course of a more likely one."""
    taken: set[int] = set()
    without: list[int] = []
    for number in sorted(links, key=lambda each: (-links[each].probability, each)):
        if links[number].thread in taken:
            without.append(number)
        elif found[number].course:
            taken.add(links[number].thread)
    return without


@valueclass
class Link:
    """The most likely thread of a story, named by one of its stories."""

    thread: int
    probability: float


class Linking:
    """Stories of one language, of which some continue others."""

    def __init__(self, corpus: StoryCorpus, heads: Sequence[Article], first: int = 0) -> None:
        """`heads` are the leads of the stories; those before `first` have their threads."""
        self.corpus = corpus
        self._formulaic = FormulaicReports(heads)
        self._excluded = [head.kind in NEVER_GROUPED for head in heads]
        self._near = corpus.near(LEAST_LEAD, WINDOW, first)
        # Of the last day: the stories before it, and the threads that they form.
        self._day: tuple[int, ...] | None = None
        self._earlier: frozenset[int] = frozenset()
        self._counts = EarlierStories(corpus, ())
        self._terms: dict[tuple[int, ...], ThreadTerms] = {}

    def is_excluded(self, number: int) -> bool:
        """Whether the story belongs to no thread: a round-up, a quiz, an offer."""
        return self._excluded[number]

    def share_a_rare_word(self, number: int, earlier: int) -> bool:
        """Whether headline or lead of a story have a rare word of an earlier headline."""
        story, other = self.corpus.stories[number], self.corpus.stories[earlier]
        shared = self.corpus.weights(story.lead_words & other.title_words)
        return bool(shared) and shared[0] >= LEAST_SHARED

    def link(
        self, number: int, earlier: Sequence[int], threads: Mapping[int, int], model: ThreadModel
    ) -> Link | None:
        """The thread of earlier stories that the story continues, if one is likely enough."""
        if self.is_excluded(number):
            return None
        likeness = {
            other: Likeness(features, model.pairs.probability(features))
            for other, features in self.pairs(number, earlier).items()
        }
        best = Link(-1, 0.0)
        for thread, features in self.candidates(number, earlier, threads, likeness).items():
            score = model.threads.probability(features)
            if score > best.probability:
                best = Link(thread, score)
        return best if best.probability >= THRESHOLD else None

    def pairs(self, number: int, earlier: Sequence[int]) -> dict[int, tuple[float, ...]]:
        """The features of the story with each earlier one near it.

        Reports by one template with different names are about different subjects.
        """
        self._turn_to(earlier)
        near = self._near[number]
        nearest = sorted(self._earlier.intersection(near), key=lambda other: (-near[other], other))
        compared = islice(
            (other for other in nearest if not self._formulaic.are_different_events(number, other)),
            MOST_COMPARED,
        )
        return {
            other: pair_features(self.corpus, number, other, near[other])
            for other in sorted(compared)
        }

    def candidates(
        self,
        number: int,
        earlier: Sequence[int],
        threads: Mapping[int, int],
        likeness: Mapping[int, Likeness],
    ) -> dict[int, tuple[float, ...]]:
        """The features of the story with each thread that has a likely story, by thread."""
        likely = {
            threads[other]
            for other, each in likeness.items()
            if each.probability >= LEAST_PROBABILITY
        }
        if not likely:
            return {}
        members: dict[int, list[int]] = defaultdict(list)
        for other in earlier:
            if threads[other] in likely:
                members[threads[other]].append(other)
        self._turn_to(earlier)
        terms = [self._terms_of(own) for own in members.values()]
        return dict(
            zip(members, thread_features(self.corpus, number, terms, likeness), strict=True)
        )

    def _turn_to(self, earlier: Sequence[int]) -> None:
        """Count the words of the earlier stories, once for all stories of a day."""
        day = tuple(earlier)
        if day != self._day:
            self._day, self._earlier, self._terms = day, frozenset(day), {}
            self._counts = EarlierStories(self.corpus, earlier)

    def _terms_of(self, thread: Sequence[int]) -> ThreadTerms:
        key = tuple(thread)
        if key not in self._terms:
            self._terms[key] = ThreadTerms(self._counts, thread)
        return self._terms[key]
