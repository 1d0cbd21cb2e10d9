"""newsdigest corpus, as far as it needs no cluster."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from newsdigest.cli.corpus import format_counts, format_extraction, format_grouping
from newsdigest.corpus import requirements
from newsdigest.corpus.extraction import Extraction
from newsdigest.corpus.grouping import Grouping
from newsdigest.errors import UsageError
from tests.corpus.news import news, write_data_set
from tests.program import newsdigest
from tests.sources.tables.files import data_set, row, write


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its libraries the command names them and the extra, in one line."""
    monkeypatch.setattr(requirements, "_MODULES", ("json", "dask_of_nobody"))
    with pytest.raises(UsageError) as raised:
        requirements.check_installed()
    assert str(raised.value) == ("corpus needs dask_of_nobody: pip install 'newsdigest[corpus]'")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-",), "corpus reads files and not standard input: name a SOURCE"),
        (("a.html", "--only", "language"), "--only 'language': not a field and its value"),
        (("a.html", "--scheduler", "host"), "--scheduler host: not like tcp://host:8786"),
        (("a.html", "--scheduler", "tcp://h:1", "--workers", "2"), "--workers is for this machine"),
        (("a.html", "--drop", "titel:x"), "the filter titel:x names no field"),
    ],
)
def test_usage_errors(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """Mistakes are errors before anything is read or written."""
    (tmp_path / "a.html").write_text("a")
    outcome = newsdigest(
        "corpus", "extract", *arguments, "--out", tmp_path / "out", folder=tmp_path
    )
    assert outcome.status == 2
    assert outcome.stderr.startswith(f"error: {message}")
    assert not list(tmp_path.glob("out/corpus.json"))


def test_no_source_at_all(tmp_path: Path) -> None:
    """If nothing was there to be read, the status says so."""
    outcome = newsdigest("corpus", "extract", tmp_path / "none.html", "--out", tmp_path / "out")
    assert outcome.status == 1
    assert outcome.stderr == f"error: {tmp_path}/none.html: no such file or directory\n"


@pytest.mark.parametrize(
    ("run", "text"),
    [
        (
            Extraction(inputs=3, done=3, articles=1204, failures=1, filtered=2),
            "3 files read: 1,204 articles, 1 failure, 2 left out by filters",
        ),
        (
            Extraction(inputs=3, earlier=2, done=1, articles=1),
            "1 file read, 2 read already: 1 article",
        ),
        (Extraction(inputs=3, earlier=3), "nothing to do: 3 files read already"),
    ],
)
def test_the_summary(run: Extraction, text: str) -> None:
    """What a person sees at the end."""
    assert format_extraction(run) == text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none",), "none: no data set, which 'corpus extract' makes"),
        (("none", "--scheduler", "host"), "--scheduler host: not like tcp://host:8786"),
        (("none", "--scheduler", "tcp://h:1", "--workers", "2"), "--workers is for this machine"),
        (("nothing://at/all",), "nothing://at/all: "),
    ],
)
def test_usage_errors_of_grouping(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """They are one line, and nothing is written."""
    outcome = newsdigest("corpus", "group", *arguments, folder=tmp_path)
    assert outcome.status == 2
    assert outcome.stderr.startswith(f"error: {message}") or message in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_data_set_with_damage(tmp_path: Path) -> None:
    """The rest is grouped by processes of this machine, and the status says that it is the rest."""
    write_data_set(tmp_path, list(news(events=2, days=1)), 1)
    (tmp_path / "articles" / "day=2026-11-02" / "torn.parquet").write_bytes(b"PAR1")
    outcome = newsdigest("corpus", "group", tmp_path, "--workers", "1", timeout=300)
    assert outcome.status == 3
    assert outcome.stderr.startswith(
        f"error: {tmp_path}/articles/day=2026-11-02/torn.parquet: cannot be read: "
    )
    assert len(outcome.stderr.splitlines()) == 1
    assert list(tmp_path.glob("stories/day=2026-11-02/stories.parquet"))


@pytest.mark.parametrize(
    ("run", "text"),
    [
        (
            Grouping(inputs=3, done=3, written=3, articles=1204, stories=1, failures=2),
            "3 days grouped: 1,204 articles, 1 new story, 2 failures",
        ),
        (Grouping(inputs=1, earlier=1), "nothing to do: 1 day grouped already"),
    ],
)
def test_the_summary_of_grouping(run: Grouping, text: str) -> None:
    """Days whose stories were written, their articles, and the stories that begin on them."""
    assert format_grouping(run) == text


def test_the_progress_line() -> None:
    """Articles, and failures if there are any."""
    assert format_counts(Extraction(articles=2)) == "2 articles"
    assert format_counts(Extraction(articles=1, failures=2)) == "1 article, 2 failures"


def _day(tmp_path: Path) -> Path:
    """A data set with three reports of a day, one of the day before and one without a date."""
    rows = [
        row(1, language="en"),
        row(2, title="Mill opens again", text="The mill opens again. It was closed for a year."),
        row(
            3,
            title="Fair on Sunday",
            text="The fair is on Sunday. It begins at ten.",
            published=None,
        ),
    ]
    return data_set(tmp_path / "corpus", {"2026-02-16": [row(9)], "2026-02-17": rows})


def test_the_edition_of_a_day(tmp_path: Path) -> None:
    """As of its end, in UTC wherever the reader is; other days are not in it."""
    folder = _day(tmp_path)
    zone = {"TZ": "Pacific/Auckland"}
    done = newsdigest("corpus", "digest", folder, "--day", "2026-02-17", environment=zone)
    assert (done.status, done.stderr) == (0, "")
    assert "Tuesday 17 February 2026" in done.text
    assert all(title in done.text for title in ("Ferry 1", "Mill opens", "Fair on Sunday"))
    assert "Ferry 9" not in done.text
    made = newsdigest("corpus", "digest", folder, "--day", "2026-02-17", "-f", "json")
    digest = json.loads(made.text)
    assert digest["generated"] == "2026-02-17T23:59:59+00:00"
    assert digest["window"]["since"] == "2026-02-17T00:00:00+00:00"


def test_an_edition_takes_the_options_of_a_digest(tmp_path: Path) -> None:
    """Formats by the suffix of the output, budgets, filters, and another clock."""
    folder, output = _day(tmp_path), tmp_path / "edition.html"
    command = ("corpus", "digest", folder, "--day", "2026-02-17")
    assert newsdigest(*command, "-o", output, "--minutes", "1", "--drop", "mill").status == 0
    assert "Ferry 1" in output.read_text()
    assert "Mill" not in output.read_text()
    early = newsdigest(*command, "--as-of", "2026-02-17T07:00Z", "-f", "json")
    assert [each["title"] for each in json.loads(early.text)["stories"]] == ["Fair on Sunday"]
    assert (
        early.stderr
        == "warning: left out: 2 articles filed under this day, with dates outside the window\n"
    )


def test_any_partition_of_a_day_gives_the_same_edition(tmp_path: Path) -> None:
    """Byte for byte: of one file, and of one for each article."""
    folder = _day(tmp_path)
    day = folder / "articles/day=2026-02-17"
    command = ("corpus", "digest", folder, "--day", "2026-02-17", "-f", "json")
    whole = newsdigest(*command)
    rows = pq.read_table(day / "1.parquet").to_pylist()
    for number, each in enumerate(reversed(rows)):
        write(day / f"{number}.parquet", each)
    assert newsdigest(*command).stdout == whole.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("--day", "2026-02-30"), 2, "--day '2026-02-30': not a day such as 2026-02-17"),
        (("--day", "9999-12-31"), 2, "--day '9999-12-31': has no end"),
        (("--day", "2026-02-17", "--as-of", "2026-02-16"), 2, "--as-of '2026-02-16' is before"),
        (("--day", "2026-02-17", "--format", "x"), 2, "--format 'x': not one of"),
        (("--day", "2026-02-18"), 1, "corpus: no articles of 2026-02-18; the nearest day is"),
    ],
)
def test_an_edition_that_cannot_be_made(
    tmp_path: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    """One line says why, and nothing is printed."""
    _day(tmp_path)
    done = newsdigest("corpus", "digest", "corpus", *arguments, folder=tmp_path)
    assert (done.status, done.stdout) == (status, b"")
    assert done.stderr.startswith(f"error: {message}")
    assert done.stderr.count("\n") == 1


def test_a_damaged_part_of_a_day_is_told_in_its_edition(tmp_path: Path) -> None:
    """The rest is in it, and the status says that something failed."""
    folder = _day(tmp_path)
    (folder / "articles/day=2026-02-17/2.parquet").write_bytes(b"PAR1" + bytes(90))
    done = newsdigest("corpus", "digest", folder, "--day", "2026-02-17")
    assert done.status == 3
    assert done.stderr.startswith(f"error: {folder}/articles/day=2026-02-17/2.parquet: ")
    assert "Ferry 1" in done.text
    assert "(a Parquet file that is" in done.text
