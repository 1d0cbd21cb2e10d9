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
    packages were installed; never the current directory or the user's site directory, unless this
    package is there itself.
    """
    return list(dict.fromkeys([_OWN_DIRECTORY, *_installed()]))


def _installed() -> Iterator[str]:
    unwanted = {os.path.realpath(each) for each in (os.curdir, _user_site()) if each is not None}
    for entry in sys.path:
        # A relative entry hangs on the current directory, and an empty one means it.
        is_wanted = Path(entry).is_absolute() and os.path.realpath(entry) not in unwanted
        if is_wanted and _holds_packages(entry):
            yield entry


def _user_site() -> str | None:
    import site

    return site.USER_SITE


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
