"""Tables are read in a child process, in portions, and every command can read them."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, date, datetime
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest

from newsdigest.model import Failure
from newsdigest.pipeline import (
    DigestOptions,
    ReadResult,
    Run,
    digest_of_sources,
    explain,
    read,
    read_in_portions,
)
from newsdigest.pipeline.parted_sources import TableArticles
from newsdigest.pipeline.table_articles import TableReader
from newsdigest.sources import Gathering
from newsdigest.sources.tables import DayRange, Table
from newsdigest.workers.pool import WorkerLimits
from tests.pages import article_page
from tests.sources.tables.files import data_set, row, write

pytest.importorskip("pyarrow", reason="the extra corpus is not installed")

NOW = datetime(2026, 2, 18, 6, tzinfo=UTC)


def reading(*sources: Path, days: DayRange = DayRange()) -> ReadResult:  # noqa: B008 - frozen
    return read([str(each) for each in sources], Gathering(offline=True, days=days), Run(NOW))


def ids(found: ReadResult) -> list[int]:
    return [int(each.id, 16) for each in found.articles]


def test_a_table_is_read_beside_other_files(tmp_path: Path) -> None:
    """Known by its content; one of something else in a folder is counted with what is no news."""
    write(tmp_path / "news.html", row(1), row(2))
    (tmp_path / "page.html").write_text(article_page("A page beside the table"))
    shutil.copy(_other_table(tmp_path / "other"), tmp_path / "other.parquet")
    shutil.rmtree(tmp_path / "other")
    found = reading(tmp_path)
    assert ids(found)[:2] == [1, 2]
    assert [each.title for each in found.articles[2:]] == ["A page beside the table"]
    assert found.notes == (f"{tmp_path}: 1 file holds no article: other.parquet",)
    assert found.failures == ()
    assert (found.documents, found.sources) == (3, 1)


def _other_table(folder: Path) -> Path:
    return data_set(folder, {}) / "failures/1.parquet"


def test_a_table_that_the_user_names_must_be_one_of_articles(tmp_path: Path) -> None:
    """TBL03: of any other it is said what it lacks."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "prices.parquet"
    pq.write_table(pa.table({"price": [1, 2]}), path)
    (failure,) = reading(path).failures
    assert failure.error.startswith("not a table of articles: it lacks the columns id, title")
    assert failure.source == str(path)


def test_of_a_data_set_only_its_articles_are_read(tmp_path: Path) -> None:
    """Neither its failures nor its manifest, nor what others put beside the articles."""
    folder = data_set(tmp_path / "corpus", {"2026-02-17": [row(1)], "unknown": [row(2)]})
    (folder / "articles/README.txt").write_text("The articles of February. " * 40)
    (folder / "articles/day=2026-02-17/empty.parquet").write_bytes(b"")
    found = reading(folder)
    assert ids(found) == [1, 2]
    assert [each.error for each in found.failures] == ["an empty file"]
    assert ids(reading(folder / "articles/day=unknown")) == [2]


def test_a_day_of_a_data_set_may_be_elsewhere(tmp_path: Path) -> None:
    """A link to its directory is followed, and no other one below that."""
    folder = data_set(tmp_path / "corpus", {"2026-02-16": [row(1)]})
    elsewhere = data_set(tmp_path / "other", {"2026-02-17": [row(2)]}) / "articles/day=2026-02-17"
    (elsewhere / "again").symlink_to(folder / "articles")
    (folder / "articles/day=2026-02-17").symlink_to(elsewhere)
    assert ids(reading(folder)) == [1, 2]
    assert ids(reading(folder, days=DayRange(date(2026, 2, 17)))) == [2]


@pytest.mark.parametrize(
    ("content", "status"),
    [('{"schema": "newsdigest-corpus/2"}', "has the schema"), ('{"schema": 1}', ""), ("{", "")],
)
def test_a_data_set_of_a_newer_version_is_an_error(
    tmp_path: Path, content: str, status: str
) -> None:
    """TBL03: a folder with another file of that name is a folder like any other."""
    folder = data_set(tmp_path / "corpus", {"2026-02-17": [row(1)]})
    (folder / "corpus.json").write_text(content)
    found = reading(folder)
    assert ids(found) == ([] if status else [1])
    assert found.failures[0].error.startswith(status) if status else True


def test_of_a_data_set_only_the_days_of_the_window_are_opened(tmp_path: Path) -> None:
    """The others may be damaged, and nobody notices; one without a day is always read."""
    days = {f"2026-02-{day}": [row(day)] for day in (15, 16, 17)}
    folder = data_set(tmp_path / "corpus", {**days, "unknown": [row(99)]})
    (folder / "articles/day=2026-02-15/1.parquet").write_bytes(b"")
    (folder / "articles/day=2026-02-17/1.parquet").write_bytes(b"")
    wanted = DayRange(date(2026, 2, 16), date(2026, 2, 16))
    for source in (folder, folder / "articles"):
        found = reading(source, days=wanted)
        assert (ids(found), found.failures) == ([16, 99], ())
    shutil.rmtree(folder / "articles/day=unknown")
    (failure,) = reading(folder, days=DayRange(date(2026, 2, 18))).failures
    assert failure.error == "nothing within the window: its days are 2026-02-15 to 2026-02-17"


def test_any_partition_gives_the_same_digest(tmp_path: Path) -> None:
    """Also where rows of several files have one id."""
    rows = [
        row(number % 20, origin=f"{number % 3}.html", section=str(number)) for number in range(25)
    ]
    digests = []
    for seed, group in ((1, 1), (2, 25)):
        folder = tmp_path / str(seed)
        random.Random(seed).shuffle(rows)
        files = random.Random(seed).choices("abc", k=len(rows))
        for name in "abc":
            part = [each for each, file in zip(rows, files, strict=True) if file == name]
            write(folder / f"{name}.parquet", *part, group=group)
        gathering = Gathering(offline=True)
        _, made = digest_of_sources([str(folder)], gathering, DigestOptions(), Run(NOW))
        digests.append(made)
    assert digests[0] == digests[1]
    assert digests[0].counts.articles >= 20


def test_a_table_is_read_in_portions(tmp_path: Path) -> None:
    """The first comes before the rest is read, and rows are in the order of the table."""
    path = write(tmp_path / "news.parquet", *map(row, reversed(range(600))))
    portions = read_in_portions([str(path)], Gathering(), Run(NOW))
    first = next(portions)
    assert ids(first) == list(range(599, 599 - len(first.articles), -1))
    assert 0 < len(first.articles) < 300
    rest = [each for portion in portions for each in ids(portion)]
    assert [*ids(first), *rest] == list(reversed(range(600)))


def test_a_row_that_ends_the_child_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TBL04: the rows around it are read, in its row group and in others."""
    limits = WorkerLimits(memory_bytes=500_000_000)
    monkeypatch.setattr("newsdigest.pipeline.table_articles._LIMITS", limits)
    heavy = row(1, text="x" * 90_000_000)
    path = write(tmp_path / "news.parquet", row(0), heavy, row(2), group=1)
    articles, failures = _all_of(path)
    assert articles == [0, 2]
    (failure,) = failures
    assert failure.error.startswith("row 2: ")
    assert failure.code in ("crashed", "too-complex")


def test_a_table_cannot_grow_without_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TBL04: one text of a dictionary may be that of every row; then the rest is not read."""
    monkeypatch.setattr("newsdigest.pipeline.table_articles._SMALL", 0)
    rows = [row(number, text="The ferry was late. " * 50_000) for number in range(40)]
    articles, failures = _all_of(write(tmp_path / "news.parquet", *rows))
    assert 0 < len(articles) < 40
    assert [each.code for each in failures] == ["too-large"]


def _all_of(path: Path) -> tuple[list[int], list[Failure]]:
    with TableReader() as reader:
        found = list(reader.read(Table(path, path.name)))
    tables = [each for each in found if isinstance(each, TableArticles)]
    articles = [int(article.id, 16) for table in tables for article in table.articles]
    return articles, [each for each in found if isinstance(each, Failure)]


def test_of_many_bad_rows_some_are_named(tmp_path: Path) -> None:
    """TBL02: the others are counted."""
    path = write(tmp_path / "news.parquet", *(row(n, id=None) for n in range(30)), row(99))
    articles, failures = _all_of(path)
    assert articles == [99]
    assert failures[0].error == "row 1: has no id"
    assert [each.error for each in failures[20:]] == ["10 more rows could not be read"]


def test_an_empty_table(tmp_path: Path) -> None:
    """By itself it is a source without news, and in a data set it is nothing."""
    (failure,) = reading(write(tmp_path / "news.parquet")).failures
    assert failure.error == "no rows in this table"
    folder = data_set(tmp_path / "corpus", {"2026-02-16": [], "2026-02-17": [row(1)]})
    assert reading(folder).failures == ()


def test_without_the_library_the_extra_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A data set fails in one line that says what to install."""

    def find_spec(name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr("newsdigest.pipeline.table_articles.find_spec", find_spec)
    folder = data_set(tmp_path / "corpus", {"2026-02-16": [row(1)], "2026-02-17": [row(2)]})
    (failure,) = reading(folder).failures
    assert failure.source == str(folder)
    assert failure.error == (
        "reading Parquet files needs pyarrow: pip install 'newsdigest[corpus]'"
    )


def test_a_table_has_no_pages_to_explain(tmp_path: Path) -> None:
    """Its articles are clean already."""
    path = write(tmp_path / "news.parquet", row(1))
    found: Any = explain([str(path)], Gathering(), Run(NOW))
    assert [each.error for each in found.failures] == ["a table of articles, not a page"]
