"""An article that exists only in scripts is found in every usual form, and nothing else is."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.html.script_text import script_blocks
from newsdigest.extract.metadata import ArticleBody, Metadata
from newsdigest.model import Block, BlockKind

TITLE = "Ferry sails again after repair"
LINES = [
    f"Paragraph {number} tells how the ferry between the two towns sailed again on Monday after "
    "a long repair in the dry dock & how the crew had waited for it."
    for number in ("one", "two", "three", "four")
]
MARKUP = "".join(f"<p>{line.replace('&', '&amp;')}</p>" for line in LINES)
ELEMENTS = [{"type": "text", "content": line} for line in LINES]
OTHER = [
    {"type": "text", "content": f"Another long story of bread and bakers. {line}"}
    for line in LINES * 3
]


def read(script: str, *, title: str | None = TITLE) -> tuple[Block, ...]:
    tree = LexborHTMLParser(f"<html><body><div id=app></div>{script}</body></html>", scripting=True)
    return script_blocks(tree, Metadata(title=title))


def data(value: object, attributes: str = 'id="__NEXT_DATA__" type="application/json"') -> str:
    text = json.dumps(value).replace("</", "<\\u002f")
    return f"<script {attributes}>{text}</script>"


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


@pytest.mark.parametrize(
    "article",
    [
        {"headline": TITLE, "bodyHtml": MARKUP},
        {"headline": TITLE, "body": "\n\n".join(LINES)},
        {"headline": TITLE, "paragraphs": LINES},
        {"headlines": {"basic": TITLE}, "content_elements": ELEMENTS},
        {
            "title": TITLE,
            "blocks": [{"type": "core/paragraph", "data": {"text": t}} for t in LINES],
        },
        {
            "title": TITLE,
            "content": [
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": line}]}
                for line in LINES
            ],
        },
    ],
)
def test_a_body_is_found_in_the_usual_forms(article: dict[str, object]) -> None:
    """Markup, plain text, lists of strings and of typed paragraphs, flat or nested."""
    assert texts(read(data({"props": {"pageProps": {"article": article}}}))) == LINES


@pytest.mark.parametrize(
    "script",
    [
        f"<script>window.__NUXT__={json.dumps({'body': LINES})};run()</script>",
        f"<script>window['__APOLLO_STATE__'] = {json.dumps({'body': LINES})};</script>",
        f"<script>window.__PRELOADED_STATE__ = {json.dumps({'body': LINES})}</script>",
        f"<script>var a=1;Fusion.globalContent={json.dumps({'content_elements': ELEMENTS})};"
        "Fusion.spa=false</script>",
        f"<script>window.__INITIAL_STATE__=JSON.parse({json.dumps(json.dumps({'b': LINES}))})"
        "</script>",
        data({"story": LINES}, 'type="application/json" data-state'),
    ],
)
def test_states_of_the_usual_frameworks_are_read(script: str) -> None:
    """Nuxt, Apollo, Redux, Fusion, a JSON string, a JSON script of any name."""
    assert texts(read(script)) == LINES


def test_a_flat_list_of_nuxt_is_resolved() -> None:
    """Nuxt 3 writes each value once and refers to it by index."""
    flat: list[object] = [["Reactive", 1], {"article": 2}, {"title": 3, "body": 4}, TITLE]
    flat += [[5, 6, 7, 8], *LINES]
    assert texts(read(data(flat, 'id="__NUXT_DATA__" type="application/json"'))) == LINES


def test_the_body_next_to_the_title_beats_a_longer_one() -> None:
    """The data of a page holds other articles as well."""
    stories = [
        {"headline": "Bakers of the old town", "content_elements": OTHER},
        {"headline": TITLE, "content_elements": ELEMENTS},
    ]
    assert texts(read(data({"stories": stories}))) == LINES


def test_headings_lists_and_quotes_keep_their_kinds() -> None:
    """Typed elements become blocks of their kind."""
    elements = [
        *ELEMENTS,
        {"type": "header", "content": "What comes next"},
        {"type": "list", "items": [{"type": "text", "content": "More boats"}]},
        {"type": "quote", "content": "We are glad."},
    ]
    kinds = [block.kind for block in read(data({"content_elements": elements}))[4:]]
    assert kinds == [BlockKind.SUBHEAD, BlockKind.LIST_ITEM, BlockKind.QUOTE]


def test_json_ld_comes_first_and_must_match_the_title() -> None:
    """The longest body under the page's headline; that of another article is ignored."""
    tree = LexborHTMLParser("<body></body>", scripting=True)
    body = "\n".join(LINES)
    own = ArticleBody(TITLE, body)
    other = ArticleBody("Bakers of the old town", body * 3)
    assert texts(script_blocks(tree, Metadata(title=TITLE, article_bodies=(other, own)))) == LINES
    assert script_blocks(tree, Metadata(title=TITLE, article_bodies=(other,))) == ()


@pytest.mark.parametrize(
    "script",
    [
        "",
        data({"teasers": [{"title": TITLE, "description": LINES[0], "url": "/a"}] * 20}),
        data({"tags": ["ferry", "town", "dock"] * 60}),
        data({"body": LINES[0]}),
        "<script>window.__NUXT__=(function(a){return {b:a}}(1))</script>",
        f"<script>var other = {json.dumps(LINES)}</script>",
    ],
)
def test_no_article_is_found_in_other_data(script: str) -> None:
    """Teasers, tags, a single paragraph, code and unnamed values are no article."""
    assert read(script) == ()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"a":' * 50_000 + "1" + "}" * 50_000,
        '{"a": ' + "9" * 10_000 + "}",
        '{"a": NaN, "b": Infinity}',
        '{"a": "\\ud800"}',
        "{broken",
        '{"id": 1e999999}',
        "[" + ",".join(['{"type":"text","content":["x"]}'] * 40_000) + "]",
    ],
)
def test_hostile_json_is_survived(text: str) -> None:
    """Depth, long numbers, constants and lone surrogates yield nothing and raise nothing."""
    read(f'<script id="__NEXT_DATA__" type="application/json">{text}</script>')
    read(f"<script>window.__NUXT__ = {text}</script>")


def test_circular_references_end() -> None:
    """A flat list may refer to itself."""
    assert read(data([{"a": 1}, {"b": 0, "c": 2}, [0, 1, 2]], 'id="__NUXT_DATA__"')) == ()


def test_more_than_the_bound_is_not_read() -> None:
    """Two megabytes of scripts at most."""
    assert read(data({"pad": "x" * 2_000_000, "body": LINES})) == ()
