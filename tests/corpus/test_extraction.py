"""A run reads what is new, with the options that the data set was begun with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdigest.corpus.extraction import (
    AskedOptions,
    Cluster,
    Extraction,
    ReadingOptions,
    extract_corpus,
    only_filters,
)
from newsdigest.errors import DeliveryError, LockedError, StateError, UsageError
from newsdigest.pipeline import DigestOptions
from newsdigest.store import only_run
from tests.corpus.data import page, table

AS_OF = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("ferry", "pier", "market"):
        (folder / f"{name}.html").write_bytes(page(f"The {name}"))
    return folder


def extracted(
    cluster: Cluster,
    source: Path | Sequence[str],
    out: Path,
    asked: AskedOptions = AskedOptions(),  # noqa: B008 - it cannot be changed
    since: datetime | None = None,
) -> Extraction:
    selection = DigestOptions(filters=only_filters(asked.only))
    options = ReadingOptions(AS_OF, since, selection)
    sources = [str(source)] if isinstance(source, Path) else source
    return extract_corpus(sources, str(out), asked, options, cluster, lambda run: None)


def test_a_second_run_reads_only_what_is_new(threads: Cluster, pages: Path, tmp_path: Path) -> None:
    """What has a record is not read again; a new file and a changed one are."""
    first = extracted(threads, pages, tmp_path / "out")
    again = extracted(threads, pages, tmp_path / "out")
    (pages / "bridge.html").write_bytes(page("The bridge"))
    (pages / "pier.html").write_bytes(page("The long pier"))
    third = extracted(threads, pages, tmp_path / "out")
    assert [(run.inputs, run.earlier, run.done, run.articles) for run in (first, again, third)] == [
        (3, 0, 3, 3),
        (3, 3, 0, 0),
        (4, 2, 2, 2),
    ]
    titles = {row["title"] for row in table(tmp_path / "out", "articles")}
    assert titles == {"The bridge", "The ferry", "The long pier", "The market"}


def test_an_input_is_read_once(threads: Cluster, pages: Path, tmp_path: Path) -> None:
    """A file that several sources lead to has one part."""
    run = extracted(threads, [str(pages), f"{pages}/*.html"], tmp_path / "out")
    assert run.done == 3


def test_a_data_set_within_its_source(threads: Cluster, pages: Path) -> None:
    """Its files are not read as news by the next run."""
    extracted(threads, pages, pages / "out")
    assert extracted(threads, pages, pages / "out").inputs == 3


def test_sources_that_are_missing_are_failures(threads: Cluster, pages: Path) -> None:
    """The others are read."""
    run = extracted(threads, [str(pages), str(pages / "none.html")], pages / "out")
    assert (run.articles, run.failures) == (3, 1)
    assert run.named[0].source == str(pages / "none.html")


def test_other_options_need_another_data_set(threads: Cluster, pages: Path) -> None:
    """Half of a data set would be filtered."""
    out = pages / "out"
    assert extracted(threads, pages, out, AskedOptions(only=("language=en",))).articles == 3
    with pytest.raises(UsageError, match="begun with --only language=en"):
        extracted(threads, pages, out)


def test_the_window_of_the_first_run_stays(threads: Cluster, pages: Path) -> None:
    """`--since 7d` of a run that goes on a week later is that of the first."""
    asked, out = AskedOptions(since="9d"), pages / "out"
    extracted(threads, pages, out, asked, datetime(2026, 11, 20, tzinfo=UTC))
    (pages / "late.html").write_bytes(page("The late one", "2026-11-21"))
    run = extracted(threads, pages, out, asked, datetime(2026, 11, 27, tzinfo=UTC))
    assert (run.articles, run.filtered) == (1, 0)


def test_only_keeps_one_value_of_a_field(threads: Cluster, pages: Path) -> None:
    """Of one field any value may match, and of several fields each must."""
    german = AskedOptions(only=("language=de",))
    either = AskedOptions(only=("language=de", "language=en", "title=pier"))
    runs = [extracted(threads, pages, pages / f"o{n}", a) for n, a in enumerate((german, either))]
    assert [(run.articles, run.filtered) for run in runs] == [(0, 3), (1, 2)]
    with pytest.raises(UsageError, match="not a field and its value"):
        only_filters(["language"])


def test_a_folder_with_something_else_is_refused(threads: Cluster, pages: Path) -> None:
    """Nothing is written among files of somebody else, or to a data set of another schema."""
    with pytest.raises(UsageError, match="not empty, and no data set"):
        extracted(threads, pages, pages)
    (pages / "corpus.json").write_text('{"schema": "other/1"}')
    with pytest.raises(StateError, match="not a data set of the schema"):
        extracted(threads, pages, pages)


def test_places_that_cannot_hold_a_data_set(threads: Cluster, pages: Path) -> None:
    """A file is none, and neither is the memory of another process than those that write."""
    with pytest.raises(DeliveryError, match="cannot be written to: file exists"):
        extracted(threads, pages, pages / "pier.html")
    with pytest.raises(UsageError, match="the memory of one process"):
        extract_corpus(
            [str(pages)], "memory://out", AskedOptions(), ReadingOptions(AS_OF), Cluster(), print
        )


def test_one_run_at_a_time(threads: Cluster, pages: Path) -> None:
    """A second run of this machine into the same folder is refused while the first lasts."""
    with only_run(pages / "out" / "corpus"), pytest.raises(LockedError):
        extracted(threads, pages, pages / "out")
    assert extracted(threads, pages, pages / "out").articles == 3
