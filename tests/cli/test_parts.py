"""Articles on several pages, read by the installed command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.program import newsdigest

TITLE = "The old railway becomes a path"
PARAGRAPHS = [
    f"Paragraph {word} tells of the old railway, of those who walk there, and of what the town "
    "means to do with the stations along the way before the next summer comes."
    for word in ("one", "two", "three", "four", "five", "six")
]
HOST = "https://www.harbourpost.example"


def part(number: int, links: str, title: str = TITLE, head: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[2 * number - 2 : 2 * number])
    return (
        f'<html lang="en"><head><title>{title}</title>{links}{head}</head><body><article>'
        f"<h1>{title}</h1>{body}</article></body></html>"
    )


def link(rel: str, href: str) -> str:
    return f'<link rel="{rel}" href="{href}">'


def read(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = newsdigest("read", *(arguments or (".",)), "--format", "json", folder=folder)
    assert done.status == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.text)
    return found


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Three parts that link to the files beside them."""
    (tmp_path / "path.html").write_text(part(1, link("next", "path-2.html")))
    links = link("prev", "path.html") + link("next", "path-3.html")
    (tmp_path / "path-2.html").write_text(part(2, links, f"{TITLE} (page 2)"))
    (tmp_path / "path-3.html").write_text(part(3, link("prev", "path-2.html"), f"{TITLE} - 3/3"))
    return tmp_path


def test_saved_parts_are_one_article(saved: Path) -> None:
    """Files of a directory that name each other are joined in reading order."""
    (article,) = read(saved)
    assert article["title"] == TITLE
    assert article["text"].split("\n\n") == PARAGRAPHS


def test_the_order_of_the_sources_does_not_matter(saved: Path) -> None:
    """The links say which part comes first."""
    (article,) = read(saved, "path-3.html", "path.html", "path-2.html")
    assert article["text"].split("\n\n") == PARAGRAPHS


def test_parts_with_the_canonical_url_of_the_first_are_joined(tmp_path: Path) -> None:
    """Where each part calls itself by the first one's URL the links alone tell them apart."""
    own = link("canonical", f"{HOST}/path")
    pages = [
        part(1, own + link("next", f"{HOST}/path?page=2")),
        part(2, own + link("prev", f"{HOST}/path") + link("next", f"{HOST}/path?page=3")),
        part(3, own + link("prev", f"{HOST}/path?page=2")),
    ]
    for name, text in zip("bca", pages, strict=True):
        (tmp_path / f"{name}.html").write_text(text)
    (article,) = read(tmp_path)
    assert article["text"].split("\n\n") == PARAGRAPHS
    assert article["url"] == f"{HOST}/path"


def test_the_next_article_is_not_the_next_part(tmp_path: Path) -> None:
    """Blogs link to the next article with the same words; its headline is another one."""
    (tmp_path / "a.html").write_text(part(1, link("next", "b.html")))
    (tmp_path / "b.html").write_text(part(2, link("prev", "a.html"), "New trams for the harbour"))
    assert len(read(tmp_path)) == 2


def test_parts_in_a_ring_are_all_told(tmp_path: Path) -> None:
    """Pages that lead round in a circle have no first part and stay as they are."""
    (tmp_path / "a.html").write_text(part(1, link("next", "b.html") + link("prev", "b.html")))
    (tmp_path / "b.html").write_text(part(2, link("next", "a.html") + link("prev", "a.html")))
    told = " ".join(article["text"] for article in read(tmp_path))
    assert all(text in told for text in PARAGRAPHS[:4])


def test_a_part_alone_is_an_article(saved: Path) -> None:
    """What links to pages that are not among the sources is read as it is."""
    (article,) = read(saved, "path-2.html")
    assert article["text"].split("\n\n") == PARAGRAPHS[2:4]
