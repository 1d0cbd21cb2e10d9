"""The tables of a day are at hand, wherever the data set is."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import fsspec
import pytest

from newsdigest.corpus.day_tables import tables_of_day
from newsdigest.errors import SourceError, StateError, UsageError
from tests.sources.tables.files import data_set, row

DAY = date(2026, 2, 17)


def test_tables_of_a_folder_are_read_where_they_are(tmp_path: Path) -> None:
    """Also by its file:// URL; what is no part of the data set is none."""
    folder = data_set(tmp_path / "corpus", {"2026-02-17": [row(1)], "unknown": [row(2)]})
    (folder / "articles/day=2026-02-17/notes.txt").write_text("x")
    for address in (str(folder), f"{folder}/", f"file://{folder}"):
        with tables_of_day(address, DAY) as (table,):
            assert table.path == folder / "articles/day=2026-02-17/1.parquet"
            assert table.origin == f"{address.rstrip('/')}/articles/day=2026-02-17/1.parquet"


def test_tables_of_a_store_are_copied_and_deleted(tmp_path: Path) -> None:
    """Their names are those in the store, and no secret is in them."""
    folder = data_set(tmp_path / "corpus", {"2026-02-17": [row(1)]})
    store = fsspec.filesystem("memory")
    store.put(str(folder), "/corpus", recursive=True)
    with tables_of_day("memory://corpus", DAY) as (table,):
        content = (folder / "articles/day=2026-02-17/1.parquet").read_bytes()
        assert table.path.read_bytes() == content
        assert table.origin == "memory://corpus/articles/day=2026-02-17/1.parquet"
    assert not table.path.exists()
    store.rm("/corpus", recursive=True)


@pytest.mark.parametrize(
    ("days", "nearest"),
    [
        (
            ["2026-02-15", "2026-02-16", "2026-02-19", "unknown"],
            "days are 2026-02-16 and 2026-02-19",
        ),
        (["2026-02-18", "2026-02-19"], "nearest day is 2026-02-18"),
        (["unknown"], "it has none of any day"),
        ([], "it has none of any day"),
    ],
)
def test_a_day_that_is_not_there(tmp_path: Path, days: list[str], nearest: str) -> None:
    """The error names the nearest ones, on both sides."""
    folder = data_set(tmp_path / "corpus", {day: [row(1)] for day in days})
    (folder / "articles/day=2026-02-17").mkdir(parents=True)
    with pytest.raises(SourceError) as raised, tables_of_day(str(folder), DAY):
        pass
    assert str(raised.value).startswith(f"{folder}: no articles of 2026-02-17; ")
    assert str(raised.value).endswith(nearest)


def test_what_is_no_data_set(tmp_path: Path) -> None:
    """A folder of something else, and one of another version."""
    folder = data_set(tmp_path / "corpus", {"2026-02-17": [row(1)]})
    (folder / "corpus.json").write_text('{"schema": "newsdigest-corpus/2"}')
    with (
        pytest.raises(StateError, match="not a data set of the schema"),
        tables_of_day(str(folder), DAY),
    ):
        pass
    shutil.rmtree(folder)
    with pytest.raises(UsageError, match="no data set"), tables_of_day(str(folder), DAY):
        pass
