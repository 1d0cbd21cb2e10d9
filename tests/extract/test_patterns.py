"""Every regular expression of dates, metadata, pages, kinds, decoding is linear (RGX01)."""

from __future__ import annotations

import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module

import pytest

MODULES = ("newsdigest.extract.kind", "newsdigest.extract.decoding")
PACKAGES = (
    "newsdigest.press",
    "newsdigest.press.dates",
    "newsdigest.extract.metadata",
    "newsdigest.extract.html",
)
UNITS = (
    *(" ", "a", "1", "<", ".", '"', "(", "-", "&", "|", ",", "\\", "{", "雨"),
    *("a ", "a.", "a@", "1:", "12 ", "/1", ": ", " |", ",}", "By ", "<!--", "<meta ", "2025/"),
    *(
        "charset=",
        "datePublished",
        "From a ",
        "__A",
        "__next_f.push(",
        '\\"',
        "'",
        "<p ",
        "state =",
    ),
)


def modules() -> Iterator[str]:
    yield from MODULES
    for package in PACKAGES:
        path = import_module(package).__path__
        yield from (module.name for module in pkgutil.iter_modules(path, f"{package}."))


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    for module in modules():
        for name, value in vars(import_module(module)).items():
            several = value if isinstance(value, tuple) else (value,)
            for number, one in enumerate(several):
                if isinstance(one, re.Pattern):
                    yield f"{module}.{name}.{number}", one


PATTERNS = dict(patterns())


def test_the_walk_finds_patterns() -> None:
    """A walk that finds nothing would prove nothing."""
    assert len(PATTERNS) >= 30


@pytest.mark.parametrize("name", PATTERNS)
def test_cost_grows_with_length_alone(name: str) -> None:
    """Four times the text costs four times as much, not sixteen."""
    pattern = PATTERNS[name]

    def cost(text: str) -> float:
        subject = text.encode() if isinstance(pattern.pattern, bytes) else text
        start = time.process_time()
        for _ in pattern.finditer(subject):  # type: ignore[arg-type]
            pass
        return time.process_time() - start

    for unit in UNITS:
        small, large = cost(unit * 1_500), cost(unit * 6_000)
        assert large <= max(10 * small, 0.05), unit
