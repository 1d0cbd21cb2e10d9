"""A folder that holds digests beside the pages that they were made of: row IO11."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import newsdigest

PAGE = """<!DOCTYPE html><html><head><title>Ferry returns to Port Marlow</title></head><body>
<article>
<h1>Ferry returns to Port Marlow</h1><p>The ferry returned to Port Marlow on Saturday after three
weeks in the yard, and two hundred people stood on the pier to welcome it.</p><p>The crew had
painted the hull, the owner said, and put a new engine into it over the last week.</p></article>
</body></html>"""
FORMATS = ["text", "markdown", "html", "json", "jsonl", "atom", "jsonfeed", "email", "org"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_digest_is_not_read_as_news(tmp_path: Path, format: str) -> None:
    """IO11: of a folder it is passed over with one line, and the next digest is the same."""
    (tmp_path / "page.html").write_text(PAGE)
    words = ["digest", ".", "--as-of", "2026-11-22T06:00Z"]
    first = newsdigest(*words, "-f", "json", folder=tmp_path)
    assert first.status == 0
    name = "digest." + format
    assert newsdigest(*words, "-f", format, "-o", name, folder=tmp_path).status == 0
    again = newsdigest(*words, "-f", "json", folder=tmp_path)
    assert (again.status, again.stderr.count("\n")) == (0, 1)
    assert f"warning: {name}: a digest that newsdigest wrote" in again.stderr
    assert again.stdout == first.stdout
    assert "warning" not in newsdigest("read", name, folder=tmp_path).stderr


def test_a_folder_of_digests_alone(tmp_path: Path) -> None:
    """IO11: holds no news; the line says why."""
    (tmp_path / "old.md").write_text("# News digest\n\nNothing new.\n\n[//]: # (newsdigest)\n")
    done = newsdigest("digest", tmp_path)
    assert "old.md: a digest that newsdigest wrote" in done.stderr
    assert done.status == 1
