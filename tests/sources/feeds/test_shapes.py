"""Feeds in shapes that public reports describe, each read as its publisher meant it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from html import escape

import pytest

from newsdigest.errors import SourceError
from newsdigest.feedmodel import Entry, Feed
from newsdigest.sources.feeds import extract_entry, parse_feed
from tests.sources.feeds.fixture_files import AS_OF, read

HEADLINE = "Baker finds a coin in the oven"
TEXT = "A baker of Fenn found a coin of 1702 in her oven on Monday and gave it to the museum."


def rss(item: str, head: str = "", attributes: str = "") -> Feed:
    return read(
        f"<rss version='2.0'{attributes}><channel><title>Fenn Post</title>"
        f"<link>https://fenn.example/</link>{head}<item>{item}</item></channel></rss>"
    )


def atom(entry: str, head: str = "", url: str | None = "https://fenn.example/feed") -> Feed:
    return read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Fenn Post</title>"
        f"{head}<entry><id>tag:fenn,1</id><title>{HEADLINE}</title>{entry}</entry></feed>",
        url=url,
    )


def only(feed: Feed) -> Entry:
    (entry,) = feed.entries
    return entry


def text_of(entry: Entry) -> str:
    feed = Feed("rss", "Fenn Post", None, None, (entry,))
    return extract_entry(entry, feed, "feed", as_of=AS_OF)[0].text


@pytest.mark.parametrize(
    "tag",
    [
        "<audio src='a.mp3'></audio>",
        "<object data='x.swf'></object>",
        "<link rel='stylesheet' href='a.css'>",
        "<blink></blink>",
        "<fenn-share url='a'></fenn-share>",
        "<math><mi></mi></math>",
        "<noscript>Switch on scripts.</noscript>",
        "<form action='/'><input name='mail'><button></button></form>",
    ],
)
def test_tags_of_all_kinds_are_no_text(tag: str) -> None:
    """Tags with attributes or an end are taken out of headlines and bodies, in RSS as in Atom."""
    marked = escape(f"{HEADLINE} {tag}")
    assert only(rss(f"<title>{marked}</title>")).title == HEADLINE
    titled = f"<title type='html'>{marked}</title>"
    feed = read(f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{titled}</entry></feed>")
    assert only(feed).title == HEADLINE
    body = only(rss(f"<title>{HEADLINE}</title><description>{escape(tag)} {TEXT}</description>"))
    assert text_of(body) == TEXT


@pytest.mark.parametrize("title", ["What <dialog> can do", "Sorting a List<String>", "On <title>s"])
def test_names_of_tags_may_be_spoken_of(title: str) -> None:
    """A name in angle brackets without attributes or an end is a word of the headline."""
    assert only(rss(f"<title>{escape(title)}</title>")).title == title


def test_a_page_within_a_description() -> None:
    """html, body and address around a text are markup."""
    page = escape(f"<html><body><p>{TEXT}</p></body></html>")
    entry = only(rss(f"<title>{HEADLINE}</title><description>{page}</description>"))
    assert text_of(entry) == TEXT


def test_a_body_that_was_escaped_twice() -> None:
    """A text that begins and ends with escaped tags is HTML; one that speaks of tags is text."""
    twice = escape(escape(f"<p>{TEXT}</p><ul><li>It is of <b>silver</b>.</li></ul>"))
    entry = only(rss(f"<title>{HEADLINE}</title><description>{twice}</description>"))
    assert "<" not in text_of(entry)
    spoken = escape(escape("The tag <b> makes letters bold and <i> slants them, says the guide."))
    entry = only(rss(f"<title>{HEADLINE}</title><description>{spoken}</description>"))
    assert "<b>" in text_of(entry)


def test_bare_ampersands_break_no_title() -> None:
    """Titles, and addresses, with a bare ampersand are read as they are."""
    title = "Bakers play B&B with two friends & a cat"
    feed = rss(f"<title>{title}</title><link>https://fenn.example/?a=1&b=2</link>")
    assert (only(feed).title, only(feed).url) == (title, "https://fenn.example/?a=1&b=2")
    assert feed.warnings
    kept = rss("<title>B & C</title><description><![CDATA[<p>B & C</p>]]></description>")
    assert only(kept).summary == "<p>B & C</p>"


def test_links_of_atom() -> None:
    """An address as text counts where no other relation is named; parameters of a type do not."""
    assert only(atom("<link>https://fenn.example/1</link>")).url == "https://fenn.example/1"
    picture = "<link rel='enclosure' type='image/jpeg'>https://fenn.example/i.jpg</link>"
    page = "<link type='text/html; charset=utf-8' href='https://fenn.example/1'/>"
    assert only(atom(picture + page)).url == "https://fenn.example/1"
    assert only(atom(picture)).url is None


def test_an_id_that_is_an_address_is_the_link() -> None:
    """Atom without a link has the address that its id is; other ids are none."""
    feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>https://fenn.example/1</id>"
        "<title>Fog</title></entry><entry><id>urn:x</id><title>Ice</title></entry></feed>"
    )
    assert [entry.url for entry in feed.entries] == ["https://fenn.example/1", None]


def test_relative_links_of_a_saved_feed() -> None:
    """A feed that names its own address has what its links are relative to."""
    own = "<link rel='self' href='https://fenn.example/blog/feed.xml'/>"
    saved = atom("<link href='1'/>", own, url=None)
    assert only(saved).url == "https://fenn.example/blog/1"


@pytest.mark.parametrize("kind", ["text/html", "application/xhtml+xml", "text/plain", ""])
def test_base64_of_atom_03(kind: str) -> None:
    """A text in base64 is decoded whatever its type."""
    coded = base64.b64encode(f"<p>{TEXT}</p>".encode()).decode()
    feed = read(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>Fog</title>"
        f"<content type='{kind}' mode='base64'>{coded}</content></entry></feed>"
    )
    assert only(feed).content == f"<p>{TEXT}</p>"


def test_an_item_of_a_podcast() -> None:
    """Where only the names of iTunes say who made it and what it is about, they are read."""
    namespace = " xmlns:itunes=' http://www.itunes.com/dtds/podcast-1.0.dtd'"
    entry = only(
        rss(
            f"<title>{HEADLINE}</title><itunes:author>Ada Quill</itunes:author>"
            f"<itunes:summary>{TEXT}</itunes:summary>",
            attributes=namespace,
        )
    )
    assert (entry.authors, entry.summary) == (("Ada Quill",), TEXT)


def test_a_space_in_a_namespace_costs_nothing() -> None:
    """A namespace that is written with a space is the one without."""
    feed = rss(
        "<title>Fog</title><d:creator>Ada</d:creator>",
        attributes=" xmlns:d=' http://purl.org/dc/elements/1.1/ '",
    )
    assert (only(feed).authors, feed.warnings) == (("Ada",), ())


@pytest.mark.parametrize("space", ["http://backend.userland.example/rss2.1", "urn:our:rss"])
def test_an_invented_namespace_of_the_whole_feed(space: str) -> None:
    """A default namespace that no specification knows makes a feed no other thing."""
    feed = rss(
        f"<title>{HEADLINE}</title><description>{TEXT}</description>",
        attributes=f" xmlns='{space}'",
    )
    assert (only(feed).title, feed.warnings) == (HEADLINE, ())
    assert text_of(only(feed)) == TEXT


def test_a_description_that_is_the_whole_text() -> None:
    """Without a content the description is the article, however long its markup makes it."""
    body = "".join(f"<p><b class='{'x' * 80}'>{n}</b> {TEXT}</p>" for n in range(1_000))
    entry = only(rss(f"<title>{HEADLINE}</title><description>{escape(body)}</description>"))
    assert (entry.summary or "").count("<p>") == 1_000


def test_names_keep_their_brackets() -> None:
    """Brackets around a name go, those behind it stay."""
    for written, name in (
        ("Ada Quill (ada)", "Ada Quill (ada)"),
        ("(Ada Quill)", "Ada Quill"),
        ("ada@fenn.example (Ada Quill)", "Ada Quill"),
    ):
        assert only(rss(f"<title>x</title><author>{written}</author>")).authors == (name,)


@pytest.mark.parametrize("before", ["<!DOCTYPE html>", "<?xml version='1.0'?>\n<!doctype html >\n"])
def test_the_doctype_of_pages_before_a_feed(before: str) -> None:
    """The content that follows shows that it is a feed."""
    item = "<item><title>Fog</title></item>"
    feed = read(f"{before}<rss version='2.0'><channel>{item}</channel></rss>")
    assert only(feed).title == "Fog"


PROLOG = (
    "<?xml version='1.0'?><!DOCTYPE rdf:RDF [{}]>"
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns='http://purl.org/rss/1.0/'><item><title>Fog &eacute; {}</title></item></rdf:RDF>"
)


def test_a_prolog_of_rss_10_is_read_and_nothing_expanded() -> None:
    """A foreign list of characters may be declared; an entity with a text is refused."""
    foreign = "<!ENTITY % HTMLlat1 PUBLIC 'Latin 1' 'http://x.example/l.ent'> %HTMLlat1;"
    assert only(read(PROLOG.format(foreign, ""))).title == "Fog é"
    for own in (
        "<!ENTITY fog 'F'>",
        "<!ENTITY % fog 'F'>",
        "<!ENTITY fog SYSTEM 'file:///x'>",
    ):
        with pytest.raises(SourceError, match="not expanded"):
            read(PROLOG.format(own, "&fog;"))


def test_line_breaks_in_strings_of_json() -> None:
    """A JSON Feed with raw line breaks in its texts is read."""
    feed = parse_feed(
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", '
        b'"title": "Fog", "content_html": "\n<p>Fog\tover Fenn</p>\n"}]}',
        url=None,
        as_of=datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert only(feed).content == "<p>Fog\tover Fenn</p>"
