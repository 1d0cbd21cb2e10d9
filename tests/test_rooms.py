"""The public API is what it says, rooms are entered by their doors, and imports stay light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import newsdigest
from tests.pages import article_page
from tests.paths import ROOT

PACKAGE = ROOT / "newsdigest"
# The network is entered only by who fetches, since it loads httpx, the archive only by who keeps
# one, since it loads jinja2, mail and services only by who sends, since they load ssl, and secrets
# only by who needs one, since they may run a command; the outlets of digests load the
# configuration. What newspapers print has a door a subject.
INNER_DOORS = {
    *("newsdigest.sources.network", "newsdigest.render.archive"),
    *("newsdigest.deliver.mail", "newsdigest.deliver.notify", "newsdigest.deliver.secrets"),
    "newsdigest.deliver.outlets",
    *("newsdigest.press.agencies", "newsdigest.press.bylines", "newsdigest.press.datelines"),
    *("newsdigest.press.dates", "newsdigest.press.names", "newsdigest.press.wording"),
}
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


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


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_a_door(room: str) -> None:
    """Each room names what others may use, and has it."""
    door = import_module(f"newsdigest.{room}")
    if room == "cli":  # nothing imports it
        return
    assert list(door.__all__) == sorted(
        door.__all__, key=lambda n: (not n.isupper(), n[0] > "Z", n)
    )
    assert all(hasattr(door, name) for name in door.__all__)


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_are_entered_by_their_doors(room: str) -> None:
    """No file imports from inside another room, nor a name that its door does not list."""
    trespasses = []
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] == room:
            continue
        for module, name in imports(path):
            inside = module.startswith(f"newsdigest.{room}.") and module not in INNER_DOORS
            door = import_module(module if module in INNER_DOORS else f"newsdigest.{room}")
            listed = door.__dict__.get("__all__", [] if module not in INNER_DOORS else [name])
            entered = module == f"newsdigest.{room}" or module in INNER_DOORS
            unlisted = entered and name and name not in listed
            if (inside or unlisted) and room != "cli":
                trespasses.append(f"{path.relative_to(ROOT)}: {module} {name}")
    assert trespasses == []


HEAVY = ["rich", "httpx", "httpcore", "selectolax", "sentencex", "dateparser", "asyncio"]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["digest", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """What is needed to do the work is not loaded to describe it."""
    assert _loaded_by(*arguments) & set(HEAVY) == set()


def test_a_digest_of_files_loads_no_readers_of_feeds(tmp_path: Path) -> None:
    """Nor what edits the user's file: they would be a fifth of the time until it starts."""
    (tmp_path / "ferry.html").write_text(article_page())
    loaded = _loaded_by("digest", str(tmp_path / "ferry.html"))
    assert "newsdigest.sources.gathering" in loaded
    assert loaded & {"newsdigest.sources.feeds", "newsdigest.config.edit", "httpx"} == set()


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
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        import_module(".".join(part for part in parts if part != "__init__"))
