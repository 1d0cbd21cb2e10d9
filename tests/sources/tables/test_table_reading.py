"""A table is read row by row within bounds, and says in one line why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newsdigest.errors import SourceError
from newsdigest.sources.tables.columns import COLUMNS
from newsdigest.sources.tables.table_parts import TablePart, TablePosition, TableRequest
from newsdigest.sources.tables.table_reading import read_part
from tests.sources.tables.files import PUBLISHED, row, table, with_column, write

ROWS = [row(number) for number in range(5)]


def read(path: Path, rows: int = 128, start: TablePosition | None = None) -> list[TablePart]:
    """The parts of a table from a position on."""
    parts: list[TablePart] = []
    position = start or TablePosition()
    while True:
        parts.append(read_part(TableRequest(str(path), "news.parquet", position, rows)))
        if (following := parts[-1].next) is None:
            return parts
        position = following


def ids(parts: list[TablePart]) -> list[int]:
    return [int(article.id, 16) for part in parts for article in part.articles]


def problems(parts: list[TablePart]) -> list[tuple[int, str]]:
    return [(each.row, each.reason) for part in parts for each in part.failures]


@pytest.mark.parametrize("group", [1, 2, 3, 5])
def test_parts_go_on_where_the_last_one_ended(tmp_path: Path, group: int) -> None:
    """Over the row groups and within them, also for a child that knows nothing of the last part."""
    path = write(tmp_path / "news.parquet", *ROWS, group=group)
    for most in (1, 2, 128):
        parts = read(path, most)
        assert ids(parts) == [0, 1, 2, 3, 4]
        assert all(len(part.articles) <= most for part in parts)
        for before, after in pairwise(parts):
            assert before.next is not None
            assert ids(read(path, 128, before.next))[: len(after.articles)] == ids([after])


def test_the_compressions_and_types_of_other_writers_are_read(tmp_path: Path) -> None:
    """Dictionaries, large strings, times of any unit, with a zone or in UTC, and more columns."""
    whole = table(*ROWS)
    titles, sources = whole.column("title"), whole.column("source")
    whole = with_column(whole, "title", titles.cast(pa.large_string()))
    whole = with_column(whole, "source", sources.dictionary_encode())
    whole = whole.append_column("day", pa.array(["2026-02-17"] * 5))
    local = pa.timestamp("ns", tz="Europe/Berlin")
    for kind in (pa.timestamp("s"), pa.timestamp("ms", tz="UTC"), local):
        moments = whole.column("published").cast(kind)
        for compression in ("zstd", "snappy", "gzip", "none"):
            path = tmp_path / f"{compression}.parquet"
            pq.write_table(with_column(whole, "published", moments), path, compression=compression)
            (part,) = read(path)
            assert {each.published for each in part.articles} == {PUBLISHED}
            assert ids([part]) == [0, 1, 2, 3, 4]
            assert part.articles[0].source == "Harbour Post"


def test_a_row_without_an_origin_is_known_by_its_table(tmp_path: Path) -> None:
    """And by its number there, counted from 1."""
    path = write(tmp_path / "news.parquet", row(0), row(1, origin=None))
    (part,) = read(path)
    assert [each.origin for each in part.articles] == ["crawl.warc.gz#0", "news.parquet#2"]


def test_rows_that_are_no_articles_cost_themselves(tmp_path: Path) -> None:
    """TBL02: those without an id, without any text, and larger than a page may be."""
    bad = [row(1, id=None), row(2, title=None, text=None), row(3, text="y " * 5_000_001)]
    path = write(tmp_path / "news.parquet", row(0), *bad, row(4))
    parts = read(path)
    assert ids(parts) == [0, 4]
    assert problems(parts) == [
        (2, "has no id"),
        (3, "has neither a title nor a text"),
        (4, "larger than 10,000,000 bytes"),
    ]


def test_values_that_cannot_be_decoded_cost_their_rows(tmp_path: Path) -> None:
    """TBL02: a text that is not UTF-8, and times beyond the calendar and beyond 64 bits."""
    path = tmp_path / "news.parquet"
    whole = table(*ROWS)
    binary = pa.array([b"a", b"\xff", b"c", b"d", b"e"])
    broken = pa.Array.from_buffers(pa.string(), 5, binary.buffers())
    pq.write_table(with_column(whole, "title", broken), path)
    assert ids(read(path)) == [0, 2, 3, 4]
    for unit, most in (("us", 2**62), ("ms", 2**53)):
        moments = pa.array([0, most, 0, 0, 0], pa.timestamp(unit))
        pq.write_table(with_column(whole, "published", moments), path)
        parts = read(path)
        assert ids(parts) == [0, 2, 3, 4]
        assert [number for number, _ in problems(parts)] == [2]


def test_damage_costs_what_is_behind_it_in_its_row_group(tmp_path: Path) -> None:
    """TBL01: found by the checksums of pages; the other row groups are read."""
    path = write(tmp_path / "news.parquet", *ROWS, group=2)
    content = bytearray(path.read_bytes())
    group = pq.ParquetFile(path).metadata.row_group(1)
    column = group.column(COLUMNS.names.index("text"))
    content[column.dictionary_page_offset + column.total_compressed_size // 2] ^= 0xFF
    path.write_bytes(content)
    parts = read(path)
    assert ids(parts) == [0, 1, 4]
    ((number, reason),) = problems(parts)
    assert number == 3
    assert reason.startswith("damaged: ")
    assert reason.endswith(", and with it the 1 rows behind it")


def _cut(content: bytes) -> bytes:
    return content[:-100]


def _no_footer(content: bytes) -> bytes:
    return b"PAR1" + bytes(100) + b"PAR1"


def _huge_footer(content: bytes) -> bytes:
    return content[:-8] + b"\xff\xff\xff\x7fPAR1"


def _flipped(content: bytes) -> bytes:
    return content[:-60] + bytes(each ^ 0x5A for each in content[-60:-8]) + content[-8:]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda content: b"", "an empty file"),
        (lambda content: b"<html>" + content, "not a Parquet file"),
        (_cut, "a Parquet file that is cut off"),
        (_no_footer, "damaged: "),
        (_huge_footer, "damaged: "),
        (_flipped, "damaged: "),
        (lambda content: b"PARE" + content[4:-4] + b"PARE", "an encrypted Parquet file"),
    ],
)
def test_a_damaged_table_says_so_in_one_line(
    tmp_path: Path, change: Callable[[bytes], bytes], reason: str
) -> None:
    """TBL01: whatever was done to its ends."""
    path = write(tmp_path / "news.parquet", *ROWS)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(SourceError) as raised:
        read(path)
    assert str(raised.value).startswith(reason)
    assert "\n" not in str(raised.value)


NONE = "not a table of articles: "
WHOLE = table(*ROWS)
NESTED = pa.array([[{"id": 1, "name": 2, "score": 3}]] * 5)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (pa.table({"a": [1]}), "it lacks the columns id, title, source, agency, dateline and 16 "),
        (WHOLE.drop_columns(["text", "origin"]), "it lacks the columns text, origin"),
        (WHOLE.drop_columns(["text"]), "it lacks the column text"),
        (with_column(WHOLE, "topics", WHOLE["title"]), "the column topics has the type string"),
        (with_column(WHOLE, "topics", NESTED), "the column topics has the type list<"),
        (with_column(WHOLE, "published", WHOLE["title"]), "the column published has the type "),
        (WHOLE.append_column("id", pa.array(["1"] * 5)), "it has the column id more than once"),
    ],
)  # fmt: skip
def test_a_table_of_something_else_says_what_it_lacks(
    tmp_path: Path, other: pa.Table, reason: str
) -> None:
    """TBL03: missing columns are named, some of them if they are many."""
    path = tmp_path / "news.parquet"
    pq.write_table(other, path)
    with pytest.raises(SourceError) as raised:
        read(path)
    assert str(raised.value).startswith(NONE + reason)
    assert raised.value.code == "no-table"


def test_a_newer_schema_is_named(tmp_path: Path) -> None:
    """TBL03: its columns may mean something else."""
    path = tmp_path / "news.parquet"
    pq.write_table(WHOLE.replace_schema_metadata({"schema": "newsdigest-corpus/2"}), path)
    with pytest.raises(SourceError, match=r"has the schema newsdigest-corpus/2, but .* reads .*/1"):
        read(path)


def test_nulls_everywhere(tmp_path: Path) -> None:
    """TBL02: columns without a value, also of no type, are rows without an id."""
    path = tmp_path / "news.parquet"
    pq.write_table(pa.table({name: pa.nulls(3) for name in COLUMNS.names}), path)
    assert problems(read(path)) == [(number, "has no id") for number in (1, 2, 3)]


def test_a_table_cannot_claim_more_rows_than_it_has_bytes(tmp_path: Path) -> None:
    """TBL04: a million rows of nothing take a few bytes, and no row of an article does."""
    path = tmp_path / "news.parquet"
    pq.write_table(pa.table({each.name: pa.nulls(10**6, each.type) for each in COLUMNS}), path)
    with pytest.raises(SourceError, match=r"claims 1,000,000 rows in [\d,]+ bytes"):
        read(path)


def test_what_a_row_says_is_safe_to_show_as_its_origin(tmp_path: Path) -> None:
    """TBL05: messages name it."""
    (part,) = read(write(tmp_path / "news.parquet", row(0, origin="a\x1b]0;x\x07.html")))
    assert part.articles[0].origin == "a.html"


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """It may be deleted while others are read."""
    with pytest.raises(SourceError, match="no such file"):
        read(tmp_path / "none.parquet")
