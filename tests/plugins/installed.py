"""Places where plugins are installed, and newsdigest run with them."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from tests.contract import check_printed
from tests.paths import ROOT
from tests.program import Outcome, newsdigest

EXAMPLE = ROOT / "tests/plugins/example"


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment that has newsdigest and its requirements, and what is installed."""

    folder: Path

    @classmethod
    def made_in(cls, folder: Path) -> Environment:
        venv.create(folder, with_pip=False)
        environment = cls(folder)
        # What newsdigest needs is not installed again: it stays where the tests have it.
        borrowed = f"{ROOT}\n{sysconfig.get_path('purelib')}\n"
        (environment.packages / "borrowed.pth").write_text(borrowed)
        return environment

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def packages(self) -> Path:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.folder / "lib" / version / "site-packages"

    def install(self, project: Path, work: Path) -> None:
        """Build a project, and install the wheel."""
        copytree(project, work, ignore=lambda *_: ["__pycache__"])
        _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", folder=work)
        (wheel,) = (work / "dist").glob("*.whl")
        _run(
            *(sys.executable, "-m", "pip", "--python", str(self.python), "install"),
            *("--quiet", "--no-index", "--no-deps", str(wheel)),
            folder=work,
        )

    def run(self, *arguments: str | Path, folder: Path | None = None) -> Outcome:
        """Run the program there."""
        words = [str(argument) for argument in arguments]
        done = subprocess.run(
            [self.python, "-P", "-m", "newsdigest", *words],
            stdin=subprocess.DEVNULL, capture_output=True, cwd=folder, timeout=60, check=False,
        )  # fmt: skip
        check_printed(words, done.returncode, done.stdout)
        return Outcome(done.returncode, done.stdout, done.stderr.decode())


@dataclass(frozen=True, slots=True)
class Packages:
    """A directory of packages, as those of an environment, for a newsdigest that starts at once."""

    folder: Path

    def add(self, name: str, code: str, entry_points: str) -> None:
        """A package of one module, as an installer would leave it."""
        (self.folder / f"{name}.py").write_text(code)
        metadata = self.folder / f"{name}-0.1.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n")
        (metadata / "entry_points.txt").write_text(entry_points)

    def run(self, *arguments: str | Path) -> Outcome:
        """Run the program with them."""
        return newsdigest(*arguments, packages=self.folder)


def _run(*command: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
