"""The parts of clustering: terms, idf, neighbours, features, the model, average link."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse.stories import neighbour_features, undated_features
from newsdigest.analyse.stories.corpus import Corpus
from newsdigest.analyse.stories.idf import IdfWeights, background_shares
from newsdigest.analyse.stories.linkage import average_link
from newsdigest.analyse.stories.neighbour_features import second_stage_pairs
from newsdigest.analyse.stories.terms import ArticleTerms, terms_of
from newsdigest.analyse.stories.undated_features import FEATURES, UndatedFeatures, undated_pairs
from newsdigest.analyse.stories.undated_model import (
    PiecewiseLinear,
    UndatedModel,
    load_undated_model,
    probability,
)
from tests.analyse.articles import article, written


def terms(text: str, title: str | None = None, language: str = "en") -> ArticleTerms:
    return terms_of(article(title, text, language=language, id="x"))


def english() -> Corpus:
    return Corpus(
        [terms_of(found) for reports in written("english").values() for found in reports], "en"
    )


def test_names_are_capitalised_inside_sentences() -> None:
    """Capitals at the start of a sentence make no names; half of the uses inside are enough."""
    found = terms(
        "Rivers rise near Ostrava. Rivers carry mud, and the Green party met Green voters in "
        "green coats."
    )
    assert {"ostrava", "green"} <= found.names
    assert "rivers" not in found.names


def test_script_without_capitals_has_no_names() -> None:
    """Chinese text has terms and phrases, but no names."""
    found = terms_of(written("others")["zh 图书馆"][0])
    assert found.words
    assert found.phrases
    assert not found.names


def test_phrases_skip_stop_words() -> None:
    """Words that only stop words part are neighbours."""
    assert "court appeal" in terms("The court of appeal met.").phrases


def test_text_stands_in_for_a_missing_headline() -> None:
    """Without a headline the first words of the body are taken for one."""
    assert "bridge" in terms("A bridge in Wexcombe was closed.").title
    assert "bridge" not in terms("A bridge in Wexcombe was closed.", "Crossing shut").title


def test_rarity_needs_no_large_pile() -> None:
    """With a single article the background separates rare words from frequent ones."""
    rarity = IdfWeights([terms("The president visited the harbor of Grimsund.")], "en")
    weights = rarity.words
    assert weights["president"] < weights["harbor"] < weights["grimsund"]


def test_pile_outweighs_the_background() -> None:
    """A word found in all articles of a large corpus says nothing there, however rare elsewhere."""
    crowd = [terms(f"Grimsund word{number}") for number in range(500)]
    weights = IdfWeights(crowd, "en").words
    assert weights["grimsund"] < 0.5 < weights["word7"]


def test_long_words_are_rarer_where_no_background_is() -> None:
    """In other languages the length of a word stands in for its frequency."""
    weights = IdfWeights([terms("Haus Verwaltungsgericht", language="de")], "de").words
    assert weights["haus"] < weights["verwaltungsgericht"]


def test_background_is_counts_of_frequent_words() -> None:
    """The background names its origin, holds shares between 0 and 1 and stays small."""
    path = files("newsdigest.analyse") / "data" / "background_en.json"
    text = path.read_text("utf-8")
    assert json.loads(text)["origin"]
    assert len(text) < 150_000
    assert all(0 < share < 1 for share in background_shares().values())
    assert background_shares()["president"] > background_shares()["harbor"]


def test_neighbours_are_symmetric() -> None:
    """Neighbours are symmetric, with the same cosine of at most 1."""
    for one, row in enumerate((pile := english()).cosines):
        for other, cosine in row.items():
            assert pile.cosines[other][one] == cosine
            assert 0 < cosine < 1.001


def test_features_are_symmetric() -> None:
    """The features of a pair do not depend on which article is first."""
    evidence = UndatedFeatures(english())
    for pair in undated_pairs(english()):
        assert pair.one < pair.other
        assert len(pair.features) == len(FEATURES)
        assert evidence.of(pair.other, pair.one) == pytest.approx(pair.features)


@given(st.floats(-2, 2))
def test_curve_is_a_line_through_its_points(value: float) -> None:
    """A feature adds its interpolated value, constant outside the points."""
    model = UndatedModel(1.0, [PiecewiseLinear((0.0, 0.5, 1.0), (0.0, 2.0, 3.0))])
    inside = min(max(value, 0.0), 1.0)
    wanted = 4 * inside if inside < 0.5 else 2 + 2 * (inside - 0.5)
    assert model.log_odds([value]) == pytest.approx(1 + wanted)


@pytest.mark.parametrize(
    ("name", "features"),
    [("first", undated_features.FEATURES), ("second", neighbour_features.FEATURES + FEATURES)],
)
def test_shipped_model_fits_the_features(name: str, features: tuple[str, ...]) -> None:
    """The shipped model was trained on the current features, in their order."""
    path = files("newsdigest.analyse") / "data" / "stories_model.json"
    found = json.loads(path.read_text("utf-8"))
    assert found["origin"]
    assert tuple(curve["feature"] for curve in found[name]["curves"]) == features
    assert len(load_undated_model(name).curves) == len(features)


def test_more_in_common_never_counts_against() -> None:
    """What a pair itself has in common adds to the odds or leaves them as they are."""
    for curve, name in zip(load_undated_model("first").curves, FEATURES, strict=True):
        if name not in {"crowd", "above third", "neighbours"}:
            assert list(curve.adds) == sorted(curve.adds)


@pytest.mark.parametrize(("log_odds", "wanted"), [(0.0, 0.5), (-1000.0, 0.0), (1000.0, 1.0)])
def test_likelihood(log_odds: float, wanted: float) -> None:
    """Log-odds become probabilities without overflow."""
    assert probability(log_odds) == wanted


def test_second_stage_counts_common_neighbours() -> None:
    """Of two equally likely pairs the one whose articles are likely with a third agrees more."""
    likely = [
        undated_features.PairFeatures(one, other, ())
        for one, other in ((0, 1), (1, 2), (0, 2), (3, 4))
    ]
    seen = second_stage_pairs(5, likely, [1.0] * 4)
    with_third, alone = (
        dict(zip(neighbour_features.FEATURES, seen[n].features, strict=True)) for n in (0, 3)
    )
    assert with_third["agreement"] > alone["agreement"] > 0
    assert with_third["go-between"] > alone["go-between"] == 0


def test_second_stage_drops_unlikely_pairs() -> None:
    """A pair that is unlikely in the first stage does not reach the second."""
    assert second_stage_pairs(2, [undated_features.PairFeatures(0, 1, ())], [-6.0]) == []


Scores = list[dict[int, float]]


@st.composite
def scores(draw: st.DrawFn) -> Scores:
    count = draw(st.integers(1, 9))
    rows: Scores = [{} for _ in range(count)]
    for one in range(count):
        for other in range(one):
            if (score := draw(st.integers(0, 9))) > 3:
                rows[one][other] = rows[other][one] = score / 10
    return rows


def naive_average_link(rows: Scores, threshold: float) -> list[list[int]]:
    clusters = [[item] for item in range(len(rows))]

    def mean(pair: tuple[int, int]) -> float:
        one, other = clusters[pair[0]], clusters[pair[1]]
        return sum(rows[i].get(j, 0.0) for i in one for j in other) / (len(one) * len(other))

    while len(clusters) > 1:
        every = [(i, j) for j in range(len(clusters)) for i in range(j)]
        best = max(every, key=mean)
        if mean(best) < threshold:
            break
        clusters[best[0]] += clusters.pop(best[1])
    return sorted(sorted(cluster) for cluster in clusters)


@given(scores())
def test_average_link_equals_the_naive_one(rows: Scores) -> None:
    """Clustering with a heap equals comparing all clusters if no two means are equal."""
    for one, row in enumerate(rows):
        for other in row:
            row[other] += 0.001 * (2 ** min(one, other) + 3 ** max(one, other) % 97) / 97
    assert average_link(rows, 0.45) == naive_average_link(rows, 0.45)


def test_two_that_are_alone_must_be_surer() -> None:
    """A third item confirms what two single ones do not; a lower pair threshold changes nothing."""
    pair: Scores = [{1: 0.4}, {0: 0.4}]
    assert average_link(pair, 0.35, pair_threshold=0.5) == [[0], [1]]
    assert average_link(pair, 0.35, pair_threshold=0.2) == [[0, 1]]
    three: Scores = [{1: 0.4, 2: 0.6}, {0: 0.4, 2: 0.4}, {0: 0.6, 1: 0.4}]
    assert average_link(three, 0.35, pair_threshold=0.5) == [[0, 1, 2]]


def test_average_link_of_large_clusters_with_few_scores() -> None:
    """Where items have scores with few others only, clusters still grow beyond that number."""
    count, known = 60, 8
    rows: Scores = [{} for _ in range(count)]
    for one in range(count):
        for step in range(1, known + 1):
            other = (one + step) % count
            rows[one][other] = rows[other][one] = 1.0
    assert len(average_link(rows, 0.3, neighbours=known)) < len(average_link(rows, 0.3))
