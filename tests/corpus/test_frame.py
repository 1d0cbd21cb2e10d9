"""newsdigest.corpus.extract gives the data set as a DataFrame, lazily."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from newsdigest import corpus
from newsdigest.corpus import rows
from newsdigest.errors import UsageError
from tests.corpus.data import page

AS_OF = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for name in ("ferry", "pier"):
        (tmp_path / f"{name}.html").write_bytes(page(f"The {name}"))
    return tmp_path


def test_nothing_is_read_before_it_is_asked_for(pages: Path) -> None:
    """A partition for each file, which is read when the frame is computed."""
    frame = corpus.extract([pages], as_of=AS_OF)
    (pages / "pier.html").write_bytes(page("The long pier"))
    assert frame.npartitions == 2
    computed = frame.compute(scheduler="sync")
    assert sorted(computed["title"]) == ["The ferry", "The long pier"]
    assert set(computed["day"]) == {"2026-11-20"}


def test_the_types_are_those_of_the_data_set(pages: Path) -> None:
    """Computed or not, lists are lists and times are times."""
    frame = corpus.extract([pages], as_of=AS_OF)
    for each in (frame.dtypes, frame.compute(scheduler="sync").dtypes):
        types = {name: dtype.pyarrow_dtype for name, dtype in each.items()}
        assert types.pop("day") == pa.string()
        assert types == {field.name: field.type for field in rows.ARTICLES}


def test_filters(pages: Path) -> None:
    """They are those of the command line."""
    frame = corpus.extract([pages], only=["language=en"], drop=["title:pier"], as_of=AS_OF)
    assert list(frame.compute(scheduler="sync")["title"]) == ["The ferry"]
    late = corpus.extract([pages], since=datetime(2026, 11, 21, tzinfo=UTC), as_of=AS_OF)
    assert len(late.compute(scheduler="sync")) == 0


def test_failures(pages: Path) -> None:
    """What could not be found or read is a table of its own."""
    (pages / "empty.html").write_bytes(b"<html><body></body></html>")
    sources = [pages / "empty.html", pages / "none.html"]
    failed = corpus.extract(sources, table="failures", as_of=AS_OF).compute(scheduler="sync")
    assert list(failed["input"]) == [str(each) for each in sources]
    assert len(corpus.extract(sources, as_of=AS_OF).compute(scheduler="sync")) == 0


def test_no_source() -> None:
    """No sources are an empty frame with all columns."""
    assert list(corpus.extract([]).compute(scheduler="sync")) == [*rows.ARTICLES.names, "day"]


def test_mistakes(pages: Path) -> None:
    """A wrong filter or table is a UsageError at once, a single path a TypeError."""
    with pytest.raises(UsageError, match="names no field"):
        corpus.extract([pages], drop=["titel:x"])
    with pytest.raises(UsageError, match="table must be"):
        corpus.extract([pages], table="stories")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        corpus.extract(str(pages))
