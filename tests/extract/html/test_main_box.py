"""Where the running text of a page is."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.html.box_tree import BoxTree
from newsdigest.extract.html.main_box import find_main_box
from newsdigest.extract.html.text_blocks import read_blocks

_LONG = (
    "<p>The harbour office said that the ferry would sail again on Monday, with {} on board.</p>"
)


def _read(body: str) -> BoxTree:
    return read_blocks(LexborHTMLParser(f"<!doctype html><body>{body}", scripting=True))


def _paragraphs(count: int, of: str = "crew") -> str:
    return "".join(_LONG.format(f"{of} {n}") for n in range(count))


def _core_id(page: BoxTree) -> str | None:
    main = find_main_box(page)
    return page.boxes.nodes[main.box].id if main else None


def test_the_core_is_the_smallest_box_with_most_of_the_text() -> None:
    """What stands beside it is less than what it holds, and no child of it holds most."""
    page = _read(
        f'<div id="all"><div id="story">{_paragraphs(8)}</div><div id="more">{_paragraphs(2)}</div>'
    )
    assert _core_id(page) == "story"


def test_text_in_equal_parts_has_its_core_above_them() -> None:
    """A body split over cards is no card."""
    cards = f"<div>{_paragraphs(2)}</div>" * 4
    assert _core_id(_read(f'<main id="all">{cards}</main>')) == "all"


def test_comments_are_no_core_however_long() -> None:
    """Nor is anything else by others than the author."""
    page = _read(
        f'<div id="story">{_paragraphs(5)}</div>'
        f'<div class="comments" id="talk">{_paragraphs(40, "readers")}</div>'
    )
    assert _core_id(page) == "story"


def test_a_wrapper_that_calls_itself_a_sidebar_is_not_believed() -> None:
    """Not where the name would cost most of the page's text."""
    page = _read(f'<div class="sidebar-content" id="story">{_paragraphs(9)}</div>')
    assert _core_id(page) == "story"


def test_links_are_no_running_text() -> None:
    """However long their words are."""
    linked = _paragraphs(9).replace("<p>", "<p><a href=/x>").replace("</p>", "</a></p>")
    assert _core_id(_read(f'<div id="list">{linked}</div>')) is None


def test_one_short_paragraph_is_no_core_alone() -> None:
    """The sentences beside it may be of the article, if too short to show it."""
    page = _read(f'<div id="story"><p>Ferry is back.</p>{_paragraphs(1)}<p>Fares stay.</p></div>')
    assert _core_id(page) == "story"


def test_short_sentences_count_where_there_are_no_others() -> None:
    """A brief of four lines is an article; labels of one or two words are not."""
    brief = "<p>The ferry runs again from Monday.</p><p>Tickets stay valid for a month.</p>"
    assert _core_id(_read(f'<div id="story">{brief}</div>')) == "story"
    assert _core_id(_read("<p>Home</p><p>Ferry news</p>")) is None


def test_what_boxes_hold_adds_up() -> None:
    """The body holds all words of the page, and those of running text as good ones."""
    page = _read(f"<div><p>Home</p>{_paragraphs(3)}</div><div>{_paragraphs(2)}</div>")
    main = find_main_box(page)
    assert main is not None
    assert main.totals.words[0] == sum(page.blocks.words)
    assert main.good == sum(page.blocks.words) - 1
    assert main.totals.blocks[0] == len(page.blocks)
