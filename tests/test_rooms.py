"""The public API is what it says, rooms are entered by their doors, and imports stay light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import newsdigest
from tests.pages import article_page
from tests.paths import ROOT

PACKAGE = ROOT / "newsdigest"
# The path of each module by its name; a package is its `__init__`.
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}


@cache
def imports(path: Path) -> tuple[tuple[str, str], ...]:
    """The (module, name) pairs that a file imports from."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


def test_the_public_api_is_written_down() -> None:
    """`__all__` is sorted, and every name in it is there."""
    assert newsdigest.__all__ == sorted(newsdigest.__all__)
    assert all(hasattr(newsdigest, name) for name in newsdigest.__all__)


def test_doors_name_what_they_give() -> None:
    """A door's `__all__` is sorted, and every name in it is there."""
    for module in filter(is_door, map(import_module, MODULES)):
        listed = list(module.__all__)
        assert listed == sorted(listed, key=lambda n: (not n.isupper(), n[0] > "Z", n))
        assert all(hasattr(module, name) for name in listed)


def test_rooms_are_entered_by_their_doors() -> None:
    """Nobody imports from inside another package, big or small, but what a door there lists.

    A door is the `__init__` of a package, or a module in it that names what it gives in `__all__`.
    """
    trespasses = [
        f"{importer}: {module} {name}"
        for importer, path in MODULES.items()
        for module, name in imports(path)
        if module in MODULES and is_outside(importer, module) and not gives(module, name)
    ]
    assert trespasses == []


def is_outside(importer: str, module: str) -> bool:
    """Whether a module is in a package, or is one, that the importer is not in."""
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    return not f"{importer}.".startswith(f"{package}.")


def gives(module: str, name: str) -> bool:
    door = import_module(module)
    return is_door(door) and name in door.__all__


def is_door(module: ModuleType) -> bool:
    return hasattr(module, "__all__")


HEAVY = ["rich", "httpx", "httpcore", "selectolax", "sentencex", "dateparser", "asyncio"]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["digest", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """What is needed to do the work is not loaded to describe it."""
    assert _loaded_by(*arguments) & set(HEAVY) == set()


# Modules of commands.
COMMANDS = ("boilerplate", "config", "digest", "feeds", "fetch", "prune", "read", "search")
# What every command needs, besides those of the command line.
LIGHT = {
    "__main__",
    "errors",
    "formats",
    "initialisers",
    "package_data",
    "patterns",
    "registry",
    "valueclasses",
    "version",
}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["help", "digest"]])
def test_help_imports_no_more_than_typer(arguments: list[str]) -> None:
    """Of the rooms only the command line, of others' packages and of Python nearly nothing."""
    script = "import sys, typer.main, typer.core; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    added = _loaded_by(*arguments) - set(done.stdout.split())
    own = {name for name in added if name.partition(".")[0] == "newsdigest"}
    assert {name.split(".")[1] for name in own if "." in name} <= LIGHT | {"cli"}
    rest = {name.partition(".")[0] for name in added - own}
    assert rest <= {"__future__", "dataclasses", "gc", "typer"}


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [(["--version"], set()), (["fetch", "--help"], {"fetch"}), (["feeds", "--help"], {"feeds"})],
)
def test_only_the_called_command_is_built(arguments: list[str], loaded: set[str]) -> None:
    """A command that is not called costs nothing, not even its import."""
    assert {
        name for name in COMMANDS if f"newsdigest.cli.{name}" in _loaded_by(*arguments)
    } == loaded


def test_a_digest_of_files_loads_no_readers_of_feeds(tmp_path: Path) -> None:
    """Nor what edits the user's file: they would be a fifth of the time until it starts."""
    (tmp_path / "ferry.html").write_text(article_page())
    loaded = _loaded_by("digest", str(tmp_path / "ferry.html"))
    assert "newsdigest.sources.gathering" in loaded
    assert loaded & {"newsdigest.sources.feeds", "newsdigest.config.edit", "httpx"} == set()


def test_one_article_loads_nothing_for_several(tmp_path: Path) -> None:
    """No state, no comparison of articles, and none of the previews and trials."""
    (tmp_path / "ferry.html").write_text(article_page())
    loaded = _loaded_by("digest", str(tmp_path / "ferry.html"))
    assert "newsdigest.analyse.summary.story_summary" in loaded
    unneeded = {
        "sqlite3", "newsdigest.store", "newsdigest.cli.dry_run", "newsdigest.analyse.copies",
        "newsdigest.analyse.stories.clustering", "newsdigest.analyse.stories.threads",
        "newsdigest.analyse.highlights", "newsdigest.pipeline.selector_trials",
        "newsdigest.pipeline.explanation", "newsdigest.clean.learning",
    }  # fmt: skip
    assert loaded & unneeded == set()


def _loaded_by(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    script = (
        "import sys\n"
        "from newsdigest.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_everything_can_be_imported() -> None:
    """Every module of the package imports by itself."""
    for name in MODULES:
        import_module(name)
