"""The parts of clustering by date: spans, folded words, names in German, trees, features."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse.stories.clustering import discounted, unit_span
from newsdigest.analyse.stories.corpus import Corpus
from newsdigest.analyse.stories.dated_features import FEATURES, DatedFeatures, dated_pairs
from newsdigest.analyse.stories.dated_model import (
    MIN_LINEAR_LOG_ODDS,
    UNLIKELY_LOG_ODDS,
    DatedModel,
    load_dated_model,
)
from newsdigest.analyse.stories.folding import countries_of, folded_words
from newsdigest.analyse.stories.forest import LEAVES, Forest
from newsdigest.analyse.stories.neighbours import UNIT, candidate_neighbours
from newsdigest.analyse.stories.publication_time import (
    DAY,
    LONGEST_GAP,
    PublicationSpan,
    publication_span,
)
from newsdigest.analyse.stories.terms import folded_terms_of, terms_of
from newsdigest.model import ArticleKind
from tests.analyse.articles import article, written

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 4, tzinfo=UTC)


def test_midnight_is_a_whole_day() -> None:
    """A date without a time may be any hour of its day; a time is itself."""
    day, noon = (
        publication_span(article("T", "text", published=time, id="x")) for time in (MIDNIGHT, NOON)
    )
    assert day
    assert noon
    assert day.end - day.start == DAY
    assert noon.start == noon.end == day.start + 12
    assert day.gap(noon) == 0
    assert publication_span(article("T", "text", id="x")) is None


@given(*[st.integers(0, 1000)] * 2, *[st.sampled_from([0.0, DAY])] * 2)
def test_gaps_are_symmetric(start: int, later: int, length: float, other: float) -> None:
    """The gap of two spans is the same either way, at most the distance of their middles."""
    one, two = PublicationSpan(start, start + length), PublicationSpan(later, later + other)
    assert one.gap(two) == two.gap(one) <= one.middle_distance(two)
    assert one.middle_distance(two) == two.middle_distance(one)


def test_copies_have_the_time_of_the_first() -> None:
    """An article and its copies were published when the first of them was."""
    articles = [
        article("T", "text", published=time, id=str(time))
        for time in (NOON + timedelta(days=2), None, NOON)
    ]
    assert unit_span(articles, [0, 1, 2]) == publication_span(articles[2])
    assert unit_span(articles, [1]) is None


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("US envoys, U.S. talks, Americans", "en", ["usa", "envoy", "usa", "talk", "usa"]),
        ("tell us", "en", ["tell", "us"]),
        ("Iranians in South Korea", "en", ["iran", "in", "south-korea"]),
        ("South Koreans vote", "en", ["south-korea", "vote"]),
        ("iranische Raketen", "de", ["iran", "raket"]),
        ("Crisis, gas, cities", "en", ["crisis", "gas", "city"]),
        ("Gisèle", "fr", ["gisele"]),
    ],
)
def test_words_are_folded(text: str, language: str, wanted: list[str]) -> None:
    """A country and its people are one word; plurals and accents make no difference."""
    assert folded_words(text, language) == wanted


def test_cities_stand_for_their_country() -> None:
    """A capital names its country, also one of two words, but stays a word of its own."""
    tokens = folded_words("Kremlin and Tel Aviv", "en")
    assert tokens[0] == "kremlin"
    assert countries_of(tokens) == {"russia", "israel"}


def test_german_nouns_are_no_names() -> None:
    """In German what follows an article or an adjective is a noun; in English it may be a name."""
    text = "Gestern sagte Lindemann in Bremen, die Brücke sei nach schwerem Sturm gesperrt."
    german = terms_of(article(None, text, language="de", id="x")).names
    assert {"lindemann", "bremen"} <= german
    assert german.isdisjoint({"brücke", "sturm"})
    assert "brücke" in terms_of(article(None, text, language="en", id="x")).names


Tree = Any


def trees(most: int) -> st.SearchStrategy[Tree]:
    leaves = st.integers(-9, 9)
    if most < 2:
        return leaves
    half = trees(most // 2)
    split = st.tuples(st.integers(0, 2), st.integers(-3, 3), half, half).map(list)
    return st.one_of(leaves, split)


def walked(tree: Tree, row: list[float]) -> int:
    while isinstance(tree, list):
        tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
    return int(tree)


@given(st.lists(trees(LEAVES), max_size=9), st.lists(st.integers(-4, 4), min_size=3, max_size=3))
def test_forest_equals_walking_its_trees(forest: list[Tree], row: list[float]) -> None:
    """Trees evaluated with bit vectors reach the same leaves as walking them."""
    assert Forest(forest, 3).total(row) == sum(walked(tree, row) for tree in forest)


def test_mixture_is_the_mean_of_three() -> None:
    """The log-odds are the mean of the three models; hopeless pairs skip the trees."""
    data = {
        "features": ["one"],
        "linear": {"intercept": 1.0, "slopes": [2.0]},
        "boosted": [[0, 0.5, -1.0, 4.0]],
        "random": [0.5, 0.5],
    }
    model = DatedModel(data)
    assert model.log_odds([1.0]) == pytest.approx((3.0 + 4.0 + 0.0) / 3)
    assert model.log_odds([MIN_LINEAR_LOG_ODDS]) == UNLIKELY_LOG_ODDS


def test_shipped_mixture_fits_the_features() -> None:
    """The shipped model was trained on the current features and has no large trees."""
    text = (files("newsdigest.analyse") / "data" / "stories_dated.json").read_text("utf-8")
    assert json.loads(text)["origin"]
    assert len(text) < 150_000
    assert tuple(load_dated_model().features) == FEATURES


def test_candidates_are_within_the_longest_gap() -> None:
    """Like articles are candidates up to four days apart; one without a date always is."""
    vectors = [{"quake": UNIT}] * 4
    near, far = (
        PublicationSpan(LONGEST_GAP, LONGEST_GAP),
        PublicationSpan(LONGEST_GAP + 1, LONGEST_GAP + 1),
    )
    found = candidate_neighbours(vectors, [PublicationSpan(0, 0), near, far, None])
    assert set(found[0]) == {1, 3}
    assert set(found[1]) == {0, 2, 3}
    assert set(found[2]) == {1, 3}


@pytest.mark.parametrize(("titles", "wanted"), [(("ferry",) * 2, [(0, 1)]), (("", "bakery"), [])])
def test_what_stands_below_the_leads_joins_nothing(
    titles: tuple[str, str], wanted: list[tuple[int, int]]
) -> None:
    """Reports that share words below their leads alone are neighbours but no pair."""
    leads = ["".join(f"{title}{letter * 3} " for letter in ascii_lowercase * 3) for title in titles]
    background = " ".join(f"harbour{letter}" for letter in ascii_lowercase)
    reports = [
        folded_terms_of(article(lead[:90], f"{lead}\n{background}", id=str(place)), "en")
        for place, lead in enumerate(leads)
    ]
    pile = Corpus(reports, "en", [PublicationSpan(0, 0)] * 2)
    assert 1 in pile.cosines[0]
    assert dated_pairs(pile, [ArticleKind.REPORT] * 2) == wanted


def test_a_comment_takes_from_the_likelihood() -> None:
    """Two reports lose nothing, a report and a comment less than two comments."""
    found = []
    for kinds in ([ArticleKind.REPORT] * 2, [ArticleKind.REPORT, ArticleKind.OPINION]):
        texts = [terms_of(article("Ferry strike ends", f"Text {number}")) for number in range(2)]
        pile = Corpus(texts, "en", [None, None])
        pile.cosines[0].setdefault(1, 0)
        found.append(discounted(0.5, DatedFeatures(pile, kinds).of(0, 1)))
    assert found[0] == 0.5
    assert 0 < found[1] < 0.5


def test_dated_features_are_symmetric() -> None:
    """The features of a pair do not depend on which article is first."""
    reports = [each for reports in written("english").values() for each in reports]
    spans = [publication_span(article("T", "t", published=NOON, id="x"))] * len(reports)
    kinds = [each.kind for each in reports]
    pile = Corpus([folded_terms_of(each, "en") for each in reports], "en", spans)
    evidence = DatedFeatures(pile, kinds)
    pairs = dated_pairs(pile, kinds)
    assert pairs
    for one, other in pairs:
        assert len(evidence.of(one, other)) == len(FEATURES)
        assert evidence.of(other, one) == pytest.approx(evidence.of(one, other))
