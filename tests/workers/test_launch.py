"""The import path and the environment of children."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsdigest
from newsdigest.workers.launch import REQUIRED, import_path
from newsdigest.workers.pool import WorkerPool

OWN = str(Path(newsdigest.__file__).parents[1])


def environment(name: str) -> str:
    return os.environ.get(name, "")


def path(_: None) -> list[str]:
    return sys.path


def test_a_child_gets_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Language and time zone are passed on; keys, passwords and PYTHON variables are not."""
    variables = {"TZ": "Asia/Kuala_Lumpur", "LC_TIME": "C", "LD_LIBRARY_PATH": "/opt/lib"}
    secrets = {"AWS_SECRET_ACCESS_KEY": "x", "NEWSDIGEST_MAIL_PASSWORD": "x", "PYTHONPATH": "/x"}
    for name, value in (variables | secrets).items():
        monkeypatch.setenv(name, value)
    with WorkerPool(size=1) as pool:
        found = dict(pool.map(environment, [*variables, *secrets]))
    assert found == variables | dict.fromkeys(secrets, "")


def test_the_path_of_a_child() -> None:
    """The standard library, then this package, then what is installed, and nothing relative."""
    with WorkerPool(size=1) as pool:
        ((_, found),) = pool.map(path, [None])
    assert isinstance(found, list)
    standard = [each for each in found if each not in import_path()]
    assert found == [*standard, *import_path()]
    assert import_path()[0] == OWN
    assert all(Path(each).is_relative_to(sys.base_prefix) for each in standard)


def test_of_the_parents_path_only_what_holds_packages_goes_along(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither the current directory, however it is written, nor a directory of scripts."""
    installed, current, scripts = tmp_path / "site", tmp_path / "here", tmp_path / "scripts"
    for each in (installed, current, scripts):
        each.mkdir()
    (installed / "ferry-1.0.dist-info").mkdir()
    (current / "ferry-1.0.dist-info").mkdir()
    (tmp_path / "link").symlink_to(current)
    monkeypatch.chdir(current)
    named = ["", ".", str(current), str(tmp_path / "link"), str(scripts), str(tmp_path / "gone")]
    monkeypatch.setattr(sys, "path", [*named, str(installed)])
    assert import_path() == [OWN, str(installed)]


def test_the_users_site_directory_does_not_go_along(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Packages installed there for other programs are not used."""
    (tmp_path / "ferry-1.0.dist-info").mkdir()
    monkeypatch.setattr("site.USER_SITE", str(tmp_path))
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert import_path() == [OWN]


def test_the_users_site_directory_goes_along_with_what_is_required(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`pip install --user -e .` installs the packages there that a clone imports."""
    (tmp_path / "selectolax-1.0.dist-info").mkdir()
    (tmp_path / "selectolax").mkdir()
    (tmp_path / "selectolax" / "__init__.py").touch()
    monkeypatch.setattr("site.USER_SITE", str(tmp_path))
    path = list(sys.path)
    monkeypatch.setattr(sys, "path", [*path, str(tmp_path)])
    assert str(tmp_path) not in import_path()  # it is imported from elsewhere
    monkeypatch.setattr(sys, "path", [str(tmp_path), *path])
    assert str(tmp_path) in import_path()


def test_what_is_required_is_what_is_imported() -> None:
    """REQUIRED lists exactly the third-party modules that this package imports.

    Those of a corpus are left out: no child makes one. Of stopwordsiso only the data are read.
    """
    package = Path(newsdigest.__file__).parent
    modules = {*package.rglob("*.py")} - {*(package / "corpus").rglob("*.py")}
    found = {name for path in modules for name in of(path)}
    assert found - set(sys.stdlib_module_names) - {"newsdigest"} == set(REQUIRED) - {"stopwordsiso"}


def of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
