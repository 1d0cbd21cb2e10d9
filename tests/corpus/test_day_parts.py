"""The rows of one input become a Parquet file for each day."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from newsdigest.corpus import day_parts, rows
from newsdigest.corpus.day_parts import DayParts
from newsdigest.corpus.storage import Storage

DAYS = [f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29)]


@pytest.fixture
def few_open_files() -> Iterator[None]:
    """A process may open fewer files than there are days."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    first_free = os.dup(0)
    os.close(first_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (first_free + len(DAYS) // 2, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("few_open_files")
@pytest.mark.parametrize("in_memory", [256, 50])
def test_an_input_of_many_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    """Each has its rows in their order, also if there are too many rows for the memory."""
    monkeypatch.setattr(day_parts, "_IN_MEMORY", in_memory)
    given = [(day, {"title": f"{day} {turn}"}) for turn in range(3) for day in DAYS]
    with Storage(str(tmp_path)).beside() as writing, DayParts(writing, rows.ARTICLES) as parts:
        parts.add(given[:70])
        parts.add(given[70:])
        parts.write()
        for day in DAYS:
            writing.move(day, f"{day}.parquet")
    assert dict(parts.rows) == dict.fromkeys(DAYS, 3)
    for day in DAYS:
        titles = pq.read_table(tmp_path / f"{day}.parquet")["title"].to_pylist()
        assert titles == [f"{day} {turn}" for turn in range(3)]
