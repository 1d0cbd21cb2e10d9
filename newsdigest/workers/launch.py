"""How a child is started: the interpreter's options, its import path and its environment.

A module of the current directory must never be imported: whoever unpacks a folder of saved pages
and works in it would run what a stranger put there as json.py.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

# -I: neither the current directory nor the user's site directory is on the path, and no PYTHON*
# variable counts. -S: no .pth file and no sitecustomize adds to it.
_OPTIONS = ("-I", "-S")
_PROGRAM = (
    "import sys; sys.path += sys.argv[5:]; "
    "from newsdigest.workers.serving import serve; serve(*sys.argv[1:5])"
)
_OWN_DIRECTORY = str(Path(__file__).parents[2])
_INSTALLED = (".dist-info", ".egg-info")
# The modules of other projects that this package imports.
REQUIRED = (
    "PIL", "apprise", "charset_normalizer", "feedparser", "httpcore", "httpx", "jinja2",
    "markupsafe", "platformdirs", "protego", "regex", "rich", "selectolax", "sentencex",
    "snowballstemmer", "stopwordsiso", "typer", "webencodings",
)  # fmt: skip

# What a child may know of the user's environment: the language, the clock, and what the system's
# loader needs to find libraries. Passwords and keys are often kept in the rest.
_VARIABLES = frozenset({"HOME", "LANG", "LANGUAGE", "PATH", "TMPDIR", "TZ", "TZDIR"})
_FAMILIES = ("DYLD_", "LC_", "LD_")


def child_command(*arguments: str) -> list[str]:
    """The command line of a child that serves, with the four arguments of `serving.serve`."""
    options = [*_OPTIONS, *(["-B"] if sys.dont_write_bytecode else [])]
    return [sys.executable, *options, "-c", _PROGRAM, *arguments, *import_path()]


def import_path() -> list[str]:
    """What a child adds to the path of the standard library, which comes first.

    The directory that holds this package, and of the parent's path the directories into which
    packages were installed; never the current directory, and the user's site directory only where
    this package or one that it requires is imported from there.
    """
    return list(dict.fromkeys([_OWN_DIRECTORY, *_installed()]))


def _installed() -> Iterator[str]:
    current, user_site = _real(os.curdir), _real(_user_site())
    for entry in sys.path:
        # A relative entry hangs on the current directory, and an empty one means it.
        if not Path(entry).is_absolute() or not _holds_packages(entry):
            continue
        real = os.path.realpath(entry)
        if real != current and (real != user_site or _is_required(real)):
            yield entry


def _real(directory: str | None) -> str | None:
    """The path without links; None for none, and for a current directory that was removed."""
    try:
        return directory and os.path.realpath(directory)
    except OSError:
        return None


def _user_site() -> str | None:
    import site

    return site.USER_SITE


def _is_required(directory: str) -> bool:
    """Whether a package that this one requires is imported from the directory.

    `pip install --user -e .` puts them there, and pip installs none anew that it finds there.
    """
    from importlib.machinery import PathFinder

    specs = filter(None, map(PathFinder.find_spec, REQUIRED))
    return any(
        spec.origin and Path(spec.origin).resolve().is_relative_to(directory) for spec in specs
    )


def _holds_packages(directory: str) -> bool:
    try:
        return any(name.endswith(_INSTALLED) for name in os.listdir(directory))  # noqa: PTH208
    except OSError:
        return False


def child_environment() -> dict[str, str]:
    """The part of the environment that a child gets."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _VARIABLES or name.startswith(_FAMILIES)
    }
