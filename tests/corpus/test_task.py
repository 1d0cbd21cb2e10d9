"""A worker reads one input into the data set: whole, once, whatever happened before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsdigest.corpus.data_set import DataSet, Record
from newsdigest.corpus.inputs import Input, find_inputs
from newsdigest.corpus.reading import ReadingOptions
from newsdigest.corpus.rows import Row, article_row
from newsdigest.corpus.task import Task, extract_input
from newsdigest.errors import DeliveryError, UsageError
from newsdigest.filters import parse_filters
from newsdigest.model import Article
from newsdigest.pipeline import DigestOptions, Run, read
from newsdigest.sources import Gathering
from tests.corpus.data import files, page, table
from tests.pages import article_page
from tests.paths import SAMPLES
from tests.sources.archives import warcs

AS_OF = datetime(2026, 11, 29, 12, tzinfo=UTC)


def task(path: Path, out: Path, **options: Any) -> Task:
    (found,) = find_inputs([str(path)])
    assert isinstance(found, Input)
    return Task(found, str(out), ReadingOptions(AS_OF, **options))


def record(out: Path) -> dict[str, Any]:
    (path,) = (out / "manifest").iterdir()
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def test_an_article_is_filed_under_its_day(tmp_path: Path) -> None:
    """One part for each day, and a record that names it with its rows."""
    (tmp_path / "a.html").write_bytes(page("The ferry"))
    made = extract_input(task(tmp_path / "a.html", out := tmp_path / "out"))
    (row,) = table(out, "articles")
    assert (made.articles, made.failures) == (1, 0)
    assert (row["title"], row["day"]) == ("The ferry", "2026-11-20")
    assert row["origin"] == str(tmp_path / "a.html")
    kept = record(out)
    assert kept["complete"]
    assert [part["rows"] for part in kept["parts"]] == [1]
    assert (out / kept["parts"][0]["path"]).is_file()


def test_doing_it_twice_changes_no_byte(tmp_path: Path) -> None:
    """A task that Dask repeats after it was done leaves what was there."""
    (tmp_path / "a.html").write_bytes(page("The ferry"))
    wanted = task(tmp_path / "a.html", out := tmp_path / "out")
    extract_input(wanted)
    before = files(out)
    extract_input(wanted)
    assert files(out) == before


def test_a_changed_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """Parts of days that the file has no article of any more are gone."""
    path, out = tmp_path / "a.html", tmp_path / "out"
    path.write_bytes(page("The ferry", "2026-11-20"))
    extract_input(task(path, out))
    path.write_bytes(page("The pier", "2026-11-21"))
    extract_input(task(path, out))
    assert [(row["title"], row["day"]) for row in table(out, "articles")] == [
        ("The pier", "2026-11-21")
    ]


@pytest.mark.parametrize("is_moved", [False, True])
def test_what_a_killed_worker_left_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_moved: bool
) -> None:
    """A worker dies before or after its part is in its place; then the file changes its day."""
    path, out = tmp_path / "a.html", tmp_path / "out"
    path.write_bytes(page("The ferry", "2026-11-20"))
    keep = DataSet.keep

    def dying(self: DataSet, key: str, record: Record) -> None:
        if record.complete:
            raise KeyboardInterrupt
        keep(self, key, record)
        if not is_moved:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(DataSet, "keep", dying)
        with pytest.raises(KeyboardInterrupt):
            extract_input(task(path, out))
    assert not record(out)["complete"]
    assert len(table(out, "articles")) == is_moved
    path.write_bytes(page("The pier", "2026-11-22"))
    extract_input(task(path, out))
    assert [row["title"] for row in table(out, "articles")] == ["The pier"]
    assert not list((out / ".writing").iterdir())


def test_failures_are_rows(tmp_path: Path) -> None:
    """A page without an article, with what it was and why."""
    (tmp_path / "a.html").write_bytes(b"<html><body><nav>Home</nav></body></html>")
    made = extract_input(task(tmp_path / "a.html", out := tmp_path / "out"))
    (row,) = table(out, "failures")
    assert made.failures == 1
    assert row["input"] == row["source"] == str(tmp_path / "a.html")
    assert row["error"]
    assert table(out, "articles") == []


def test_a_hostile_page_costs_itself(tmp_path: Path) -> None:
    """What would exhaust a parser is a failure, and the next input of the worker is read."""
    (tmp_path / "bomb.html").write_bytes(b"<table>" * 200_000)
    (tmp_path / "a.html").write_bytes(page("The ferry"))
    out = tmp_path / "out"
    bomb = extract_input(task(tmp_path / "bomb.html", out))
    after = extract_input(task(tmp_path / "a.html", out))
    assert (bomb.articles, bomb.failures) == (0, 1)
    assert after.articles == 1


def test_archives_are_read_record_by_record(tmp_path: Path) -> None:
    """The articles of an archive name their records; damage is a row of the failures."""
    pytest.importorskip("fastwarc", reason="the extra archives is not installed")
    damaged = bytearray(warcs.members([warcs.page(2)]))
    damaged[len(damaged) // 2] ^= 0xFF
    path, out = tmp_path / "news.warc.gz", tmp_path / "out"
    path.write_bytes(warcs.members([warcs.page(1)]) + damaged + warcs.members([warcs.page(3)]))
    made = extract_input(task(path, out))
    assert (made.articles, made.failures) == (2, 1)
    assert all(row["origin"].startswith(f"{path}#") for row in table(out, "articles"))
    (failure,) = table(out, "failures")
    assert failure["source"] == failure["input"] == str(path)


def test_what_was_extracted_is_read_again(tmp_path: Path) -> None:
    """The articles of a data set are those of its inputs, in the rows' terms."""
    dump, out = SAMPLES / "dumps/aggregator-evening.txt", tmp_path / "out"
    DataSet(str(out)).begin({"asked": {}})
    extract_input(task(dump, out))
    how = Gathering(offline=True)
    pages, tables = (read([str(each)], how, Run(AS_OF)) for each in (dump, out))
    assert _rows(tables.articles) == _rows(pages.articles)
    assert len(tables.articles) == tables.documents > 2


def _rows(articles: Sequence[Article]) -> list[Row]:
    return sorted((article_row(each, each.origin) for each in articles), key=str)


def test_an_undated_page_of_an_archive_is_filed_under_the_day_of_its_record(
    tmp_path: Path,
) -> None:
    """Archives are copied and repacked, and then their files are of another day."""
    pytest.importorskip("fastwarc", reason="the extra archives is not installed")
    path, out = tmp_path / "news.warc.gz", tmp_path / "out"
    item = "<item><title>Mill opens</title></item>"
    feed = f"<rss version='2.0'><channel><title>Post</title>{item}</channel></rss>"
    undated = [
        warcs.page(1),
        warcs.record(warcs.http(feed), "https://quay.example/rss", written="2026-02-18T23:00:00Z"),
        warcs.record(warcs.http(article_page("Fair")), "https://quay.example/2", written="soon"),
    ]
    path.write_bytes(warcs.members(undated))
    wanted = task(path, out)
    extract_input(wanted)
    assert {row["title"]: row["day"] for row in table(out, "articles")} == {
        "Ferry landing 1 to reopen": "2026-02-17",
        "Mill opens": "2026-02-18",
        "Fair": str(wanted.input.changed),
    }
    late = task(path, tmp_path / "late", since=datetime(2026, 2, 18, tzinfo=UTC))
    assert extract_input(late).filtered == 1


def test_files_that_vanish_are_read_by_a_later_run(tmp_path: Path) -> None:
    """An input that cannot be read does not count as done."""
    (tmp_path / "a.html").write_bytes(page("The ferry"))
    wanted = task(tmp_path / "a.html", out := tmp_path / "out")
    (tmp_path / "a.html").unlink()
    assert extract_input(wanted).failures == 1
    assert not record(out)["read"]


def test_filters_and_windows(tmp_path: Path) -> None:
    """Articles that do not pass are counted, and are no rows."""
    (tmp_path / "a.html").write_bytes(page("The ferry"))
    selection = DigestOptions(filters=(parse_filters((), ["title:ferry"]),))
    out = tmp_path / "out"
    dropped = extract_input(task(tmp_path / "a.html", out, selection=selection))
    early = extract_input(task(tmp_path / "a.html", out, since=datetime(2026, 11, 21, tzinfo=UTC)))
    assert [(made.articles, made.filtered) for made in (dropped, early)] == [(0, 1), (0, 1)]
    assert extract_input(task(tmp_path / "a.html", out)).articles == 1


def test_another_version_is_refused(tmp_path: Path) -> None:
    """A worker that has another newsdigest does nothing."""
    (tmp_path / "a.html").write_bytes(page("The ferry"))
    wanted = task(tmp_path / "a.html", out := tmp_path / "out")
    with pytest.raises(UsageError, match=r"a worker has newsdigest .*, and this is 0\.0"):
        extract_input(Task(wanted.input, wanted.out, wanted.options, "0.0"))
    assert not out.exists()


def test_a_place_that_cannot_be_written_to_is_an_error(tmp_path: Path) -> None:
    """Nothing is lost silently if the disk refuses."""
    (tmp_path / "a.html").write_bytes(page("The ferry"))
    (tmp_path / "out").write_text("a file")
    with pytest.raises(DeliveryError, match="cannot be"):
        extract_input(task(tmp_path / "a.html", tmp_path / "out"))
