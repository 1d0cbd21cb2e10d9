from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.metadata.page_fields import PageFields, collect
from tests.extract.metadata.pages import TEXT, json_ld, page

H1 = "<h1>Ferry sails again</h1>"


def collected(html: str) -> PageFields:
    return collect(LexborHTMLParser(html, scripting=True))


def test_the_elements_of_a_broken_head_are_found() -> None:
    """An element not allowed in the head ends it; what follows is read all the same."""
    rest = (
        '<title>Ferry sails again</title><meta name="author" content="Ana Rivers">'
        '<link rel="canonical" href="https://harbour.example/ferry"><link rel="next" href="/2">'
        f"{json_ld({'@type': 'NewsArticle', 'headline': 'Ferry sails again'})}"
    )
    for head in (rest, f"<div>banner</div>{rest}"):
        found = collected(page(head, H1 + TEXT))
        assert found.title == "Ferry sails again"
        assert found.meta("author") == "Ana Rivers"
        assert found.canonical == ["https://harbour.example/ferry"]
        assert found.parts == {"next": "/2"}
        assert found.data.article is not None
        assert [node.text() for node in found.headings] == ["Ferry sails again"]


def test_the_title_of_a_picture_is_not_the_pages() -> None:
    """An svg has a title element too."""
    svg = "<svg><title>Arrow</title></svg>"
    head = "<title>Ferry sails again</title>"
    assert collected(f"<head>{head}</head><body>{svg}</body>").title == "Ferry sails again"
    assert collected(f"<head></head><body>{svg}{head}</body>").title == "Arrow"


def test_a_meta_element_counts_under_each_of_its_names() -> None:
    """Property, name, itemprop and http-equiv, in lower case; blank contents are ignored."""
    head = (
        '<meta name="Author" property="article:author" content=" ">'
        '<meta name="AUTHOR" content="Ana Rivers"><meta itemprop="section" content="Harbour">'
        '<meta http-equiv="Content-Language" content="en"><meta charset="utf-8">'
    )
    found = collected(page(head, H1))
    assert found.meta("article:author", "author") == "Ana Rivers"
    assert found.meta("section") == "Harbour"
    assert found.meta("content-language") == "en"
    assert found.meta("charset") is None


@pytest.mark.parametrize("kind", ["application/ld+json", "application/ld+json; charset=utf-8"])
@pytest.mark.parametrize("place", ["head", "body"])
def test_linked_data_is_read_anywhere_on_the_page(kind: str, place: str) -> None:
    """The type may include a character set; other scripts are ignored."""
    data = json.dumps({"@type": "NewsArticle", "headline": "Ferry sails again"})
    script = f'<script type="{kind}">{data}</script><script>{data}</script>'
    html = page(script, H1) if place == "head" else page("", H1 + script)
    assert len(collected(html).data.articles) == 1


def test_classes_are_sought_in_the_part_that_holds_the_headline() -> None:
    """If there is no such part, or it lacks the headline, the whole page is searched."""
    inside, outside = '<p class="author">Ana Rivers</p>', '<p class="author">Ben Hollow</p>'
    found = collected(f"<body><main><div>{H1}{inside}</div></main>{outside}</body>")
    assert [element.node.text() for element in found.author_classes(found.headings[0])] == [
        "Ana Rivers"
    ]
    assert len(found.author_classes(None)) == 2
    found = collected(f"<body>{H1}<main>{inside}</main>{outside}</body>")
    assert len(found.author_classes(found.headings[0])) == 2


def test_a_page_of_frames_has_nothing() -> None:
    """A page without a body is read without an error."""
    found = collected("<html><head></head><frameset><frame src=a></frameset></html>")
    assert (found.title, found.headings, found.metas) == (None, [], {})
