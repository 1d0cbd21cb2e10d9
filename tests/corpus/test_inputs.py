"""SOURCE arguments become inputs: files of folders, patterns, lists and stores."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import fsspec
import pytest

from newsdigest.corpus.inputs import Input, find_inputs
from newsdigest.errors import UsageError
from newsdigest.model import Failure
from tests.sources.tables.files import data_set, row


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "deep").mkdir(parents=True)
    for name in ("b.html", "a.html", "deep/c.txt", "style.css", ".hidden"):
        (folder / name).write_text(name)
    return folder


@pytest.fixture
def store() -> Iterator[fsspec.AbstractFileSystem]:
    files = fsspec.filesystem("memory")
    files.pipe({"/crawl/one.html": b"one", "/crawl/deep/two.html": b"two"})
    yield files
    files.rm("/crawl", recursive=True)


def names(*sources: str | Path, without: Path | None = None) -> list[str]:
    """The ends of the addresses that the sources lead to; the codes of failures."""
    found = find_inputs([str(each) for each in sources], without)
    return [
        each.code if isinstance(each, Failure) else each.address.rpartition("/")[2]
        for each in found
    ]


def test_of_a_data_set_only_its_articles_are_inputs(tmp_path: Path) -> None:
    """Their day is that of their folder; a data set of a newer version is a failure."""
    folder = data_set(tmp_path / "corpus", {"2026-02-17": [row(1)]})
    (found,) = find_inputs([str(folder)])
    assert isinstance(found, Input)
    assert found.address == str(folder / "articles/day=2026-02-17/1.parquet")
    assert found.changed == date(2026, 2, 17)
    (folder / "corpus.json").write_text('{"schema": "newsdigest-corpus/2"}')
    first = next(find_inputs([str(folder)]))
    assert isinstance(first, Failure)
    assert "has the schema" in first.error


def test_folders_give_their_files_in_order(pages: Path) -> None:
    """Those that `read` would skip by their names are skipped."""
    assert names(pages) == ["a.html", "b.html", "c.txt"]


def test_files_of_the_data_set_are_no_inputs(pages: Path) -> None:
    """A data set that lies in a folder that is read is not read, unless a file of it is named."""
    assert names(pages, without=pages / "deep") == ["a.html", "b.html"]
    assert names(pages / "deep" / "c.txt", without=pages / "deep") == ["c.txt"]


def test_patterns(pages: Path) -> None:
    """A pattern gives the files that match; ** is any folder. None is a failure."""
    assert names(f"{pages}/*.html") == ["a.html", "b.html"]
    assert names(f"{pages}/**/*.txt") == ["c.txt"]
    assert names(f"{pages}/*.warc") == ["not-found"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lists(pages: Path, pack: type[bytes]) -> None:
    """@FILE names one source a line, also compressed; comments and empty lines do not count."""
    listed = pages.parent / "list"
    listed.write_bytes(pack(f"# mine\n\n{pages}/b.html\n{pages}/deep\n".encode()))
    assert names(f"@{listed}") == ["b.html", "c.txt"]


def test_lists_that_cannot_be_used(pages: Path) -> None:
    """A missing list, and one that names itself, are errors."""
    listed = pages.parent / "list"
    listed.write_text(f"@{listed}\n")
    for source in (f"@{listed}", f"@{pages}/none"):
        with pytest.raises(UsageError, match="list"):
            names(source)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("memory://crawl", ["two.html", "one.html"]),
        ("memory://crawl/*.html", ["one.html"]),
        ("memory://crawl/one.html", ["one.html"]),
        ("memory://none", ["not-found"]),
    ],
)
def test_stores(store: fsspec.AbstractFileSystem, source: str, found: list[str]) -> None:
    """A URL of fsspec is a file, all below it, or a pattern."""
    assert names(source) == found


def test_file_urls(pages: Path) -> None:
    """A file URL is the file."""
    assert names(f"file://{pages}/a.html") == ["a.html"]


@pytest.mark.parametrize("source", ["-", "", "nothing://host/a"])
def test_what_is_no_source(source: str) -> None:
    """Standard input, an empty source and an unknown scheme are usage errors."""
    with pytest.raises(UsageError):
        names(source)


def test_an_input_is_known_by_its_address_and_its_version(pages: Path) -> None:
    """A changed file keeps its key and gets another version; another file has another key."""

    def found(name: str) -> Input:
        (each,) = find_inputs([str(pages / name)])
        assert isinstance(each, Input)
        return each

    before, other = found("a.html"), found("b.html")
    os.utime(pages / "a.html", ns=(1, 1))
    after = found("a.html")
    assert before.key == after.key != other.key
    assert before.version != after.version


def test_secrets_in_addresses_are_not_shown() -> None:
    """What a data set says of an input has no password."""
    (found,) = find_inputs(["https://me:secret@a.example/x.warc"])
    assert isinstance(found, Input)
    assert "secret" not in found.shown
