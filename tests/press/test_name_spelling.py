"""One spelling for each publication of a run."""

from __future__ import annotations

from itertools import permutations

from newsdigest.press import consistent_names


def test_a_name_is_spelt_as_most_spell_it() -> None:
    """Case, accents, punctuation and the article do not make a second publication."""
    names = [
        ("Fenn Post", "fenn.example"),
        ("The Fenn Post", "fenn.example"),
        ("FENN POST", "x.example"),
        ("The Fenn Post", ""),
    ]
    assert set(consistent_names(names).values()) == {"The Fenn Post"}


def test_different_names_are_kept() -> None:
    """Two names on one host are two publications, and one name on two hosts is one."""
    names = [("Fenn Post", "a.example"), ("Fenn Sport", "a.example"), ("Fenn Post", "b.example")]
    assert sorted(set(consistent_names(names).values())) == ["Fenn Post", "Fenn Sport"]


def test_a_host_gives_way_to_the_name_on_its_pages() -> None:
    """If one name is known at a host, it is used; of several none is guessed."""
    one = consistent_names([("fenn.example", "fenn.example"), ("Fenn Post", "fenn.example")])
    assert one["fenn.example", "fenn.example"] == "Fenn Post"
    two = consistent_names([*one, ("Fenn Sport", "fenn.example")])
    assert two["fenn.example", "fenn.example"] == "fenn.example"


def test_the_order_does_not_matter() -> None:
    """The same articles in any order have the same names."""
    spelt = ["Fenn Post", "FENN POST", "the fenn post"]
    names = [*((name, "") for name in spelt), ("fenn.example", "fenn.example")]
    found = [consistent_names(each) for each in permutations(names)]
    assert all(each == found[0] for each in found)


def test_known_publications_that_share_a_name_get_longer_ones() -> None:
    """Alone they keep their short name."""
    ours, theirs = ("ABC News", "abc.net.au"), ("ABC News", "abcnews.com")
    assert consistent_names([ours])[ours] == "ABC News"
    both = consistent_names([ours, theirs])
    assert [both[ours], both[theirs]] == ["ABC News (Australia)", "ABC News"]


def test_names_without_letters_are_names() -> None:
    """A name that folds to nothing is compared unchanged."""
    assert consistent_names([("!!!", ""), ("???", "")]) == {("!!!", ""): "!!!", ("???", ""): "???"}
