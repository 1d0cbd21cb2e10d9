"""Markdown: escaped so that a CommonMark parser reads exactly what was written."""

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
    """The text of a document that consists of one paragraph or heading and nothing else."""
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
    """Parsed back, escaped text is the text: nothing is markup and nothing is lost."""
    assert content(escaped(text), "paragraph") == text


@given(signs)
def test_a_heading_reads_as_it_was_written(text: str) -> None:
    """Also at its end, where a # would be taken for a closing one."""
    assert content(f"## {escaped(text)}", "heading") == text


@given(signs)
def test_the_text_of_a_link_reads_as_it_was_written(text: str) -> None:
    """It cannot end the link early, nor open another."""
    url = "https://x.test/?a=1&lt;=2&b=(c)"
    tokens = parser.parse(f"a {link(text, url)} b")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    opening = [child for child in tokens[1].children or [] if child.type == "link_open"]
    assert [child.attrs["href"] for child in opening] == ["https://x.test/?a=1&lt;=2&b=%28c%29"]
    shown = "".join(child.content for child in tokens[1].children or [])
    assert shown == f"a {text} b"


@given(st.text(st.sampled_from("`~ab\n"), max_size=30))
def test_code_cannot_leave_its_fence(code: str) -> None:
    """The fence is longer than any run of backticks in the code."""
    (token,) = parser.parse(fenced(code))
    assert (token.type, token.content.rstrip("\n")) == ("fence", code.rstrip("\n"))


@pytest.mark.parametrize("text", ["http://evil.test", "www.evil.test", "me@evil.test", "~~a~~"])
def test_what_github_would_make_of_it_is_escaped(text: str) -> None:
    """Bare URLs and mail addresses are no links in CommonMark, but they are where many read it."""
    assert escaped(text) != text


def test_ordinary_prose_stays_readable() -> None:
    """The source is read too, so nothing is escaped without need."""
    text = "It cost S$1.2 million (up 3.5%), she said: “Wait – it isn't over!” AT&T agreed."
    assert escaped(text) == text


def test_a_digest_has_headings_links_and_summaries() -> None:
    """Levels follow the grouping; the headline is the link."""
    text = render_digest(DIGEST, "markdown")
    assert text.startswith(
        "# News digest, Sunday 22 November 2026\n\n"
        "3 stories · 5 articles · 3 publications · since Saturday 06:00\n\n"
        "## Marlow Ledger\n\n"
        "### Disaster, accident and emergency incident\n\n"
        "#### [Harbour ferry strikes pier in fog, injuring 12]"
        "(https://ledger.example/ferry?id=1&page=2)\n\n"
        "Port Marlow · Reuters · 2 h ago\n\n"
        "A commuter ferry struck a pier in thick fog on Saturday, injuring 12 people. "
        "Fifteen passengers were hurt when the ferry Osprey hit the quay. "
        "— [Harbour Post](https://post.example/quay)\n\n"
        "Also in [Harbour Post](https://post.example/quay); "
        "[Evening Line](https://line.example/ferry) (a copy of the Reuters report)\n\n"
        "Figures differ: injured: 12 (Marlow Ledger), 15 (Harbour Post)\n\n"
        "## Evening Line\n"
    )
    assert text.endswith(
        "1 source failed:\n\n- https\\://example.org/rss (HTTP 503)\n\n[//]: # (newsdigest)\n"
    )


def test_without_grouping_the_publication_stands_under_the_headline() -> None:
    """What no heading says is said there."""
    text = render_digest(DIGEST, "markdown", RenderOptions(by=()))
    assert "\n## [Harbour ferry" in text
    about = "Marlow Ledger · disaster, accident and emergency incident · Port Marlow · Reuters"
    assert f"\n{about} · 2 h ago\n" in text


def test_a_reader_view_keeps_the_kinds_of_blocks() -> None:
    """Subheads, quotes, nested lists, table rows and code."""
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
    """A page may jump from depth 1 to 5; four spaces more would be a code block."""
    jumping = [block(f"item {level}", BlockKind.LIST_ITEM, level) for level in (3, 1, 5, 5, 0)]
    text = render_articles([replace(FERRY, blocks=tuple(jumping))], "markdown")
    assert text.endswith("- item 3\n- item 1\n  - item 5\n  - item 5\n- item 0\n")
    kinds = {token.type for token in parser.parse(text)}
    assert "code_block" not in kinds
