"""How a child is started: the interpreter's options, its import path and its environment.

A module of the current directory must never be imported: otherwise a folder of saved pages could
contain a json.py that runs when the user works in it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

# -I: neither the current directory nor the user's site directory is on the path, and PYTHON*
# variables are ignored. -S: .pth files and sitecustomize are ignored.
_OPTIONS = ("-I", "-S")
_PROGRAM = (
    "import sys; sys.path += sys.argv[5:]; "
    "from newsdigest.workers.serving import serve; serve(*sys.argv[1:5])"
)
_OWN_DIRECTORY = str(Path(__file__).parents[2])
_INSTALLED = (".dist-info", ".egg-info")
# The third-party modules that this package imports.
REQUIRED = (
    "PIL", "apprise", "charset_normalizer", "fastwarc", "feedparser", "httpcore", "httpx", "jinja2",
    "markupsafe", "platformdirs", "protego", "pyarrow", "regex", "rich", "selectolax", "sentencex",
    "snowballstemmer", "stopwordsiso", "typer", "webencodings",
)  # fmt: skip

# The variables that a child gets: language, time zone, and what the system's loader needs to find
# libraries. Others often contain passwords and keys.
_VARIABLES = frozenset({"HOME", "LANG", "LANGUAGE", "PATH", "TMPDIR", "TZ", "TZDIR"})
_FAMILIES = ("DYLD_", "LC_", "LD_")
# Without these, pyarrow reserves a gigabyte of addresses, and the numpy that it imports 33 MB for
# each core; the limit of a child is one on addresses.
_LEAN = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1"}


def child_command(*arguments: str) -> list[str]:
    """The command line of a child, given the four arguments of `serving.serve`."""
    options = [*_OPTIONS, *(["-B"] if sys.dont_write_bytecode else [])]
    return [sys.executable, *options, "-c", _PROGRAM, *arguments, *import_path()]


def import_path() -> list[str]:
    """The directories that a child adds after those of the standard library.

    The directory of this package, and the directories of installed packages from the parent's
    path; never the current directory, and the user's site directory only if this package or a
    requirement is imported from there.
    """
    return list(dict.fromkeys([_OWN_DIRECTORY, *_installed()]))


def _installed() -> Iterator[str]:
    current, user_site = _real(os.curdir), _real(_user_site())
    for entry in sys.path:
        # Relative entries depend on the current directory, and an empty one means it.
        if not Path(entry).is_absolute() or not _holds_packages(entry):
            continue
        real = os.path.realpath(entry)
        if real != current and (real != user_site or _is_required(real)):
            yield entry


def _real(directory: str | None) -> str | None:
    """The path without links; None if there is none, or if the current directory was removed."""
    try:
        return directory and os.path.realpath(directory)
    except OSError:
        return None


def _user_site() -> str | None:
    import site

    return site.USER_SITE


def _is_required(directory: str) -> bool:
    """Whether a required package is imported from the directory.

    `pip install --user -e .` installs them there, and reuses those it finds there.
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
    """The environment of a child: a subset of the parent's, and what keeps libraries small."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _VARIABLES or name.startswith(_FAMILIES)
    }
    return {**kept, **_LEAN}
