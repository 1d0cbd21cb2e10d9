"""A browser for all tests of this directory; they are skipped where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Browser, find_chromium

_GLOBAL_MODULES = ("/usr/local/lib/node_modules", "/usr/lib/node_modules")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        pytest.skip("no chromium on the path (Debian package chromium)")
    with Browser(program, tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core: at $AXE_CORE, or installed by `npm install --global axe-core`."""
    places = [Path(root, "axe-core/axe.min.js") for root in _GLOBAL_MODULES]
    if given := os.environ.get("AXE_CORE"):
        places.insert(0, Path(given))
    for place in places:
        if place.exists():
            return place.read_text("utf-8")
    pytest.skip("axe-core is not installed (npm package axe-core)")
