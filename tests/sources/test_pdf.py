"""PDF files are read by the machine's pdftotext, and say so where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdigest.errors import SourceError
from newsdigest.sources.pdf import read_pdf
from tests.program import newsdigest

TITLE = "Ferry returns to Sandholm with a quieter engine"
TEXT = "The old ferry Skua went back to the quay at Sandholm on Friday after nine weeks."
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one directory in which programs are looked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def install(programs: Path, script: str) -> None:
    program = programs / "pdftotext"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_a_pdf_is_read_by_pdftotext(programs: Path, tmp_path: Path) -> None:
    """The program gets the file on its standard input and prints the text."""
    install(programs, f'head -c 5 | grep -q %PDF- && printf "{TITLE}\\n\\n{TEXT}\\n"')
    (tmp_path / "ferry.pdf").write_bytes(PDF)
    outcome = newsdigest("read", "--format", "text", tmp_path / "ferry.pdf")
    assert outcome.status == 0
    assert TITLE in outcome.text


def test_without_pdftotext_a_pdf_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line names the program."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="pdftotext"):
        read_pdf(PDF, origin="a.pdf", limit=1_000)


def test_no_program_of_the_current_directory_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PAC04: a relative directory of PATH is not looked into."""
    install(tmp_path, "touch started")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".:")
    with pytest.raises(SourceError, match="pdftotext"):
        read_pdf(PDF, origin="a.pdf", limit=1_000)
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 1", "broken-pdf"),
        ("exit 0", "no-text"),
        ("yes a ferry", "too-large"),
    ],
)
def test_what_pdftotext_cannot_read_is_an_error(programs: Path, script: str, code: str) -> None:
    """PAC04: failures, empty pages and text without end are one error each."""
    install(programs, script)
    with pytest.raises(SourceError) as caught:
        read_pdf(PDF, origin="a.pdf", limit=10_000)
    assert caught.value.code == code
