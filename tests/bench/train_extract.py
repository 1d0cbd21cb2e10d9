"""Train the model of newsdigest/extract/html and print its figures, cross-validated by site.

    python -m tests.bench.train_extract              # figures of the five folds
    python -m tests.bench.train_extract --program    # and of the program with the folds' models
    python -m tests.bench.train_extract --write      # and the model of all pages to data/model.json

The pages are the development split of WCXB (Web Content Extraction Benchmark, CC BY 4.0), which
are not in this repository; see tests/paths.py. A fold holds whole sites: a page is never judged by
a model that saw another page of its site. What a word of class names weighs is learnt inside the
training folds and, for the training pages themselves, again from other folds than their own, so
that the trees see weights as good as those of pages never seen.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import os
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import compress, takewhile
from types import ModuleType
from typing import Any, Final
from unittest import mock
from urllib.parse import urlsplit

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from selectolax.lexbor import LexborHTMLParser
from sklearn.linear_model import LogisticRegression

from newsdigest.extract.html import vocabulary
from newsdigest.extract.html.block_features import FEATURES, describe
from newsdigest.extract.html.block_scoring import Model, compile_trees
from newsdigest.extract.html.block_selection import RECALL_WEIGHT, select_blocks
from newsdigest.extract.html.box_names import box_names
from newsdigest.extract.html.box_tree import BoxTree
from newsdigest.extract.html.main_box import find_main_box
from newsdigest.extract.html.text_blocks import read_blocks
from tests.bench.adapters import extract
from tests.paths import ROOT, SHARED

MODEL = ROOT / "newsdigest" / "extract" / "html" / "data" / "model.json"
DATA = SHARED / "bench" / "data" / "extract"
FOLDS = 5
# Half the cost of 50 trees of 12 leaves, with which they share their figures: shingle F1 .9565,
# .9556, .9572 and .9575 by the seeds 0 to 3. 480 trees gain .001; trees taught by those, or asked
# again with the chances of the neighbours, gained nothing. 20 trees, or 12 leaves, lose .0005.
TREES: dict[str, Any] = {
    "objective": "cross_entropy", "n_estimators": 24, "num_leaves": 16, "learning_rate": 0.26,
    "min_child_samples": 150, "subsample": 0.7, "subsample_freq": 1, "colsample_bytree": 0.8,
    "reg_lambda": 5, "random_state": 0, "n_jobs": 1, "verbose": -1, "deterministic": True,
}  # fmt: skip
# The larger models that together decide which pages to train on; they are robust to a few pages
# more or less.
_JUDGES: Final = 3
JUDGE: dict[str, Any] = TREES | {
    "n_estimators": 50, "num_leaves": 12, "learning_rate": 0.14, "colsample_bytree": 0.5,
}  # fmt: skip
# Pages that a first model misses by this much, precision and recall together, have a wrong truth
# more often than not (cut, of another page, a hub): training does without them.
_HOPELESS = 0.5
# A word of class names counts if it stands on this many pages; weights are kept from here on.
_PAGES_OF_A_WORD = 4
_LEAST_WEIGHT = 0.1
_STRENGTH = 0.03
# How many blocks of mean weight it counts for that vocabulary.toml calls a word one against body
# text: 0, 30, 100 and 300 gave shingle F1 .9563, .9555, .9572 and .9565. Words that the pages do
# not have, and the next ones may, get their weight from it alone.
_TOLD = 100.0
# The columns of FEATURES that hold weights of names come first.
_NAME_COLUMNS = 2

_WORD = re.compile(r"\w+")

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(slots=True)
class Sample:
    """A page: its candidate blocks of body, and the share of each in the truth."""

    html: bytes
    url: str
    truth: str
    fold: int
    page: BoxTree
    blocks: list[int] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    values: list[tuple[float, ...]] = field(default_factory=list)
    # For each block the names on its way up to the branch: all of them, those of its own box.
    names: list[tuple[list[str], list[str]]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The text of each block."""
        return [self.page.blocks.texts[block] for block in self.blocks]


def main() -> None:
    """Print the figures; write the model with --write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", action="store_true", help="run the program on each fold")
    options.add_argument("--write", action="store_true", help="write data/model.json")
    arguments = options.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    table = Table(load())
    weigher = Weigher(table)
    sound = table.losses(judge(table, weigher)) <= _HOPELESS
    print(f"{len(table.samples)} pages, {len(table.right)} blocks, {(~sound).sum()} pages hopeless")
    chances = cross_validate(table, weigher, sound[table.page])
    report(table, chances)
    if arguments.program:
        run_program(table, weigher, sound[table.page])
    if arguments.write:
        write(table, weigher, sound[table.page])


def load() -> list[Sample]:
    """The pages of the development data, in the order of its truths."""
    rows = [json.loads(line) for line in (DATA / "truth.jsonl").open(encoding="utf-8")]
    return [_sample(row) for row in rows]


def _sample(row: dict[str, Any]) -> Sample:
    host = (urlsplit(row["url"] or "").hostname or row["id"]).removeprefix("www.")
    fold = int(hashlib.md5(host.encode()).hexdigest(), 16) % FOLDS
    html = gzip.decompress((DATA / "html" / f"{row['id']}.html.gz").read_bytes())
    page = read_blocks(LexborHTMLParser(html, scripting=True))
    sample = Sample(html, row["url"] or "", row["main_content"], fold, page)
    main = find_main_box(page)
    if main is not None:
        described = describe(page, main, lambda _: 0.0)
        trunk = set(page.boxes.upwards(main.box))
        sample.blocks = described.blocks
        sample.names = [_names(page, block, trunk) for block in described.blocks]
        sample.values = described.values
    sample.right = label(sample.texts, sample.truth)
    return sample


def _names(page: BoxTree, block: int, trunk: Set[int]) -> tuple[list[str], list[str]]:
    """The words that the name features of a block add up: up to its branch, of its own box."""
    way = takewhile(lambda box: box not in trunk, page.boxes.upwards(page.blocks.boxes[block]))
    path = [list(box_names(page.boxes, box).words) for box in way]
    return [word for names in path for word in names], path[0] if path else []


def label(texts: Sequence[str], truth: str) -> list[float]:
    """How much of each text stands in the truth, by runs of four words, each used once.

    A text of fewer words counts where it is a line of the truth, or stands in it between two
    texts that do.
    """
    all_words = _WORD.findall(truth)
    left = Counter(zip(all_words, all_words[1:], all_words[2:], all_words[3:], strict=False))
    lines = Counter(" ".join(_WORD.findall(line)) for line in truth.split("\n"))
    whole = f" {' '.join(all_words)} "
    found: list[float | None] = []
    for text in texts:
        own = _WORD.findall(text)
        found.append(_share(own, left) if len(own) > 3 else _short(" ".join(own), lines, whole))
    return _settled(found)


def _share(words: Sequence[str], left: Counter[Any]) -> float:
    own = Counter(zip(words, words[1:], words[2:], words[3:], strict=False))
    share = sum(min(count, left[run]) for run, count in own.items()) / own.total()
    if share > 0.5:
        left.subtract({run: min(count, left[run]) for run, count in own.items()})
    return share


def _short(text: str, lines: Counter[str], whole: str) -> float | None:
    """1 or 0, None if only the neighbours can decide."""
    if text and lines[text] > 0:
        lines[text] -= 1
        return 1.0
    return None if text and f" {text} " in whole else 0.0


def _settled(found: Sequence[float | None]) -> list[float]:
    settled = []
    for place, share in enumerate(found):
        if share is None:
            before = next((x for x in reversed(found[:place]) if x is not None), 0.0)
            after = next((x for x in found[place + 1 :] if x is not None), 0.0)
            share = float(before > 0.5 and after > 0.5)
        settled.append(share)
    return settled


class Table:
    """The blocks of all pages as arrays."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.samples = samples
        sizes = [len(sample.blocks) for sample in samples]
        self.page = np.repeat(np.arange(len(samples)), sizes)
        self.fold = np.repeat([sample.fold for sample in samples], sizes)
        self.values = np.array([row for s in samples for row in s.values], dtype=np.float64)
        self.right = np.array([share for s in samples for share in s.right])
        self.words = np.array(
            [s.page.blocks.words[block] for s in samples for block in s.blocks], dtype=np.float64
        )
        # What a block weighs in training: the root of its words as a part of the page's truth,
        # which is .001 better than the words themselves. Long blocks are the easy ones.
        truth = np.array([max(150, len(sample.truth.split())) for sample in samples])
        weight = (self.words + 1.5) / truth[self.page]
        self.weight = np.sqrt(np.minimum(weight, np.quantile(weight, 0.995)))
        self.weight /= self.weight.mean()

    def rows(self, page: int) -> slice:
        """Where the blocks of a page stand."""
        start, end = np.searchsorted(self.page, [page, page + 1])
        return slice(int(start), int(end))

    def chosen(
        self, page: int, chances: Floats, recall_weight: float = RECALL_WEIGHT
    ) -> list[bool]:
        """The blocks that the program keeps of a page."""
        sample = self.samples[page]
        return select_blocks(
            sample.page, sample.blocks, chances[self.rows(page)].tolist(), recall_weight
        )

    def losses(self, chances: Floats) -> Floats:
        """For each page the sum of missing precision and missing recall, by words."""
        losses = []
        for page, sample in enumerate(self.samples):
            kept = np.array(self.chosen(page, chances), dtype=float) * self.words[self.rows(page)]
            right = float(kept @ self.right[self.rows(page)])
            reach = float(self.words[self.rows(page)] @ self.right[self.rows(page)])
            truth = max(reach, len(sample.truth.split()), 1.0)
            losses.append(2 - right / max(float(kept.sum()), 1.0) - right / truth)
        return np.array(losses)


class Weigher:
    """Learns what words of class names weigh, and gives the name features made of them."""

    def __init__(self, table: Table) -> None:
        self._table = table
        pages: Counter[str] = Counter()
        for sample in table.samples:
            pages.update({word for names in sample.names for word in names[0]})
        self._against = vocabulary.words("against")
        seen = {word for word, count in pages.items() if count >= _PAGES_OF_A_WORD}
        kept = sorted(seen | self._against)
        self.vocabulary = {word: column for column, word in enumerate(kept)}
        self._counts = [self._matrix(column) for column in range(_NAME_COLUMNS)]

    def _matrix(self, column: int) -> csr_matrix:
        rows, columns = [], []
        names = [block for sample in self._table.samples for block in sample.names]
        for row, block in enumerate(names):
            known = [self.vocabulary[word] for word in block[column] if word in self.vocabulary]
            rows += [row] * len(known)
            columns += known
        shape = (len(names), len(self.vocabulary))
        return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)

    def fit(self, chosen: Booleans) -> Floats:
        """The weight of each word, from the chosen blocks and from what we know without them."""
        table = self._table
        model = LogisticRegression(C=_STRENGTH, max_iter=500, solver="liblinear")
        counts = self._counts[0][chosen]
        counts.data = np.minimum(counts.data, 1)
        size = len(self._against)
        columns = [self.vocabulary[word] for word in sorted(self._against)]
        shape = (size, len(self.vocabulary))
        declared = csr_matrix((np.ones(size), (range(size), columns)), shape=shape)
        model.fit(
            vstack([counts, declared]).tocsr(),
            np.concatenate([table.right[chosen] > 0.5, np.zeros(size, dtype=bool)]),
            sample_weight=np.concatenate([table.weight[chosen], np.full(size, _TOLD)]),
        )
        weights = np.round(model.coef_[0], 2)
        return np.where(np.abs(weights) >= _LEAST_WEIGHT, weights, 0)

    def features(self, weights: Floats) -> Floats:
        """The name features of all blocks."""
        return np.column_stack([counts @ weights for counts in self._counts])

    def fair_features(self, chosen: Booleans, held_back: int | None) -> Floats:
        """Name features for training and judging: no page's are made by weights learnt from it.

        Pages of `held_back` get those of a model of all other folds.
        """
        table = self._table
        result = np.zeros((len(table.right), _NAME_COLUMNS))
        for fold in range(FOLDS):
            learnt = chosen & (table.fold != fold) & (table.fold != held_back)
            own = table.fold == fold
            result[own] = self.features(self.fit(learnt))[own]
        return result


def judge(table: Table, weigher: Weigher) -> Floats:
    """The probability of each block by models of the other folds, averaged over several seeds."""
    every = np.ones(len(table.right), dtype=bool)
    seeds = [JUDGE | {"random_state": seed} for seed in range(_JUDGES)]
    total = sum(cross_validate(table, weigher, every, trees) for trees in seeds)
    return np.asarray(total / _JUDGES, dtype=np.float64)


def cross_validate(
    table: Table, weigher: Weigher, sound: Booleans, trees: Mapping[str, Any] = TREES
) -> Floats:
    """The probability of each block by a model of the folds without its page."""
    chances = np.zeros(len(table.right))
    for fold in range(FOLDS):
        values = table.values.copy()
        values[:, :_NAME_COLUMNS] = weigher.fair_features(sound, fold)
        learnt, judged = sound & (table.fold != fold), table.fold == fold
        chances[judged] = _boosted(table, values, learnt, trees).predict(values[judged])
    return chances


def _boosted(
    table: Table, values: Floats, learnt: Booleans, trees: Mapping[str, Any] = TREES
) -> lightgbm.LGBMRegressor:
    model = lightgbm.LGBMRegressor(**trees)
    model.fit(values[learnt], table.right[learnt], sample_weight=table.weight[learnt])
    return model


def report(table: Table, chances: Floats) -> None:
    """Print the harness's figures by fold, then for all pages at several weights of recall."""
    bench = _harness()
    for fold in range(FOLDS):
        pages = [page for page, sample in enumerate(table.samples) if sample.fold == fold]
        print(f"fold {fold}  {_figures(bench, table, chances, pages, RECALL_WEIGHT)}")
    everything = range(len(table.samples))
    for weight in (0.6, 0.7, 0.8, 0.9, 1.0, 1.2):
        print(f"recall weight {weight}  {_figures(bench, table, chances, everything, weight)}")


def _figures(
    bench: ModuleType, table: Table, chances: Floats, pages: Sequence[int], weight: float
) -> str:
    shingles, words = [], []
    for page in pages:
        sample = table.samples[page]
        kept = table.chosen(page, chances, weight)
        text = "\n\n".join(compress(sample.texts, kept))
        shingles.append(bench.shingle_page(sample.truth, text))
        words.append(bench.word_page(sample.truth, text)[0])
    f1, precision, recall = bench.shingle_total(shingles)
    return (
        f"{len(pages):3} pages  shingle F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}"
        f"  word F1 {statistics.fmean(words):.4f}"
    )


def run_program(table: Table, weigher: Weigher, sound: Booleans) -> None:
    """Print the figures of what the program makes of each fold's pages with a model of the others.

    They differ from those above by what the program takes off the edges of a body, finds in
    scripts, or tells as several articles.
    """
    bench = _harness()
    texts = [""] * len(table.samples)
    for fold in range(FOLDS):
        values = table.values.copy()
        values[:, :_NAME_COLUMNS] = weigher.fair_features(sound, fold)
        learnt = sound & (table.fold != fold)
        fitted = _model(weigher, weigher.fit(learnt), _boosted(table, values, learnt).booster_)
        with mock.patch("newsdigest.extract.html.body.model", lambda model=fitted: model):
            for page, sample in enumerate(table.samples):
                if sample.fold == fold:
                    texts[page] = extract(sample.html, sample.url)["text"]
    shingles = [bench.shingle_page(s.truth, t) for s, t in zip(table.samples, texts, strict=True)]
    words = [bench.word_page(s.truth, t)[0] for s, t in zip(table.samples, texts, strict=True)]
    f1, precision, recall = bench.shingle_total(shingles)
    print(
        f"the program  shingle F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}"
        f"  word F1 {statistics.fmean(words):.4f}"
    )


def _model(weigher: Weigher, weights: Floats, booster: lightgbm.Booster) -> Model:
    named = {word: weights[column] for word, column in weigher.vocabulary.items()}
    trees = [_tree(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return Model(named, {}, compile_trees(0.0, trees))


def _harness() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "bench_extract", SHARED / "bench" / "bench_extract.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(table: Table, weigher: Weigher, sound: Booleans) -> None:
    """Train on all pages and write the model."""
    values = table.values.copy()
    values[:, :_NAME_COLUMNS] = weigher.fair_features(sound, None)
    booster = _boosted(table, values, sound).booster_
    weights = weigher.fit(sound)
    model = {
        "origin": "tests/bench/train_extract.py on the development split of WCXB (CC BY 4.0)",
        "features": FEATURES,
        "bias": 0.0,
        "weights": {
            word: weights[column] for word, column in weigher.vocabulary.items() if weights[column]
        },
        "trees": [_tree(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]],
    }
    MODEL.write_text(_compact(model), encoding="utf-8")


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    low, high = _tree(node["left_child"]), _tree(node["right_child"])
    return [node["split_feature"], float(f"{node['threshold']:.5g}"), low, high]


def _compact(model: dict[str, Any]) -> str:
    """JSON with one tree per line, so that diffs of the model are readable."""
    trees = ",\n".join(f"  {json.dumps(tree, separators=(',', ':'))}" for tree in model["trees"])
    rest = {key: value for key, value in model.items() if key != "trees"}
    return json.dumps(rest, indent=1)[:-2] + f',\n "trees": [\n{trees}\n ]\n}}\n'


if __name__ == "__main__":
    main()
