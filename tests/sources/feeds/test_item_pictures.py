"""The picture that a feed gives with an item becomes the article's where its page names none."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from newsdigest.feedmodel import Feed
from newsdigest.model import Document
from newsdigest.pipeline import EntryTask, entry_article
from newsdigest.sources.feeds.normalisation import to_feed
from newsdigest.sources.feeds.strict_xml import read_strict
from newsdigest.sources.feeds.tolerant_xml import read_tolerant
from tests.sources.feeds.fixture_files import AS_OF, URL, read

ITEM = (
    '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>'
    "<item><title>Ferry</title>{}</item></channel></rss>"
)
ENTRY = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
    '<title>T</title><entry xml:base="https://pics.example/a/"><title>Ferry</title>{}</entry></feed>'
)


def read_twice(text: str) -> tuple[Feed, Feed]:
    """By the strict reader, and by the one for feeds that are not well-formed."""
    strict, broken = read_strict(text, URL)
    assert broken is None
    return to_feed(strict, url=URL, as_of=AS_OF), to_feed(read_tolerant(text), url=URL, as_of=AS_OF)


@pytest.mark.parametrize(
    ("inside", "image"),
    [
        ('<enclosure url="/a.jpg" type="image/jpeg" length="1"/>', "https://feeds.example/a.jpg"),
        ('<enclosure url="a.webp"/>', "https://feeds.example/dir/a.webp"),
        ('<enclosure url="a.mp3" type="audio/mpeg" length="1"/>', None),
        ('<media:thumbnail url="//pics.example/t.jpg"/>', "https://pics.example/t.jpg"),
        ('<media:content url="https://p.example/i" medium="image"/>', "https://p.example/i"),
        ('<media:content url="v.mp4" type="video/mp4"><media:thumbnail url="t.jpg"/>'
         "</media:content>",
         "https://feeds.example/dir/t.jpg"),
        ('<media:group><media:content url="v.mp4" type="video/mp4"/><media:thumbnail url="t.jpg"/>'
         "</media:group>", "https://feeds.example/dir/t.jpg"),
        ('<itunes:image href="https://p.example/cover.png"/>', "https://p.example/cover.png"),
        ('<atom:link rel="enclosure" type="image/png" href="e.png"/>',
         "https://feeds.example/dir/e.png"),
        ('<media:thumbnail url="t.jpg"/><media:content url="s.jpg" medium="image" width="140"/>'
         '<media:content url="l.jpg" medium="image" width="700"/>', "https://feeds.example/dir/l.jpg"),
        ('<media:thumbnail url="t.jpg"/><media:content url="data:image/png,x" type="image/png"/>',
         "https://feeds.example/dir/t.jpg"),
        ('<media:thumbnail url="count.gif" width="1"/>', None),
        ('<media:thumbnail url="javascript:x"/><media:thumbnail url="file:///a.jpg"/>', None),
        ('<media:content url="https://me:word@p.example/a.jpg" type="image/jpeg"/>', None),
        ('<media:thumbnail/><media:thumbnail url=" "/><enclosure/>', None),
    ],
)  # fmt: skip
def test_the_picture_of_an_item(inside: str, image: str | None) -> None:
    """The widest of the largest kind, on the web alone; both readers choose the same."""
    strict, tolerant = read_twice(ITEM.format(inside))
    assert (strict.entries[0].image, tolerant.entries[0].image) == (image, image)


@pytest.mark.parametrize(
    "inside",
    ['<link rel="enclosure" type="image/jpeg" href="ferry.jpg"/>',
     '<media:group><media:thumbnail url="ferry.jpg"/></media:group>'],
)  # fmt: skip
def test_the_picture_of_an_atom_entry(inside: str) -> None:
    """Relative to the entry's own base; an enclosure is not taken for the article's page."""
    for feed in read_twice(ENTRY.format(inside)):
        assert feed.entries[0].image == "https://pics.example/a/ferry.jpg"
        assert feed.entries[0].url is None


@pytest.mark.parametrize(
    ("fields", "image"),
    [
        ({"image": "ferry.jpg", "banner_image": "wide.jpg"}, "https://feeds.example/dir/ferry.jpg"),
        ({"banner_image": "https://p.example/wide"}, "https://p.example/wide"),
        ({"image": 7, "banner_image": ["x"]}, None),
        ({"image": "file:///etc/passwd"}, None),
    ],
)
def test_the_picture_of_a_json_item(fields: dict[str, object], image: str | None) -> None:
    """`image` is the item's, `banner_image` what stands above it."""
    item = {"id": "1", "title": "Ferry", **fields}
    value = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item]}
    assert read(json.dumps(value)).entries[0].image == image


PAGE = (
    "<html><head><title>Ferry</title>{}</head><body><article><h1>Ferry</h1>"
    + "<p>The old ferry went back to the quay on Friday after nine weeks in the yard.</p>" * 5
    + "</article></body></html>"
)


def test_the_page_comes_first() -> None:
    """The article has the page's picture, else the feed's, also where there is no page."""
    feed = read(ITEM.format('<link>https://t.example/1</link><media:thumbnail url="/feed.jpg"/>'))
    work = EntryTask(feed.entries[0], replace(feed, entries=()), URL)

    def image(head: str) -> str | None:
        content = PAGE.format(head).encode()
        page = Document(content, URL, "https://t.example/1", media_type="text/html")
        return entry_article(replace(work, page=page), AS_OF).image

    assert image('<meta property="og:image" content="/page.jpg">') == "https://t.example/page.jpg"
    assert image("") == "https://feeds.example/feed.jpg"
    assert entry_article(work, AS_OF).image == "https://feeds.example/feed.jpg"
