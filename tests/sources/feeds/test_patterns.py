"""The expressions that read feeds, lists and mail stay linear on what hurts them (RGX01)."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module

import pytest

UNITS = [
    " ", "\n", "a", "A ", "1", "<", "<a ", "<!--", "&", "&a", "&#1", ".", "a.", "a@", "(", "()",
    "=?", "=?a?q?", "=?a?q?b?= ", "From ", "From a 1:00\n", "https://", "<b>", "<br> ", "<script>",
    "<author>", "<hour> ", "read more ", "，", "雨", ";", ", ",
]  # fmt: skip
MODULES = ["mail", "opml", "sitemaps", "discovery", "feeds"]


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    for room in MODULES:
        module = import_module(f"newsdigest.sources.{room}")
        inside = pkgutil.iter_modules(getattr(module, "__path__", []), f"{module.__name__}.")
        for name in [module.__name__, *(each.name for each in inside)]:
            for key, value in vars(import_module(name)).items():
                if isinstance(value, re.Pattern):
                    yield f"{name}.{key}", value
    yield "phrases", import_module("newsdigest.sources.feeds.truncation")._last_phrase()


PATTERNS = dict(patterns())


def test_the_walk_finds_patterns() -> None:
    """A walk that finds nothing would prove nothing."""
    assert len(PATTERNS) >= 20


@pytest.mark.parametrize("name", PATTERNS)
def test_cost_grows_with_length_alone(name: str) -> None:
    """Four times the text costs four times as much, not sixteen."""
    pattern = PATTERNS[name]

    def cost(text: str) -> float:
        start = time.process_time()
        subject = text.encode() if isinstance(pattern.pattern, bytes) else text
        for _ in pattern.finditer(subject):  # type: ignore[arg-type]
            pass
        return time.process_time() - start

    for unit in UNITS:
        small, large = cost(unit * 5_000), cost(unit * 20_000)
        assert large <= max(10 * small, 0.2), unit


def test_reading_needs_no_network() -> None:
    """Workers that read feeds never load what could fetch."""
    modules = ", ".join(f"newsdigest.sources.{room}" for room in MODULES)
    script = f"import sys, {modules}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert {"httpx", "httpcore", "feedparser", "selectolax"} & set(done.stdout.split()) == set()
