"""The table of faults beside this file names tests that there are, and leaves no fault out."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.paths import ROOT

TESTS = ROOT / "tests"
TABLE = TESTS / "faults" / "README.md"
SECURITY = ROOT / "SECURITY.md"
ID = re.compile(r"[A-Z]{2,4}\d\d")
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


@dataclass(frozen=True)
class Row:
    id: str
    cells: list[str]

    @property
    def tests(self) -> list[tuple[str, str]]:
        """The file and the name of each test that the row names."""
        return TEST.findall(self.cells[-1])


def rows() -> list[Row]:
    lines = (line.strip("| ").split(" | ") for line in TABLE.read_text().splitlines())
    return [Row(cells[0], cells[1:]) for cells in lines if ID.fullmatch(cells[0])]


@cache
def functions(path: Path) -> frozenset[str]:
    body = ast.parse(path.read_text()).body if path.is_file() else []
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_fault_is_shown_by_tests_that_there_are(row: Row) -> None:
    """Each row has its three cells, and every test in the last of them can be run."""
    assert len(row.cells) == 3
    assert all(cell.strip() for cell in row.cells)
    assert row.tests
    assert [name for file, name in row.tests if name not in functions(TESTS / file)] == []
    assert TEST.sub("", row.cells[-1]).replace("<br>", "").strip() == ""


def test_no_fault_is_left_out() -> None:
    """The ids of a family count from 01 without a gap, in order, each once."""
    families: dict[str, list[int]] = defaultdict(list)
    for row in rows():
        families[row.id[:-2]].append(int(row.id[-2:]))
    assert families
    for family, numbers in families.items():
        assert numbers == list(range(1, len(numbers) + 1)), family


def test_every_fault_that_a_test_names_is_in_the_table() -> None:
    """A docstring that names a fault of a family in the table names one of its rows."""
    known = {row.id for row in rows()}
    families = {id[:-2] for id in known}
    named = {
        id
        for path in TESTS.rglob("test_*.py")
        for id in ID.findall(path.read_text())
        if id[:-2] in families
    }
    assert named <= known


def promises() -> list[str]:
    """The points of the section of SECURITY.md that says what is promised."""
    section = SECURITY.read_text().split("\n## What is promised\n")[1].split("\n## ")[0]
    return re.split(r"^- ", section, flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("promise", promises(), ids=lambda promise: " ".join(promise.split()[:6]))
def test_a_promise_is_shown_by_tests_that_there_are(promise: str) -> None:
    """Each point names at least one test, and all that it names can be run."""
    tests = TEST.findall(promise)
    assert tests
    assert [name for file, name in tests if name not in functions(TESTS / file)] == []
