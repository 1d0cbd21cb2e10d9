"""The format markdown, and escaping that a CommonMark parser undoes exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newsdigest.language import printable
from newsdigest.model import BlockKind
from newsdigest.render import RenderOptions, render_articles, render_digest
from newsdigest.render.escape_markdown import escaped, fenced, link
from tests.render.examples import CUP, DIGEST, FERRY, block

parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
signs = st.text(
    st.sampled_from("ab1 2.)\\`*_{}[]()<>#+-!|~=:&;/@\"'\n&lt;www.http://") | st.characters()
).map(printable)


def content(markdown: str, kind: str) -> str:
    """The text of a document that is a single paragraph or heading."""
    tokens = parser.parse(markdown)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == [f"{kind}_open", "inline", f"{kind}_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text"}
    return "".join(child.content for child in children)


@given(signs)
@example("2026. A year")
@example("C#")
@example("a\\")
@example("&amp;lt; &#42;")
def test_a_paragraph_reads_as_it_was_written(text: str) -> None:
    """Escaped text parses to the original text."""
    assert content(escaped(text), "paragraph") == text


@given(signs)
def test_a_heading_reads_as_it_was_written(text: str) -> None:
    """An escaped heading parses to the original text, also with # at its end."""
    assert content(f"## {escaped(text)}", "heading") == text


@given(signs)
def test_the_text_of_a_link_reads_as_it_was_written(text: str) -> None:
    """The text of a link can neither end it early nor open another."""
    url = "https://x.test/?a=1&lt;=2&b=(c)"
    tokens = parser.parse(f"a {link(text, url)} b")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    opening = [child for child in tokens[1].children or [] if child.type == "link_open"]
    assert [child.attrs["href"] for child in opening] == ["https://x.test/?a=1&lt;=2&b=%28c%29"]
    shown = "".join(child.content for child in tokens[1].children or [])
    assert shown == f"a {text} b"


@given(st.text(st.sampled_from("`~ab\n"), max_size=30))
def test_code_cannot_leave_its_fence(code: str) -> None:
    """The fence of a code block is longer than any run of backticks in the code."""
    (token,) = parser.parse(fenced(code))
    assert (token.type, token.content.rstrip("\n")) == ("fence", code.rstrip("\n"))


@pytest.mark.parametrize("text", ["http://evil.test", "www.evil.test", "me@evil.test", "~~a~~"])
def test_githubs_extensions_are_escaped(text: str) -> None:
    """Bare URLs and mail addresses are escaped: GitHub would turn them into links."""
    assert escaped(text) != text


def test_ordinary_prose_stays_readable() -> None:
    """Nothing is escaped without need: people read Markdown as source too."""
    text = "It cost S$1.2 million (up 3.5%), she said: “Wait – it isn't over!” AT&T agreed."
    assert escaped(text) == text


def test_a_digest_has_headings_links_and_summaries() -> None:
    """Levels of headings follow the grouping; each headline is a link."""
    text = render_digest(DIGEST, "markdown")
    assert text.startswith(
        "# News digest, Sunday 22 November 2026\n\n"
        "3 stories · 3 publications · since Saturday 06:00\n\n"
        "## Marlow Ledger · Disasters\n\n"
        "### [Harbour ferry strikes pier in fog, injuring 12]"
        "(https://ledger.example/ferry?id=1&page=2)\n\n"
        "Port Marlow · Reuters · Sun 04:00\n\n"
        "A commuter ferry struck a pier in thick fog on Saturday, injuring 12 people. "
        "Fifteen passengers were hurt when the ferry Osprey hit the quay. "
        "— [Harbour Post](https://post.example/quay)\n\n"
        "Also [Harbour Post](https://post.example/quay); "
        "[Evening Line](https://line.example/ferry) (a copy of the Reuters report)\n\n"
        "Figures differ: injured: 12 (Marlow Ledger), 15 (Harbour Post)\n\n"
        "## Evening Line · Sport\n"
    )
    assert text.endswith(
        "1 source failed:\n\n- https\\://example.org/rss (HTTP 503)\n\n[//]: # (newsdigest)\n"
    )


def test_without_grouping_the_publication_stands_under_the_headline() -> None:
    """A publication that is not in a heading is named below the headline."""
    text = render_digest(DIGEST, "markdown", RenderOptions(by=()))
    assert "\n## [Harbour ferry" in text
    about = "Marlow Ledger · disasters · Port Marlow · Reuters"
    assert f"\n{about} · Sun 04:00\n" in text


def test_a_reader_view_keeps_the_kinds_of_blocks() -> None:
    """Subheads, quotes, nested lists, table rows and code are kept."""
    text = render_articles([FERRY, CUP], "markdown", RenderOptions(removed=True))
    assert text.startswith(
        "# [Harbour ferry strikes pier in fog, injuring 12]"
        "(https://ledger.example/ferry?id=1&page=2)\n\n"
        "Marlow Ledger · Port Marlow · Reuters\\\n"
        "Sunday 22 November 2026, 04:00 UTC · updated 05:00\n\n"
        "**Radar trouble had been reported the day before**\n\n"
        "A commuter ferry struck a pier in thick fog on Saturday, injuring 12 people.\n\n"
        "## What happened\n\n"
        "> The master had reported trouble with the radar a day earlier.\n\n"
        "- Twelve people were treated\n"
        "  - two of them for broken bones\n\n"
        "Line \\| Sailings\\\nRed \\| 24\n\n"
        "```\nspeed = 6 # knots\n    if fog:\n        stop()\n```\n\n"
        "## Removed\n\n- phrase:telegram-plug: Join our Telegram channel.\n\n"
        "* * *\n\n# [雨の決勝"
    )


def test_list_items_never_become_code() -> None:
    """An item that skips levels is not indented by four spaces, which would be code."""
    jumping = [block(f"item {level}", BlockKind.LIST_ITEM, level) for level in (3, 1, 5, 5, 0)]
    text = render_articles([replace(FERRY, blocks=tuple(jumping))], "markdown")
    assert text.endswith("- item 3\n- item 1\n  - item 5\n  - item 5\n- item 0\n")
    kinds = {token.type for token in parser.parse(text)}
    assert "code_block" not in kinds
