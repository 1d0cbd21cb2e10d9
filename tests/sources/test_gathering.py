"""Files, directories, standard input and lists of URLs become documents or failures."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsdigest.errors import UsageError
from newsdigest.model import Document, Failure
from newsdigest.sources import Gathering, Limits, gather, gather_listed
from newsdigest.sources.archives import Archive
from newsdigest.sources.gathering import listed_urls
from newsdigest.sources.tables import Table
from tests.server import Server
from tests.sources.archives.warcs import page

SMALL = Limits(document_bytes=1000, total_seconds=1.0, listed_urls=2)


def gathered(*sources: str | Path, how: Gathering | None = None) -> list[Document | Failure]:
    found = gather([os.fspath(s) for s in sources], how or Gathering(limits=SMALL))
    return [each for each in found if not isinstance(each, Archive | Table)]


def failure(*sources: str | Path, how: Gathering | None = None) -> Failure:
    (result,) = gathered(*sources, how=how)
    assert isinstance(result, Failure)
    return result


def origins(results: list[Document | Failure]) -> list[str]:
    return [r.origin if isinstance(r, Document) else r.source for r in results]


def test_directories_are_walked_in_order(tmp_path: Path) -> None:
    """Files by name, then sub-directories; hidden names and saved page assets are passed over."""
    for name in ("b.html", "a.txt", "sub/c.html", ".hidden", "style.css", "photo.jpg"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    names = [os.path.relpath(origin, tmp_path) for origin in origins(gathered(tmp_path))]
    assert names == ["a.txt", "b.html", "sub/c.html"]


def test_links_to_directories_are_followed_only_when_named(tmp_path: Path) -> None:
    """FS04: a walk reads files that are linked to, enters no directory, and so has an end."""
    (tmp_path / "outside.txt").write_text("outside")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.txt").symlink_to(tmp_path / "outside.txt")
    (inside / "loop").symlink_to(inside)
    (inside / "out").symlink_to(tmp_path)
    assert origins(gathered(inside)) == [str(inside / "link.txt")]
    assert origins(gathered(inside / "link.txt")) == [str(inside / "link.txt")]


def test_only_what_the_user_named_may_be_an_archive(tmp_path: Path) -> None:
    """WARC04: addresses on a list of feeds or a sitemap lead to no copy of an archive."""
    how = Gathering()
    with Server() as server:
        url = server.page("/news.warc", page())
        (named,) = gather([url], how)
        assert isinstance(named, Archive)
        (listed,) = gather_listed({"feeds.opml": [url]}, how, frozenset())
        assert isinstance(listed, Document)


def test_an_archive_in_a_pipe_is_copied(tmp_path: Path) -> None:
    """It may be larger than a page; the copy is deleted when it was read."""
    fifo, content = tmp_path / "fifo", page() * 100
    os.mkfifo(fifo)
    writer = threading.Thread(target=lambda: fifo.write_bytes(content))
    writer.start()
    for found in gather([str(fifo)], Gathering(limits=SMALL)):
        assert isinstance(found, Archive)
        assert found.path.read_bytes() == content
        assert found.origin == str(fifo)
        copy = found.path
    writer.join()
    assert not copy.exists()


def test_a_loop_of_links_is_one_failure(tmp_path: Path) -> None:
    """FS04: a link to itself fails in one line."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert failure(tmp_path / "loop").code == "unreadable"


def test_a_missing_file_is_a_failure_and_the_others_go_on(tmp_path: Path) -> None:
    """FS05: a missing file is reported by name, with the system's message."""
    (tmp_path / "there.txt").write_text("there")
    missing, there = gathered(tmp_path / "gone.txt", tmp_path / "there.txt")
    assert isinstance(missing, Failure)
    assert missing.error == "no such file or directory"
    assert isinstance(there, Document)


def test_devices_are_refused() -> None:
    """FS06: /dev/zero has no end, so it is not begun."""
    assert failure("/dev/zero").code == "unsupported"


def test_a_pipe_that_never_ends_is_cut(tmp_path: Path) -> None:
    """FS06: a named pipe is read up to the size limit and the deadline."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    assert failure(fifo).code == "timeout"

    def write() -> None:
        with fifo.open("wb") as file:
            file.write(b"Tide tables for the week.")

    threading.Thread(target=write, daemon=True).start()
    (document,) = gathered(fifo)
    assert isinstance(document, Document)
    assert document.content == b"Tide tables for the week."


def test_sizes_are_bounded_before_and_after_decompression(tmp_path: Path) -> None:
    """HTM06, DEC06: a large file and a gzip that grows large are refused alike."""
    (tmp_path / "big.html").write_bytes(b"x" * 1001)
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(bytes(1_000_000)))
    (tmp_path / "fine.html.gz").write_bytes(gzip.compress(b"fine"))
    big, bomb, fine = sorted(gathered(tmp_path), key=lambda r: origins([r]))
    assert isinstance(big, Failure)
    assert isinstance(bomb, Failure)
    assert {big.code, bomb.code} == {"too-large"}
    assert isinstance(fine, Document)
    assert fine.content == b"fine"


def test_names_that_are_no_text_are_shown_safely(tmp_path: Path) -> None:
    """FS07: names may hold any byte; what is shown holds none that acts on a terminal."""
    for name in (b"bad\xff.txt", b"new\nline.txt", b"esc\x1b[31m.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("text")
    results = gathered(tmp_path)
    assert len(results) == 3
    assert all(isinstance(result, Document) for result in results)
    assert all(origin.isprintable() for origin in origins(results))


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A directory with a thousand levels below it and a file at the bottom."""
    top = tmp_path / "deep"
    top.mkdir()
    here = os.open(top, os.O_RDONLY)
    for _ in range(1000):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(os.open("leaf.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    yield top
    # pytest would recurse into it when it tidies up.
    subprocess.run(["rm", "-r", top], check=True)


def test_deep_trees_are_walked(deep: Path) -> None:
    """FS07: depth is no matter of recursion."""
    (result,) = gathered(deep)
    assert "leaf.txt" in origins([result])[0]


def test_standard_input_is_a_document() -> None:
    """`-` reads what is piped in, once."""
    how = Gathering(stdin=io.BytesIO(b"piped"), limits=SMALL)
    (document,) = gathered("-", how=how)
    assert isinstance(document, Document)
    assert (document.origin, document.content) == ("-", b"piped")


def test_an_empty_source_is_a_usage_error() -> None:
    """It is an unset variable of a script, and no wish for all files of the directory."""
    with pytest.raises(UsageError, match="empty"):
        list(gather([""], Gathering()))


@pytest.mark.parametrize(
    ("sources", "how"),
    [(["-"], Gathering(stdin=None)), (["-", "-"], Gathering(stdin=io.BytesIO(b"")))],
    ids=["closed", "twice"],
)
def test_standard_input_that_cannot_be_read_is_a_usage_error(
    sources: list[str], how: Gathering
) -> None:
    """IO02: asking for what is not there is a mistake on the command line."""
    with pytest.raises(UsageError, match="standard input"):
        list(gather(sources, how))


def test_endless_standard_input_is_cut() -> None:
    """IO09: what is piped in is bounded like everything else."""
    with Path("/dev/zero").open("rb") as endless:
        assert failure("-", how=Gathering(stdin=endless, limits=SMALL)).code == "too-large"


def test_a_list_of_urls_is_fetched(server: Server) -> None:
    """IO09: a list with comments, blank lines and CRLF gives its pages, each once, up to a cap."""
    urls = [server.page(f"/{n}", f"page {n}") for n in range(3)]
    listed = "\r\n".join(["# pages", "", urls[0], urls[0], *urls[1:]]).encode()
    *pages, capped = gathered("-", how=Gathering(stdin=io.BytesIO(listed), limits=SMALL))
    assert origins(pages) == urls[:2]
    assert isinstance(capped, Failure)
    assert capped.code == "too-many"


@pytest.mark.parametrize(
    "content",
    [b"", b"# only a comment", b"# A headline\n\nAnd a text.", b"https://a.example/ is a page"],
)
def test_text_is_no_list_of_urls(content: bytes) -> None:
    """A text that begins with a URL or a heading stays a text."""
    assert listed_urls(content) == []


def test_offline_means_no_network(server: Server) -> None:
    """--offline fetches nothing, and says so."""
    url = server.page("/page", "page")
    assert failure(url, how=Gathering(offline=True)).code == "offline"
    assert server.requests == []
