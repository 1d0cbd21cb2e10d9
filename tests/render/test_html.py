"""The format html: structure, policy, languages, charts, and the reader view."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsdigest.model import Article, BlockKind, Contradiction, Digest, Figure, Partial, Story
from newsdigest.render import RenderOptions, render_articles, render_digest
from newsdigest.render.charts import charts
from tests.render.examples import (
    BARE,
    CUP,
    DIGEST,
    DISASTER,
    FERRY,
    FERRY_TOO,
    NOW,
    SPORT,
    STORIES,
    block,
)

GROUPINGS = [(), ("source",), ("topic",), ("source", "topic"), ("topic", "source")]


def page(digest: Digest = DIGEST, **options: object) -> LexborHTMLParser:
    return LexborHTMLParser(
        render_digest(digest, "html", RenderOptions(**options))  # type: ignore[arg-type]
    )


def reader(*articles: Article, **options: object) -> LexborHTMLParser:
    return LexborHTMLParser(
        render_articles(articles, "html", RenderOptions(**options))  # type: ignore[arg-type]
    )


def text_of(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text(deep=True).split()) for node in tree.css(selector)]


def levels(tree: LexborHTMLParser, within: str = "") -> list[int]:
    heads = ", ".join(f"{within} h{level}".strip() for level in range(1, 7))
    return [int(str(node.tag)[1]) for node in tree.css(heads)]


@pytest.mark.parametrize("by", GROUPINGS)
def test_headings_follow_in_order(by: tuple[str, ...]) -> None:
    """Headings skip no level, whatever the grouping, and there is one of level 1."""
    for digest in (DIGEST, replace(DIGEST, stories=STORIES[2:]), replace(DIGEST, stories=())):
        found = levels(page(digest, by=by))
        assert found[0] == 1
        assert found.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(found))


def test_the_page_has_landmarks_and_a_skip_link() -> None:
    """The first link of the page skips to the stories."""
    tree = page()
    for landmark in ("header", "nav", "main", "footer"):
        assert len(tree.css(f"body {landmark}")) == 1
    assert tree.css("body a")[0].attributes["href"] == "#stories"
    assert tree.css("#stories")[0].tag == "main"


def test_contents_link_to_sections_and_briefs() -> None:
    """The contents name publications in one row, each with a link to its section."""
    tree = page()
    assert text_of(tree, "nav li") == ["Marlow Ledger", "Evening Line", "Publication unknown"]
    for link in tree.css("nav a"):
        assert tree.css(link.attributes["href"] or "?")
    assert not page(by=()).css("nav")
    assert not page(replace(DIGEST, stories=STORIES[:1])).css("nav")


def test_the_policy_allows_the_style_and_nothing_else() -> None:
    """The hash in the policy is that of the style element; all else is forbidden."""
    for text in (render_digest(DIGEST, "html"), render_articles([FERRY], "html")):
        style = text[text.index("<style>") + 7 : text.index("</style>")]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in text
        assert not re.search(r"url\(|@import|<script|<img|<link|\ssrc=|\sstyle=", text)


def test_a_sentence_of_another_publication_is_signed() -> None:
    """The lead's own sentences stand in the article that the headline links to, and are not."""
    tree = page()
    summary = tree.css("#story-1 .summary")[0]
    assert " ".join(summary.text(deep=True).split()) == (
        "A commuter ferry struck a pier in thick fog on Saturday, injuring 12 people. "
        "Fifteen passengers were hurt when the ferry Osprey hit the quay. — Harbour Post"
    )
    hrefs = [link.attributes["href"] for link in summary.css("a")]
    assert hrefs == ["https://post.example/quay"]


def test_other_sources_are_folded_under_the_story() -> None:
    """Independent reports and copies are folded and distinct."""
    tree = page()
    assert text_of(tree, "#story-1 .about summary") == [
        "also Harbour Post; Evening Line (a copy of the Reuters report)"
    ]
    assert text_of(tree, "#story-1 .about li") == [
        "Harbour Post: Fifteen hurt as ferry hits quay · Sun 03:00",
        "Evening Line: Ferry strikes pier in fog · Sun 05:00 · a copy of the Reuters report",
    ]
    assert not tree.css("#story-2 details")


def test_figures_that_differ_unfold_into_their_sentences() -> None:
    """Who printed which figure is shown; the sentence of each, with its link, is folded below."""
    tree = page()
    assert text_of(tree, "#story-1 .differs summary") == [
        "Figures differ injured: 12 (Marlow Ledger), 15 (Harbour Post)"
    ]
    assert text_of(tree, "#story-1 .differs li") == [
        f"{FERRY.blocks[0].text} — Marlow Ledger",
        f"{FERRY_TOO.blocks[0].text} — Harbour Post",
    ]
    hrefs = [link.attributes["href"] for link in tree.css("#story-1 .differs a")]
    assert hrefs == ["https://ledger.example/ferry?id=1&page=2", "https://post.example/quay"]


def test_figures_without_sentences_are_not_folded() -> None:
    """Figures of a program that gives no sentences stand alone."""
    bare = Contradiction("injured", (Figure("12", ("a1",)), Figure("15", ("a2",))))
    tree = page(replace(DIGEST, stories=(replace(STORIES[0], contradictions=(bare,)),)))
    assert len(tree.css("#story-1 p.differs")) == 1
    assert not tree.css("#story-1 details.differs")


def test_the_line_under_a_headline() -> None:
    """The line has agency, day and time, also for programs, and what is missing."""
    partial = replace(FERRY, partial=Partial.PAYWALL)
    tree = page(replace(DIGEST, stories=(Story("s", (partial,)),)))
    assert text_of(tree, ".about") == [
        "Port Marlow · Reuters · Sun 04:00 · paywalled: the free part alone"
    ]
    assert tree.css(".about time")[0].attributes["datetime"] == "2026-11-22T04:00:00+00:00"


@pytest.mark.parametrize(
    ("language", "lang", "direction"),
    [
        ("ar", "ar", "rtl"),
        ("he", "he", "rtl"),
        ("zh-Hant", "zh-Hant", "ltr"),
        (None, None, "auto"),
        ("no language", None, "auto"),
    ],
)
def test_a_story_is_in_its_own_language(
    language: str | None, lang: str | None, direction: str
) -> None:
    """A story has the language of its lead, the interface that of the reader."""
    story = Story("s", (replace(FERRY, language=language), FERRY_TOO))
    tree = page(replace(DIGEST, stories=(story,)), language="de")
    attributes = tree.css(".story")[0].attributes
    assert (attributes["lang"] or None, attributes["dir"]) == (lang, direction)
    assert tree.css("html")[0].attributes["lang"] == "de"
    assert tree.css(".about")[0].attributes["lang"] == "de"
    assert tree.css(".about[lang=de] > details")


def test_a_sentence_in_another_language_says_so() -> None:
    """A sentence in another language than its story has a language of its own."""
    german = replace(FERRY_TOO, language="de")
    story = replace(STORIES[0], articles=(FERRY, german), copies=())
    spans = page(replace(DIGEST, stories=(story,))).css(".summary > span[lang]")
    assert [span.attributes["lang"] for span in spans] == ["de"]


def test_what_failed_stands_in_the_foot() -> None:
    """The foot lists all failures."""
    twice = replace(DIGEST, failures=DIGEST.failures * 2)
    assert text_of(page(twice), "footer h2") == ["2 sources failed"]
    assert text_of(page(twice), "footer li") == ["https://example.org/rss (HTTP 503)"] * 2
    assert not page(replace(DIGEST, failures=())).css("footer li")


def many(number: int = 12) -> Digest:
    stories = tuple(
        Story(
            f"s{n}",
            (
                replace(
                    CUP, id=f"x{n}", source=f"Paper {n % 3}", published=NOW - timedelta(hours=n)
                ),
            ),
            topics=(SPORT if n % 4 else DISASTER,),
        )
        for n in range(number)
    )
    return replace(DIGEST, stories=stories, since=None)


def test_charts_have_a_text_equivalent() -> None:
    """On request, rankings are tables; the timeline has its numbers as text for screen readers."""
    assert not page(many()).css("aside")
    tree = page(many(), charts=True)
    assert text_of(tree, "aside caption") == ["Stories by topic", "Stories by publication"]
    cells = text_of(tree, "aside table:nth-of-type(1) :is(th, td)")
    assert cells == ["Sport", "", "9", "Disasters", "", "3"]
    (picture,) = tree.css("svg[role=img]")
    label = picture.attributes["aria-label"] or ""
    assert label.startswith("Stories by time: Saturday 18:00 1, Saturday 19:00 1")
    assert len(picture.css("rect")) == label.count(",") + 1 == 12
    assert [svg.attributes.get("aria-hidden") for svg in tree.css("table svg")] == ["true"] * 5


def test_charts_count_every_story_once() -> None:
    """Small bars are summed up as a number; undated stories are not in the timeline."""
    digest = many(40)
    stories = tuple(
        replace(s, articles=(replace(s.lead, source=f"Paper {n}"),))
        for n, s in enumerate(digest.stories)
    )
    undated = Story("u", (BARE,))
    digest = replace(digest, stories=(*stories, undated))
    topics, publications, timeline = charts(digest, RenderOptions())
    assert sum(bar.number for bar in topics.bars) == 41
    assert sum(bar.number for bar in publications.bars) == 41
    assert (publications.bars[-1].name, publications.bars[-1].percent) == ("others", 0)
    assert sum(bar.number for bar in timeline.bars) == 40
    assert len(timeline.bars) <= 24
    assert max(bar.percent for bar in timeline.bars) == 100


def test_a_small_digest_has_no_charts() -> None:
    """A digest of few stories has no charts, nor is there a chart of one bar."""
    assert charts(DIGEST, RenderOptions()) == ()
    alike = replace(many(6), stories=tuple(replace(s, topics=(SPORT,)) for s in many(6).stories))
    assert len(charts(alike, RenderOptions())) == 2


def test_times_far_from_the_digest_do_not_stretch_the_timeline() -> None:
    """Dates in the year 1 or in the future are not in the timeline."""
    digest = many(6)
    odd = [
        replace(digest.stories[0], articles=(replace(CUP, published=moment),))
        for moment in (NOW.replace(year=1), NOW + timedelta(days=7))
    ]
    timeline = charts(replace(digest, stories=(*digest.stories, *odd)), RenderOptions())[-1]
    assert sum(bar.number for bar in timeline.bars) == 6


def test_the_reader_view_keeps_the_kinds_of_blocks() -> None:
    """Lists are nested, tables have cells, code keeps its lines."""
    tree = reader(FERRY, removed=True)
    assert text_of(tree, "h1") == ["Harbour ferry strikes pier in fog, injuring 12"]
    assert text_of(tree, "title") == ["Harbour ferry strikes pier in fog, injuring 12"]
    assert text_of(tree, "article > h2") == ["What happened"]
    assert text_of(tree, "blockquote p") == [FERRY.blocks[2].text]
    assert text_of(tree, "li li") == ["two of them for broken bones"]
    assert text_of(tree, "td") == ["Line", "Sailings", "Red", "24"]
    assert tree.css("pre")[0].text(deep=True).startswith("speed = 6 # knots\n    if fog")
    assert text_of(tree, ".removed li") == ["phrase:telegram-plug Join our Telegram channel."]
    assert not reader(FERRY).css(".removed")
    assert not reader(FERRY).css("nav")


def test_several_articles_have_contents() -> None:
    """Each entry of the contents links to its article."""
    tree = reader(FERRY, CUP, BARE)
    targets = [link.attributes["href"] or "?" for link in tree.css("nav a")]
    assert [tree.css(target)[0].tag for target in targets] == ["article"] * 3
    assert tree.css("#article-2")[0].attributes["lang"] == "ja"


def test_subheads_skip_no_level() -> None:
    """Levels that a page skips are closed up."""
    jumping = [block(f"head {n}", BlockKind.SUBHEAD, n) for n in (4, 6, 2, 5, 1)]
    tree = reader(replace(FERRY, blocks=tuple(jumping)))
    assert levels(tree, "article") == [1, 2, 3, 2, 3, 2]


def test_the_depth_of_lists_is_limited() -> None:
    """A thousand levels give a few indents and no deep recursion."""
    items = [block(f"item {n}", BlockKind.LIST_ITEM, n) for n in range(1000)]
    tree = reader(replace(FERRY, blocks=tuple(items)))
    assert len(tree.css("li")) == 1000
    assert tree.css("li li li li li li")
    assert not tree.css("li li li li li li li")


def test_tables_of_uneven_rows_are_filled_up() -> None:
    """Every row has as many cells as the longest row."""
    rows = (block("a | b | c", BlockKind.TABLE_ROW), block("d", BlockKind.TABLE_ROW))
    tree = reader(replace(FERRY, blocks=rows))
    assert [len(row.css("td")) for row in tree.css("tr")] == [3, 3]
