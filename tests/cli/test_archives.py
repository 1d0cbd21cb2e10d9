"""The commands read web archives from files, pipes and the web."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.program import newsdigest
from tests.server import Server
from tests.sources.archives.warcs import members, page

pytest.importorskip("fastwarc", reason="the extra archives is not installed")

PAGES = [page(number) for number in range(3)]


def test_articles_of_an_archive_are_printed_one_a_line(tmp_path: Path) -> None:
    """From a file and from a pipe, to standard output and into a file."""
    path = tmp_path / "news.warc.gz"
    path.write_bytes(members(PAGES))
    named = newsdigest("read", "--format", "jsonl", path)
    assert (named.status, named.stderr) == (0, "")
    lines = named.text.splitlines()
    assert [json.loads(line)["url"][-1] for line in lines] == ["0", "1", "2"]
    piped = newsdigest("read", "-f", "jsonl", "-", stdin=path.read_bytes())
    assert piped.stdout == named.stdout
    output = tmp_path / "articles.jsonl"
    assert newsdigest("read", path, "-o", output).status == 0
    assert output.read_bytes() == named.stdout


def test_an_archive_without_an_article_writes_nothing(tmp_path: Path) -> None:
    """The old file stays, and the status is 1."""
    path, output = tmp_path / "news.warc.gz", tmp_path / "articles.jsonl"
    path.write_bytes(members([PAGES[0]])[:-20])
    output.write_text("old")
    done = newsdigest("read", path, "-o", output)
    assert (done.status, output.read_text()) == (1, "old")
    assert done.stderr == f"error: {path}: record at offset 0: cut off\n"


def test_a_digest_of_an_archive(tmp_path: Path) -> None:
    """It is a SOURCE like any other; damage is told at its end and by the status."""
    path = tmp_path / "news.warc.gz"
    path.write_bytes(members(PAGES)[:-20])
    done = newsdigest("digest", path, "--limit", "1", "--as-of", "2026-02-17T09:00:00Z")
    assert done.status == 3
    assert "Ferry landing" in done.text
    assert "cut off" in done.text


def test_an_archive_from_the_web_may_be_larger_than_a_page(tmp_path: Path) -> None:
    """It is copied to a temporary file, which is deleted afterwards."""
    filler = page(9).replace(b"WARC-Type: response", b"WARC-Type: revisit ")
    content = b"".join([*PAGES, *[filler + b"\0" * 4_000_000] * 3, page(3)])
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with Server() as server:
        url = server.page("/news.warc", content, **{"Content-Type": "application/warc"})
        done = newsdigest("read", "-f", "jsonl", url, environment={"TMPDIR": str(temporary)})
    assert (done.status, done.stderr) == (0, "")
    assert len(done.text.splitlines()) == 4
    assert list(temporary.iterdir()) == []
