"""Every regular expression of the room stays linear on the strings that hurt it most (RGX01)."""

from __future__ import annotations

import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module

import pytest

UNITS = (
    " ", "a", "1", "9 ", ".", '"', "'", '\\"', "\\", "#", "\n", "[", "//a", "?key=", "&token=", "@",
    '"""a', "'''", "(at line 1",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    package = import_module("newsdigest.config")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for name, value in vars(import_module(module.name)).items():
            for number, each in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(each, re.Pattern):
                    yield f"{module.name}.{name}.{number}", each


PATTERNS = dict(patterns())


def test_the_walk_finds_patterns() -> None:
    """A walk that finds nothing would prove nothing."""
    assert len(PATTERNS) >= 15


@pytest.mark.parametrize("name", PATTERNS)
def test_cost_grows_with_length_alone(name: str) -> None:
    """Four times the text costs four times as much, not sixteen."""

    def cost(text: str) -> float:
        start = time.process_time()
        for _ in PATTERNS[name].finditer(text):
            pass
        return time.process_time() - start

    for unit in UNITS:
        small, large = cost(unit * 3_000), cost(unit * 12_000)
        assert large <= max(10 * small, 0.1), unit
