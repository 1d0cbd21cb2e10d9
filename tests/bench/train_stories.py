"""Train and validate the model of undated pairs, which decides if two articles are about one event.

    python -m tests.bench.train_stories background   # newsdigest/analyse/data/background_en.json
    python -m tests.bench.train_stories model        # newsdigest/analyse/data/stories_model.json
    python -m tests.bench.train_stories validate     # the figures below

The background is the number of articles with each word among 37,554 (train/allsides_topics,
headline and lead).

The model is an additive logistic regression on the pairs of near neighbours in the Wikinews and
ECB+ articles. Each feature adds a piecewise linear function through five points, at its quantiles.
What a pair has in common is never evidence against: those functions do not fall (functions that may
fall score .3 better here, but join unrelated articles among a few). The density of a neighbourhood
depends on the number of articles, so the model is trained on the whole set, on samples of it, and
on samples among thousands of AllSides articles, which are other events; pairs among those are not
trained on, since they are not labelled. Without that crowd precision within one is 4 points lower.
A second-stage model scores the likely pairs again; it is trained on first-stage scores by models
that did not see the pair.

Validation is by event: five folds that share no event and no topic group of ECB+ (the look-alike
events). For each fold, models trained without its articles cluster the whole set, and only the
fold's articles are scored. The first-stage scores for training the second stage come from the other
four folds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from newsdigest.analyse import find_copies
from newsdigest.analyse.stories import neighbour_features
from newsdigest.analyse.stories.clustering import (
    SMALL_PILE,
    THRESHOLD,
    threshold_for,
    two_stage_log_odds,
    units_of,
)
from newsdigest.analyse.stories.corpus import Corpus
from newsdigest.analyse.stories.linkage import average_link
from newsdigest.analyse.stories.neighbour_features import MIN_PROBABILITY, second_stage_pairs
from newsdigest.analyse.stories.neighbours import NEIGHBOURS
from newsdigest.analyse.stories.terms import terms_of
from newsdigest.analyse.stories.undated_features import FEATURES, PairFeatures, undated_pairs
from newsdigest.analyse.stories.undated_model import PiecewiseLinear, UndatedModel, probability
from newsdigest.language import stop_words, words
from tests.bench.adapters import _article
from tests.paths import ROOT, SHARED

DATA = ROOT / "newsdigest/analyse/data"
SEED = 5
FOLDS = 5
KNOTS = 5
# Inverse strength of regularisation; 1 makes no difference.
C = 10.0
# Features of the crowd around a pair: more of them may be evidence for or against.
FREE = {
    "crowd",
    "above third",
    "neighbours",
    "agreement",
    "support least",
    "support most",
    "go-between",
}
# Shares of the set in the samples, and how many of each.
SAMPLES = ((0.5, 3), (0.3, 3), (0.1, 4))
# Handfuls of articles from so many groups of events, and how many handfuls.
HANDFUL_GROUPS = 3
HANDFULS = 60
# Smaller samples are reported together in validation.
FEWEST = 25
# Smaller samples are only validated on: training on them costs .5 to 1 on the larger ones.
LEARNT_FROM = 200
# The least number of articles with a word of the background.
LEAST_FOUND = 15
# Background shares are rounded to powers of this.
STEP = 1.25
# Round-ups of one campaign under several labels: one fold.
CAMPAIGN = {"wn-wikinews_big-7", "wn-wikinews_big-10", "wn-wikinews_big-21"}

# Shares of the set put among so many articles of other events; the last is not trained on.
CROWDS = ((1.0, 2_000), (0.5, 4_000), (1.0, 3_000))
# The group of articles of other events.
OTHER = "other"

Row = Mapping[str, str]
# The fold of each group of events.
Folds = Mapping[str, int]


@dataclass(frozen=True)
class Sample:
    """A corpus drawn from the set, and its pairs of neighbours."""

    rows: list[Row]
    # Articles joined with their copies; pairs are of units.
    units: list[list[int]]
    pairs: list[PairFeatures]
    learnt_from: bool

    def row(self, unit: int) -> Row:
        return self.rows[self.units[unit][0]]

    def is_known(self, pair: PairFeatures) -> bool:
        """Whether the pair is labelled."""
        groups = {group_of(self.row(pair.one)), group_of(self.row(pair.other))}
        return groups not in ({OTHER}, {OTHER, "campaign"})

    def is_same(self, pair: PairFeatures) -> bool:
        return self.row(pair.one).get("cluster") == self.row(pair.other).get("cluster")

    def folds(self, pair: PairFeatures, folds: Folds) -> set[int]:
        """The folds of the pair's articles; articles of other events belong to none."""
        groups = (group_of(self.row(unit)) for unit in (pair.one, pair.other))
        return {folds[group] for group in groups if group != OTHER}


@dataclass(frozen=True)
class Models:
    first: UndatedModel
    second: UndatedModel


def group_of(row: Row) -> str:
    """The group that a split must keep together: an event with its look-alikes."""
    if "cluster" not in row:
        return OTHER
    if "topic_group" in row:
        return f"ecb-{row['topic_group']}"
    return "campaign" if row["cluster"] in CAMPAIGN else row["cluster"]


def folds_of(rows: Sequence[Row]) -> Folds:
    """The fold of each group; those of ECB+ and of Wikinews are spread evenly."""
    groups = sorted({group_of(row) for row in rows})
    random.Random(SEED).shuffle(groups)
    groups.sort(key=lambda group: group.startswith("ecb-"))
    return {group: number % FOLDS for number, group in enumerate(groups)}


def load() -> list[Row]:
    found: list[Row] = []
    for name in ("stories_wikinews", "stories_ecbplus"):
        with (SHARED / f"bench/data/{name}.jsonl").open(encoding="utf-8") as lines:
            found += [json.loads(line) for line in lines]
    return found


def load_others() -> list[Row]:
    path = SHARED / "bench/train/allsides_topics.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [{"title": row["title"], "text": row["text"]} for row in rows]


def draw(rows: Sequence[Row], share: float, seed: int) -> list[Row]:
    if share == 1:
        return list(rows)
    return random.Random(f"{seed} {share}").sample(list(rows), round(share * len(rows)))


def handful(rows: Sequence[Row], seed: int) -> list[Row]:
    """Two to six articles from each of a few groups of events, so that look-alikes meet."""
    chance = random.Random(seed)
    groups = chance.sample(sorted({group_of(row) for row in rows}), HANDFUL_GROUPS)
    drawn: list[Row] = []
    for group in groups:
        members = [row for row in rows if group_of(row) == group]
        drawn += chance.sample(members, min(len(members), chance.randint(2, 6)))
    return drawn


def prepare(rows: list[Row], *, learnt_from: bool) -> Sample:
    articles = [_article(index, row) for index, row in enumerate(rows)]
    units = units_of(articles, find_copies(articles))
    corpus = Corpus([terms_of(articles[unit[0]]) for unit in units], "en")
    return Sample(rows, units, undated_pairs(corpus), learnt_from)


def learn_both(samples: Sequence[Sample], folds: Folds, without: frozenset[int]) -> Models:
    """The models trained on all pairs without an article of the folds `without`."""
    first = learn(samples, folds, without)
    known = sorted(set(folds.values()) - without)
    inner = {fold: learn(samples, folds, without | {fold}) for fold in known}
    again = [_second_stage(sample, folds, inner, first) for sample in samples]
    return Models(first, learn(again, folds, without))


def _second_stage(
    sample: Sample, folds: Folds, inner: Mapping[int, UndatedModel], first: UndatedModel
) -> Sample:
    """The likely pairs with second-stage features, scored by models that did not see them."""
    log_odds = []
    for pair in sample.pairs:
        models = [inner.get(fold, first) for fold in sample.folds(pair, folds)] or [first]
        log_odds.append(sum(model.log_odds(pair.features) for model in models) / len(models))
    return replace(sample, pairs=second_stage_pairs(len(sample.units), sample.pairs, log_odds))


def learn(samples: Sequence[Sample], folds: Folds, without: frozenset[int]) -> UndatedModel:
    features: list[tuple[float, ...]] = []
    same: list[bool] = []
    weight: list[float] = []
    for sample in (sample for sample in samples if sample.learnt_from):
        used = [
            pair
            for pair in sample.pairs
            if sample.is_known(pair) and without.isdisjoint(sample.folds(pair, folds))
        ]
        features += [pair.features for pair in used]
        same += [sample.is_same(pair) for pair in used]
        # A pair weighs less in a larger sample, so samples weigh by their articles.
        labelled = sum("cluster" in row for row in sample.rows)
        weight += [labelled / max(1, len(used))] * len(used)
    width = len(features[0])
    named = FEATURES if width == len(FEATURES) else neighbour_features.FEATURES + FEATURES
    return _fit(named, np.array(features), np.array(same), np.array(weight))


def _fit(features_named: Sequence[str], features: Any, same: Any, weight: Any) -> UndatedModel:
    knots = [
        np.unique(np.quantile(column, np.linspace(0, 1, KNOTS)).round(4)) for column in features.T
    ]
    ramps = np.concatenate([_ramps(x, at) for x, at in zip(features.T, knots, strict=True)], axis=1)
    free = [name in FREE for name, at in zip(features_named, knots, strict=True) for _ in at[1:]]
    intercept, rises = _logistic(ramps, same, weight / weight.sum() * len(weight), free)
    curves, start = [], 0
    for at in knots:
        steps = rises[start : start + len(at) - 1]
        start += len(at) - 1
        adds = np.concatenate([[0.0], np.cumsum(steps)]).round(4)
        curves.append(PiecewiseLinear(tuple(map(float, at)), tuple(map(float, adds))))
    return UndatedModel(round(float(intercept), 4), tuple(curves))


def _ramps(values: Any, at: Any) -> Any:
    """For each value how far it reaches into each interval between two points, 0 to 1."""
    stretches = pairwise(at)
    return np.stack([((values - a) / (b - a)).clip(0, 1) for a, b in stretches], axis=1)


def _logistic(ramps: Any, same: Any, weight: Any, free: Sequence[bool]) -> tuple[float, Any]:
    """Intercept and rises of the fitted model; only `free` features may fall."""
    sign = np.where(same, 1.0, -1.0)

    def loss(parameters: Any) -> tuple[float, Any]:
        margin = sign * (parameters[0] + ramps @ parameters[1:])
        pull = -sign * weight * expit(-margin)
        slopes = np.concatenate([[pull.sum()], ramps.T @ pull + parameters[1:] / C])
        value = (weight * np.logaddexp(0, -margin)).sum() + (parameters[1:] ** 2).sum() / (2 * C)
        return value, slopes

    bounds = [(None, None), *((None if each else 0.0, None) for each in free)]
    start = np.zeros(1 + ramps.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return found.x[0], found.x[1:]


def cluster(sample: Sample, models: Models, threshold: float | None) -> list[int]:
    """The number of each article's story, clustered as in the program.

    None, and small samples, use the program's own threshold.
    """
    scores: list[dict[int, float]] = [{} for _ in sample.units]
    looks = two_stage_log_odds(len(sample.units), sample.pairs, models.first, models.second)
    for pair, log_odds in looks:
        score = probability(log_odds)
        if score >= MIN_PROBABILITY:
            scores[pair.one][pair.other] = scores[pair.other][pair.one] = score
    if threshold is None or len(sample.units) < SMALL_PILE:
        threshold = threshold_for(len(sample.units))
    labels = [0] * len(sample.rows)
    for label, group in enumerate(average_link(scores, threshold, neighbours=NEIGHBOURS)):
        for unit in group:
            for index in sample.units[unit]:
                labels[index] = label
    return labels


def shares(gold: Sequence[str], labels: Sequence[int]) -> list[tuple[float, float]]:
    """B-cubed precision and recall of each article."""
    of_gold, of_label, both = (
        Counter(gold),
        Counter(labels),
        Counter(zip(gold, labels, strict=True)),
    )
    return [
        (both[g, label] / of_label[label], both[g, label] / of_gold[g])
        for g, label in zip(gold, labels, strict=True)
    ]


def validate(samples: Sequence[Sample], folds: Folds) -> None:
    models = [learn_both(samples, folds, frozenset({fold})) for fold in range(FOLDS)]
    # All handfuls together.
    sizes = sorted({max(FEWEST, len(sample.rows)) for sample in samples}, reverse=True)
    for threshold in (*sorted({0.3, 0.4, 0.45, THRESHOLD}), None):
        results = [f"threshold {threshold or 'as shipped'}"]
        for size in sizes:
            scored: list[tuple[float, float]] = []
            for sample in (sample for sample in samples if max(FEWEST, len(sample.rows)) == size):
                scored += _out_of_fold(sample, models, folds, threshold)
            precision, recall = (
                100 * sum(column) / len(scored) for column in zip(*scored, strict=True)
            )
            f1 = 2 * precision * recall / (precision + recall)
            results.append(f"{size}: {precision:.1f} {recall:.1f} {f1:.1f}")
        print("   ".join(results), flush=True)


def _out_of_fold(
    sample: Sample, models: Sequence[Models], folds: Folds, threshold: float | None
) -> Iterator[tuple[float, float]]:
    # An article of other events is an event of its own.
    gold = [row.get("cluster", str(index)) for index, row in enumerate(sample.rows)]
    for number, model in enumerate(models):
        scored = shares(gold, cluster(sample, model, threshold))
        for row, each in zip(sample.rows, scored, strict=True):
            if folds.get(group_of(row)) == number:
                yield each


def write_background() -> None:
    found: Counter[str] = Counter()
    articles = 0
    path = SHARED / "bench/train/allsides_topics.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found.update(set(words(row["title"] + "\n" + row["text"])))
            articles += 1
    stops = stop_words("en")
    levels: dict[int, list[str]] = {}
    for word, count in found.items():
        if count >= LEAST_FOUND and word not in stops and word.isascii() and len(word) > 1:
            levels.setdefault(round(math.log(count / articles, STEP)), []).append(word)
    content = {
        "origin": "Counts of words in the AllSides topic articles, headline and lead; no text.",
        "articles": articles,
        "levels": [
            {"share": float(f"{STEP**level:.3g}"), "words": " ".join(sorted(levels[level]))}
            for level in sorted(levels, reverse=True)
        ],
    }
    text = json.dumps(content, indent=0, ensure_ascii=False)
    (DATA / "background_en.json").write_text(text + "\n", encoding="utf-8")


def write_models(models: Models) -> None:
    content = {
        "origin": "Learnt by tests/bench/train_stories.py from Wikinews and ECB+; no text.",
        "first": _model_data(models.first, FEATURES),
        "second": _model_data(models.second, neighbour_features.FEATURES + FEATURES),
    }
    (DATA / "stories_model.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _model_data(model: UndatedModel, features: Sequence[str]) -> dict[str, Any]:
    curves = [
        {"feature": feature, "at": curve.at, "adds": curve.adds}
        for feature, curve in zip(features, model.curves, strict=True)
    ]
    return {"intercept": model.intercept, "curves": curves}


def draw_samples(rows: Sequence[Row]) -> list[Sample]:
    drawn = [(1.0, 0), *((share, seed) for share, times in SAMPLES for seed in range(times))]
    piles = [draw(rows, share, seed) for share, seed in drawn]
    piles += [handful(rows, seed) for seed in range(HANDFULS)]
    samples = [prepare(corpus, learnt_from=len(corpus) >= LEARNT_FROM) for corpus in piles]
    others = load_others()
    for seed, (share, count) in enumerate(CROWDS):
        crowd = random.Random(seed).sample(others, count)
        learnt_from = (share, count) != CROWDS[-1]
        samples.append(prepare(draw(rows, share, seed) + crowd, learnt_from=learnt_from))
    return samples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("what", choices=("background", "model", "validate"))
    what = parser.parse_args().what
    if what == "background":
        write_background()
        return
    rows = load()
    folds = folds_of(rows)
    samples = draw_samples(rows)
    if what == "validate":
        validate(samples, folds)
    else:
        write_models(learn_both(samples, folds, frozenset()))


if __name__ == "__main__":
    main()
