"""What likes teach: which terms, with which weights, and how far they move stories."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import Interests, learnt_interests, reading_order, terms_to_learn
from newsdigest.analyse.tastes import DAMPING, LEARNT, Tastes
from newsdigest.model import Article, LearntInterest, Like, Story, Term, Topic
from tests.analyse.test_interests import text
from tests.analyse.test_order import NOW

FERRY = text(
    "ferry", "New ferry to the islands",
    "The ferry from Kelbrook to the islands was built by the yard of Kelbrook. On Monday it sails.",
)  # fmt: skip
AGAIN = text(
    "again", "Ferries late again", "The ferries of Kelbrook were late, said Kelbrook's mayor."
)
BREAD = text("bread", "Bread prize for a bakery", "The bakery in Lowfield won a prize for its rye.")
TERMS = st.builds(lambda n: Term("word", f"w{n}", f"w{n}"), st.integers(0, 5))
LIKES = st.lists(
    st.builds(
        lambda n, is_liked, terms: Like(f"a{n}", is_liked, NOW, None, None, tuple(terms)),
        st.integers(0, 99), st.booleans(), st.lists(TERMS, max_size=6),
    ),
    max_size=12,
)  # fmt: skip


def like(article: Article, *, is_liked: bool = True) -> Like:
    return Like(article.id, is_liked, NOW, article.title, article.source, terms_to_learn(article))


def stories(*articles: Article) -> list[Story]:
    return [Story(each.id, (each,)) for each in articles]


def test_names_stems_and_topics_are_learnt() -> None:
    """Words of the headline as stems, names of headline and lead, the article's topics."""
    topics = (Topic("medtop:04000000", "economy, business and finance", 0.8),)
    found = {each.id for each in terms_to_learn(replace(FERRY, topics=topics))}
    assert {"name:kelbrook", "word:ferri", "word:island"} <= found
    assert "topic:economy, business and finance" in found
    assert not found & {"word:the", "word:to", "word:new"}


@given(LIKES)
def test_weights_are_between_the_verdicts(likes: list[Like]) -> None:
    """One like says little; what is liked as often as disliked says nothing."""
    for each in learnt_interests(likes, frozenset()):
        assert -1 < each.weight < 1
        assert each.weight == pytest.approx(
            (each.liked - each.disliked) / (each.liked + each.disliked + DAMPING)
        )
        assert each.liked == sum(each.term in like.terms for like in likes if like.is_liked)


def test_a_term_that_is_forgotten_is_not_learnt() -> None:
    """However often it was liked."""
    found = learnt_interests([like(FERRY), like(AGAIN)], frozenset({"name:kelbrook"}))
    assert "name:kelbrook" not in {each.term.id for each in found}
    assert "word:ferri" in {each.term.id for each in found}


def test_a_like_moves_what_is_on_its_subject() -> None:
    """A story with the same names and words comes first, after a dislike last; others stay."""
    for is_liked, first in ((True, "again"), (False, "bread")):
        learnt = learnt_interests([like(FERRY, is_liked=is_liked)], frozenset())
        made = reading_order(stories(BREAD, AGAIN), as_of=NOW, interests=Interests(learnt=learnt))
        assert made[0].id == first
        weights = {each.id: each.weight for each in made}
        assert weights["bread"]
        assert weights["bread"].reasons == ()
        reasons = weights["again"].reasons if weights["again"] else ()
        assert {(each.kind, each.name) for each in reasons} >= {("learnt name", "kelbrook")}
        assert all((each.weight > 0) == is_liked for each in reasons)


def test_what_every_story_has_says_nothing() -> None:
    """A term that all stories of the digest have in common moves none of them."""
    learnt = [LearntInterest(Term("word", "ferri", "ferry"), 5, 0, 0.7)]
    tastes = Tastes(stories(FERRY, AGAIN), learnt)
    assert tastes.reasons(Story("ferry", (FERRY,))) == []


@given(st.lists(st.floats(-0.99, 0.99), min_size=1, max_size=9))
def test_what_is_learnt_is_bounded(weights: list[float]) -> None:
    """However many terms a story shares with the liked ones, they add at most LEARNT."""
    words = ["island", "ferri", "kelbrook", "yard", "sail", "built", "monday", "bakeri", "prize"]
    learnt = [
        LearntInterest(Term("word", word, word), 1, 1, weight)
        for word, weight in zip(words, weights, strict=False)
    ]
    tastes = Tastes(stories(FERRY, BREAD), learnt)
    for each in stories(FERRY, BREAD):
        total = math.fsum(reason.weight for reason in tastes.reasons(each))
        assert -LEARNT - 1e-9 <= total <= LEARNT + 1e-9
