from __future__ import annotations

import subprocess

import pytest

from tests.warm import WarmProgram

_POPEN = "newsdigest.workers.child.Popen"


@pytest.fixture(autouse=True)
def warm_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children of pools are started warm; `tests/workers` is about how they start for users."""
    monkeypatch.setattr(_POPEN, WarmProgram)


@pytest.fixture
def cold_children(warm_children: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are started as for users, for a test in which it matters what memory that takes."""
    monkeypatch.setattr(_POPEN, subprocess.Popen)
