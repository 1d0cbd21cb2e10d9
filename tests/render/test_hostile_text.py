"""Every payload in every place of every format: nothing acts, nothing links where it should not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsdigest.model import (
    Article,
    BlockKind,
    Contradiction,
    Copy,
    Digest,
    Failure,
    Figure,
    Removal,
    Story,
    SummarySentence,
    Topic,
)
from newsdigest.render import (
    FORMATS,
    RenderOptions,
    render_articles,
    render_digest,
    render_failure,
)
from newsdigest.render.links import web_link
from tests.render.examples import CUP, DIGEST, FERRY, FERRY_COPY, FERRY_TOO, STORIES, block

PAYLOADS = {
    "csi": "a\x1b[31mred\x1b[2J\x1b[6n",
    "osc-title": "a\x1b]0;owned\x07b",
    "osc-link": "\x1b]8;;http://evil.test/\x1b\\a\x1b]8;;\x1b\\",
    "osc-clipboard": "\x1b]52;c;ZXZpbA==\x07a",
    "osc-unended": "\x1b]0;a",
    "dcs": "\x1bPq\x1b\\\x1b_a\x1b\\\x1bc",
    "c1": "a\x9b31m\x9d0;b\x9c\x85c",
    "bidi": "a\u202egnp\u2066\u200f\u061c",
    "controls": "a\x00\x07\x08\r\x0b\x0c\t\nb\x7f",
    "hidden": "a\u200b\u2060\ufeff\U000e0041b",
    "surrogate": "a\ud800b\udfff",
    "zalgo": "z" + "\u0301" * 500,
    "rich-markup": "[bold]a[/z] [link=http://evil.test]x[/link] :smile: \\",
    "md-link": "[a](http://evil.test) ](javascript:alert(1)) [b]: http://evil.test",
    "md-image": "![x](http://evil.test/x.png)",
    "md-reference": "[a]\n\n[a]: http://evil.test",
    "md-autolink": "<http://evil.test> http://evil.test www.evil.test a@evil.test",
    "md-html": "<script>alert(1)</script><img src=x onerror=y><!-- c --> </title>",
    "md-heading": "a\n# b\n\nc\n===\n\n# d #",
    "md-front-matter": "---\ntitle: x\n---",
    "md-rule": "***\n\n---\n\n___",
    "md-table": "a | b\n--- | ---\nc | d",
    "md-code": "```\ncode\n``` `x` ~~~ ~~s~~",
    "md-list": "- a\n1. b\n+ c\n> d\n2026. e",
    "md-entities": "&lt;b&gt; &#27;[31m &copy; &amp;lt;",
    "md-emphasis": "**a** _b_ *c\\",
    "javascript": "javascript:alert(1)//http://x.test",
    "data": "data:text/html,<script>alert(1)</script>",
    "split-scheme": "java\nscript:alert(1)",
    "url-escape": "https://x.test/\x1b]52;c;eA==\x07?a=%1b&lt;=1)](http://evil.test)",
    "url-quotes": "https://x.test/a b\"'<>`|\\^{}()[]é",
    "url-user": "https://user:hunter2@x.test/?token=hunter2",
    "url-host": "https://good.test\\@evil.test/ ",
    "url-port": "https://x.test:99999999/",
    "long": "x" * 3000,
    "spaces": " \u3000 \u2028 \xa0 ",
    "empty": "",
}


def told(article: Article) -> Digest:
    """The article as lead of a story that others tell too."""
    story = replace(STORIES[0], articles=(article, FERRY_TOO), topics=article.topics)
    return replace(DIGEST, stories=(story, STORIES[1]))


def first_story(**changes: object) -> Digest:
    return replace(DIGEST, stories=(replace(STORIES[0], **changes), STORIES[1]))  # type: ignore[arg-type]


def differing(value: Contradiction) -> Digest:
    return first_story(contradictions=(value,))


PLACES: dict[str, Callable[[str], Digest]] = {
    "title": lambda text: told(replace(FERRY, title=text)),
    "source": lambda text: told(replace(FERRY, source=text)),
    "agency": lambda text: told(replace(FERRY, agency=text)),
    "dateline": lambda text: told(replace(FERRY, dateline=text)),
    "authors": lambda text: told(replace(FERRY, agency=None, authors=(text, text))),
    "url": lambda text: told(replace(FERRY, url=text)),
    "image": lambda text: told(replace(FERRY, image=text)),
    "language": lambda text: told(replace(FERRY, language=text)),
    "section": lambda text: told(replace(FERRY, section=text)),
    "standfirst": lambda text: told(replace(FERRY, standfirst=text)),
    "topic": lambda text: told(replace(FERRY, topics=(Topic(text, text, 0.5),))),
    "removed": lambda text: told(replace(FERRY, removed=(Removal(text, text),))),
    "other-source": lambda text: first_story(articles=(FERRY, replace(FERRY_TOO, source=text))),
    "other-url": lambda text: first_story(articles=(FERRY, replace(FERRY_TOO, url=text))),
    "copy": lambda text: first_story(
        copies=(Copy(replace(FERRY_COPY, source=text, agency=text, url=text), "a1"),)
    ),
    "summary": lambda text: first_story(summary=(SummarySentence(text, "a1"),)),
    "about": lambda text: differing(Contradiction(text, (Figure("1", ("a1",)),))),
    "figure": lambda text: differing(Contradiction("dead", (Figure(text, ("a1", text)),))),
    "failed-source": lambda text: replace(DIGEST, failures=(Failure(text, "HTTP 503", "x", "y"),)),
    "failure": lambda text: replace(DIGEST, failures=(Failure("rss", text, text, text),) * 2),
    **{
        f"block-{kind}": lambda text, kind=kind: told(  # type: ignore[misc]
            replace(FERRY, blocks=(block(text, kind, 2), block(text, kind, 3)))
        )
        for kind in BlockKind
    },
}

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
# What the terminal format writes itself: its own colours, and links into the web in pure ASCII.
OWN_CODES = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;(?:id=[0-9a-f]{8};https?://[!-~]+|;)\x1b\\")
EVERYTHING = RenderOptions(width=60, colour=True, hyperlinks=True, removed=True)
PLAIN = RenderOptions(width=60, removed=True)


def links_of(digest: Digest) -> list[str]:
    """The links that a digest may hold, in order."""
    links = []
    for story in digest.stories:
        copies = [copy.article for copy in story.copies]
        links += [web_link(article.url) for article in [*story.articles, *copies]]
    return [link for link in links if link]


def articles_of(digest: Digest) -> list[Article]:
    return [story.lead for story in digest.stories]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_any_format_can_act(payload: str) -> None:
    """I4: no control but line feeds, no ESC, no direction control, no surrogate."""
    for place in PLACES:
        digest = PLACES[place](PAYLOADS[payload])
        for format_name in FORMATS:
            for text in (
                render_digest(digest, format_name, PLAIN),
                render_articles(articles_of(digest), format_name, PLAIN),
            ):
                assert not FORBIDDEN.search(text), (place, format_name)
                assert "\t" not in text, place
                assert text.endswith("\n"), place
        for failure in digest.failures:
            line = render_failure(failure)
            assert line.startswith("error: "), place
            assert not FORBIDDEN.search(line), place
            assert "\n" not in line, place
            assert "hunter2" not in line, place


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_terminal_gets_only_our_own_codes(payload: str) -> None:
    """With colours and hyperlinks on, every ESC begins a sequence that we wrote."""
    for place in PLACES:
        digest = PLACES[place](PAYLOADS[payload])
        for text in (
            render_digest(digest, "terminal", EVERYTHING),
            render_articles(articles_of(digest), "terminal", EVERYTHING),
        ):
            assert not FORBIDDEN.search(OWN_CODES.sub("", text)), place
            assert text.count("\x1b]8;;\x1b") == text.count("\x1b]8;id="), place


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_parses_back_to_the_known_links(payload: str) -> None:
    """OUT04: no foreign text makes a link, an image, HTML, a heading, a table or front matter."""
    for place in PLACES:
        digest = PLACES[place](PAYLOADS[payload])
        text = render_digest(digest, "markdown", PLAIN)
        tokens = parse(text)
        expected = links_of(digest)
        assert [markdown_form(link) for link in expected] == hrefs(tokens), place
        assert kinds(tokens) <= {
            *("heading", "paragraph", "bullet_list", "list_item", "inline", "text", "link"),
        }
        known = kinds_of_headings(parse(render_digest(PLACES[place]("plain"), "markdown", PLAIN)))
        # An empty name takes its heading with it, or moves to the heading of those without one.
        assert len(kinds_of_headings(tokens)) <= len(known), place
        assert not text.startswith("---"), place


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_reader_view_parses_back_to_the_known_links(payload: str) -> None:
    """The same for articles, whose own subheads, quotes, lists and code are all there is."""
    for place in PLACES:
        articles = articles_of(PLACES[place](PAYLOADS[payload]))
        text = render_articles(articles, "markdown", PLAIN)
        tokens = parse(text)
        links = [web_link(article.url) for article in articles]
        assert [markdown_form(link) for link in links if link] == hrefs(tokens), place
        assert kinds(tokens) <= {
            *("heading", "paragraph", "bullet_list", "list_item", "inline", "text", "link"),
            *("blockquote", "fence", "hardbreak", "strong", "hr"),
        }
        assert len([token for token in tokens if token.type == "hr"]) == len(articles) - 1, place


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_stays_json(payload: str) -> None:
    """It parses, a line of jsonl is one value, and no value holds what could act once printed."""
    for place in PLACES:
        digest = PLACES[place](PAYLOADS[payload])
        values = [json.loads(render_digest(digest, "json"))]
        values += [json.loads(line) for line in render_digest(digest, "jsonl").splitlines()]
        values += json.loads(render_articles(articles_of(digest), "json"))
        for value in values:
            for text in strings(value):
                assert text, place
                assert not FORBIDDEN.search(text), place


def parse(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def flat(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in [token, *(token.children or [])]]


def hrefs(tokens: list[Token]) -> list[str]:
    return [str(token.attrs["href"]) for token in flat(tokens) if token.type == "link_open"]


def kinds(tokens: list[Token]) -> set[str]:
    return {re.sub("_(open|close)$", "", token.type) for token in flat(tokens)}


def kinds_of_headings(tokens: list[Token]) -> list[str]:
    return [token.tag for token in tokens if token.type == "heading_open"]


def markdown_form(link: str) -> str:
    """Round brackets end a Markdown link, so they are written as escapes, which mean the same."""
    return link.replace("(", "%28").replace(")", "%29")


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    return [text for inner in value for text in strings(inner)] if isinstance(value, list) else []


def test_a_story_of_nothing_but_a_lead_is_shown() -> None:
    """The least an article can be: an id, no title, no text."""
    bare = Story(id="x", articles=(replace(CUP, title=None, url=None, source=None, blocks=()),))
    for format_name in FORMATS:
        assert render_digest(replace(DIGEST, stories=(bare,)), format_name)
        assert render_articles(bare.articles, format_name)
