"""The terms of stories of several days, weighed by how rare they are in these days."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby

from newsdigest.analyse.stories.corpus import released
from newsdigest.analyse.stories.dated_features import COMMENTARY
from newsdigest.analyse.stories.idf import BACKGROUND_ARTICLES, IdfWeights, background_rarity
from newsdigest.analyse.stories.neighbours import INTEGERS, UNIT, Vector
from newsdigest.analyse.stories.terms import ArticleTerms, folded_terms_of
from newsdigest.model import Article
from newsdigest.valueclasses import valueclass

# Reports read of a story, the lead first: further ones repeat them.
MAX_REPORTS = 4
_CENTURIES = ("19", "20")
_YEAR = re.compile(r"(?:19|20)\d\ds?")
# Names and numbers distinguish subjects, as they distinguish events (stories/corpus.py).
NAME_WEIGHT = 1.6


@valueclass
class StoryTerms:
    """The terms of a story: those of its reports together."""

    # Vectors of length UNIT: of all words, of the words of headlines and leads, of the names.
    whole: Vector
    lead: Vector
    names: Vector
    # The words of the headlines, and of headlines and leads.
    title_words: frozenset[str]
    lead_words: frozenset[str]
    lead_names: frozenset[str]
    countries: frozenset[str]
    # The weight of the words of the headlines.
    title_weight: int
    # Whether the lead comments on events: an opinion, an explainer, an interview.
    is_commentary: bool
    # The day of the story, in days since 1970.
    day: int


# By word: the stories with it in headline or lead, and its weight there.
_Holders = dict[str, list[tuple[int, int]]]


class StoryCorpus:
    """Stories of one language, numbered in order, and the weights of their words."""

    def __init__(
        self, stories: Sequence[Sequence[Article]], days: Sequence[int], language: str | None
    ) -> None:
        """`stories` are reports, the lead first."""
        terms = [
            [
                folded_terms_of(article, language, with_phrases=False)
                for article in reports[:MAX_REPORTS]
            ]
            for reports in stories
        ]
        self._language = language
        weights = IdfWeights(list(chain.from_iterable(terms)), language, folded=True).words
        # Integers, for the reason given at Vector.
        self._rare = {word: round(UNIT * weight) for word, weight in weights.items()}
        # The largest possible weight.
        self.most = UNIT * math.log(sum(map(len, terms)) + BACKGROUND_ARTICLES)
        self.stories = [
            self._story(own, reports[0], day)
            for own, reports, day in zip(released(terms), stories, days, strict=True)
        ]
        self._known: dict[str, float] = {}

    def weight(self, words: Iterable[str]) -> int:
        return sum(map(self._rare.__getitem__, words))

    def weights(self, words: Iterable[str]) -> list[float]:
        """The weights of the words as shares of the largest possible one, the largest first."""
        return sorted((self._rare[word] / self.most for word in words), reverse=True)

    def rarity(self, word: str) -> float:
        """How rare the word is in news of any time, whatever is in the news now."""
        if word not in self._known:
            self._known[word] = background_rarity(word, self._language)
        return self._known[word]

    def near(self, least: float, window: int, first: int = 0) -> list[dict[int, float]]:
        """For each story the earlier ones with at least such a cosine of headlines and leads.

        Earlier ones are those of the `window` days before its own, and the stories before `first`,
        which are compared with no earlier ones themselves.
        """
        found: list[dict[int, float]] = [{} for _ in self.stories]
        floor = round(least * UNIT * UNIT)
        given = self._lead_holders(range(first))
        by_day: dict[int, _Holders] = {}
        in_order = sorted(range(first, len(self.stories)), key=self._day_of)
        for day, numbers in groupby(in_order, key=self._day_of):
            days = (by_day.get(before, {}) for before in range(day - window, day))
            earlier = [holders for holders in (given, *days) if holders]
            own = list(numbers)
            for number in own:
                sums: dict[int, int] = defaultdict(int)
                for word, weight in self.stories[number].lead.items():
                    for holders in earlier:
                        for other, held in holders.get(word, ()):
                            sums[other] += weight * held
                found[number] = {
                    other: total / (UNIT * UNIT) for other, total in sums.items() if total >= floor
                }
            by_day[day] = self._lead_holders(own)
        return found

    def _day_of(self, number: int) -> int:
        return self.stories[number].day

    def _lead_holders(self, numbers: Iterable[int]) -> _Holders:
        holders: _Holders = defaultdict(list)
        for number in numbers:
            for word, weight in self.stories[number].lead.items():
                holders[word].append((number, weight))
        return holders

    def _story(self, terms: Sequence[ArticleTerms], head: Article, day: int) -> StoryTerms:
        names = frozenset[str]().union(*(each.names | each.numbers for each in terms))
        title_words = _without_years(each.title for each in terms)
        lead_words = _without_years(each.lead for each in terms)
        words: Counter[str] = Counter()
        for each in terms:
            words.update(each.words)
        whole = {
            word: count / len(terms) * self._rare[word] * (NAME_WEIGHT if word in names else 1.0)
            for word, count in words.items()
        }
        lead = {
            word: self._rare[word] * (NAME_WEIGHT if word in names else 1.0) for word in lead_words
        }
        return StoryTerms(
            whole=_unit(whole),
            lead=_unit(lead),
            names=_unit({name: whole[name] for name in names}),
            title_words=title_words,
            lead_words=lead_words,
            lead_names=lead_words & names,
            countries=frozenset[str]().union(*(each.countries for each in terms)),
            title_weight=self.weight(title_words) or 1,
            is_commentary=head.kind in COMMENTARY,
            day=day,
        )


def _without_years(words: Iterable[frozenset[str]]) -> frozenset[str]:
    """The words, without years: "strikes in 2026" and "inflation in 2026" have none in common."""
    return frozenset(
        word
        for word in frozenset[str]().union(*words)
        if not (word.startswith(_CENTURIES) and _YEAR.fullmatch(word))
    )


def _unit(weights: Mapping[str, float]) -> Vector:
    length = math.sqrt(math.fsum([weight * weight for weight in weights.values()])) or 1.0
    return {word: INTEGERS[round(UNIT * weight / length)] for word, weight in weights.items()}
