"""The pass over the tree: the runs of text of a page, and the boxes that hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.html.box_tree import BoxTree
from newsdigest.extract.html.text_blocks import MAX_DEPTH, read_blocks

_SENTENCE = "The harbour office said that the ferry would sail again on Monday morning."


def _read(body: str) -> BoxTree:
    return read_blocks(LexborHTMLParser(f"<!doctype html><body>{body}", scripting=True))


def _texts(body: str) -> list[str]:
    return _read(body).blocks.texts


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("one<p>two</p>three", ["one", "two", "three"]),
        ("<p>one <b>and</b> the <i>same</i> run</p>", ["one and the same run"]),
        ("<p><b>one</b> <i>two</i></p>", ["one two"]),
        ("<p><b>on</b>e</p>", ["one"]),
        ("<p>  one \n\t two </p>", ["one two"]),
        ("one<br>two", ["one two"]),
        ("one<br> <br>two", ["one", "two"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<p>one<script>no</script> two<style>no</style></p>", ["one two"]),
        ("<p>one <button>two</button></p>", ["one", "two"]),
        ("<p>one</p><textarea>no</textarea><video>no</video>", ["one"]),
    ],
)
def test_a_block_is_the_text_between_two_boundaries(html: str, texts: list[str]) -> None:
    """Block-level elements and empty lines separate text; inline elements and scripts do not."""
    assert _texts(html) == texts


def test_the_text_of_links_is_counted() -> None:
    """In characters, for a link in the text as for a block inside one."""
    page = _read("<p>see <a href=/x>our <b>map</b></a></p><a href=/y><h3>Ferry sails</h3></a>")
    assert page.blocks.texts == ["see our map", "Ferry sails"]
    assert page.blocks.linked == [7, 11]
    assert [page.is_links(block) for block in (0, 1)] == [True, True]


def test_boxes_are_the_elements_that_hold_text() -> None:
    """Not inline elements and empty boxes; the first one is the body."""
    page = _read("<div><div></div><div><span><p>one</p></span></div></div>")
    assert page.boxes.tags == ["body", "div", "div", "p"]
    assert page.boxes.parents == [0, 0, 1, 2]
    assert page.boxes.depths == [0, 1, 2, 3]
    assert list(page.boxes.upwards(3)) == [3, 2, 1, 0]


@pytest.mark.parametrize("tag", ["nav", "footer", "aside", "header"])
def test_furniture_is_removed(tag: str) -> None:
    """A section of few words, and one of many that are links."""
    menu = "".join(f"<li><a href=/{n}>Part {n} of the town</a>" for n in range(120))
    assert _texts(f"<{tag}>Menu <a href=/>Home</a></{tag}><p>one") == ["one"]
    assert _texts(f"<{tag}><ul>{menu}</ul></{tag}><p>one") == ["one"]


@pytest.mark.parametrize("tag", ["nav", "footer", "aside", "header"])
def test_a_section_that_may_wrap_the_page_is_kept(tag: str) -> None:
    """An unclosed section may: it holds the headline, a paragraph, or much text."""
    assert _texts(f"<{tag}><div><h1>Ferry sails</h1></div>") == ["Ferry sails"]
    assert _texts(f"<{tag}><p>{_SENTENCE} {_SENTENCE}") == [f"{_SENTENCE} {_SENTENCE}"]
    assert len(_texts(f"<{tag}>" + f"<div>{_SENTENCE}</div>" * 30)) == 30


def test_streamed_parts_are_moved_to_their_positions() -> None:
    """React sends them hidden and last, and marks their positions by templates."""
    page = '<p>one</p><template id="B:0"></template><p>three</p><div hidden id="S:0"><p>two</div>'
    assert _texts(page) == ["one", "two", "three"]


def test_no_box_is_deeper_than_the_bound() -> None:
    """Text of deeper elements goes to their ancestor, and none is lost."""
    page = _read("<div>x" * 1000)
    assert max(page.boxes.depths) == MAX_DEPTH
    assert "".join("".join(page.blocks.texts).split()) == "x" * 1000


@pytest.mark.parametrize("html", ["", "<frameset><frame src=/a></frameset>", "<!-- only -->"])
def test_a_page_without_text_has_no_blocks(html: str) -> None:
    """Nor does one without a body."""
    assert read_blocks(LexborHTMLParser(html, scripting=True)).blocks.texts == []


_INLINE = ("a", "b", "span")
_BLOCK = ("div", "p", "li", "td", "custom-box")
_TREES = st.recursive(
    st.sampled_from(["one", " two ", "\n", "<br>", "drei", "四"]),
    lambda inner: st.tuples(st.sampled_from((*_INLINE, *_BLOCK)), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=25,
)


@given(st.lists(_TREES, max_size=6).map("".join))
def test_no_text_is_lost_doubled_or_moved(html: str) -> None:
    """The blocks hold the visible text of the page as the parser gives it, in its order."""
    tree = LexborHTMLParser(f"<body>{html}")
    assert tree.body is not None
    expected = "".join(tree.body.text().split())
    page = read_blocks(tree)
    assert "".join("".join(page.blocks.texts).split()) == expected
    assert all(parent < box for box, parent in enumerate(page.boxes.parents) if box)
    assert all(
        linked <= len(text)
        for text, linked in zip(page.blocks.texts, page.blocks.linked, strict=True)
    )
