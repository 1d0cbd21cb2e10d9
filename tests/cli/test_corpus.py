"""newsdigest corpus, as far as it needs no cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdigest.cli.corpus import format_counts, format_extraction
from newsdigest.corpus import requirements
from newsdigest.corpus.extraction import Extraction
from newsdigest.errors import UsageError
from tests.program import newsdigest


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


def test_the_progress_line() -> None:
    """Articles, and failures if there are any."""
    assert format_counts(Extraction(articles=2)) == "2 articles"
    assert format_counts(Extraction(articles=1, failures=2)) == "1 article, 2 failures"
