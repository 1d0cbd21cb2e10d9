"""Pages made to crash, hang or fill the machine: rows HTM01–11 of the fault list."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdigest.errors import ExtractionError
from newsdigest.model import Document
from newsdigest.pipeline import ReadingRules
from newsdigest.pipeline.document_opening import open_document
from newsdigest.workers.pool import LostResult, WorkerLimits, WorkerPool
from tests.pages import article_page
from tests.program import COMMAND, newsdigest, started_cold

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
FORMATTING_BOMB = "<b i><i i>x</b>" * 2600

# Refused, or done in time: which of both depends on the parser's version and is no promise.
BOMBS = {
    "100k nested div": "<div>" * 100_000 + "text",
    "1M nested div": "<div>" * 1_000_000 + "text",
    "200k attributes": "<div " + " ".join(f"a{n}=1" for n in range(200_000)) + ">text",
    "formatting bomb": FORMATTING_BOMB,
    "200k options": "<select>" + "<option>x" * 200_000,
    "unclosed a": "<a href=x>" * 100_000,
    "unclosed b": "<b>" * 100_000 + "x",
    "unclosed p": "<p>" * 100_000 + "x",
    "unclosed table": "<table>" * 100_000 + "x",
    "unclosed svg": "<svg><g>" * 100_000 + "x",
    "unclosed math": "<math><mi>" * 100_000 + "x",
    "1M comments": "<!-- x -->" * 500_000,
    "open comment": "<p>x</p><!--" + "x" * 1_000_000,
    "1 MB of spaces": "<p>" + " " * 1_000_000 + "</p>",
}


def processor_seconds() -> float:
    """What the programs that were run cost so far, their children included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    """One for all bombs, so that a child which came through one reads the next too."""
    with WorkerPool(size=1, limits=WorkerLimits(seconds=1.0)) as running:
        yield running


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_its_own_document_alone(pool: WorkerPool, name: str) -> None:
    """HTM01–05, HTM07, HTM08: a child reads it in its time or is ended; the next page is read."""
    pages = [Document(text.encode(), origin="page") for text in (BOMBS[name], article_page())]
    (_, bomb), (_, good) = pool.map(open_document, pages, AS_OF, ReadingRules())
    assert isinstance(bomb, list | LostResult | ExtractionError)
    assert not isinstance(bomb, LostResult) or bomb.code in ("too-complex", "crashed")
    assert isinstance(good, list)


@pytest.mark.parametrize("name", ["1M nested div", "formatting bomb"])
def test_a_bomb_costs_seconds_and_its_own_source(name: str, tmp_path: Path) -> None:
    """HTM01–05, HTM07, HTM08: it costs about what a child may, and the good page is told."""
    (tmp_path / "good.html").write_text(article_page())
    start = processor_seconds()
    started_cold("digest", tmp_path)
    (tmp_path / "bomb.html").write_text(BOMBS[name])
    before = processor_seconds()
    done = started_cold("digest", tmp_path)
    alone, both = before - start, processor_seconds() - before
    assert both < 2 * alone + 2 * WorkerLimits().seconds
    assert done.status in (0, 3)
    assert "Ferry landing" in done.text
    assert "Traceback" not in done.stderr


def test_two_bombs_at_once_stay_under_the_memory_bound(tmp_path: Path) -> None:
    """I3: the parent and two children that go to their limit hold less than 400 MB together."""
    for n in range(2):
        (tmp_path / f"bomb{n}.html").write_text(FORMATTING_BOMB)
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], capture_output=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, COMMAND, "digest", tmp_path],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    largest_process_kb = int(done.stdout)
    assert largest_process_kb < 165_000


def test_hidden_junk_is_cleaned(tmp_path: Path) -> None:
    """HTM08: NUL and control characters do not reach the digest."""
    page = article_page().replace("ferry", "fe\x00r\x07ry\x1b[31m")
    (tmp_path / "junk.html").write_text(page)
    done = newsdigest("read", "-f", "json", tmp_path / "junk.html")
    (article,) = json.loads(done.stdout)
    assert not set(article["text"]) & {chr(c) for c in range(32)} - {"\n"}
    assert "landing" in article["text"]


HEADS = {
    "title of 5 MB": f"<title>{'long ' * 1_000_000}</title>",
    "100k meta": '<meta name="author" content="A B">' * 100_000,
    "10k JSON-LD": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * 10_000,
    "deep JSON-LD": f'<script type="application/ld+json">{"[" * 100_000}</script>',
    "odd numbers": (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":NaN,'
        f'"datePublished":{"9" * 5000},"author":-Infinity}}</script>'
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_hostile_metadata_is_bounded(name: str, tmp_path: Path) -> None:
    """HTM09: the article is read, its fields cut at their limits, or the page is refused."""
    (tmp_path / "page.html").write_text(article_page(title="Ferry landing", head=HEADS[name]))
    done = newsdigest("read", "-f", "json", tmp_path / "page.html")
    assert done.status in (0, 1)
    assert "internal" not in done.stderr
    if done.status == 0:
        (article,) = json.loads(done.stdout)
        assert len(article["title"]) <= 300
        assert sum(map(len, article["authors"])) < 2000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><head><script>var a = 1;</script></head></html>",
        b"<frameset><frame src=a.html><frame src=b.html></frameset>",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"<html><body></body></html>",
    ],
    ids=["empty", "script", "frameset", "binary", "no body"],
)
def test_a_page_without_an_article_says_so(content: bytes, tmp_path: Path) -> None:
    """HTM10: never a blank entry, always one line and status 1."""
    (tmp_path / "page.html").write_bytes(content)
    done = newsdigest("digest", tmp_path / "page.html")
    assert (done.status, done.stdout) == (1, b"")
    assert done.stderr.count("\n") == 1
