"""Numbers of ordered lists in every format with whole texts."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from zipfile import ZipFile

import pytest
from markdown_it import MarkdownIt

from newsdigest.model import Article, Block, BlockKind
from newsdigest.render import render_articles, render_articles_bytes
from tests.render.examples import FERRY

_ITEM = BlockKind.LIST_ITEM
# The second list continues the first, as steps do with a picture between them.
_ARTICLE = replace(
    FERRY,
    blocks=(
        Block(BlockKind.PARAGRAPH, "This is how a rope is mended."),
        Block(_ITEM, "Unlay the strands.", 1, 9),
        Block(_ITEM, "Marry the ends.", 1, 10),
        Block(_ITEM, "Tape helps.", 2),
        Block(_ITEM, "Or twine.", 2),
        Block(BlockKind.PARAGRAPH, "Then comes the work."),
        Block(_ITEM, "Tuck each strand.", 1, 11),
    ),
)
_NUMBERED = ["9. Unlay the strands.", "10. Marry the ends.", "11. Tuck each strand."]


def _rendered(name: str, article: Article = _ARTICLE) -> str:
    return render_articles([article], name)


@pytest.mark.parametrize("name", ["text", "terminal", "markdown"])
def test_lines_of_text_begin_with_their_number(name: str) -> None:
    """Each number is at the beginning of a line, as printed."""
    lines = [line.strip() for line in _rendered(name).splitlines()]
    assert [line for line in lines if line[:1].isdigit() and ". " in line[:4]] == _NUMBERED


def test_markdown_nests_what_stands_under_a_number() -> None:
    """Nested items are indented by the width of the number, or the list would end."""
    page = MarkdownIt("commonmark").render(_rendered("markdown"))
    assert '<ol start="9">' in page
    assert "Marry the ends.\n<ul>\n<li>Tape helps.</li>\n<li>Or twine.</li>\n</ul>\n</li>" in page


def test_pages_have_ordered_lists_with_the_numbers_themselves() -> None:
    """Numbers are kept when cleaning removes an item."""
    page = _rendered("html")
    assert [page.count(f'<li value="{number}">') for number in (9, 10, 11)] == [1, 1, 1]
    assert page.count("<ol>") == 2
    assert "<ul>\n<li>Tape helps.</li>\n<li>Or twine.</li>\n</ul>" in page


def test_books_have_them_too() -> None:
    """A chapter has the same numbers as a page."""
    with ZipFile(io.BytesIO(render_articles_bytes([_ARTICLE], "epub"))) as book:
        chapters = [book.read(name).decode() for name in book.namelist() if "chapter" in name]
    assert any('<li value="10">Marry the ends.' in chapter for chapter in chapters)


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_json_has_them_in_the_text(name: str) -> None:
    """The text of an article has its numbers."""
    value = json.loads(_rendered(name))
    text = (value[0] if name == "json" else value)["text"]
    assert [line for line in text.split("\n\n") if line[0].isdigit()] == _NUMBERED
