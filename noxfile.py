"""The tasks of a developer: `nox -l` lists them, `nox` runs all but the benchmarks.

They run in the environment that holds nox, which the README's test command fills; nothing is
installed twice.
"""

import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "contracts", "tests"]


def run(session: nox.Session, module: str, *arguments: str) -> None:
    session.run(sys.executable, "-m", module, *arguments)


@nox.session
def lint(session: nox.Session) -> None:
    """Style and layout; `nox -s lint -- --fix` mends what can be mended."""
    if "--fix" in session.posargs:
        run(session, "ruff", "check", "--fix", ".")
        run(session, "ruff", "format", ".")
    else:
        run(session, "ruff", "check", ".")
        run(session, "ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Strict mypy over the package and its tests."""
    run(session, "mypy")


@nox.session
def contracts(session: nox.Session) -> None:
    """Who may import whom, as pyproject.toml says."""
    session.run(str(Path(sys.executable).with_name("lint-imports")), external=True)


@nox.session
def tests(session: nox.Session) -> None:
    """The tests; arguments go to pytest: `nox -s tests -- tests/clean -n 1`."""
    run(session, "pytest", *session.posargs)


@nox.session
def pictures(session: nox.Session) -> None:
    """Draws the README's pictures anew."""
    run(session, "tests.pictures", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """A benchmark by its name: `nox -s bench -- extract`; needs `--group bench`."""
    name, *rest = session.posargs or session.error("name a benchmark of tests/bench")
    run(session, f"tests.bench.bench_{name}", *rest)
