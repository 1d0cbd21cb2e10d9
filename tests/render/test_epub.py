"""The format epub."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest

from newsdigest.errors import RenderError
from newsdigest.model import Part
from newsdigest.render import (
    RenderOptions,
    render_articles_bytes,
    render_digest,
    render_digest_bytes,
)
from tests.render.examples import BARE, CUP, DIGEST, FERRY, STORIES
from tests.render.hostile import PAYLOADS

XHTML = "{http://www.w3.org/1999/xhtml}"
BOOKS = {
    "digest": render_digest_bytes(DIGEST, "epub"),
    "flat": render_digest_bytes(DIGEST, "epub", RenderOptions(by=(), language="zh")),
    "by-topic": render_digest_bytes(DIGEST, "epub", RenderOptions(by=("topic",))),
    "one-unknown": render_digest_bytes(replace(DIGEST, stories=STORIES[2:]), "epub"),
    "no-stories": render_digest_bytes(replace(DIGEST, stories=(), failures=()), "epub"),
    "articles": render_articles_bytes([FERRY, CUP, BARE], "epub", RenderOptions(removed=True)),
    "no-articles": render_articles_bytes([], "epub"),
}


def opened(content: bytes) -> ZipFile:
    return ZipFile(io.BytesIO(content))


def contents(content: bytes) -> list[str]:
    nav = ET.fromstring(opened(content).read("EPUB/nav.xhtml"))
    return [link.text or "" for link in nav.iter(f"{XHTML}a")]


def headings(content: bytes, chapter: int) -> list[str]:
    page = ET.fromstring(opened(content).read(f"EPUB/chapter-{chapter}.xhtml"))
    tags = {f"{XHTML}h{level}" for level in range(1, 7)}
    found = [node for node in page.iter() if node.tag in tags]
    return [f"{node.tag[-1]} {''.join(node.itertext())}" for node in found]


def epubcheck() -> list[str]:
    """The command to run; Debian's jar needs a binfmt handler that containers lack."""
    program = shutil.which("epubcheck")
    if program is None:
        pytest.skip("epubcheck is not installed (Debian package epubcheck)")
    if Path(program).read_bytes()[:2] != b"PK":
        return [program]
    if shutil.which("java") is None:
        pytest.skip("epubcheck needs java")
    return ["java", "-jar", program]


def hostile() -> bytes:
    """A digest with every payload as a headline, without headings, in another language."""
    stories = tuple(
        replace(STORIES[0], id=name, articles=(replace(FERRY, title=text, source=text, url=text),))
        for name, text in PAYLOADS.items()
    )
    options = RenderOptions(by=(), language="zh", removed=True)
    return render_digest_bytes(replace(DIGEST, stories=stories), "epub", options)


@pytest.mark.parametrize("name", ["digest", "articles", "hostile"])
def test_epubcheck_finds_nothing(name: str, tmp_path: Path) -> None:
    """epubcheck reports neither errors nor warnings, whatever is in the stories."""
    command = epubcheck()
    path = tmp_path / "book.epub"
    path.write_bytes(hostile() if name == "hostile" else BOOKS[name])
    done = subprocess.run(
        [*command, "--failonwarnings", str(path)],
        capture_output=True,
        text=True,
        check=False,
        # Without the second JIT compiler a short run takes half the time.
        env={**os.environ, "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", BOOKS)
def test_the_media_type_comes_first(name: str) -> None:
    """The media type is uncompressed and at the beginning, where readers look for it."""
    archive = opened(BOOKS[name])
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert BOOKS[name][38:58] == b"application/epub+zip"
    listed = ET.fromstring(archive.read("EPUB/package.opf")).iter(
        "{http://www.idpf.org/2007/opf}item"
    )
    files = {f"EPUB/{item.get('href')}" for item in listed}
    assert files == {n for n in archive.namelist() if n.startswith("EPUB/") and n[-4:] != ".opf"}


def test_the_contents_list_sections_and_stories() -> None:
    """The contents have each publication with its stories, what failed, and the articles."""
    assert contents(BOOKS["digest"]) == [
        "Marlow Ledger · Disasters",
        "Harbour ferry strikes pier in fog, injuring 12",
        "Evening Line · Sport",
        "雨の決勝、延長の末に港クラブが優勝",
        "Publication unknown",
        "A note.",
        "1 source failed",
        "Harbour ferry strikes pier in fog, injuring 12",
        "A note.",
    ]
    assert contents(BOOKS["articles"])[2] == "A note."
    assert contents(BOOKS["no-stories"]) == ["News digest, Sunday 22 November 2026"]


def test_chapters_begin_with_their_heading() -> None:
    """Headings are publication, topic and story in this order, without skipping a level."""
    assert headings(BOOKS["digest"], 1) == [
        "1 Marlow Ledger · Disasters",
        "2 Harbour ferry strikes pier in fog, injuring 12",
    ]
    assert headings(BOOKS["digest"], 3) == ["1 Publication unknown", "2 A note."]
    assert headings(BOOKS["one-unknown"], 1)[1:] == ["2 A note."]
    assert [text[0] for text in headings(BOOKS["flat"], 1)] == ["1", "2", "2", "2"]
    assert headings(BOOKS["articles"], 1)[:2] == [f"1 {FERRY.title}", "2 What happened"]


def links_of(page: bytes) -> list[tuple[str, str]]:
    links = ET.fromstring(page).iter(f"{XHTML}a")
    return [("".join(link.itertext()), link.get("href") or "") for link in links]


def test_whole_articles_follow_the_digest() -> None:
    """A headline links to its article in the book, and the article to its page and neighbours."""
    archive = opened(BOOKS["digest"])
    article = archive.read("EPUB/article-1.xhtml")
    assert "The master had reported trouble with the radar" in article.decode()
    assert links_of(archive.read("EPUB/chapter-1.xhtml"))[0] == (FERRY.title, "article-1.xhtml")
    assert links_of(article) == [
        (FERRY.title, FERRY.url),
        ("↑ News digest, Sunday 22 November 2026", "chapter-1.xhtml#story-1"),
        ("→ A note.", "article-2.xhtml"),
    ]
    assert links_of(archive.read("EPUB/article-2.xhtml")) == [
        (f"← {FERRY.title}", "article-1.xhtml"),
        ("↑ News digest, Sunday 22 November 2026", "chapter-3.xhtml#story-3"),
    ]


def test_an_article_that_is_its_summary_has_no_chapter() -> None:
    """Its headline leads to the web, and stories that are only counted have no chapter either."""
    archive = opened(BOOKS["digest"])
    assert links_of(archive.read("EPUB/chapter-2.xhtml")) == [(CUP.title, CUP.url)]
    counted = replace(DIGEST, stories=(STORIES[0], replace(STORIES[2], part=Part.MORE)))
    names = opened(render_digest_bytes(counted, "epub")).namelist()
    assert "EPUB/article-1.xhtml" in names
    assert "EPUB/article-2.xhtml" not in names


def test_the_same_digest_is_the_same_book() -> None:
    """A book has the same bytes whenever it is made; another digest has another identifier."""
    assert render_digest_bytes(DIGEST, "epub") == BOOKS["digest"]
    other = render_digest_bytes(replace(DIGEST, id="d2"), "epub")
    name = "EPUB/package.opf"
    assert opened(other).read(name) != opened(BOOKS["digest"]).read(name)


def test_a_book_is_binary() -> None:
    """Rendering a book as text is an error."""
    with pytest.raises(RenderError, match="the format epub is binary"):
        render_digest(DIGEST, "epub")
