"""Servers and links that do harm, as the user meets them: rows NET, HTTP, DEC and XML."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.pages import article_page
from tests.program import newsdigest
from tests.server import Server

AS_OF = "2026-11-22T06:00Z"
OK = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
FEED = OK.replace(b"text/html", b"application/rss+xml")
HALF = article_page(title="Half a page").encode()


@pytest.fixture
def canary() -> Iterator[Web]:
    """A private server that nobody named: a request to it fails the test."""
    with Web() as running:
        for path in ("/", "/feed", "/page"):
            running.put(path, article_page(title="Private"), "text/html")
        yield running
        assert not running.asked


def laughs(name: str) -> str:
    return f"<!DOCTYPE rss [<!ENTITY l {name}>]><rss><channel><title>&l;</title></channel></rss>"


def test_each_source_fails_alone(server: Server, canary: Web, tmp_path: Path) -> None:
    """HTTP01, HTTP02, HTTP04, HTTP10, HTTP13, NET02: one line each, and the good page is told.

    DEC02, DEC04, XML01, XML02, XML07: nor does what they hold, or point to, reach the digest.
    """
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY")
    length = b"content-length: %d\r\n" % (len(HALF) + 500)
    answers = {
        "loop": (b"HTTP/1.1 302 F\r\nlocation: /loop\r\ncontent-length: 0\r\n\r\n", "5 redirects"),
        "lost": (b"HTTP/1.1 302 F\r\ncontent-length: 0\r\n\r\n", "usable Location"),
        "private": (
            f"HTTP/1.1 302 F\r\nlocation: {canary.url('/')}\r\ncontent-length: 0\r\n\r\n".encode(),
            "refused",
        ),
        "huge": (OK + b"content-length: 10000000000\r\n\r\n<p>", "larger than"),
        "both": (OK + b"transfer-encoding: chunked\r\n" + length + b"\r\n0\r\n\r\n", "both"),
        "none": (b"HTTP/1.1 204 None\r\n\r\n", "HTTP 204"),
        "empty": (OK + b"content-length: 0\r\n\r\n", ""),
        "stacked": (OK + b"content-encoding: gzip, gzip\r\n\r\nx", "gzip, gzip"),
        "cut": (OK + b"content-encoding: gzip\r\n\r\n" + gzip.compress(HALF)[:-9], "too early"),
        "laughs": (FEED + b"\r\n" + laughs(f"'{'ha' * 1000}'").encode(), "entities"),
        "file": (FEED + b"\r\n" + laughs(f"SYSTEM '{secret.as_uri()}'").encode(), "entities"),
        "web": (FEED + b"\r\n" + laughs(f"SYSTEM '{canary.url('/')}'").encode(), "entities"),
        "json": (FEED + b'\r\n{"version": "https://jsonfeed.org/version/1", "items": [}', ""),
    }
    urls = [server.raw(f"/{name}", answer) for name, (answer, _) in answers.items()]
    good = server.page("/good", article_page(title="Ferry landing"))
    done = newsdigest("digest", "--format", "json", *urls, good)
    assert done.status == 3
    assert titles(done.stdout) == ["Ferry landing"]
    lines = done.stderr.splitlines()
    assert len(lines) == len(answers)
    for url, (_, reason) in zip(urls, answers.values(), strict=True):
        (line,) = (each for each in lines if each.startswith(f"error: {url}: "))
        assert reason in line
    assert "CANARY" not in done.text + done.stderr


def test_the_only_source_that_fails_gives_no_digest(server: Server, canary: Web) -> None:
    """NET02, NET18: status 1 and one line; what the user named leads nowhere private."""
    done = newsdigest("digest", server.redirect("/away", canary.url("/")))
    assert (done.status, done.stdout) == (1, b"")
    assert done.stderr.count("\n") == 1


def linked(title: str, link: str, inside: str = "") -> str:
    return (
        f"<item><title>{title}</title><description>In short.</description><link>{link}</link>"
        f"{inside}</item>"
    )


def test_nothing_that_is_linked_to_reaches_a_private_place(
    web: Web, canary: Web, tmp_path: Path
) -> None:
    """NET01, NET07, NET08, NET11, NET12, NET15, NET20: items are told in the feed's words.

    NET19, FEED16: pictures, frames, styles and the feed's own names of itself are not asked for.
    """
    secret = tmp_path / "secret.txt"
    secret.write_text(article_page(title="CANARY"))
    port = canary.port
    media = f'<enclosure url="{canary.url("/")}" type="image/png"/>'
    links = [
        canary.url("/"), f"http://localhost:{port}/", f"http://127.1:{port}/",
        f"http://[::ffff:127.0.0.1]:{port}/", "http://127.0.0.1:22/", secret.as_uri(),
        str(secret), "javascript:alert(1)",
    ]  # fmt: skip
    page = article_page(
        title="Own page",
        head=f'<meta property="og:image" content="{canary.url("/")}">'
        f'<link rel="stylesheet" href="{canary.url("/")}"><base href="{canary.url("/")}">'
        f'<iframe src="{canary.url("/")}"></iframe>',
    )
    own = web.put("/own", page, "text/html; charset=utf-8")
    items = [linked(f"Item {number}", link, media) for number, link in enumerate(links)]
    based = f'<item xml:base="{canary.url("/")}"><title>Based</title><link>page</link></item>'
    feed = (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>'
        f'<atom:link rel="self" href="{canary.url("/feed")}"/>'
        f'<atom:link rel="hub" href="{canary.url("/feed")}"/>'
        f"{linked('Own page', own)}{''.join(items)}{based}</channel></rss>"
    )
    reader = Reader(tmp_path)
    reader.subscribe([web.put("/feed", feed)])
    done = reader.run("digest", "--new", "--format", "json", as_of=AS_OF)
    assert (done.status, done.stderr) == (0, "")
    told = [f"Item {number}" for number in range(len(links))]
    assert sorted(titles(done.stdout)) == sorted(["Own page", "Based", *told])
    assert "CANARY" not in done.text
    assert "Private" not in done.text
    assert set(web.asked) <= {"/feed", "/own", "/robots.txt", "/page", str(secret)}
    links_shown = [a["url"] for s in json.loads(done.stdout)["stories"] for a in s["articles"]]
    assert all(link is None or link.startswith("http") for link in links_shown)


def test_discovery_makes_one_hop_and_judges_it(web: Web, canary: Web, tmp_path: Path) -> None:
    """XML08: a page leads to the feeds that it names, unless they are at a private place."""
    head = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{url}">'
        for url in (canary.url("/feed"), web.put("/feed", rss("The Post", [item(0)])))
    )
    reader = Reader(tmp_path)
    reader.subscribe([])
    site = web.put("/", f"<html><head>{head}</head><body>Hi</body></html>", "text/html")
    assert reader.run("feeds", "find", site).text == f"{web.url('/feed')}\tThe Post\n"
    # A page in the place of the feed is no reason to go on from there.
    web.put("/feed", f"<html><head>{head}</head><body>Hi</body></html>", "text/html")
    assert reader.run("feeds", "find", site).status == 1


@pytest.mark.parametrize("media_type", ["image/png", "text/plain", "application/octet-stream", ""])
def test_what_a_document_is_its_content_says(server: Server, media_type: str) -> None:
    """HTTP21: a server that calls pages pictures and feeds plain text is not believed."""
    from newsdigest.extract.document_kind import DocumentKind, document_kind

    assert document_kind(article_page().encode(), media_type) is DocumentKind.HTML
    assert document_kind(rss("T", [item(0)]).encode(), media_type) is DocumentKind.FEED
