"""What holds for every cleaned article."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.clean import clean
from newsdigest.model import Block, BlockKind
from tests.clean.articles import article, of_blocks

NEWS = "The council voted on Tuesday to build a library."
PLUG = "Follow us on Facebook."

HERE = Path(__file__).parent
PLUGS = [
    plug
    for path in sorted((HERE / "pairs").glob("*.toml"))
    for kind in ("sentences", "lines")
    for plug, _ in tomllib.loads(path.read_text("utf-8"))[kind]
]
PIECES = st.sampled_from([*PLUGS, NEWS, "REUTERS", "PARIS - ", "“", '"', "(AFP)", "He said:", "»"])
TEXTS = st.lists(PIECES, min_size=1, max_size=6).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_cleaning_twice_changes_nothing(texts: list[str]) -> None:
    """A cleaned article is clean, whatever was in it."""
    once = clean(article(*texts))
    assert clean(once) == once


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_nothing_is_added(texts: list[str]) -> None:
    """Every remaining block consists of text of the original."""
    remaining = "\n".join(texts)
    for block in clean(article(*texts)).blocks:
        assert block.text
        assert all(word in remaining for word in block.text.split())


def test_the_order_of_removals_is_that_of_the_text() -> None:
    """`removed` follows the order of the article."""
    cleaned = clean(article(NEWS, PLUG, f"{NEWS} {PLUG}", "Comments"))
    assert [removal.text for removal in cleaned.removed] == [PLUG, PLUG, "Comments"]


def test_earlier_removals_are_kept() -> None:
    """What extraction removed stays listed first."""
    first = clean(article(NEWS, PLUG))
    again = clean(of_blocks(*first.blocks, Block(BlockKind.PARAGRAPH, "Comments")))
    assert len(first.removed) == len(again.removed) == 1


def test_an_article_of_nothing_but_plugs_keeps_its_text() -> None:
    """A wrong line is better than an empty article."""
    plugs = article(PLUG, "Comments")
    assert clean(plugs) == plugs


def test_an_article_without_blocks_is_returned() -> None:
    """An empty article is returned as it is."""
    assert clean(article()) == article()


def test_a_quoted_plug_in_a_paragraph_stays() -> None:
    """An unclosed quotation extends to the end of its paragraph."""
    text = f"“We thank you all. {PLUG}"
    assert clean(article(NEWS, text)).text == f"{NEWS}\n\n{text}"


def test_a_line_after_a_colon_is_somebody_s_words() -> None:
    """A message that the report introduces is not removed."""
    lines = ("The message on every telephone read:", "Join our Telegram channel for news.", NEWS)
    assert clean(article(*lines)).text == "\n\n".join(lines)


def test_a_plug_between_two_sentences_goes() -> None:
    """A plug is cut out of a paragraph, and both sides are unchanged byte for byte."""
    cleaned = clean(article(f"{NEWS} Join our WhatsApp channel for the latest news. {NEWS}"))
    assert cleaned.text == f"{NEWS} {NEWS}"


@pytest.mark.parametrize("kind", [BlockKind.QUOTE, BlockKind.CODE])
def test_quotes_and_code_are_left_alone(kind: BlockKind) -> None:
    """Text in a block quote or in a program is not the publication's plug."""
    blocks = (Block(BlockKind.PARAGRAPH, NEWS), Block(kind, PLUG), Block(BlockKind.PARAGRAPH, NEWS))
    assert clean(of_blocks(*blocks)).blocks == blocks


def test_headings_with_nothing_under_them_go() -> None:
    """A heading at the end belongs to what was removed below it."""
    cleaned = clean(
        of_blocks(
            Block(BlockKind.SUBHEAD, "The plan", 2),
            Block(BlockKind.PARAGRAPH, NEWS),
            Block(BlockKind.SUBHEAD, "Stay in touch", 2),
            Block(BlockKind.PARAGRAPH, PLUG),
        )
    )
    assert [block.text for block in cleaned.blocks] == ["The plan", NEWS]
    assert cleaned.removed[0].rule == "layout:empty-subhead"


def test_a_caption_line_does_not_take_a_report_with_it() -> None:
    """A line with a credit is removed without the report around it."""
    lines = (f"OSLO - {NEWS}", "A ferry leaves the harbour. PHOTO: ANN LEE", NEWS)
    cleaned = clean(article(*lines))
    assert cleaned.text == f"{NEWS}\n\n{NEWS}"
