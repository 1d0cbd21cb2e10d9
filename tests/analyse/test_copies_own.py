"""Copies lose no news: what has a sentence and a headline of its own is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import find_copies
from newsdigest.model import Article, ArticleKind
from newsdigest.pipeline import DigestOptions, ReadResult, Run, make_digest
from tests.analyse.articles import article, texts

WIRE = texts("copies")["wire"]
WIRE_HEADLINE = "Fishing fleet of Port Ellary stays in harbour over diesel"
FOOTER = (
    "Subscribe to Channel Four: https://four.example/subscribe. Follow us on every network you "
    "know for the news of the valley and the world beyond it. Watch us at seven or catch up later."
)
SYLLABLES = [
    "ba",
    "de",
    "fi",
    "go",
    "lu",
    "ma",
    "ne",
    "pi",
    "ro",
    "su",
    "ta",
    "ve",
    "wi",
    "zo",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
]


def are_copies(*pile: Article) -> bool:
    return find_copies(pile) != []


def word(number: int) -> str:
    """A word for each number below 8,000, and no word for two."""
    return "".join(SYLLABLES[number // 20**place % 20] for place in range(3))


def sentence(number: int, length: int) -> str:
    """A sentence for each number below 500, no two of which have a word in common."""
    return " ".join(word(16 * number + place) for place in range(length)).capitalize() + "."


@st.composite
def with_a_block(draw: st.DrawFn) -> tuple[Article, Article]:
    """Two articles with sentences and headlines of their own, and a block that both hold."""
    numbers = draw(st.permutations(range(60)))
    block = [sentence(number, 12) for number in numbers[: draw(st.integers(0, 30))]]
    pile = []
    for own in (numbers[40:50], numbers[50:]):
        said = [sentence(number, draw(st.integers(5, 15))) for number in own]
        said = said[: draw(st.integers(1, 8))]
        at = draw(st.integers(0, len(said)))
        text = "\n\n".join([*said[:at], *block, *said[at:]])
        headline = " ".join(word(16 * own[0] + place) for place in range(draw(st.integers(2, 7))))
        named = {"source": draw(st.sampled_from(["Ledger", "Post", None]))}
        pile.append(article(headline, text, **named))
    return pile[0], pile[1]


@given(with_a_block())
def test_what_two_articles_share_never_makes_them_copies(pile: tuple[Article, Article]) -> None:
    """Where the sentences that they do not share differ, as their headlines do, both are shown."""
    assert find_copies(pile) == []


ITEMS = {
    "Bridge over the Alm closes for a crack": "Engineers look at the steel before lorries return.",
    "Gallery buys a portrait lost for decades": "It hung unseen in a barn until April.",
    "Teachers in the north walk out on Friday": "Talks on pay broke down.",
    "Rare orchid flowers on the western slope": "Rangers counted eleven plants.",
}


def digest(*pile: Article) -> list[set[str | None]]:
    """The headlines of the stories, those of copies among them."""
    reading = ReadResult(pile, (), sources=1, documents=1)
    made = make_digest(reading, DigestOptions(), Run(datetime(2026, 3, 4, tzinfo=UTC)))
    return [
        {each.title for each in (*story.articles, *(copy.article for copy in story.copies))}
        for story in made.stories
    ]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_footer_joins_no_items_of_a_small_feed(count: int) -> None:
    """Items of one sentence over one footer are as many stories as items."""
    items = list(ITEMS.items())[:count]
    pile = [article(title, f"{text}\n\n{FOOTER}", source="Channel Four") for title, text in items]
    assert len(digest(*pile)) == count


def test_items_with_nothing_but_a_footer_are_shown() -> None:
    """Where the text says nothing of its own, the headlines are the news."""
    pile = [article(title, FOOTER, source="Channel Four") for title in ITEMS]
    pile[0] = article(
        pile[0].title, ITEMS[str(pile[0].title)] + "\n\n" + FOOTER, source="Channel Four"
    )
    assert not are_copies(*pile)
    assert len(digest(*pile)) == len(pile)


@pytest.mark.parametrize("source", ["Morning Ledger", None])
def test_newsletters_with_a_standing_paragraph_are_two(source: str | None) -> None:
    """A long paragraph that every letter ends with makes no letter a copy of another one."""
    items = list(ITEMS.items())[:2]
    standing = WIRE.replace("\n\n", " ")
    pile = [article(title, f"{text}\n\n{standing}", source=source) for title, text in items]
    assert not are_copies(*pile)


@pytest.mark.parametrize(
    "headline", ["What you need to know today", "Diesel, a bridge and an orchid"]
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_round_up_does_not_swallow_what_it_repeats(headline: str, place: str) -> None:
    """A report that a round-up prints whole, even as its first item, stays a report."""
    lead = WIRE.strip().split("\n\n")[0]
    others = "\n\n".join(f"{title}. {text}" for title, text in ITEMS.items())
    parts = (lead, others) if place == "first" else (others, lead)
    pile = [
        article(WIRE_HEADLINE, lead, source="Coast Post"),
        article(headline, "\n\n".join(parts), source="Inland Mail"),
    ]
    assert not are_copies(*pile)


def test_a_round_up_is_known_by_its_kind() -> None:
    """What is a round-up by its kind is no copy under another headline, and no original."""
    first = article(WIRE_HEADLINE, WIRE, source="Coast Post")
    other = article(
        "Diesel and boats of Port Ellary", WIRE + "\n\nMore from us tomorrow.", source="Mail"
    )
    assert are_copies(first, other)
    assert not are_copies(first, replace(other, kind=ArticleKind.ROUNDUP))


@pytest.mark.parametrize(
    ("one", "other", "fields"),
    [
        ("Fishing fleet stays in harbour", "Diesel too dear for the fleet", {"source": "Post"}),
        ("Letter No. 7", "Letter No. 8", {"source": "Post"}),
        ("Fleet in harbour", "Boats tied up", {"url": "https://www.post.example/1"}),
    ],
)
def test_a_publication_is_no_copy_of_itself(one: str, other: str, fields: dict[str, Any]) -> None:
    """One text under two headlines of one publication is two items: one headline would be lost."""
    assert not are_copies(article(one, WIRE, **fields), article(other, WIRE, **fields))


def test_one_text_under_two_headlines_about_it_is_a_copy() -> None:
    """A wire report that another publication prints under its own headline is a copy."""
    first = article(WIRE_HEADLINE, WIRE, source="Coast Post")
    second = article("Diesel keeps 140 boats of Port Ellary in harbour", WIRE, source="Mail")
    assert are_copies(first, second)


def test_one_text_under_a_headline_about_something_else_is_none() -> None:
    """A text that both pages show does not say what a headline says that is not about it."""
    first = article(WIRE_HEADLINE, WIRE, source="Coast Post")
    second = article("Rare orchid flowers on the western slope", WIRE, source="Mail")
    assert not are_copies(first, second)


def test_two_cuts_of_one_report_are_copies() -> None:
    """Papers that leave out another paragraph each, under headlines about the rest, are copies."""
    parts = WIRE.strip().split("\n\n")
    first = article(WIRE_HEADLINE, "\n\n".join(parts[:-1]), source="Coast Post")
    rest = "\n\n".join([*parts[:3], parts[-1]])
    second = article("Diesel keeps boats of Port Ellary in harbour", rest, source="Mail")
    assert are_copies(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Police in Fenn look for a man of 34 who left the hospital on Monday, the mayor said.",
            "Police in Fenn look for a man of 52 who left the hospital on Monday, the mayor said.",
        ),
        (
            "Traders in Norrud sold shares of Alma Steel all through Monday, an analyst said.",
            "Traders in Norrud sold shares of Bergen Glass all through Monday, an analyst said.",
        ),
    ],
)
def test_a_sentence_with_another_name_or_number_is_its_own(one: str, other: str) -> None:
    """Reports by one pattern are not one report."""
    pile = [article("Norrud and Fenn on Monday", text, source="Post") for text in (one, other)]
    pile[1] = article("Fenn and Norrud, Monday", other, source="Mail")
    assert not are_copies(*pile)


def test_a_cut_teaser_of_another_publication_is_a_copy() -> None:
    """A feed that cuts the agency's first sentence, even amid a word, shows its report."""
    lead = WIRE.strip().split("\n\n")[0]
    cut = lead[: lead.index("cooperative") + 4] + "…"
    pile = [article(WIRE_HEADLINE, cut, source="Mail"), article(WIRE_HEADLINE, WIRE, source="Post")]
    assert are_copies(*pile)
