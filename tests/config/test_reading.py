"""Files that are no configuration, and files that only look odd."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsdigest.config import load_config
from newsdigest.errors import ConfigError

GOOD = '# é\n[digest]\nsentences = 3\n[[feed]]\nurl = "https://one.example/"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.strip().encode(),
    ],
)
def test_what_editors_do_to_files(path: Path, content: bytes) -> None:
    """CFG03: a byte order mark, CRLF and a missing last line break change nothing."""
    path.write_bytes(content)
    config = load_config(path, {})
    assert (config.digest.sentences, len(config.feeds)) == (3, 1)
    assert config.profile(None).origins["sentences"].place == f"{path}:3"


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"# nothing"])
def test_an_empty_file(path: Path, content: bytes) -> None:
    """CFG03: a file that says nothing gives the defaults."""
    path.write_bytes(content)
    assert load_config(path, {}).digest == load_config(None, {}).digest


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[digest\nx = 1", ":1:8: expected ']' at the end of a table declaration"),
        (b"[digest]\nby = ", ":2:6: invalid value"),
        (b"[digest]\nby = 'x", ':2:8: expected "\'", and the file ends'),
        (b"a = 1\na = 2", ":2:6: cannot overwrite a value"),
        (b"x = '''\n\n", ":3:1: expected \"'''\", and the file ends"),
        (GOOD.encode("utf-16"), ": is UTF-16; save it as UTF-8"),
        (GOOD.encode("latin-1"), ":1:3: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"\x00\x01\x02", ": is not a text file"),
        (b"#" * 10_000_001, ": larger than 10 MB"),
        (b"x = " + b"[" * 100_000, ": lists or tables are nested too deeply"),
        (b"x = " + b"9" * 10_000, ": exceeds the limit"),
    ],
)
def test_what_is_no_toml(path: Path, content: bytes, problem: str) -> None:
    """CFG03: one line with the place, where there is one."""
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_config(path, {})
    (found,) = caught.value.problems
    assert found.startswith(f"{path}{problem}")
    assert "\n" not in found


def test_a_huge_file_is_not_read(path: Path) -> None:
    """CFG03: 100 MB are refused after the first ten."""
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(ConfigError, match="larger than 10 MB"):
        load_config(path, {})


def test_a_directory(tmp_path: Path) -> None:
    """CFG03: a directory is named as what it is."""
    with pytest.raises(ConfigError, match=r": is a directory$"):
        load_config(tmp_path, {})


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file(path: Path) -> None:
    """CFG03: the reason of the system is told."""
    path.write_text(GOOD)
    path.chmod(0)
    with pytest.raises(ConfigError, match=r": cannot be read: permission denied$"):
        load_config(path, {})


def test_a_file_that_fails_while_it_is_read() -> None:
    """CFG03: an error of the device is told like any other."""
    with pytest.raises(ConfigError, match=r"mem: cannot be read: input/output error$"):
        load_config(Path("/proc/self/mem"), {})


@pytest.mark.parametrize("name", ["file/config.toml", "nul\0.toml", "x" * 300])
def test_a_path_that_cannot_be(tmp_path: Path, name: str) -> None:
    """Whatever the system says of a path is one line."""
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"cannot be read: |there is no such file"):
        load_config(tmp_path / name, {})


def test_a_loop_of_links(path: Path) -> None:
    """A link to itself is one line."""
    path.symlink_to(path)
    with pytest.raises(ConfigError, match="cannot be read: too many levels"):
        load_config(path, {})


def test_a_pipe(tmp_path: Path) -> None:
    """`--config <(decrypt config.toml)` works."""
    reader, writer = os.pipe()
    os.write(writer, GOOD.encode())
    os.close(writer)
    try:
        assert load_config(Path(f"/dev/fd/{reader}"), {}).digest.sentences == 3
    finally:
        os.close(reader)


REPEATED = [
    ("# a\n[fetch]\ntimeout = 3.0\n\n[fetch] # again\nhost_delay = 0\n", 5,
     "[fetch] stands in line 2: put the settings there, or type 'newsdigest config set "
     "fetch.KEY VALUE'"),
    ("[profile.a]\n[profile.b]\n[ profile . a ]\n", 3, "stands in line 1: put the settings there"),
    ('[[feed]]\nurl = "https://a.example"\n[feed]\nurl = "https://b.example"\n', 3,
     "[[feed]] stands in line 1: write [[feed]], with two brackets on each side"),
    ('[digest]\nby = "topic"\nlimit = 3\nby = "source"\n', 4,
     "by stands in line 2 already: keep one of the two"),
    ('[digest]\nx = """\n[fetch]\n"""\n[fetch]\n[fetch]\n', 6, "[fetch] stands in line 5"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "line", "said"), REPEATED)
def test_what_stands_twice_is_named_with_its_line(
    path: Path, content: str, line: int, said: str
) -> None:
    """A section or key that is pasted below an older one, and where to put it instead."""
    path.write_text(content)
    with pytest.raises(ConfigError) as raised:
        load_config(path, {})
    (problem,) = raised.value.problems
    assert problem.startswith(f"{path}:{line}:")
    assert said in problem
