"""One fact of one dialect of feeds in each row: namespaces, dates, encodings, links, modules."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from newsdigest.feedmodel import Entry, Feed
from newsdigest.sources.feeds import parse_feed
from newsdigest.sources.feeds.html_fields import plain
from tests.sources.feeds.fixture_files import AS_OF, read

DC = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
CONTENT = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
MEDIA = "xmlns:media='http://search.yahoo.com/mrss/'"
ITUNES = "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
GEO = "xmlns:georss='http://www.georss.org/georss'"
ATOM = "http://www.w3.org/2005/Atom"
ATOM_03 = "http://purl.org/atom/ns#"
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='{space}' {more}>"
    "<channel rdf:about='https://fenn.example/'><title>Fenn Post</title>"
    "<link>https://fenn.example/</link></channel>{items}</rdf:RDF>"
)
BASE64 = base64.b64encode("The <b>tide</b> is café".encode()).decode()


def rss(item: str, attributes: str = "", version: str = "2.0") -> str:
    return (
        f"<rss version='{version}' {attributes}><channel><title>Fenn Post</title>"
        f"<link>https://fenn.example/</link><item><title>Fog</title>{item}</item></channel></rss>"
    )


def atom(entry: str, attributes: str = "", space: str = ATOM, head: str = "") -> str:
    return (
        f"<feed xmlns='{space}' {attributes}><title>Fenn Post</title>{head}"
        f"<entry><title>Fog</title>{entry}</entry></feed>"
    )


def rdf(item: str, more: str = "", space: str = "http://purl.org/rss/1.0/") -> str:
    item = f"<item rdf:about='https://fenn.example/1'><title>Fog</title>{item}</item>"
    return RDF.format(space=space, more=more, items=item)


def only(text: str, url: str | None = "https://fenn.example/news/feed.xml") -> Entry:
    (entry,) = read(text, url=url).entries
    return entry


TEXTS = {
    "rss escaped": (rss("<description>The &lt;b&gt;tide&lt;/b&gt;</description>"), "The tide"),
    "rss cdata": (rss("<description><![CDATA[The <b>tide</b>]]></description>"), "The tide"),
    "comment without end": (rss("<description>The tide&lt;!--</description>"), "The tide"),
    "rss naked": (rss("<description>The <b>tide</b></description>"), "The tide"),
    "rss xhtml": (
        rss("<x:body xmlns:x='http://www.w3.org/1999/xhtml'><x:p>The tide</x:p></x:body>"),
        "The tide",
    ),
    "content beats description": (
        rss("<description>Tea</description><content:encoded>The tide</content:encoded>", CONTENT),
        "The tide",
    ),
    "other prefix": (
        rss("<c:encoded>The tide</c:encoded>", CONTENT.replace(":content=", ":c=")),
        "The tide",
    ),
    "dc description": (rss("<dc:description>The tide</dc:description>", DC), "The tide"),
    "media description": (
        rss("<media:group><media:description>The tide</media:description></media:group>", MEDIA),
        "The tide",
    ),
    "itunes summary": (rss("<itunes:summary>The tide</itunes:summary>", ITUNES), "The tide"),
    "rss 0.91": (rss("<description>The tide</description>", version="0.91"), "The tide"),
    "rss 0.90": (
        rdf("<description>The tide</description>", space="http://my.netscape.com/rdf/simple/0.9/"),
        "The tide",
    ),
    "rss 1.0": (rdf("<content:encoded>The tide</content:encoded>", CONTENT), "The tide"),
    "atom text": (atom("<content>Ebb &amp;amp; flow</content>"), "Ebb & flow"),
    "atom html": (atom("<content type='html'>The &lt;b&gt;tide&lt;/b&gt;</content>"), "The tide"),
    "atom xhtml": (
        atom(
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>The <b>tide</b></p>"
            "</div></content>"
        ),
        "The tide",
    ),
    "atom html in a div": (
        atom(
            "<content type='html'><div xmlns='http://www.w3.org/1999/xhtml'>"
            "The &lt;b&gt;tide&lt;/b&gt;</div></content>"
        ),
        "The tide",
    ),
    "atom bytes": (
        atom(f"<content type='application/octet-stream'>{BASE64}</content>"), "The tide is café",
    ),
    "atom 0.3 escaped": (
        atom(
            "<content type='text/html' mode='escaped'>The &lt;b&gt;tide&lt;/b&gt;</content>",
            space=ATOM_03,
        ),
        "The tide",
    ),
    "atom 0.3 xml": (
        atom(
            "<content type='application/xhtml+xml' mode='xml'>"
            "<div xmlns='http://www.w3.org/1999/xhtml'>The <b>tide</b></div></content>",
            space=ATOM_03,
        ),
        "The tide",
    ),
    "atom 0.3 base64": (
        atom(f"<content type='text/html' mode='base64'>{BASE64}</content>", space=ATOM_03),
        "The tide is café",
    ),
    "cdf": (
        "<CHANNEL HREF='https://fenn.example/'><TITLE>Fenn Post</TITLE>"
        "<ITEM HREF='https://fenn.example/1'><TITLE>Fog</TITLE><ABSTRACT>The tide</ABSTRACT></ITEM>"
        "</CHANNEL>",
        "The tide",
    ),
    "a picture is no text": (atom(f"<content type='image/png'>{BASE64}</content>"), ""),
    "bytes that are no text": (atom("<content type='application/octet-stream'>/+8=</content>"), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    """The text of an item, as far as it is one, without its markup."""
    feed, text = TEXTS[name]
    entry = only(feed)
    body = entry.content or entry.summary or ""
    assert (entry.title, plain(body, html=None)) == ("Fog", text)


LINKS = {
    "rss link": (rss("<link>https://fenn.example/1</link>"), "https://fenn.example/1"),
    "guid": (rss("<guid>https://fenn.example/1</guid>"), "https://fenn.example/1"),
    "guid that is none": (rss("<guid isPermaLink='false'>https://fenn.example/1</guid>"), None),
    "relative": (rss("<link>1</link>"), "https://fenn.example/news/1"),
    "root": (rss("<link>/1</link>"), "https://fenn.example/1"),
    "no scheme": (rss("<link>//fenn.example/1</link>"), "https://fenn.example/1"),
    "rss base": (rss("<link>1</link>", "xml:base='https://b.example/c/'"), "https://b.example/c/1"),
    "atom link in rss": (
        rss("<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='self' href='https://x.example/'/>"),
        None,
    ),
    "atom alternate": (
        atom("<link rel='edit' href='/edit'/><link rel='alternate' href='/1'/>"),
        "https://fenn.example/1",
    ),
    "atom nested base": (
        atom("<link xml:base='c/' href='1'/>", "xml:base='https://b.example/'"),
        "https://b.example/c/1",
    ),
    "rdf": (rdf("<link>https://fenn.example/2</link>"), "https://fenn.example/2"),
    "script": (rss("<link>javascript:alert(1)</link>"), None),
    "original": (
        rss(
            "<link>https://feeds.example/~r/1</link><f:origLink>https://fenn.example/1</f:origLink>",
            "xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'",
        ),
        "https://fenn.example/1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_links(name: str) -> None:
    """Where an item leads, absolute; nothing that is no page of its own."""
    feed, url = LINKS[name]
    assert only(feed).url == url


NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
DATES = {
    "Tue, 17 Nov 2026 12:00:00 GMT": NOON,
    "Tue, 17 Nov 2026 12:00:00 +0000": NOON,
    "17 Nov 2026 12:00:00 UT": NOON,
    "Tue, 17 Nov 26 12:00:00 Z": NOON,
    "Tue, 17 November 2026 12:00:00 GMT": NOON,
    "Tuesday, 17 Nov 2026 07:00:00 EST": NOON,
    "Tue, 17 Nov 2026 4:00:00 PST": NOON,
    "2026-11-17T12:00:00Z": NOON,
    "2026-11-17T13:00:00+01:00": NOON,
    "2026-11-17T12:00:00.25Z": NOON.replace(microsecond=250_000),
    "2026-11-17 12:00:00": NOON,
    "20261117T120000Z": NOON,
    "Tue Nov 17 12:00:00 2026": NOON,
    "2026-11-17": NOON.replace(hour=0),
    "Di, 17 Nov 2026 13:00:00 +0100": NOON,
    "soon": None,
    "Tue, 32 Nov 2026 12:00:00 GMT": None,
}


@pytest.mark.parametrize("text", DATES)
def test_dates(text: str) -> None:
    """A date in the forms in which programs write one, in UTC."""
    assert only(rss(f"<pubDate>{text}</pubDate>")).published == DATES[text]


@pytest.mark.parametrize(
    "feed",
    [
        rss("<dc:date>2026-11-17T12:00:00Z</dc:date>", DC),
        rdf("<dc:date>2026-11-17T12:00:00Z</dc:date>", DC),
        atom("<issued>2026-11-17T12:00:00Z</issued>", space=ATOM_03),
        atom("<modified>2026-11-17T12:00:00Z</modified>", space=ATOM_03),
        atom("<updated>2026-11-17T12:00:00Z</updated>"),
        rss("<t:issued>2026-11-17T12:00:00Z</t:issued>", "xmlns:t='http://purl.org/dc/terms/'"),
    ],
)
def test_where_dates_stand(feed: str) -> None:
    """Each dialect has an element of its own for the date."""
    assert only(feed).published == NOON


@pytest.mark.parametrize(
    ("feed", "authors"),
    [
        (rss("<author>ada@fenn.example (Ada Quill)</author>"), ("Ada Quill",)),
        (rss("<dc:creator>Ada Quill</dc:creator><dc:creator>Ben</dc:creator>", DC),
         ("Ada Quill", "Ben")),
        (rss("<itunes:author>Ada Quill</itunes:author>", ITUNES), ("Ada Quill",)),
        (atom("<author><name>Ada Quill</name><uri>https://a.example/</uri></author>"),
         ("Ada Quill",)),
        (atom("", head="<author><name>Ada Quill</name></author>"), ("Ada Quill",)),
        (rss("<author>noreply@fenn.example</author>"), ()),
    ],
)  # fmt: skip
def test_authors(feed: str, authors: tuple[str, ...]) -> None:
    """Names alone, whichever element holds them."""
    assert only(feed).authors == authors


def test_other_modules_do_no_harm() -> None:
    """Places, licences and what else modules say are passed over, and warn of nothing."""
    feed = read(
        rss(
            "<georss:point>45.2 -71.9</georss:point><georss:where><p/></georss:where>"
            "<description>The tide</description>", f"{GEO} {MEDIA} {ITUNES}",
        )
    )  # fmt: skip
    assert (feed.entries[0].summary, feed.warnings) == ("The tide", ())


@pytest.mark.parametrize(
    "text",
    [
        "<rss version='2.0'><channel/></rss>",
        "<rss/>",
        f"<feed xmlns='{ATOM}'/>",
        "<rss><channel><item/></channel></rss>",
        RDF.format(space="http://purl.org/rss/1.0/", more="", items="<item/>"),
    ],
)
def test_feeds_that_say_nothing(text: str) -> None:
    """Missing elements make no items and no errors."""
    feed: Feed = read(text)
    assert feed.entries == ()


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/octet-stream", None])
def test_a_wrong_media_type_counts_for_nothing(kind: str | None) -> None:
    """What the content begins with says what it is, whatever the server calls it."""
    feed = parse_feed(rss("").encode(), url=None, media_type=kind, as_of=AS_OF)
    assert feed.entries[0].title == "Fog"
