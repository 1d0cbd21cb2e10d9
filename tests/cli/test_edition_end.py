"""The end of an edition, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

import newsdigest as api
from newsdigest.errors import UsageError
from tests.paths import SAMPLES
from tests.program import newsdigest

QUOTE = '"Nobody comes on the bus to buy a wardrobe," said Philip Grange'
DIGEST = ("digest", SAMPLES, "--as-of", "2026-11-22T08:00:00+00:00")


def shown(*arguments: str | Path, **environment: str) -> str:
    done = newsdigest(*DIGEST, *arguments, environment=environment)
    assert done.status == 0, done.stderr
    return " ".join(done.text.split())


def test_an_edition_of_sources_ends_with_the_quote_of_the_day() -> None:
    """With --minutes; without a budget nothing is chosen for the end."""
    assert f"QUOTE OF THE DAY {QUOTE}" in shown("--minutes", "3")
    assert "QUOTE OF THE DAY" not in shown()


def test_the_configuration_turns_it_off(tmp_path: Path) -> None:
    """In [edition], or by a variable of the environment."""
    config = tmp_path / "config.toml"
    config.write_text("[edition]\nquote = false\n")
    assert "QUOTE OF THE DAY" not in shown("--minutes", "3", "--config", config)
    config.write_text("[edition]\nnumber = false\nfinally = false\n")
    assert "QUOTE OF THE DAY" in shown("--minutes", "3", "--config", config)
    assert "QUOTE OF THE DAY" not in shown("--minutes", "3", NEWSDIGEST_EDITION_QUOTE="false")


def test_mistakes_in_the_section_are_found(tmp_path: Path) -> None:
    """With their lines, as in every other section."""
    config = tmp_path / "config.toml"
    config.write_text('[edition]\nquote = "often"\nfinaly = true\n')
    done = newsdigest("config", "check", "--config", config)
    assert done.status == 2
    assert "config.toml:2" in done.stderr
    assert 'did you mean "finally"' in done.stderr


def test_in_python_the_highlights_are_an_argument() -> None:
    """By their names; an unknown one is an error, not silence."""
    made = api.digest([SAMPLES], minutes=3, highlights=["number"], offline=True)
    assert made.edition is not None
    assert made.edition.quote is None
    with pytest.raises(UsageError, match="choose from number, quote, finally"):
        api.digest([SAMPLES], minutes=3, highlights=["qoute"])
