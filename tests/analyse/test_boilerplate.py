"""Sentences that a publication repeats are dropped before texts are compared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import without_boilerplate
from tests.analyse.articles import article

STANDING = "Write to the desk if you know more, and leave a number."


def compared_texts(
    *pairs: tuple[str, str], source: str | None = "Ledger", **fields: str
) -> list[str]:
    """The texts left to compare, for articles given by headline and text."""
    pile = [article(title, text, source=source, **fields) for title, text in pairs]
    return [each.text for each in without_boilerplate(pile)]


def test_what_two_unlike_items_repeat_is_left_out() -> None:
    """A sentence under two unrelated headlines, and related to neither, is not compared."""
    pairs = [
        ("Storm tears the roof off the school", f"Nobody was inside. {STANDING}"),
        ("Library lends out ladders", f"{STANDING} Two were gone by noon."),
    ]
    assert compared_texts(*pairs) == ["Nobody was inside.", "Two were gone by noon."]


def test_background_of_one_event_stays() -> None:
    """A sentence about what a headline is about is compared, however often it was printed."""
    background = "The ferry Osprey ran into the East Pier on Saturday."
    pairs = [
        ("Ferry captain blames the radar", background),
        ("Pier stays closed until Tuesday", background),
    ]
    assert compared_texts(*pairs) == [background, background]


def test_versions_of_a_report_stay() -> None:
    """A report that was printed again under a changed headline keeps its sentences."""
    text = "Nobody was inside. Lessons go on in the town hall."
    pairs = [("Storm tears roof off school", text), ("Storm tears the roof off a school", text)]
    assert compared_texts(*pairs) == [text, text]


def test_publications_are_looked_at_one_by_one() -> None:
    """Sentences of two publications are copies or chance, and a single text shows nothing."""
    pile = [
        article("Storm tears the roof off the school", STANDING, source="Ledger"),
        article("Library lends out ladders", STANDING, source="Post"),
        article("Orchid flowers", STANDING, origin=""),
        article("Gallery buys a portrait", STANDING, origin=""),
    ]
    assert [each.text for each in without_boilerplate(pile)] == [STANDING] * 4


def test_a_site_is_known_by_its_host() -> None:
    """Pages that name no publication belong together if they are on one server."""
    pairs = [
        ("Storm tears the roof off the school", f"Nobody was inside. {STANDING}"),
        ("Library lends out ladders", f"Two were gone by noon. {STANDING}"),
    ]
    kept = compared_texts(*pairs, source=None, url="https://www.ledger.example/a")
    assert kept == ["Nobody was inside.", "Two were gone by noon."]


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=60)), max_size=6), st.randoms())
def test_places_stay_whatever_the_order(pairs: list[tuple[str, str]], random: object) -> None:
    """Each article stays at its place, and loses the same in any order of the others."""
    pile = [article(title, text, id=str(n), source="L") for n, (title, text) in enumerate(pairs)]
    kept = {each.id: each.blocks for each in without_boilerplate(pile)}
    assert list(kept) == [each.id for each in pile]
    assert {each.id: each.blocks for each in without_boilerplate(pile[::-1])} == kept
