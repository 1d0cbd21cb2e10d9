"""Finding the running text of a page."""

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


def test_the_main_box_is_the_smallest_with_most_of_the_text() -> None:
    """It holds more than what is outside it, and none of its children holds most."""
    page = _read(
        f'<div id="all"><div id="story">{_paragraphs(8)}</div><div id="more">{_paragraphs(2)}</div>'
    )
    assert _core_id(page) == "story"


def test_the_main_box_of_equal_parts_is_above_them() -> None:
    """A body split over cards is no card."""
    cards = f"<div>{_paragraphs(2)}</div>" * 4
    assert _core_id(_read(f'<main id="all">{cards}</main>')) == "all"


def test_long_comments_are_not_the_main_box() -> None:
    """Nor is anything else by others than the author."""
    page = _read(
        f'<div id="story">{_paragraphs(5)}</div>'
        f'<div class="comments" id="talk">{_paragraphs(40, "readers")}</div>'
    )
    assert _core_id(page) == "story"


def test_a_wrapper_named_sidebar_is_kept() -> None:
    """If the name would cost most of the page's text."""
    page = _read(f'<div class="sidebar-content" id="story">{_paragraphs(9)}</div>')
    assert _core_id(page) == "story"


def test_links_are_not_running_text() -> None:
    """However long they are."""
    linked = _paragraphs(9).replace("<p>", "<p><a href=/x>").replace("</p>", "</a></p>")
    assert _core_id(_read(f'<div id="list">{linked}</div>')) is None


def test_one_short_paragraph_is_not_the_main_box() -> None:
    """Adjacent sentences may belong to the article, if too short to show it."""
    page = _read(f'<div id="story"><p>Ferry is back.</p>{_paragraphs(1)}<p>Fares stay.</p></div>')
    assert _core_id(page) == "story"


def test_short_sentences_count_if_there_are_no_others() -> None:
    """A brief of four lines is an article; labels of one or two words are not."""
    brief = "<p>The ferry runs again from Monday.</p><p>Tickets stay valid for a month.</p>"
    assert _core_id(_read(f'<div id="story">{brief}</div>')) == "story"
    assert _core_id(_read("<p>Home</p><p>Ferry news</p>")) is None


def test_totals_add_up() -> None:
    """The body's totals are those of all words of the page, and of all running text."""
    page = _read(f"<div><p>Home</p>{_paragraphs(3)}</div><div>{_paragraphs(2)}</div>")
    main = find_main_box(page)
    assert main is not None
    assert main.totals.words[0] == sum(page.blocks.words)
    assert main.good == sum(page.blocks.words) - 1
    assert main.totals.blocks[0] == len(page.blocks)
