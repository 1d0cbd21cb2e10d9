"""Which articles republish the text of another one, and which only report the same event."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import find_copies, originals
from newsdigest.analyse.connected import connected_components
from newsdigest.analyse.copies.decision import figures_differ
from newsdigest.analyse.copies.fingerprints import (
    HASH_BITS,
    FigureContext,
    WordHashes,
    fingerprint_of,
    shingles_of,
)
from newsdigest.model import Article
from tests.analyse.articles import article, texts, written

WIRE = texts("copies")["wire"]
CHINESE = texts("copies")["chinese"]


def copied(*texts: str, language: str = "en") -> bool:
    """Whether two texts under different headlines are reported as copies."""
    first, second = (
        article(f"Headline {number}", text, language=language) for number, text in enumerate(texts)
    )
    return find_copies([first, second]) == [(0, 1)]


def paragraphs(text: str) -> list[str]:
    return text.strip().split("\n\n")


def test_equal_texts_are_copies() -> None:
    """The same text under another headline is a copy."""
    assert copied(WIRE, WIRE)


def test_cut_text_is_a_copy() -> None:
    """A wire report that was cut after its second paragraph is a copy of the whole."""
    assert copied(WIRE, "\n\n".join(paragraphs(WIRE)[:2]))


def test_edited_text_is_a_copy() -> None:
    """Exchanged words, other quotation marks and a line of the paper's own leave a copy a copy."""
    edited = WIRE.replace("fishing fleet", "trawlers").replace("simply broke", "just broke")
    edited = edited.replace('"', "”").replace("said on Friday", "announced on Friday")
    assert copied(WIRE, "By our staff and agencies\n\n" + edited)


def test_reordered_text_is_a_copy() -> None:
    """A report whose later paragraphs were put in another order is a copy."""
    first, second, *rest = paragraphs(WIRE)
    assert copied(WIRE, "\n\n".join([first, second, *reversed(rest)]))


@pytest.mark.parametrize("event", ["bridge", "quake in Talmora", "trial of a baker"])
def test_reports_of_one_event_are_no_copies(event: str) -> None:
    """Reports in different words are no copies, whatever facts they share."""
    assert find_copies(written("english")[event]) == []


def test_follow_up_is_no_copy() -> None:
    """A report with a new lead that repeats half of the old one as background is no copy."""
    old = paragraphs(WIRE)[1:3]
    assert not copied(WIRE, "\n\n".join([texts("copies")["follow-up"].strip(), *old]))


def test_update_with_new_figures_is_no_copy() -> None:
    """The same text with another figure in its lead is an update, not a copy."""
    report = (
        "At least 12 people died when a ferry sank off Osterholm, the coast guard said. " + WIRE
    )
    assert not copied(report, report.replace("12 people", "15 people"))


def test_page_with_a_piece_of_another_report_is_no_copy() -> None:
    """A report into which two paragraphs of another one were pasted is no copy of that one."""
    mixed = written("english")["library"][0].text + "\n\n" + "\n\n".join(paragraphs(WIRE)[2:4])
    assert not copied(WIRE, mixed)


def test_round_up_does_not_make_its_parts_copies() -> None:
    """Two reports that a third one republishes together are copies of it, not of each other."""
    one, other = paragraphs(WIRE), [b.text for b in written("english")["bridge"][0].blocks]
    both = [part for pair in zip(one, other, strict=False) for part in pair]
    pile = [article(str(n), "\n\n".join(text)) for n, text in enumerate([one, other, both])]
    assert (0, 1) not in find_copies(pile)


def test_chinese_text_is_compared() -> None:
    """In scripts without spaces a cut text is a copy, and a report in other words is none."""
    assert copied(CHINESE, CHINESE[:60], language="zh")
    assert find_copies(written("others")["zh 大桥"]) == []


@pytest.mark.parametrize(
    ("one", "other", "copies"),
    [
        ("Rain stops the marathon in Ostia halfway", "Rain stops the marathon in Ostia halfway", 1),
        ("Rain stops the marathon in Ostia halfway", "Rain stops the regatta in Velmo early", 0),
        ("Shares of Norrud fall 3 percent at noon", "Shares of Norrud fall 5 percent at noon", 0),
        ("", "", 0),
    ],
)
def test_headlines_without_text(one: str, other: str, copies: int) -> None:
    """Of headlines alone only equal ones are copies; articles without a word are none."""
    assert len(find_copies([article(one, ""), article(other, "")])) == copies


def test_headline_is_read_with_a_teaser() -> None:
    """Teasers of the same few words under different headlines are no copies."""
    teaser = "Read the full story here."
    pile = [article("Council buys the old cinema", teaser), article("Storm over the lake", teaser)]
    assert find_copies(pile) == []


def test_order_makes_no_difference() -> None:
    """The same articles in any order give the same pairs of articles."""
    whole = paragraphs(WIRE)
    texts = ["\n\n".join(whole[:n]) for n in range(1, 6)] + [
        report.text for reports in written("english", "others").values() for report in reports
    ]
    pile = [article(str(number), text) for number, text in enumerate(texts)]
    wanted = {frozenset((pile[i].id, pile[j].id)) for i, j in find_copies(pile)}
    assert wanted
    for seed in range(5):
        mixed = random.Random(seed).sample(pile, len(pile))
        found = {frozenset((mixed[i].id, mixed[j].id)) for i, j in find_copies(mixed)}
        assert found == wanted


@given(st.lists(st.text(max_size=60), max_size=8))
def test_pairs_are_places_in_order(texts: list[str]) -> None:
    """Whatever the texts, pairs are sorted, each once, of two indices with the smaller first."""
    pairs = find_copies([article(None, text, id=str(n)) for n, text in enumerate(texts)])
    assert pairs == sorted(set(pairs))
    assert all(0 <= i < j < len(texts) for i, j in pairs)


def crowd(count: int, tail: str) -> list[Article]:
    return [article(f"No {n}", WIRE + tail.format(n), id=f"{n:05}") for n in range(count)]


@pytest.mark.parametrize("tail", ["", " Readers of edition {0} can write to box {0}."])
def test_crowds_of_copies_have_one_original(tail: str) -> None:
    """Of a wire report on a hundred sites, as it is or with a line of each, one is the original."""
    pile = crowd(100, tail)
    assert len(originals(pile, range(100), find_copies(pile))) == 99


@pytest.mark.parametrize(
    "pile",
    [
        crowd(5_000, ""),
        [article("word", "word", id=str(n)) for n in range(5_000)],
        [article(f"{n} " + "abcd " * 200_000, "", id=str(n)) for n in range(10)] * 500,
    ],
    ids=["equal", "one word", "long headlines"],
)
def test_hostile_piles_take_linear_room(pile: list[Article]) -> None:
    """Thousands of equal texts do not give millions of pairs, and long ones are not read whole."""
    start = time.process_time()
    pairs = find_copies(pile)
    assert len(pairs) < 20 * len(pile)
    # Generous: comparing each with each would take minutes.
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ([FigureContext("least", "12", "people")], [FigureContext("least", "15", "people")], True),
        ([FigureContext("least", "12", "people")], [FigureContext("least", "12", "people")], False),
        ([FigureContext("least", "12", "people")], [FigureContext("about", "15", "boats")], False),
        ([], [FigureContext("least", "15", "people")], False),
    ],
)
def test_figures_differ_between_the_same_words(
    one: list[FigureContext], other: list[FigureContext], *, differ: bool
) -> None:
    """Only figures that stand between the same two words can contradict each other."""
    assert figures_differ(one, other) is differ


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_components_hold_each_number_once(pairs: list[tuple[int, int]]) -> None:
    """Components part the numbers, and a pair is never in two of them."""
    groups = connected_components(10, pairs)
    assert sorted(number for group in groups for number in group) == list(range(10))
    place = {number: index for index, group in enumerate(groups) for number in group}
    assert all(place[one] == place[other] for one, other in pairs)


@given(st.lists(st.integers(0, 2**HASH_BITS - 1), max_size=60))
def test_shingles_are_those_built_one_by_one(numbers: list[int]) -> None:
    """Shingles built all at once equal those built one by one."""
    triples = zip(numbers, numbers[1:], numbers[2:], strict=False)
    one_by_one = [a << 2 * HASH_BITS | b << HASH_BITS | c for a, b, c in triples]
    assert list(shingles_of(numbers)) == one_by_one


def test_typographic_marks_make_no_difference() -> None:
    """A copy set with other quotes, dashes and apostrophes has the words of the original."""
    plain = 'The mayor\'s office - "closed" since Monday - opens... at 9 a.m. on Friday, it said.'
    set_well = (
        "The mayor’s office – “closed” since Monday – opens… at 9\xa0a.m. on Friday, it said."
    )
    hashes = WordHashes()
    prints = [fingerprint_of(article("T", text * 3), hashes) for text in (plain, set_well)]
    assert prints[0].digest == prints[1].digest
