"""Texts to keep and rules for sites are added to the file, and every other character stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdigest.config import load_config
from newsdigest.config.edit import add_site, keep_text
from newsdigest.errors import ConfigError

FILES = {
    "": '[boilerplate]\nkeep = ["Follow us"]\n',
    "# mine\n[digest]\nlimit = 3  # three\n": (
        '# mine\n[digest]\nlimit = 3  # three\n\n[boilerplate]\nkeep = ["Follow us"]\n'
    ),
    "[boilerplate]  # plugs\nlearn = false\n\n[digest]\n": (
        '[boilerplate]  # plugs\nkeep = ["Follow us"]\nlearn = false\n\n[digest]\n'
    ),
    '[boilerplate]\nkeep = [\n  "A",  # one\n]\nlearn = false\n': (
        '[boilerplate]\nkeep = ["A", "Follow us"]\nlearn = false\n'
    ),
    'boilerplate.keep = ["A"]\n': None,
    "[digest]\r\nlimit = 3\r\n": (
        '[digest]\r\nlimit = 3\r\n\r\n[boilerplate]\r\nkeep = ["Follow us"]\r\n'
    ),
}


@pytest.mark.parametrize("before", FILES)
def test_a_text_is_added_to_what_is_kept(before: str, tmp_path: Path) -> None:
    """Whatever the file looks like; where that cannot be done without harm, nothing is."""
    path, after = tmp_path / "config.toml", FILES[before]
    path.write_bytes(before.encode())
    if after is None:
        with pytest.raises(ConfigError, match="by hand"):
            keep_text(path, "Follow us")
        after = before
    else:
        assert keep_text(path, " Follow  us ")
        assert not keep_text(path, "Follow us")
        assert "Follow us" in load_config(path, {}).boilerplate.keep
    assert path.read_bytes().decode() == after


def test_what_is_no_line_of_text_is_not_kept(tmp_path: Path) -> None:
    """An empty text would keep everything."""
    with pytest.raises(ConfigError):
        keep_text(tmp_path / "config.toml", "  ")


def test_a_site_is_added_once(tmp_path: Path) -> None:
    """A section of its own behind all that is there."""
    path = tmp_path / "config.toml"
    path.write_text("[digest]\nlimit = 3")
    assert add_site(path, "example.org", {"body": ["#a"], "remove": ['[id="b"]']})
    assert not add_site(path, "example.org", {"body": ["#c"]})
    (site,) = load_config(path, {}).sites
    assert (site.host, site.body, site.remove) == ("example.org", ("#a",), ('[id="b"]',))


@pytest.mark.parametrize(
    ("section", "mistake"),
    [
        ('[site."example.org"]\nbody = ["p["]', "is not a CSS selector"),
        ('[site."example.org"]\nbody = "p"', "must be a list"),
        ('[site."no host"]\nbody = ["p"]', "must be a host"),
        ('[site."example.org"]\nbodies = ["p"]', "unknown key"),
        ("[boilerplate]\nlearn = 3", "must be true or false"),
    ],
)
def test_mistakes_are_told_with_their_place(section: str, mistake: str, tmp_path: Path) -> None:
    """By `config check` and by every other command."""
    path = tmp_path / "config.toml"
    path.write_text(section)
    with pytest.raises(ConfigError, match=mistake) as error:
        load_config(path, {})
    assert f"{path}:" in str(error.value)
