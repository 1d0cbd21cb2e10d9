"""Feeds come into the user's file and go out of it, and nothing else in it moves."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsdigest.config import load_config
from newsdigest.config.edit import (
    NewFeed,
    add_feed,
    add_feeds,
    remove_feed,
    rename_feed,
    starter_text,
)
from newsdigest.errors import ConfigError

URL = "https://new.example/rss"
WITH_NEIGHBOURS = """\
# My news

[digest]   # short
sentences = 1

# Local papers
[[feed]]
url = "https://one.example/rss"   # the good one
# slow in the morning
name = "One"

# World
[[feed]]
url = 'https://two.example/rss'

# What I care for
[[topic]]
name = "harbour"
words = ["pier"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(WITH_NEIGHBOURS)
    return path


def test_a_feed_is_added_behind_the_others(path: Path) -> None:
    """It stands after the last feed, every other line as it was."""
    assert add_feed(path, URL, "New")
    added = f'\n[[feed]]\nurl = "{URL}"\nname = "New"\n'
    assert path.read_text() == WITH_NEIGHBOURS.replace(
        "two.example/rss'\n", f"two.example/rss'\n{added}"
    )
    assert [feed.name for feed in load_config(path, {}).feeds] == ["One", None, "New"]


@pytest.mark.parametrize(
    "wanted", ["one", "ONE", "https://one.example/rss", "HTTPS://ONE.example/rss"]
)
def test_a_feed_is_removed(path: Path, wanted: str) -> None:
    """By name or URL, with what stands in its section; comments around it stay."""
    assert remove_feed(path, wanted)
    section = WITH_NEIGHBOURS[
        WITH_NEIGHBOURS.index("[[feed]]") : WITH_NEIGHBOURS.index("\n# World")
    ]
    assert path.read_text() == WITH_NEIGHBOURS.replace(f"\n{section}", "\n")
    assert not remove_feed(path, wanted)


def test_a_feed_that_is_there(path: Path) -> None:
    """The same URL is not added twice, and the file is not touched."""
    before = path.stat()
    assert not add_feed(path, "https://ONE.example/rss", "Other")
    assert path.stat() == before


def test_what_cannot_be_added(path: Path) -> None:
    """No URL, no name, a name that is taken: told, and the file stays."""
    for url, name, reason in (
        ("ftp://x.example/", None, "must be an http or https URL"),
        ("https://ann:can/ary@x.example/", None, "must be an http or https URL"),
        (URL, "a\nb", "the name must be one line of text"),
        (URL, "one", 'another feed has the name "one"'),
    ):
        with pytest.raises(ConfigError, match=reason) as caught:
            add_feed(path, url, name)
        assert "ary" not in str(caught.value)
    assert path.read_text() == WITH_NEIGHBOURS


def test_many_at_once(path: Path) -> None:
    """Names become fit and unlike; what is known or refused is told."""
    done = add_feeds(
        path,
        [
            NewFeed("https://three.example/", "One"),
            NewFeed("https://four.example/", ' "Quoted" \\ \x1b[31mred\u202e\n name\x7f '),
            NewFeed("https://four.example/", "again"),
            NewFeed("https://five.example/", " \u200b"),
            NewFeed("https://two.example/rss"),
            NewFeed("javascript:alert(1)", "x"),
        ],
    )
    names = [feed.name for feed in done.added]
    assert names == ["One (2)", '"Quoted" \\ red name', None]
    assert [feed.name for feed in load_config(path, {}).feeds] == ["One", None, *names]
    assert [feed.url for feed in done.known] == ["https://four.example/", "https://two.example/rss"]
    assert done.refused == [
        "javascript:alert(1): must be an http or https URL: this begins with something else"
    ]


def test_known_feeds_get_the_groups_that_they_lack(path: Path) -> None:
    """A list that sorts known feeds into folders adds these, and changes nothing else of them."""
    one, two = "https://one.example/rss", "https://two.example/rss"
    add_feeds(path, [NewFeed(URL, "New", ("World",))])
    before = path.read_text()
    done = add_feeds(
        path, [NewFeed(one, "Other name", ("Local",)), NewFeed(URL, None, ("World", "Sea")),
               NewFeed(two)],
    )  # fmt: skip
    assert (len(done.known), done.regrouped) == (3, 2)
    feeds = tomllib.loads(path.read_text())["feed"]
    assert feeds[0] == {"url": one, "name": "One", "groups": ["Local"]}
    assert feeds[2]["groups"] == ["World", "Sea"]
    changed = set(path.read_text().splitlines()) - set(before.splitlines())
    assert changed == {'groups = ["Local"]', 'groups = ["World", "Sea"]'}
    assert add_feeds(path, [NewFeed(one, None, ("Local",))]).regrouped == 0


def test_groups_are_written_beside_the_name(path: Path) -> None:
    """Folders of a list stand in the file, where they can be edited; comments stay."""
    groups = ("News/Local", r"TV\/Radio")
    add_feeds(path, [NewFeed(URL, "New", groups)])
    assert path.read_text() == WITH_NEIGHBOURS.replace(
        "two.example/rss'\n",
        f'two.example/rss\'\n\n[[feed]]\nurl = "{URL}"\nname = "New"\n'
        'groups = ["News/Local", "TV\\\\/Radio"]\n',
    )
    assert load_config(path, {}).feeds[-1].groups == groups


def test_a_thousand_feeds(tmp_path: Path) -> None:
    """An import of any size is one edit, and its feeds come out again."""
    path = tmp_path / "config.toml"
    feeds = [NewFeed(f"https://{number}.example/", f"Paper {number}") for number in range(1000)]
    assert len(add_feeds(path, feeds).added) == 1000
    assert remove_feed(path, "Paper 500")
    assert len(load_config(path, {}).feeds) == 999


def test_a_feed_that_a_profile_names(path: Path) -> None:
    """It is not removed while a profile would be left without it; the place is told."""
    path.write_text(WITH_NEIGHBOURS + '[profile.m]\nfeeds = ["One"]\n')
    with pytest.raises(ConfigError, match=r'config\.toml:21:10: the profile "m" names this feed'):
        remove_feed(path, "One")


@pytest.mark.parametrize(
    ("url", "old", "new"),
    [
        ("https://one.example/rss", 'name = "One"', 'name = "Uno \\"1\\""'),
        (
            "https://TWO.example/rss",
            "url = 'https://two.example/rss'",
            'url = \'https://two.example/rss\'\nname = "Uno \\"1\\""',
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_feed_is_renamed(path: Path, url: str, old: str, new: str, newline: str) -> None:
    """The name alone changes, or comes in behind the URL; comments and line ends stay."""
    before = WITH_NEIGHBOURS.replace("\n", newline)
    path.write_bytes(before.encode())
    rename_feed(path, url, ' Uno "1" ')
    assert path.read_bytes().decode() == before.replace(old, new.replace("\n", newline))


def test_a_new_name_reaches_the_profiles(path: Path) -> None:
    """Where they name the feed by its old name or its title; a URL stays."""
    profiles = (
        "[profile.m]\nfeeds = [{}, 'https://two.example/rss'] # late\n[profile.n]\nfeeds=[{}]\n"
    )
    path.write_text(WITH_NEIGHBOURS + profiles.format("'Two Times'", "'One'"))
    rename_feed(path, "https://two.example/rss", "Two", "two times")
    assert path.read_text().endswith(profiles.format('"Two"', "'One'"))
    rename_feed(path, "https://one.example/rss", "Uno")
    assert path.read_text().endswith(profiles.format('"Two"', '"Uno"'))
    assert [feed.name for feed in load_config(path, {}).profile("n").feeds] == ["Uno"]


def test_what_cannot_be_renamed(path: Path) -> None:
    """A feed that is not there, a name that is taken or none; the file stays."""
    for url, name in ((URL, "New"), ("https://two.example/rss", "one"), (URL, " "), (URL, "a\nb")):
        with pytest.raises(ConfigError):
            rename_feed(path, url, name)
    rename_feed(path, "https://one.example/rss", "ONE")
    assert path.read_text() == WITH_NEIGHBOURS.replace('"One"', '"ONE"')


@pytest.mark.parametrize(
    "text",
    ['feed = [{url = "https://one.example/"}]', "[feed]\nurl = 'https://one.example/'", "feed = 3"],
)
def test_feeds_that_are_written_otherwise(path: Path, text: str) -> None:
    """Nothing is guessed: the place is told, and the file stays."""
    path.write_text(text)
    with pytest.raises(
        ConfigError, match=r"toml:1:[12]: feeds can be edited where each is a \[\[feed"
    ):
        add_feed(path, URL)
    assert path.read_text() == text


def test_parts_of_a_section_that_stand_apart(path: Path) -> None:
    """A section that cannot be cut out in one piece is left to its owner."""
    path.write_text("[[feed]]\nurl = 'https://one.example/'\n[state]\n[feed.part]\nx = 1\n")
    before = path.read_text()
    with pytest.raises(ConfigError, match="edit it by hand"):
        remove_feed(path, "https://one.example/")
    assert path.read_text() == before


LINES = """\

# a comment
  # [[feed]]
[digest]
sentences = 2  # two
[x.y]
[[feed]]
url = 'https://one.example/'
name = "N"
  [[topic]]
"""
lines = st.sampled_from([*LINES.split("\n"), "z = '''\n[[feed]]\n'''", "words = [\n 1,\n]"])


@settings(max_examples=300)
@given(st.lists(lines, max_size=10), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
@example(starter_text().splitlines(), "\n", False, True)
@example(WITH_NEIGHBOURS.splitlines(), "\r\n", True, True)
def test_what_is_added_can_be_removed(
    chosen: list[str], newline: str, has_bom: bool, is_ended: bool
) -> None:
    """Adding and removing a feed gives the same bytes, whatever the file holds and how it ends."""
    text = newline.join(chosen) + newline * is_ended
    text = text.replace("\r\n", "\n").replace("\n", newline)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    content = b"\xef\xbb\xbf" * has_bom + text.encode()
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "config.toml"
        path.write_bytes(content)
        assert add_feed(path, URL, "New")
        assert add_feed(path, f"{URL}/2")
        added = path.read_bytes()
        if newline != "\n" and newline in text:
            assert b"\n" not in added.replace(b"\r\n", b"")
        assert remove_feed(path, "New")
        assert remove_feed(path, f"{URL}/2")
        assert path.read_bytes() == (content if text.strip() else content[: 3 * has_bom])


def test_a_new_file(tmp_path: Path) -> None:
    """FS10: where there is no file, one comes into being that its owner alone can read."""
    path = tmp_path / "a" / "b" / "config.toml"
    mask = os.umask(0)
    try:
        add_feed(path, URL)
    finally:
        os.umask(mask)
    assert path.read_text() == f'[[feed]]\nurl = "{URL}"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_a_link_into_another_directory(tmp_path: Path) -> None:
    """A file in a dotfiles repository stays there, behind its link and under its mode."""
    (tmp_path / "dotfiles").mkdir()
    target = tmp_path / "dotfiles" / "newsdigest.toml"
    target.write_text("# mine\n")
    target.chmod(0o640)
    path = tmp_path / "config.toml"
    path.symlink_to(target)
    add_feed(path, URL)
    assert path.is_symlink()
    assert URL in target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_what_cannot_be_written(tmp_path: Path) -> None:
    """A path that cannot be is one line, and no temporary file stays behind."""
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"config\.toml: cannot be written: "):
        add_feed(tmp_path / "file" / "config.toml", URL)
    loop = tmp_path / "loop.toml"
    loop.symlink_to(loop)
    with pytest.raises(ConfigError, match=r"loop\.toml: cannot be "):
        add_feed(loop, URL)
    with pytest.raises(ConfigError, match=r"null: is not a regular file"):
        add_feed(Path("/dev/null"), URL)


def test_a_file_with_a_mistake(path: Path) -> None:
    """A file that is no TOML is not edited; one with another mistake is."""
    path.write_text("[digest\n")
    with pytest.raises(ConfigError, match=r"toml:1:8: "):
        add_feed(path, URL)
    path.write_text("[digest]\nsentnces = 1\n")
    assert add_feed(path, URL)


def test_two_edits_at_once(tmp_path: Path) -> None:
    """Edits of two processes wait for each other: none is lost."""
    path = tmp_path / "config.toml"
    script = (
        "import sys; from pathlib import Path; from newsdigest.config.edit import add_feed\n"
        "for n in range(20): add_feed(Path(sys.argv[1]), f'https://{sys.argv[2]}{n}.example/')"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(path), letter]) for letter in "ab"
    ]
    assert [each.wait(60) for each in running] == [0, 0]
    assert len(load_config(path, {}).feeds) == 40


@given(st.text(min_size=1, max_size=50))
def test_any_name(name: str) -> None:
    """A name from a stranger's list is written so that it comes back, or not at all."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "config.toml"
        (feed,) = add_feeds(path, [NewFeed(URL, name)]).added
        (loaded,) = load_config(path, {}).feeds
        assert loaded.name == feed.name
        assert json.dumps(loaded.name).isascii()
