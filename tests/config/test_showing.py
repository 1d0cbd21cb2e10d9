"""The configuration in effect can be read, loaded again, and shown to others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsdigest.config import load_config
from newsdigest.config.showing import show_json, show_toml
from newsdigest.errors import ConfigError
from newsdigest.masking import masked

TEXT = """\
[digest]
by = "none"
language = "ms"
[filters]
drop = ["/a\\"b\\\\d/", "title:x"]
[[feed]]
url = "https://one.example/rss"
name = 'The "One"'
[[feed]]
url = "https://two.example/rss"
[profile.morning]
new = true
feeds = ["https://one.example/rss"]
sentences = 1
[profile."week end"]
[[topic]]
name = "harbour"
phrases = ["fish market"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(TEXT)
    return path


@pytest.mark.parametrize("origins", [False, True])
def test_what_is_shown_is_what_is_loaded(path: Path, tmp_path: Path, origins: bool) -> None:
    """The text, loaded as a file, gives the same configuration."""
    config = load_config(path, {"NEWSDIGEST_FETCH_TIMEOUT": "7.5"})
    again = tmp_path / "again.toml"
    again.write_text(show_toml(config, origins=origins))
    loaded = load_config(again, {})
    for name in ("fetch", "state", "filters", "feeds", "topics", "profiles", "digest"):
        assert getattr(loaded, name) == getattr(config, name)


def test_origins_stand_beside_values(path: Path) -> None:
    """Each line tells who gave the value."""
    text = show_toml(load_config(path, {"NEWSDIGEST_FETCH_TIMEOUT": "7"}), origins=True)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert f'by = "none" # file {path}:2' in lines
    assert "timeout = 7 # environment NEWSDIGEST_FETCH_TIMEOUT" in lines
    assert "# proxy is unset # default" in lines
    assert f"sentences = 1 # profile {path}:14" in lines


def test_a_profile_as_a_run_has_it(path: Path) -> None:
    """With a profile only what counts for it is shown, its feeds alone among the feeds."""
    config = load_config(path, {})
    shown = json.loads(show_json(config, profile="morning"))
    assert list(shown["profile"]) == ["morning"]
    assert (shown["profile"]["morning"]["sentences"], "digest" in shown) == (1, False)
    assert [feed["url"] for feed in shown["feed"]] == ["https://one.example/rss"]
    with pytest.raises(ConfigError, match="unknown profile"):
        show_toml(config, profile="evening")


def test_json(path: Path) -> None:
    """Values are those of TOML, what is unset is null, and origins come on demand."""
    config = load_config(path, {})
    shown = json.loads(show_json(config))
    assert shown["digest"]["language"] == "ms"
    assert shown["digest"]["limit"] is None
    assert shown["filters"]["drop"] == ['/a"b\\d/', "title:x"]
    assert shown["topic"] == [
        {"name": "harbour", "words": [], "phrases": ["fish market"], "instead": True}
    ]
    told = json.loads(show_json(config, origins=True))
    assert told["digest"]["by"] == {"value": "none", "origin": f"file {path}:2"}


SECRETS = """\
[fetch]
proxy = "http://ann:canary@proxy.example:8080"
[[feed]]
url = "https://ann:c'anary@one.example/rss"
name = "see https://two.example/?token=canary"
drop = ["url:https://x.example/?key=canary"]
[[feed]]
url = "https://two.example/rss?a=1&api_key=canary&b=2;TOKEN=canary#x"
[profile.m]
feeds = ["https://ann:c'anary@one.example/rss"]
"""


def test_secrets_are_masked(tmp_path: Path) -> None:
    """CFG05, SEC01: no password and no token is shown; what is left of the URL is."""
    path = tmp_path / "config.toml"
    path.write_text(SECRETS)
    path.chmod(0o600)
    config = load_config(path, {})
    shown = show_toml(config, origins=True) + show_json(config, profile="m", origins=True)
    assert "anary" not in shown
    assert "ann:" not in shown
    assert '"https://***@one.example/rss"' in shown
    assert '"https://two.example/rss?a=1&api_key=***&b=2;TOKEN=***#x"' in shown


def test_what_is_no_secret() -> None:
    """An @ in a path and harmless parameters stay."""
    for url in ("https://one.example/@ann/feed?page=2", "mail ann@one.example", "a//b c@d"):
        assert masked(url) == url
