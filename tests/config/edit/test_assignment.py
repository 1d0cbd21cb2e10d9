"""One setting is put in its place in the file, and every other character stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsdigest.config import load_config
from newsdigest.config.edit import set_value, starter_text
from newsdigest.config.settings import SECTIONS, Section, Setting, Shape
from newsdigest.errors import ConfigError

FEEDS = """[[feed]]  # the first
url = "https://a.example/feed"
name = "A"

[[feed]]
url = "https://b.example/feed"
"""
CASES = [
    ("", "digest.limit", "3", "[digest]\nlimit = 3\n"),
    ("[digest]\nlimit = 3  # few\n", "digest.limit", "4", "[digest]\nlimit = 4  # few\n"),
    ("digest.limit = 3\n", "digest.top", "1", "digest.limit = 3\ndigest.top = 1\n"),
    ("# a\n[digest] # b\n\n# c\n", "digest.by", "topic",
     '# a\n[digest] # b\nby = "topic"\n\n# c\n'),
    ("[digest]\n# few\n#limit = 30\n# many\n", "digest.limit", "3",
     "[digest]\n# few\n#limit = 30\nlimit = 3\n# many\n"),
    # A commented line of another section is not taken for the setting's own.
    ("[digest]\n[mail]\n#timeout = 60.0\n[fetch]\n", "fetch.timeout", "5",
     "[digest]\n[mail]\n#timeout = 60.0\n[fetch]\ntimeout = 5\n"),
    ("[state]\n#[profile.morning]\n#keep = []\n", "state.keep", "7d",
     '[state]\nkeep = "7d"\n#[profile.morning]\n#keep = []\n'),
    ("[digest]\r\nlimit = 3\r\n", "digest.top", "1", "[digest]\r\ntop = 1\r\nlimit = 3\r\n"),
    ("", "profile.My own.new", "yes", None),
    ("", 'profile."My own".new', "yes", '[profile."My own"]\nnew = true\n'),
    ("[profile.a]\n", "profile.a.drop", "kind:quiz", '[profile.a]\ndrop = ["kind:quiz"]\n'),
    ("[profile.a]\n", "profile.a.drop", '["x", "y"]', '[profile.a]\ndrop = ["x", "y"]\n'),
    (FEEDS, "feed.a.full_text", "no",
     FEEDS.replace("# the first\n", "# the first\nfull_text = false\n")),
    (FEEDS, 'feed."https://b.example/feed".name', "B",
     FEEDS.replace('\n\n[[feed]]\n', '\n\n[[feed]]\nname = "B"\n')),
    ("digest = { limit = 3 }\n", "digest.limit", "4", "digest = { limit = 4 }\n"),
    ("digest = { limit = 3 }\n", "digest.top", "4", None),
]  # fmt: skip


@pytest.mark.parametrize(("before", "key", "value", "after"), CASES)
def test_a_value_is_set(
    before: str, key: str, value: str, after: str | None, tmp_path: Path
) -> None:
    """Whatever the file looks like; what cannot be done without harm is an error."""
    path = tmp_path / "config.toml"
    path.write_bytes(before.encode())
    if after is None:
        with pytest.raises(ConfigError):
            set_value(path, key, value)
    else:
        set_value(path, key, value)
    assert path.read_bytes().decode() == (before if after is None else after)
    load_config(path, {})


def test_a_name_that_another_feed_has_is_refused(tmp_path: Path) -> None:
    """The new text is checked as a whole; a mistake that was there before is none of it."""
    path = tmp_path / "config.toml"
    path.write_text(FEEDS + "[digest]\nlimit = 0\n")
    with pytest.raises(ConfigError, match="name"):
        set_value(path, 'feed."https://b.example/feed".name', "A")
    set_value(path, "digest.top", "3")
    assert "top = 3" in path.read_text()


SETTABLE = [
    (section, setting)
    for section in SECTIONS
    if section.shape is Shape.TABLE
    for setting in section.settings
]


@pytest.mark.parametrize(("section", "setting"), SETTABLE)
def test_each_setting_can_be_set_in_the_starter_file(
    section: Section, setting: Setting, tmp_path: Path
) -> None:
    """To its default or example, as a line right below the commented one."""
    path = tmp_path / "config.toml"
    path.write_text(starter_text())
    literal = setting.example or setting.kind.literal(setting.default)
    typed = str(tomllib.loads(f"x = {literal}")["x"]) if literal[0] == '"' else literal
    set_value(path, f"{section.name}.{setting.key}", typed)
    lines = path.read_text().splitlines()
    added = [n for n, line in enumerate(lines) if line.startswith(f"{setting.key} = ")]
    assert [lines[n - 1][: len(setting.key) + 4] for n in added] == [f"#{setting.key} = "]
    assert starter_text().splitlines() == [line for n, line in enumerate(lines) if n not in added]


@given(st.text(max_size=30), st.text(max_size=30))
@example("#", "")
def test_whatever_is_typed_the_file_stays_readable(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: str
) -> None:
    """Keys and values from nowhere are refused or set, and other errors do not occur."""
    path = tmp_path_factory.getbasetemp() / "typed.toml"
    path.write_text("[digest]\n")
    for each in (key, f"profile.{key}.subject", "mail.subject", f"digest.{key}"):
        try:
            set_value(path, each, value)
        except ConfigError:
            continue
    load_config(path, {})
