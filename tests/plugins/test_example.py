"""The plugin that CONTRIBUTING shows: built, installed in an environment of its own, and used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.plugins.installed import EXAMPLE, Environment

NOTICES = """Ferry landing closes for repairs
The ferry landing at Port Marlow closes on Monday for repairs to its piles.
Passengers are asked to use the north quay until the end of April.
Pinned until April.

Choir looks for two tenors
The harbour choir of Port Marlow looks for two tenors before its spring concert.
"""
AS_OF = "2026-11-22T08:00:00+00:00"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("example")
    made = Environment.made_in(folder / "venv")
    made.install(EXAMPLE, folder / "board")
    return made


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "quay.board"
    path.write_text(NOTICES)
    return path


def test_it_is_listed(environment: Environment) -> None:
    """With what it adds, and it works."""
    done = environment.run("plugins", "--check")
    assert (done.status, done.stderr) == (0, "")
    assert done.text.splitlines() == [
        "source .board: newsdigest_board 1.0",
        "source board: newsdigest_board 1.0",
        "format board: newsdigest_board 1.0",
        "channel board: newsdigest_board 1.0",
        "rules board: newsdigest_board 1.0",
    ]
    assert len(json.loads(environment.run("plugins", "-f", "json").stdout)) == 5


def test_its_source_is_in_a_digest(environment: Environment, board: Path) -> None:
    """As a file, in a folder and by its scheme; its articles get an id and a language."""
    for source in (board, board.parent, f"board://{board}"):
        done = environment.run("digest", source, "-f", "json", "--as-of", AS_OF)
        assert (done.status, done.stderr) == (0, "")
        stories = json.loads(done.stdout)["stories"]
        assert [each["title"] for each in stories] == [
            "Ferry landing closes for repairs", "Choir looks for two tenors",
        ]  # fmt: skip
        assert len({each["articles"][0]["id"] for each in stories}) == 2
        assert stories[0]["articles"][0]["language"] == "en"


def test_its_format_by_name(environment: Environment, board: Path, tmp_path: Path) -> None:
    """On standard output, into a file, for `read`, and in the configuration."""
    boxes = "[ ] Ferry landing closes for repairs\n[ ] Choir looks for two tenors\n"
    assert environment.run("digest", board, "-f", "board", "--as-of", AS_OF).text == boxes
    assert environment.run("read", board, "-f", "board", "--as-of", AS_OF).text == boxes
    config = tmp_path / "config.toml"
    config.write_text('[digest]\nformat = "board"\noutput = "news"\n')
    assert environment.run("config", "check", "-c", config).stderr == ""
    assert environment.run("digest", board, "-c", config, "--as-of", AS_OF).status == 0
    assert (tmp_path / "news").read_text() == boxes


def test_its_channel_by_a_profile(environment: Environment, board: Path, tmp_path: Path) -> None:
    """The digest is delivered there; a reason why not is status 4."""
    config, pinned = tmp_path / "config.toml", tmp_path / "pinned"
    config.write_text(f'[profile.quay]\nchannels = {{ board = {{ path = "{pinned}" }} }}\n')
    digest = ("digest", board, "--profile", "quay", "-c", config, "--as-of", AS_OF)
    assert environment.run("config", "check", "-c", config).stderr == ""
    done = environment.run(*digest)
    assert (done.status, done.stdout, done.stderr) == (0, b"", "")
    assert pinned.read_text().splitlines()[0] == "Ferry landing closes for repairs"
    config.write_text('[profile.quay]\nchannels = ["board"]\n')
    done = environment.run(*digest)
    assert (done.status, done.stderr) == (4, "error: board: it needs a path\n")


def test_its_rules_on_demand(environment: Environment, board: Path, tmp_path: Path) -> None:
    """A line is removed by its rule if the configuration names it, and else stays."""
    empty, config = tmp_path / "empty.toml", tmp_path / "config.toml"
    empty.touch()
    config.write_text('[boilerplate]\nrules = ["board"]\n')
    plain, ruled = (
        json.loads(environment.run("read", board, "-f", "json", "-c", file).stdout)[0]
        for file in (empty, config)
    )
    assert plain["text"].endswith("Pinned until April.")
    assert ruled["text"].endswith("until the end of April.")
    assert ruled["removed"] == [{"text": "Pinned until April.", "rule": "board:pin"}]
