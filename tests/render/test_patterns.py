"""Every regular expression of the room stays linear on the strings that hurt it most (RGX01)."""

from __future__ import annotations

import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

UNITS = (
    " ",
    "a",
    "1",
    "<",
    ".",
    '"',
    "(",
    "//",
    "//a",
    "@",
    "a@",
    "&",
    "&a",
    "`",
    "\\",
    "«",
    "雨",
    "ไ",
)


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    package = import_module("newsdigest.render")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value


PATTERNS = dict(patterns())


def test_the_walk_finds_patterns() -> None:
    """A walk that finds nothing would prove nothing."""
    assert len(PATTERNS) >= 8


@pytest.mark.parametrize("name", PATTERNS)
def test_cost_grows_with_length_alone(name: str) -> None:
    """Four times the text costs four times as much, not sixteen."""

    is_bytes = isinstance(PATTERNS[name].pattern, bytes)

    def cost(text: str) -> float:
        subject = text.encode() if is_bytes else text
        start = time.process_time()
        for _ in PATTERNS[name].finditer(subject):
            pass
        return time.process_time() - start

    for unit in UNITS:
        small, large = cost(unit * 25_000), cost(unit * 100_000)
        assert large <= max(10 * small, 0.1), unit
