"""The configuration in effect: who gives a value when several could."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from newsdigest.config import load_config
from newsdigest.config.values import Layer, Origin
from newsdigest.errors import ConfigError
from newsdigest.model import Article

FULL = """\
[digest]
by = "topic, source"
sentences = 3
since = "Yesterday"

[fetch]
host_delay = 1
full_text = false
patience = "36h"

[state]
path = "state/news.db"
keep = "2w"

[filters]
drop = ["horoscope"]

[[feed]]
url = "https://one.example/rss"
name = "One"
keep = ["title:council"]

[[feed]]
url = "https://two.example/rss"
full_text = true

[profile.morning]
sentences = 1
by = "none"
new = true
feeds = ["One"]
drop = ["sport"]
output = "out.txt"

[profile."week end"]
language = "ms"

[[topic]]
name = "harbour"
words = ["ferry", "pier", "ferry"]
"""


TWO = 'url = "https://two.example/rss"'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(FULL)
    path.chmod(0o600)
    return path


def test_what_a_file_says(file: Path) -> None:
    """Values come in the program's own types; what is not said has its default."""
    config = load_config(file, {})
    assert config.path == file
    assert config.digest.by == ("topic", "source")
    assert (config.digest.sentences, config.digest.since) == (3, "yesterday")
    assert (config.digest.limit, config.digest.language) == (None, "en")
    assert (config.fetch.host_delay, config.fetch.concurrency) == (1.0, 8)
    assert config.fetch.patience == timedelta(hours=36)
    assert config.state.keep == timedelta(days=14)
    assert [(feed.name, feed.full_text) for feed in config.feeds] == [("One", False), (None, True)]
    assert [each.words for each in config.topics] == [("ferry", "pier")]
    assert config.warnings == ()


def test_a_profile_overrides_the_file(file: Path) -> None:
    """A profile has the digest's settings, its own over them, and the feeds that it names."""
    config = load_config(file, {})
    morning = config.profile("morning")
    assert (morning.digest.sentences, morning.digest.by) == (1, ())
    assert morning.digest.since == "yesterday"
    assert morning.new
    assert [feed.name for feed in morning.feeds] == ["One"]
    weekend = config.profile("week end")
    assert (weekend.digest.sentences, weekend.digest.language) == (3, "ms")
    assert (weekend.new, weekend.feeds) == (False, config.feeds)
    assert config.profile(None).digest == config.digest


def test_the_environment_overrides_both(file: Path) -> None:
    """CFG05: environment before profile before file before default."""
    config = load_config(
        file,
        {
            "NEWSDIGEST_DIGEST_SENTENCES": " 5 ",
            "NEWSDIGEST_FETCH_FULL_TEXT": "Yes",
            "NEWSDIGEST_FETCH_HOST_DELAY": "0.25",
            "NEWSDIGEST_FETCH_TIMEOUT": "",
            "NEWSDIGEST_DIGEST_BY": "source",
        },
    )
    assert config.digest.sentences == config.profile("morning").digest.sentences == 5
    assert config.profile("morning").digest.by == ("source",)
    assert (config.fetch.full_text, config.fetch.host_delay) == (True, 0.25)
    assert config.fetch.timeout == 30.0
    assert [feed.full_text for feed in config.feeds] == [True, True]


def line(text: str) -> int:
    return FULL[: FULL.index(text)].count("\n") + 1


def test_origins(file: Path) -> None:
    """Every value knows who gave it, and where."""
    config = load_config(file, {"NEWSDIGEST_STATE_KEEP": "30d"})
    morning = config.profile("morning").origins
    assert morning["sentences"] == Origin(Layer.PROFILE, f"{file}:{line('sentences = 1')}")
    assert morning["since"] == Origin(Layer.FILE, f"{file}:{line('since')}")
    assert morning["limit"] == Origin(Layer.DEFAULT)
    assert config.origins["state.keep"] == Origin(Layer.ENVIRONMENT, "NEWSDIGEST_STATE_KEEP")
    one, two = (feed.origins for feed in config.feeds)
    assert one["full_text"] == Origin(Layer.FILE, f"{file}:{line('full_text')}")
    assert str(two["url"]) == f"file {file}:{line(TWO)}"


def test_filters(file: Path) -> None:
    """Global, feed's and profile's filters are there, each in its place."""
    config = load_config(file, {})
    article = Article("1", "Council hears of horoscope", (), "x")
    assert not config.filters.passes(article)
    assert config.feeds[0].filters.passes(article)
    assert config.profile("morning").filters.passes(article)


def test_paths_count_from_where_they_are_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the file from its directory, in the environment from the current one; `~` is home."""
    monkeypatch.setenv("HOME", "/home/ann")
    config = load_config(file, {})
    assert config.state.path == file.parent / "state/news.db"
    assert config.profile("morning").digest.output == file.parent / "out.txt"
    given = load_config(file, {"NEWSDIGEST_STATE_PATH": "x.db", "NEWSDIGEST_DIGEST_OUTPUT": "~/o"})
    assert given.state.path == Path("x.db")
    assert given.digest.output == Path("/home/ann/o")


def test_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A usual file that is missing is an empty one; state has its usual place."""
    config = load_config(None, {})
    home = Path(os.environ["HOME"])
    assert config.path == home / ".config/newsdigest/config.toml"
    assert config.state.path == home / ".local/state/newsdigest/newsdigest.db"
    monkeypatch.setenv("XDG_CONFIG_HOME", "/etc/xdg-of-ann")
    assert load_config(None, {}).path == Path("/etc/xdg-of-ann/newsdigest/config.toml")


def test_which_file(file: Path, tmp_path: Path) -> None:
    """--config counts before NEWSDIGEST_CONFIG, and a named file must be there."""
    other = tmp_path / "other.toml"
    other.write_text("[digest]\nlimit = 9")
    environment = {"NEWSDIGEST_CONFIG": str(other)}
    assert load_config(None, environment).digest.limit == 9
    assert load_config(file, environment).digest.limit is None
    with pytest.raises(ConfigError, match="there is no such file"):
        load_config(tmp_path / "missing.toml", environment)
    with pytest.raises(ConfigError, match="there is no such file"):
        load_config(None, {"NEWSDIGEST_CONFIG": str(tmp_path / "missing.toml")})


def test_without_a_home(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """FS09, IO08: no HOME and an unknown user: no place for file and state, but no crash."""
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", lambda _: (_ for _ in ()).throw(KeyError()))
    config = load_config(None, {})
    assert (config.path, config.state.path) == (None, None)
    assert load_config(file, {}).feeds
    with pytest.raises(ConfigError, match="home directory that is not known"):
        load_config(None, {"NEWSDIGEST_STATE_PATH": "~/x"})


def test_an_unknown_profile(file: Path) -> None:
    """The message names what was likely meant, or what there is."""
    config = load_config(file, {})
    with pytest.raises(ConfigError, match=r'unknown profile "mornin"; did you mean "morning"\?'):
        config.profile("mornin")
    with pytest.raises(ConfigError, match="known are morning, week end"):
        config.profile("xyz")
    with pytest.raises(ConfigError, match="none is configured"):
        load_config(None, {}).profile("morning")


def test_unknown_variables_are_told() -> None:
    """A variable that sets nothing is no mistake, but the user should know."""
    environment = {"NEWSDIGEST_FETCH_TIMOUT": "3", "NEWSDIGEST_ZZZ": "", "PATH": "/bin"}
    assert load_config(None, environment).warnings == (
        'NEWSDIGEST_FETCH_TIMOUT: unknown variable; did you mean "NEWSDIGEST_FETCH_TIMEOUT"?',
        "NEWSDIGEST_ZZZ: unknown variable",
    )


@pytest.mark.parametrize(
    ("text", "mode", "warned"),
    [
        ('[[feed]]\nurl = "https://ann:canary@one.example/"', 0o644, True),
        ('[[feed]]\nurl = "https://one.example/?token=canary"', 0o640, True),
        ('[fetch]\nproxy = "http://ann:canary@proxy.example:1"', 0o604, True),
        ('[[feed]]\nurl = "https://ann:canary@one.example/"', 0o600, False),
        ('[[feed]]\nurl = "https://one.example/@ann?page=2"', 0o644, False),
    ],
)
def test_a_password_that_others_can_read(
    tmp_path: Path, text: str, mode: int, warned: bool
) -> None:
    """FS10: the file is named, the password is not."""
    path = tmp_path / "config.toml"
    path.write_text(text)
    path.chmod(mode)
    warnings = load_config(path, {}).warnings
    assert bool(warnings) == warned
    assert "canary" not in "".join(warnings)
