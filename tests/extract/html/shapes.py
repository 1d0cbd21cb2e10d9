"""One article in the many forms of markup that pages wrap their text in, with the expected text.

The articles are our own writing. Each page has what real pages have round an article: a menu, a
headline with byline and date, a box of related links, a sign-up, comments and a footer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

TITLE = "Night bus returns to the hill villages"
PARAGRAPHS = (
    "The night bus that linked the hill villages with the harbour town will run again from the "
    "first weekend in March, the county's transport office said on Thursday.",
    "Two buses will leave the harbour at eleven and at half past midnight on Fridays and "
    "Saturdays, and call at all nine stops that were served until the route was cut in 2019.",
    "Residents had collected more than four thousand signatures, and in the autumn a group of "
    "volunteers drove people home in their own cars to show how many would use a bus.",
    '"We counted one hundred and sixty passengers in six weekends," said Marta Lindqvist, who '
    "runs the bakery at the upper end of the valley and organised the lifts.",
    "A single ticket will cost two euros and fifty cents, half of what the late bus cost before, "
    "because the villages have agreed to pay a third of the running costs.",
    "The contract is for eighteen months. If fewer than forty people travel on an average "
    "weekend, the office may end it with three months' notice.",
    "Timetables will be posted at the stops next week, and the drivers have asked passengers to "
    "signal clearly, since the road above the quarry has no street lights.",
)
ITEMS = (
    "Harbour Square, platform four, behind the fish market",
    "Quarry Bend, where the old timber yard used to be",
    "Upper Mill, opposite the bakery and the village school",
)
_MENU = (
    "<nav class=main-menu><ul><li><a href=/>Home</a><li><a href=/local>Local</a>"
    "<li><a href=/sport>Sport</a><li><a href=/weather>Weather</a></ul></nav>"
)
_RELATED = (
    "<div class=related-articles><h3>More from the valley</h3><ul>"
    "<li><a href=/a1>Quarry lorries to use the lower road until summer</a>"
    "<li><a href=/a2>Bakery wins prize for its rye bread for the third time</a>"
    "<li><a href=/a3>School choir looks for voices of all ages this winter</a></ul></div>"
)
_SIGN_UP = (
    "<div class=newsletter-signup><p>Get the valley's news in your inbox every Friday morning, "
    "free of charge, and unsubscribe whenever you like.</p><form><input name=mail>"
    "<button>Sign up</button></form></div>"
)
_COMMENTS = (
    "<section id=comments class=comments><h3>2 comments</h3><div class=comment><p>I have waited "
    "for this for years and will be on the first bus on Friday with all my neighbours.</p></div>"
    "<div class=comment><p>Two euros fifty is fair, but why does it not run on Sundays when the "
    "last ferry comes in so late?</p></div></section>"
)
_FOOTER = (
    "<footer><p>© 2025 The Hill Courier. All rights reserved.</p><a href=/us>About</a></footer>"
)
_HEADLINE = (
    f"<h1>{TITLE}</h1><p class=byline>By Ida Sommer</p>"
    "<time datetime=2025-02-06>6 February 2025</time>"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A page and the texts that its article consists of, in order."""

    html: str
    body: tuple[str, ...] = PARAGRAPHS


def p(text: str) -> str:
    """A text as a paragraph."""
    return f"<p>{escape(text, quote=False)}</p>"


def page(content: str, *, head: str = "", after: str = "", headline: str = _HEADLINE) -> str:
    """A whole page around an article."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{TITLE} | The Hill Courier"
        f"</title><meta property=og:title content='{TITLE}'><meta property=og:type content=article>"
        f"{head}</head><body>{_MENU}<div id=page>{headline}{content}</div>{_RELATED}{_SIGN_UP}"
        f"{_COMMENTS}{_FOOTER}{after}</body></html>"
    )


def _each(wrap: Callable[[str], str]) -> str:
    return "\n".join(wrap(p(text)) for text in PARAGRAPHS)


ALL = "\n".join(p(text) for text in PARAGRAPHS)


def _plain() -> Shape:
    return Shape(page(f"<article>{ALL}</article>"))


def _sibling_cards() -> Shape:
    cards = _each(lambda text: f"<div class=card><div class=card-body>{text}</div></div>")
    return Shape(page(f"<div class=cards>{cards}</div>"))


def _builder_blocks() -> Shape:
    rows = _each(
        lambda text: (
            "<section class=builder-section><div class=builder-container><div class=builder-column>"
            f"<div class=builder-widget><div class=widget-container>{text}</div></div></div></div>"
            "</section>"
        )
    )
    return Shape(page(f"<div class=builder>{rows}</div>"))


def _slides() -> Shape:
    slides = _each(
        lambda text: (
            "<div class=slide><figure><img src=a.jpg><figcaption>A picture of the road. Photo: "
            f"Courier</figcaption></figure><div class=slide-text>{text}</div></div>"
        )
    )
    return Shape(page(f"<div class=slideshow>{slides}</div>"))


def _accordion() -> Shape:
    panels = _each(
        lambda text: (
            "<div class=accordion-item><button aria-expanded=false>Open</button>"
            f"<div class=panel style='display: none'>{text}</div></div>"
        )
    )
    return Shape(page(f"<div class=accordion>{panels}</div>"))


def _details() -> Shape:
    return Shape(page(f"<article>{_each(lambda text: f'<details>{text}</details>')}</article>"))


def _streamed_segments() -> Shape:
    first = "".join(map(p, PARAGRAPHS[:3]))
    rest = "".join(map(p, PARAGRAPHS[3:]))
    content = f"<article>{first}<!--$?--><template id=B:0></template><!--/$--></article>"
    return Shape(
        page(content, after=f"<div hidden id=S:0>{rest}</div><script>$RC('B:0','S:0')</script>")
    )


def _unclosed_aside() -> Shape:
    return Shape(page(f"<aside class=share-tools><a href=/s>Share</a><div>{ALL}</div>"))


def _unclosed_header() -> Shape:
    return Shape(page(f"<header class=page-header>{_HEADLINE}<div>{ALL}</div>", headline=""))


def _sidebar_content() -> Shape:
    return Shape(page(f"<div class=sidebar-content><div class=text>{ALL}</div></div>"))


def _repeated_copy() -> Shape:
    both = "".join(f"<div class={name}>{ALL}</div>" for name in ("desktop", "mobile"))
    return Shape(page(f"<article>{both}</article>"))


def _hidden_copy() -> Shape:
    return Shape(page(f"<article>{ALL}</article><div style='display:none'>{ALL}</div>"))


def _bare_text() -> Shape:
    lines = "<br><br>\n".join(escape(text, quote=False) for text in PARAGRAPHS)
    return Shape(page(f"<div class=story>{lines}</div>"))


def _inline_wrapped() -> Shape:
    spans = "".join(f"<div><span><font>{p(text)[3:-4]}</font></span></div>" for text in PARAGRAPHS)
    return Shape(page(f"<div class=story>{spans}</div>"))


def _list() -> Shape:
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    body = (*PARAGRAPHS[:4], *ITEMS, *PARAGRAPHS[4:])
    first, rest = "".join(map(p, PARAGRAPHS[:4])), "".join(map(p, PARAGRAPHS[4:]))
    return Shape(page(f"<article>{first}<ul>{items}</ul>{rest}</article>"), body)


def _definitions() -> Shape:
    terms = "".join(f"<dt>Stop {n}</dt><dd>{item}</dd>" for n, item in enumerate(ITEMS, start=1))
    declared = [part for n, item in enumerate(ITEMS, start=1) for part in (f"Stop {n}", item)]
    first, rest = "".join(map(p, PARAGRAPHS[:4])), "".join(map(p, PARAGRAPHS[4:]))
    return Shape(
        page(f"<article>{first}<dl>{terms}</dl>{rest}</article>"),
        (*PARAGRAPHS[:4], *declared, *PARAGRAPHS[4:]),
    )


def _table() -> Shape:
    rows = (("Stop", "First bus"), ("Harbour Square", "23:00"), ("Upper Mill", "23:35"))
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    first, rest = "".join(map(p, PARAGRAPHS[:4])), "".join(map(p, PARAGRAPHS[4:]))
    return Shape(
        page(f"<article>{first}<table>{cells}</table>{rest}</article>"),
        (*PARAGRAPHS[:4], *(" | ".join(row) for row in rows), *PARAGRAPHS[4:]),
    )


def _embedded_post() -> Shape:
    post = "Standing at Quarry Bend with forty neighbours, and not one of us has to drive tonight."
    first, rest = "".join(map(p, PARAGRAPHS[:4])), "".join(map(p, PARAGRAPHS[4:]))
    quote = f"<blockquote class=embedded-post><p>{post}</p></blockquote>"
    return Shape(
        page(f"<article>{first}{quote}{rest}</article>"), (*PARAGRAPHS[:4], post, *PARAGRAPHS[4:])
    )


def _live_blog() -> Shape:
    entries = "".join(
        f"<div class=live-entry id=e{n}><time datetime=2025-02-06T1{n}:00>1{n}:00</time>"
        f"{p(text)}</div>"
        for n, text in enumerate(PARAGRAPHS)
    )
    return Shape(page(f"<div class=live-blog>{entries}</div>"))


def _amp() -> Shape:
    text = _each(lambda one: f"{one}<amp-ad width=300 height=250></amp-ad>")
    body = f"<amp-state><script type=application/json>{{}}</script></amp-state><main>{text}</main>"
    return Shape(page(body).replace("<html lang=en>", "<html amp lang=en>"))


def _custom_elements() -> Shape:
    parts = _each(lambda one: f"<story-part><story-text>{one}</story-text></story-part>")
    return Shape(page(f"<story-body>{parts}</story-body>"))


def _with_calls() -> Shape:
    calls = (
        "<p><a href=/x><strong>READ MORE: Quarry lorries to use the lower road</strong></a></p>",
        "<div class=advertisement>Advertisement</div>",
        "<figure><img src=b.jpg><figcaption>The upper stop. Photo: Courier</figcaption></figure>",
    )
    mixed = "".join(
        p(text) + (calls[n // 2] if n % 2 and n // 2 < len(calls) else "")
        for n, text in enumerate(PARAGRAPHS)
    )
    return Shape(page(f"<article>{mixed}</article>"))


def _only_data(script: str) -> Shape:
    return Shape(
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{TITLE}</title></head>"
        f"<body><div id=app></div>{script}</body></html>"
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True).replace("</", "<\\/")


_DATA = {"headline": TITLE, "body": ALL}


def _json_ld() -> Shape:
    value = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": "\n\n".join(PARAGRAPHS),
    }
    return _only_data(f"<script type=application/ld+json>{_json(value)}</script>")


def _next_state() -> Shape:
    state = _json({"props": {"pageProps": {"article": _DATA}}})
    return _only_data(f"<script id=__NEXT_DATA__ type=application/json>{state}</script>")


def _nuxt2_object() -> Shape:
    return _only_data(f"<script>window.__NUXT__={_json({'data': [{'story': _DATA}]})};</script>")


def _nuxt2_function() -> Shape:
    call = (
        "window.__NUXT__=(function(a,b){return {layout:a,data:[{story:{headline:"
        f'{_json(TITLE)},body:b}}}}]}}}}("default",{_json(ALL)}));'
    )
    return _only_data(f"<script>{call}</script>")


def _nuxt3_data() -> Shape:
    flat = [{"data": 1}, {"story": 2}, {"headline": 3, "body": 4}, TITLE, ALL]
    return _only_data(f"<script type=application/json id=__NUXT_DATA__>{_json(flat)}</script>")


def _flight_elements() -> Shape:
    tree = [
        "$",
        "article",
        None,
        {"children": [["$", "p", None, {"children": t}] for t in PARAGRAPHS]},
    ]
    rows = f'1:I["(app)/page.js",[],"Page"]\n2:{json.dumps(tree)}\n'
    half = len(rows) // 2
    pushes = "".join(
        f"<script>self.__next_f.push({_json([1, part])})</script>"
        for part in (rows[:half], rows[half:])
    )
    return _only_data(f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{pushes}")


def _flight_text() -> Shape:
    size = len(ALL.encode())
    rows = f'3:{{"article":{{"title":{json.dumps(TITLE)},"html":"$4"}}}}\n4:T{size:x},{ALL}5:null\n'
    return _only_data(f"<script>self.__next_f.push({_json([1, rows])})</script>")


def _fusion() -> Shape:
    elements = [{"type": "text", "content": text} for text in PARAGRAPHS]
    content = _json({"headlines": {"basic": TITLE}, "content_elements": elements})
    return _only_data(
        f"<script>window.Fusion=window.Fusion||{{}};Fusion.globalContent={content};"
        "Fusion.globalContentConfig={};</script>"
    )


_MAKERS: tuple[Callable[[], Shape], ...] = (
    *(_plain, _sibling_cards, _builder_blocks, _slides, _accordion, _details, _streamed_segments),
    *(_unclosed_aside, _unclosed_header, _sidebar_content, _repeated_copy, _hidden_copy),
    *(_bare_text, _inline_wrapped, _list, _definitions, _table, _embedded_post, _live_blog, _amp),
    *(_custom_elements, _with_calls, _json_ld, _next_state, _nuxt2_object, _nuxt2_function),
    *(_nuxt3_data, _flight_elements, _flight_text, _fusion),
)
SHAPES = {make.__name__.strip("_").replace("_", "-"): make() for make in _MAKERS}
