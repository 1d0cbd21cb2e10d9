"""The commands read Parquet files from files, pipes and the web."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.program import newsdigest
from tests.server import Server
from tests.sources.tables.files import data_set, row, write

pytest.importorskip("pyarrow", reason="the extra corpus is not installed")


def test_articles_of_a_table_are_printed_one_a_line(tmp_path: Path) -> None:
    """From a file, a pipe and the web, whatever its name is."""
    path = write(tmp_path / "news", row(0), row(1), row(2))
    named = newsdigest("read", "--format", "jsonl", path)
    assert (named.status, named.stderr) == (0, "")
    lines = named.text.splitlines()
    assert [int(json.loads(line)["id"], 16) for line in lines] == [0, 1, 2]
    piped = newsdigest("read", "-f", "jsonl", "-", stdin=path.read_bytes())
    assert piped.stdout == named.stdout
    with Server() as server:
        url = server.page(
            "/news", path.read_bytes(), **{"Content-Type": "application/octet-stream"}
        )
        fetched = newsdigest("read", "-f", "jsonl", url)
    assert fetched.stdout == named.stdout


def test_a_digest_of_a_data_set(tmp_path: Path) -> None:
    """Ages count from the dates of the articles, filters work, and --since leaves days unread."""
    other = row(
        2, title="Mill opens again", text="The mill is open again. It was closed for a year."
    )
    folder = data_set(tmp_path / "corpus", {"2026-02-16": [], "2026-02-17": [row(1), other]})
    (folder / "articles/day=2026-02-16/1.parquet").write_bytes(b"damaged")
    clock = ("--as-of", "2026-02-17T10:00:00Z")
    done = newsdigest("digest", folder, *clock, "--since", "2026-02-17T00:00Z", "--drop", "mill")
    assert (done.status, done.stderr) == (0, "")
    assert "Ferry 1 is late again" in done.text
    assert "Mill" not in done.text
    whole = newsdigest("digest", folder, *clock)
    assert whole.status == 3
    assert "day=2026-02-16/1.parquet: not a Parquet file" in whole.stderr


def test_search_in_a_data_set(tmp_path: Path) -> None:
    """Instead of the state: --since leaves days unread, and what could not be read is told."""
    other = row(2, title="Mill opens again", text="The mill was closed for a year.")
    folder = data_set(tmp_path / "corpus", {"2026-02-16": [], "2026-02-17": [row(1), other]})
    (folder / "articles/day=2026-02-16/1.parquet").write_bytes(b"damaged")
    found = newsdigest(
        "search", "closed", "--in", folder, "--since", "2026-02-17T00:00Z", "-f", "json"
    )
    assert (found.status, found.stderr) == (0, "")
    assert [each["title"] for each in json.loads(found.text)] == ["Mill opens again"]
    whole = newsdigest("search", "closed", "--in", folder)
    assert whole.status == 3
    assert "Mill opens again" in whole.text
    assert "day=2026-02-16/1.parquet: not a Parquet file" in whole.stderr
    assert newsdigest("search", "closed", "--in", tmp_path / "nothing").status == 1
