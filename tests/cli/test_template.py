"""`config template` and `digest --template`: the digest in a form of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from newsdigest.cli import app, template
from tests.pages import article_page
from tests.program import newsdigest

AS_OF = "2026-11-22T06:00:00+00:00"
LIST = "{% for story in digest.stories %}* {{ story.headline }}\n{% endfor %}"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.html"
    path.write_text(article_page(title="Salt &amp; vinegar crisps recalled"))
    return path


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_copied_template_gives_what_the_format_gives(
    page: Path, tmp_path: Path, kind: str
) -> None:
    """The built-in templates are of the kind that users write, so a copy changes no byte."""
    copy = tmp_path / f"mine.{'html' if kind == 'html' else 'txt'}"
    copy.write_bytes(newsdigest("config", "template", kind).stdout)
    made = newsdigest("digest", page, "--as-of", AS_OF, "--template", copy)
    assert (made.status, made.stderr) == (0, "")
    assert made.stdout == newsdigest("digest", page, "--as-of", AS_OF, "-f", kind).stdout


@pytest.mark.parametrize(
    ("name", "format", "expected"),
    [
        ("list.txt", None, "* Salt & vinegar crisps recalled\n"),
        ("list.html.j2", None, "* Salt &amp; vinegar crisps recalled\n"),
        ("list.txt", "html", "* Salt &amp; vinegar crisps recalled\n"),
    ],
)
def test_the_kind_of_a_template_decides_its_escaping(
    page: Path, tmp_path: Path, name: str, format: str | None, expected: str
) -> None:
    """It is the format asked for, or else what the name of the file ends in."""
    own = tmp_path / name
    own.write_text(LIST)
    asked = [] if format is None else ["--format", format]
    assert newsdigest("digest", page, "--template", own, *asked).text == expected


def test_a_profile_names_its_template(page: Path, tmp_path: Path) -> None:
    """The path counts from the configuration file's directory."""
    (tmp_path / "list.txt").write_text(LIST)
    config = tmp_path / "config.toml"
    config.write_text('[profile.short]\ntemplate = "list.txt"\n')
    done = newsdigest("digest", page, "--config", config, "--profile", "short")
    assert done.text.startswith("* Salt")


@pytest.mark.parametrize(
    ("text", "asked", "status", "told"),
    [
        ("{% for %}", [], 2, "template, line 1: "),
        ("{% include 'x' %}", [], 2, "Include is not allowed"),
        (b"\xff", [], 2, "is not text in UTF-8"),
        (None, [], 2, "no such file"),
        (LIST, ["-f", "json"], 2, "--template is for the formats html and text, not json"),
        ("{{ digest.nonsuch }}", [], 1, "nonsuch"),
    ],
)
def test_a_template_that_cannot_be_used(
    page: Path, tmp_path: Path, text: str | bytes | None, asked: list[str], status: int, told: str
) -> None:
    """One line tells why, and nothing is printed; mistakes of form are told before any work."""
    own = tmp_path / "own.txt"
    if text is not None:
        own.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = newsdigest("digest", page, "--template", own, *asked)
    assert (done.status, done.stdout) == (status, b"")
    assert done.stderr.startswith("error: ")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


ENDLESS = [
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set ns = namespace(a='x' * 9999) %}{% for i in range(60) %}"
    "{% set ns.a = ns.a ~ ns.a %}{% endfor %}",
    "{{ range(90000) | join('x' * 9000) }}",
]


LOOPS = (
    "{% for a in range(9999) %}{% for b in 'x' * 9999 %}{% for c in 'x' * 9999 %}"
    "{% endfor %}{% endfor %}{% endfor %}"
)


@pytest.mark.parametrize("source", ENDLESS, ids=["macro", "doubling", "join"])
def test_a_template_without_end_is_bounded(page: Path, tmp_path: Path, source: str) -> None:
    """REN01: in time and memory, in one line, and nothing is written."""
    own = tmp_path / "own.txt"
    own.write_text(source)
    output = tmp_path / "digest.txt"
    done = newsdigest("digest", page, "--template", own, "-o", output, timeout=200)
    assert done.status in (1, 2)
    assert done.stderr.count("\n") == 1
    assert "template: " in done.stderr
    assert not output.exists()


def test_a_template_that_loops_is_ended(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """REN01: after its seconds, which are fewer here, in one line, and nothing is written."""
    monkeypatch.setattr(template, "_SECONDS", 1.0)
    own = tmp_path / "own.txt"
    own.write_text(LOOPS)
    output = tmp_path / "digest.txt"
    done = CliRunner().invoke(app, ["digest", str(page), "--template", str(own), "-o", str(output)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("error: template: too complex: ")
    assert done.stderr.count("\n") == 1
    assert not output.exists()


def test_half_a_character_is_refused(page: Path, tmp_path: Path) -> None:
    """REN01: what cannot be written is one line, not a traceback."""
    own = tmp_path / "own.txt"
    own.write_text("{{ '\\ud800' }}{{ digest.title }}")
    done = newsdigest("digest", page, "--template", own)
    assert (done.status, done.stdout) == (1, b"")
    assert done.stderr == "error: template: its output contains a lone surrogate\n"
