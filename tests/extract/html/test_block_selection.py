"""Which blocks are kept, by their probabilities."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.html.block_selection import choose, select_blocks
from newsdigest.extract.html.text_blocks import read_blocks

_BLOCKS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 400)), min_size=1, max_size=40)
_LONG = "The harbour office said that the ferry would sail again on Monday morning."


def _kept(body: str, chances: list[float]) -> list[str]:
    page = read_blocks(LexborHTMLParser(f"<body>{body}"))
    blocks = list(range(len(page.blocks)))
    wanted = select_blocks(page, blocks, chances)
    return [page.blocks.texts[block] for block in blocks if wanted[block]]


@given(_BLOCKS)
def test_no_block_is_dropped_for_a_less_likely_one(blocks: list[tuple[float, int]]) -> None:
    """And something is kept of every page."""
    chances, sizes = [chance for chance, _ in blocks], [size for _, size in blocks]
    kept = choose(chances, sizes)
    assert any(kept)
    least = min(chance for chance, wanted in zip(chances, kept, strict=True) if wanted)
    assert all(chance <= least for chance, wanted in zip(chances, kept, strict=True) if not wanted)


def test_a_low_probability_counts_relative_to_others() -> None:
    """Such a block is dropped beside a long likely body, and kept if there is nothing better."""
    assert choose([0.9, 0.9, 0.2], [200, 200, 30]) == [True, True, False]
    assert choose([0.2, 0.2, 0.2], [200, 200, 30]) == [True, True, True]


def test_a_long_text_is_kept_once() -> None:
    """Copies for another screen size are dropped; a short line may well occur twice."""
    body = f"<p>{_LONG}</p><p>{_LONG}</p><p>No comment.</p><p>No comment.</p>"
    assert _kept(body, [0.9] * 4) == [_LONG, "No comment.", "No comment."]


def test_a_subhead_above_kept_text_is_kept() -> None:
    """From a low probability on; not if it is a link, and not at the end."""
    page = f"<p>{_LONG}</p><h2>Fares</h2><p>Nine euros, he said.</p><h2>More</h2>"
    assert _kept(page, [0.9, 0.12, 0.9, 0.12]) == [_LONG, "Fares", "Nine euros, he said."]
    linked = page.replace("Fares", "<a href=/fares>Fares</a>")
    assert _kept(linked, [0.9, 0.12, 0.9, 0.12]) == [_LONG, "Nine euros, he said."]


def test_captions_are_dropped() -> None:
    """However likely they look, as on a page with a single one."""
    figure = "<figure><img alt=''><figcaption><span>The ferry at dawn.</span></figcaption></figure>"
    assert _kept(f"<p>{_LONG}</p>{figure}", [0.9, 0.9]) == [_LONG]
