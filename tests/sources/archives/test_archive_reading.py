"""Records become Documents; what is damaged costs itself alone."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdigest.model import ArchiveRecord, Document
from newsdigest.sources.archives import ArchivePosition, PartRequest, RecordFailure, is_archive
from tests.sources.archives.warcs import FIELDS, http, members, page, record

pytest.importorskip("fastwarc", reason="the extra archives is not installed")

PAGE = b"<html><body><p>The ferry sails again.</p></body></html>"
Layout = Callable[[Sequence[bytes]], bytes]


def plain(records: Sequence[bytes]) -> bytes:
    return b"".join(records)


def whole(records: Sequence[bytes]) -> bytes:
    return gzip.compress(b"".join(records))


LAYOUTS = pytest.mark.parametrize("layout", [plain, members, whole])


def parts(
    content: bytes, folder: Path, records: int = 1000
) -> tuple[list[Document], list[RecordFailure]]:
    """What an archive gives, read in parts of so many records."""
    from newsdigest.sources.archives.archive_reading import read_part

    path = folder / "news.warc"
    path.write_bytes(content)
    documents: list[Document] = []
    failures: list[RecordFailure] = []
    position: ArchivePosition | None = ArchivePosition()
    while position is not None:
        part = read_part(PartRequest(str(path), "news.warc", position, records))
        documents += part.documents
        failures += part.failures
        position = part.next
    return documents, failures


def urls(documents: Sequence[Document]) -> list[str]:
    return [(each.url or "").rpartition("/")[2] for each in documents]


@LAYOUTS
def test_what_a_record_says_goes_into_the_document(layout: Layout, tmp_path: Path) -> None:
    """Address, media type, charset, status and date; the origin names the offset."""
    own = record(
        http(PAGE, {"Content-Type": 'Text/HTML; charset="ISO-8859-15"'}),
        "<https://quay.example/ferry>",
        WARC_Truncated="length",
    )
    (document,), failures = parts(layout([own]), tmp_path)
    assert failures == []
    assert document == Document(
        content=PAGE,
        origin="news.warc#0",
        url="https://quay.example/ferry",
        media_type="text/html",
        charset="ISO-8859-15",
        status=200,
        record=ArchiveRecord("news.warc", datetime(2026, 2, 17, 8, tzinfo=UTC), is_cut=True),
    )


@LAYOUTS
@pytest.mark.parametrize("size", [1, 2, 1000])
def test_records_of_no_page_are_passed_over(layout: Layout, size: int, tmp_path: Path) -> None:
    """Only answers with status 200 and resources count, and of these no pictures and no code."""
    records = [
        record(b"software: ours\r\n", kind="warcinfo", media_type=FIELDS),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        page(1),
        record(b"ip: 192.0.2.1\r\n", kind="metadata", media_type=FIELDS),
        record(http(b"", status="304 Not Modified"), kind="revisit"),
        record(http(PAGE, status="404 Not Found")),
        record(http("x", {"Content-Type": "image/png"})),
        record(http("let x", {"Content-Type": "text/javascript; charset=utf-8"})),
        record(
            http("User-agent: *", {"Content-Type": "text/plain"}), "https://quay.example/robots.txt"
        ),
        record(b"192.0.2.1", "dns:quay.example", media_type="text/dns"),
        record(PAGE, "https://quay.example/2", "resource", "text/html"),
        record(http("")),
    ]
    documents, failures = parts(layout(records), tmp_path, size)
    assert (urls(documents), failures) == (["1", "2"], [])


def test_encodings_of_the_transfer_are_undone(tmp_path: Path) -> None:
    """Also where crawlers kept the headers of an encoding that they undid."""
    import brotli

    chunked = b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n"
    codings = [
        ({"Content-Encoding": "gzip"}, gzip.compress(PAGE)),
        ({"Content-Encoding": "br"}, brotli.compress(PAGE)),
        ({"Transfer-Encoding": "chunked"}, chunked),
        ({"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}, PAGE),
        ({"Content-Encoding": "br"}, PAGE),
        ({"Content-Encoding": "identity"}, gzip.compress(PAGE)),
    ]
    records = [record(http(body, fields)) for fields, body in codings]
    documents, failures = parts(members(records), tmp_path)
    assert ([each.content for each in documents], failures) == ([PAGE] * len(codings), [])


def test_a_date_that_is_none_is_unknown(tmp_path: Path) -> None:
    """So is a target that is no address of the web."""
    (document,), _ = parts(record(http(PAGE), "file:///etc/passwd", written="soon"), tmp_path)
    assert (document.url, document.record) == (None, ArchiveRecord("news.warc"))


DAMAGE = {
    "a changed byte": lambda r: r[:60] + bytes([r[60] ^ 255, r[61] ^ 255]) + r[62:],
    "cut off": lambda r: r[: len(r) // 2],
    "garbage": lambda r: b"no archive at all" * 20,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("compress", [gzip.compress, bytes])
def test_damage_costs_its_record_alone(
    damage: Callable[[bytes], bytes], compress: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """WARC01: the records before and behind are read, and the failure names the offset."""
    first, second, third = (compress(page(number)) for number in (1, 2, 3))
    content = first + damage(second) + third
    for size in (1, 1000):
        documents, failures = parts(content, tmp_path, size)
        assert urls(documents) in (["1", "3"], ["1", "2", "3"])
        assert [each.offset for each in failures] == [len(first)] * (3 - len(documents))


@LAYOUTS
def test_an_archive_that_ends_early_gives_what_is_there(layout: Layout, tmp_path: Path) -> None:
    """WARC01: the download of a large archive often breaks off."""
    content = layout([page(number, "Ferry " * 50) for number in range(9)])
    documents, (failure,) = parts(content[:-40], tmp_path)
    assert urls(documents) == [str(number) for number in range(len(documents))]
    assert len(documents) >= 6
    assert failure.code == "truncated"


def test_a_record_that_lies_about_its_length_takes_no_other_along(tmp_path: Path) -> None:
    """WARC01: longer or shorter than it is, compressed or not."""
    for length in ("9", "99999", "", "-1", "1" * 30):
        wrong = page(2).replace(b"Content-Length: ", b"X: ", 1)
        wrong = wrong.replace(b"WARC/1.0\r\n", f"WARC/1.0\r\nContent-Length: {length}\r\n".encode())
        for compress in (gzip.compress, bytes):
            content = b"".join(compress(each) for each in (page(1), wrong, page(3)))
            documents, failures = parts(content, tmp_path)
            assert urls(documents) == ["1", "3"]
            assert len(failures) == 1


def test_what_a_page_prints_is_no_record(tmp_path: Path) -> None:
    """WARC03: a page cannot speak for another publication by printing a record of its."""
    forged = record(http(PAGE), "https://other.example/")
    own = record(http(b"<html><body><pre>\r\n\r\n" + forged + b"</pre></body></html>"))
    for content in (own + page(1), members([own, page(1)])):
        documents, failures = parts(content, tmp_path)
        assert (urls(documents), failures) == (["ferry", "1"], [])


def test_padding_is_passed_over(tmp_path: Path) -> None:
    """Some writers fill up blocks with zeros or leave more empty lines."""
    for between in (b"\0" * 5000, b"\r\n" * 9, gzip.compress(b"") * 50):
        content = gzip.compress(page(1)) + between + gzip.compress(page(2))
        documents, failures = parts(content, tmp_path)
        assert (urls(documents), failures) == (["1", "2"], [])


def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    """WARC02: a body or a record of hundreds of megabytes is no document; the next one is read."""
    zeros = bytes(300_000_000)
    body = record(http(gzip.compress(zeros, 1), {"Content-Encoding": "gzip"}))
    block = gzip.compress(record(http(zeros)), 1)
    content = gzip.compress(body) + block + gzip.compress(page(1))
    del zeros
    tracemalloc.start()
    documents, failures = parts(content, tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert urls(documents) == ["1"]
    assert [each.code for each in failures] == ["too-large", "too-large"]
    assert peak < 60_000_000


def test_archives_are_known_by_their_first_bytes() -> None:
    """Compressed or not; other compressed files are none."""
    assert is_archive(page())
    assert is_archive(gzip.compress(page())[:200])
    for content in (b"", b"WARC", gzip.compress(b"<html>"), b"\x1f\x8b", b"\x1f\x8bnothing"):
        assert not is_archive(content)
