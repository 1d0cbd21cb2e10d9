"""Train and validate the model of running stories, which links stories to those of earlier days.

    python -m tests.bench.train_threads model      # newsdigest/analyse/data/threads.json
    python -m tests.bench.train_threads validate   # the figures below, and the wrong links

The data are the labelled fortnight of real feeds (stories_feeds): the reports of one labelled story
on one day are a story, and a story is to be linked to the thread (the labelled running story, or
else the labelled story) of earlier days, up to a week back.

Validation is by thread, nested: a story is scored by regressions trained without any story of its
fold, and the second regression learns from probabilities of pairs that were out of fold too.
"given": the threads of the earlier days are the labelled ones. "own": they are what the program
linked on these days, so that its errors add up; a link is right if the story of the linked thread
that is most alike is of the labelled thread.

The mean of three divisions, version 0.1, scikit-learn 1.9.1, Python 3.11:
    given, threshold .55   P .898 R .539        own, threshold .55   P .870 R .478
    given, P .85           R .61                own, P .85           R .50
    given, P .90           R .54                own, P .90           R .34
A thread is the course of one story of a day, with the headlines that share a rare word with it:
77 stories, P .874, 109 headlines, P .872; without that word 80, P .867, 125, P .845.
With years as words and without the features of words that are no names, "own" was P .859 R .457.
A higher threshold does not help: at .7 it is P .882 R .372, at .8 P .886 R .318. Of no use were how
suddenly a word became frequent, phrases, the names of office holders, joining threads that one
story continues, a second pass with the stories of the day itself, and other weights of OWN.
Trained on given threads alone, with threshold .5, it was P .908 R .587 and P .841 R .360.
Some of the wrong links are arguable labels: "US strengthens ties with European populists" with
Rubio in Budapest, "Trump Bets on Diplomacy Without Diplomats" with the talks with Iran, "A European
Moment" and Rubio's journey after Munich with the conference there, and Senator Kelly's candidacy
with the judgment in his favour of a few days before.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from newsdigest.analyse.leads import lead_first
from newsdigest.analyse.stories.threads.features import PAIR_FEATURES, THREAD_FEATURES, Likeness
from newsdigest.analyse.stories.threads.linking import THRESHOLD, WINDOW, Linking
from newsdigest.analyse.stories.threads.model import Regression, ThreadModel
from newsdigest.analyse.stories.threads.terms import StoryCorpus
from tests.bench.adapters import _article
from tests.bench.train_dated import load_feeds
from tests.bench.train_stories import DATA

FOLDS = 6
DIVISIONS = 3
# C of scikit-learn for the two regressions. From .02 and .01 to .5 and .1 recall at precision .90
# is .56 to .60, without a trend; trees in either place give .53 to .60.
PAIR_C = 0.05
THREAD_C = 0.02
# Pairs and links of one thread beyond so many count less: 41 stories of one event have 820 pairs.
FULL_PAIRS = 30
FULL_LINKS = 10
# The weight of threads as the program makes them beside the labelled ones, which are larger.
OWN = 0.5
LEVELS = (0.85, 0.9, 0.95)

Folds = Mapping[str, int]


@dataclass(frozen=True)
class Sample:
    """The stories of some days."""

    linking: Linking
    days: list[int]
    # The label of each: its thread, or its labelled story.
    threads: list[str]
    titles: list[str]

    def earlier(self, number: int) -> list[int]:
        """The stories of the days before the story's, within the window."""
        day = self.days[number]
        return [
            other
            for other, own in enumerate(self.days)
            if 0 < day - own <= WINDOW and not self.linking.is_excluded(other)
        ]

    def targets(self) -> set[int]:
        """The stories that continue a thread."""
        days: dict[str, set[int]] = defaultdict(set)
        for thread, day in zip(self.threads, self.days, strict=True):
            days[thread].add(day)
        return {
            number
            for number, (thread, day) in enumerate(zip(self.threads, self.days, strict=True))
            if any(0 < day - own <= WINDOW for own in days[thread])
        }


@dataclass(frozen=True)
class Examples:
    """Pairs of stories, or stories with threads, and whether they belong together."""

    # The story, and the label of the other story or of the thread.
    members: list[tuple[int, int | str]]
    folds: Any
    features: Any
    right: Any
    weight: Any

    def without(self, folds: set[int]) -> Any:
        """The rows without any story of these folds."""
        return ~np.isin(self.folds, list(folds)).any(axis=1)


@dataclass(frozen=True)
class Best:
    """The most likely thread of a story."""

    probability: float
    is_right: bool
    thread: str


def draw() -> Sample:
    rows = load_feeds("stories_feeds")
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        day = datetime.fromisoformat(row["published"]).toordinal()
        groups[row["cluster"], day].append(index)
    labels = {row["cluster"]: row["thread"] or row["cluster"] for row in rows}
    keys = sorted(groups)
    reports = [lead_first([_article(index, rows[index]) for index in groups[key]]) for key in keys]
    days = [day for _, day in keys]
    return Sample(
        Linking(StoryCorpus(reports, days, "en"), [own[0] for own in reports]),
        days,
        [labels[cluster] for cluster, _ in keys],
        [own[0].title or "" for own in reports],
    )


def folds_of(sample: Sample, division: int) -> dict[str, int]:
    names = sorted(set(sample.threads))
    random.Random(division).shuffle(names)
    return {name: index % FOLDS for index, name in enumerate(names)}


def pairs_of(sample: Sample, folds: Folds) -> Examples:
    """The pairs of near stories of different days, the later one first."""
    found = [
        (number, other, features)
        for number in range(len(sample.days))
        if not sample.linking.is_excluded(number)
        for other, features in sample.linking.pairs(number, sample.earlier(number)).items()
    ]
    others = [sample.threads[other] for _, other, _ in found]
    return _examples(sample, folds, found, others, FULL_PAIRS)


def links_of(sample: Sample, folds: Folds, pairs: Examples, scores: Sequence[float]) -> Examples:
    """Each story with each labelled thread of earlier days; `scores` are those of the pairs."""
    names = sorted(set(sample.threads))
    numbers = {name: index for index, name in enumerate(names)}
    threads = {index: numbers[name] for index, name in enumerate(sample.threads)}
    found = [
        (number, names[thread], features)
        for number, own in likenesses(pairs, scores).items()
        for thread, features in sample.linking.candidates(
            number, sample.earlier(number), threads, own
        ).items()
    ]
    return _examples(sample, folds, found, [name for _, name, _ in found], FULL_LINKS)


def _examples(
    sample: Sample,
    folds: Folds,
    found: Sequence[tuple[int, Any, tuple[float, ...]]],
    others: Sequence[str],
    full: int,
) -> Examples:
    own = [sample.threads[number] for number, *_ in found]
    right = [one == other for one, other in zip(own, others, strict=True)]
    counts = Counter(one for one, is_right in zip(own, right, strict=True) if is_right)
    weight = [
        math.sqrt(full / counts[one]) if is_right and counts[one] > full else 1.0
        for one, is_right in zip(own, right, strict=True)
    ]
    return Examples(
        [(number, other) for number, other, _ in found],
        np.array([(folds[one], folds[other]) for one, other in zip(own, others, strict=True)]),
        np.array([features for *_, features in found]),
        np.array(right),
        np.array(weight),
    )


def likenesses(pairs: Examples, scores: Sequence[float]) -> dict[int, dict[int, Likeness]]:
    found: dict[int, dict[int, Likeness]] = defaultdict(dict)
    for (number, other), features, score in zip(
        pairs.members, pairs.features.tolist(), scores, strict=True
    ):
        assert isinstance(other, int)
        found[number][other] = Likeness(tuple(features), score)
    return found


def fit(examples: Examples, without: set[int], c: float) -> Regression:
    used = examples.without(without)
    features = examples.features[used]
    means, spreads = features.mean(0), features.std(0) + 1e-9
    model = LogisticRegression(C=c, max_iter=2_000)
    model.fit(
        (features - means) / spreads, examples.right[used], sample_weight=examples.weight[used]
    )
    slopes = model.coef_[0] / spreads
    intercept = float(model.intercept_[0] - slopes @ means)
    return Regression(intercept, tuple(round(float(slope), 5) for slope in slopes))


def out_of_fold(pairs: Examples, without: set[int]) -> list[float]:
    """The probability of each pair, by a model without the folds of its stories and `without`."""
    models: dict[frozenset[int], Regression] = {}
    scores = []
    for fold, features in zip(pairs.folds[:, 0].tolist(), pairs.features.tolist(), strict=True):
        left_out = frozenset({fold, *without})
        if left_out not in models:
            models[left_out] = fit(pairs, set(left_out), PAIR_C)
        scores.append(models[left_out].probability(features))
    return scores


def learn(sample: Sample, folds: Folds, pairs: Examples, without: set[int]) -> ThreadModel:
    """The model trained without these folds."""
    scores = out_of_fold(pairs, without)
    links = links_of(sample, folds, pairs, scores)
    first = fit(links, without, THREAD_C)
    own = own_links(sample, folds, likenesses(pairs, scores), first)
    return ThreadModel(fit(pairs, without, PAIR_C), fit(joined(links, own), without, THREAD_C))


def own_links(
    sample: Sample, folds: Folds, scored: Mapping[int, Mapping[int, Likeness]], model: Regression
) -> Examples:
    """Each story with each thread of earlier days as the model made them, day by day."""
    found, labels = [], []
    threads: dict[int, int] = {}
    for number in sorted(range(len(sample.days)), key=lambda each: (sample.days[each], each)):
        threads[number] = number
        likeness = scored.get(number, {})
        candidates = sample.linking.candidates(number, sample.earlier(number), threads, likeness)
        for thread, features in candidates.items():
            found.append((number, thread, features))
            labels.append(sample.threads[most_alike(likeness, threads, thread)])
        best = max(candidates, key=lambda each: model.probability(candidates[each]), default=None)
        if best is not None and model.probability(candidates[best]) >= THRESHOLD:
            threads[number] = best
    return _examples(sample, folds, found, labels, FULL_LINKS)


def most_alike(likeness: Mapping[int, Likeness], threads: Mapping[int, int], thread: int) -> int:
    members = [other for other in likeness if threads[other] == thread]
    return max(members, key=lambda each: likeness[each].probability)


def joined(one: Examples, other: Examples) -> Examples:
    return Examples(
        [*one.members, *other.members],
        np.concatenate([one.folds, other.folds]),
        np.concatenate([one.features, other.features]),
        np.concatenate([one.right, other.right]),
        np.concatenate([one.weight, OWN * other.weight]),
    )


def given_threads(
    sample: Sample, folds: Folds, pairs: Examples, models: Sequence[ThreadModel]
) -> dict[int, Best]:
    """The best labelled thread of each story, by the model without its fold."""
    own = pairs.folds[:, 0].tolist()
    scores = [
        models[fold].pairs.probability(features)
        for fold, features in zip(own, pairs.features.tolist(), strict=True)
    ]
    links = links_of(sample, folds, pairs, scores)
    best: dict[int, Best] = {}
    for (number, thread), fold, features, right in zip(
        links.members, links.folds[:, 0], links.features.tolist(), links.right, strict=True
    ):
        score = models[fold].threads.probability(features)
        if number not in best or score > best[number].probability:
            best[number] = Best(score, bool(right), str(thread))
    return best


def own_threads(
    sample: Sample, folds: Folds, models: Sequence[ThreadModel]
) -> tuple[dict[int, Best], dict[int, int]]:
    """The link of each story to threads made day by day, as in the program, and these threads."""
    threads: dict[int, int] = {}
    best: dict[int, Best] = {}
    for number in sorted(range(len(sample.days)), key=lambda each: (sample.days[each], each)):
        threads[number] = number
        if sample.linking.is_excluded(number):
            continue
        model, earlier = models[folds[sample.threads[number]]], sample.earlier(number)
        likeness = {
            other: Likeness(features, model.pairs.probability(features))
            for other, features in sample.linking.pairs(number, earlier).items()
        }
        found = sample.linking.candidates(number, earlier, threads, likeness)
        scores = {thread: model.threads.probability(features) for thread, features in found.items()}
        if scores:
            thread = max(scores, key=scores.__getitem__)
            like = sample.threads[most_alike(likeness, threads, thread)]
            best[number] = Best(scores[thread], like == sample.threads[number], like)
            if scores[thread] >= THRESHOLD:
                threads[number] = thread
    return best, threads


def show_courses(sample: Sample, best: Mapping[int, Best], threads: Mapping[int, int]) -> None:
    """Print how many stories have a course, how many of them belong to its thread, and how many of
    the headlines in it do."""
    shown: dict[tuple[int, int], int] = {}
    courses: dict[int, list[int]] = {}
    for number, each in sorted(best.items(), key=lambda item: -item[1].probability):
        courses[number] = [
            other
            for other in sample.earlier(number)
            if each.probability >= THRESHOLD
            and threads[other] == threads[number]
            and sample.linking.share_a_rare_word(number, other)
        ]
        if courses[number]:
            shown.setdefault((sample.days[number], threads[number]), number)
    stories = [best[number].is_right for number in shown.values()]
    headlines = [
        sample.threads[other] == sample.threads[number]
        for number in shown.values()
        for other in courses[number]
    ]
    print(
        f"  courses  {len(stories)} stories P {sum(stories) / len(stories):.3f}, "
        f"{len(headlines)} headlines P {sum(headlines) / len(headlines):.3f}"
    )


def figures(sample: Sample, best: Mapping[int, Best]) -> Iterator[tuple[str, float, float, int]]:
    """Precision and recall at THRESHOLD, and the largest recall at each level of precision."""
    targets = len(sample.targets())
    ranked = sorted(best.values(), key=lambda each: -each.probability)
    linked = [each for each in ranked if each.probability >= THRESHOLD]
    right = sum(each.is_right for each in linked)
    yield f"threshold {THRESHOLD}", right / len(linked), right / targets, len(linked)
    for level in LEVELS:
        found, right = (0.0, 0.0, 0), 0
        for count, each in enumerate(ranked, start=1):
            right += each.is_right
            if right / count >= level:
                found = (right / count, right / targets, count)
        yield f"precision {level}", *found


def show(name: str, sample: Sample, best: Mapping[int, Best]) -> None:
    for what, precision, recall, count in figures(sample, best):
        print(f"  {name:8} {what:16} P {precision:.3f} R {recall:.3f} of {count} links")


def show_wrong(sample: Sample, best: Mapping[int, Best]) -> None:
    for number, each in sorted(best.items(), key=lambda item: -item[1].probability):
        if not each.is_right and each.probability >= THRESHOLD:
            thread, title = sample.threads[number], sample.titles[number]
            print(f"    {each.probability:.2f}  {title}  [{thread}] <- {each.thread}")


def validate(sample: Sample) -> None:
    print(f"{len(sample.days)} stories, {len(sample.targets())} of them continue a thread")
    for division in range(DIVISIONS):
        folds = folds_of(sample, division)
        pairs = pairs_of(sample, folds)
        models = [learn(sample, folds, pairs, {fold}) for fold in range(FOLDS)]
        print(f"division {division}")
        given = given_threads(sample, folds, pairs, models)
        show("given", sample, given)
        best, threads = own_threads(sample, folds, models)
        show("own", sample, best)
        show_courses(sample, best, threads)
        show_wrong(sample, given)


def write_model(sample: Sample) -> None:
    folds = folds_of(sample, 0)
    model = learn(sample, folds, pairs_of(sample, folds), set())
    data = {
        "origin": "Learnt by tests/bench/train_threads.py from labelled items of real feeds; no "
        "text.",
        **{
            name: {
                "intercept": round(regression.intercept, 5),
                "slopes": dict(zip(names, regression.slopes, strict=True)),
            }
            for name, regression, names in (
                ("pairs", model.pairs, PAIR_FEATURES),
                ("threads", model.threads, THREAD_FEATURES),
            )
        },
    }
    (DATA / "threads.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("what", choices=("model", "validate"))
    what = parser.parse_args().what
    (validate if what == "validate" else write_model)(draw())


if __name__ == "__main__":
    main()
