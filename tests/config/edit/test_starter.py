"""The file that a newcomer starts from."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from newsdigest.config import load_config
from newsdigest.config.edit import starter_text
from newsdigest.config.settings import SECTIONS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_it_changes_nothing(path: Path) -> None:
    """As it is written, every value is the default."""
    path.write_text(starter_text())
    with_file, without = load_config(path, {}), load_config(None, {})
    for name in ("fetch", "state", "filters", "feeds", "topics", "profiles", "digest"):
        assert getattr(with_file, name) == getattr(without, name)
    assert with_file.profile(None).origins == without.profile(None).origins


def test_every_line_can_be_switched_on(path: Path) -> None:
    """Without the marks it holds every section and setting, and no mistake.

    Of the places of a secret, which exclude each other, all but the first stay off.
    """
    others = r"headers_file|(?:password|urls|key)_(?:file|env)"
    switched_on = re.sub(rf"^#(?!{others})(?=\S)", "", starter_text(), flags=re.MULTILINE)
    path.write_text(switched_on)
    config = load_config(path, {})
    assert [feed.is_web for feed in config.feeds] == [True, False, False]
    assert len(config.topics) == 1
    assert config.profile("morning").feeds == config.feeds
    assert config.filters.drop[1].typed == '"transfer window"'


def test_every_setting_is_explained() -> None:
    """Each setting stands below its help, in its section."""
    text = " ".join(starter_text().replace("\n# ", " ").split())
    for section in SECTIONS:
        for setting in section.settings:
            assert f"{' '.join(setting.help.split())} #{setting.key} = " in text


def test_no_line_of_a_comment_ends_early() -> None:
    """Each is filled: the first word of the next line had no room."""
    lines = starter_text().splitlines()
    for line, following in pairwise(lines):
        if line.startswith("# ") and following.startswith("# "):
            assert len(f"{line} {following.split()[1]}") > 92


def test_it_fits_a_terminal() -> None:
    """No line is longer than 100 columns, and all of it is ASCII."""
    assert max(map(len, starter_text().splitlines())) <= 100
    assert starter_text().isascii()
