"""CONTRIBUTING.md names files, commands and names that exist."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec

import pytest

from tests.paths import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PACKAGE = ROOT / "newsdigest"
QUOTED = sorted(set(re.findall(r"(?<!`)`([^`\n]+)`(?!`)", TEXT)))
# Files of other folders, and what a run writes.
PATHS = [each for each in QUOTED if re.fullmatch(r"[\w./-]+", each) and re.search(r"\w[/.]", each)]
FILES = [each for each in PATHS if "/" in each or re.search(r"\.(?:py|toml|md|txt|json)$", each)]
NAMES = [each for each in QUOTED if re.fullmatch(r"[A-Za-z_]\w*(?:\.[a-z_]\w*)?", each)]
SHELL = re.findall(r"^ {4}(\S.*)$|`(\.venv/bin/[^`]+)`", TEXT, re.MULTILINE)
COMMANDS = sorted({a or b for a, b in SHELL if "──" not in a and "gather" not in a})


@cache
def words() -> frozenset[str]:
    """Every word of the code and of the project's own tables."""
    files = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *PACKAGE.rglob("*.toml")]
    files += [ROOT / "pyproject.toml", ROOT / "noxfile.py"]
    files.remove(ROOT / "tests/test_contributing.py")
    return frozenset(re.findall(r"\w+", " ".join(path.read_text("utf-8") for path in files)))


def test_the_page_names_enough_to_check() -> None:
    """Patterns that find nothing would prove nothing."""
    assert len(FILES) >= 40
    assert len(NAMES) >= 40
    assert len(COMMANDS) >= 6


@pytest.mark.parametrize("path", [path for path in FILES if not path.startswith(".venv")])
def test_a_path_exists(path: str) -> None:
    """Below the project or the package; CODE stands for the code of any language."""
    pattern = path.replace("CODE", "??").rstrip("/")
    assert any(next(folder.glob(pattern), None) for folder in (ROOT, PACKAGE))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_in_the_code(name: str) -> None:
    """Modules, classes, constants, tables and keys are called so today."""
    known = {path.stem for path in [*PACKAGE.rglob("*"), *ROOT.iterdir()]}
    assert all(part in words() or part in known for part in name.split("."))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_exists(command: str) -> None:
    """Its task, its module or its script; the README's test command is the same one."""
    line = command.split("  #")[0].strip()
    if line.startswith("python3"):
        assert line in (ROOT / "README.md").read_text("utf-8")
    elif session := re.search(r"nox -s (\w+)", line):
        assert f"def {session[1]}(session" in (ROOT / "noxfile.py").read_text("utf-8")
    elif module := re.search(r"python -m ([\w.]+)", line):
        assert find_spec(module[1]) is not None
    elif script := re.match(r"bash (\S+)", line):
        assert (ROOT / script[1]).is_file()
    else:
        group = (ROOT / "pyproject.toml").read_text("utf-8")
        assert f'"{line.split("/")[-1].split()[0]}>=' in group


def test_every_room_is_in_the_table() -> None:
    """The packages of `newsdigest`, each in a row, and no others."""
    rooms = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    assert sorted(rooms) == sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
