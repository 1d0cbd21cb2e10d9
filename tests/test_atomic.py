"""Whoever replaces a file does it in one step, and clears what a killed run left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsdigest.atomic import replacement
from newsdigest.config.edit import write_config
from newsdigest.deliver import write_file
from newsdigest.store import Store
from newsdigest.store.salvage import salvage
from tests.paths import ROOT


def _put_out(path: Path) -> None:
    write_file(path, b"new")


def _configure(path: Path) -> None:
    write_config(path, b"new")


def _begin_state(path: Path) -> None:
    with Store(path):
        pass


def _save_state(path: Path) -> None:
    damaged = path.parent.parent / "damaged.db"
    _begin_state(damaged)
    salvage(damaged, path)


@pytest.mark.parametrize("write", [_put_out, _configure, _begin_state, _save_state])
def test_what_a_killed_run_left_is_deleted(write: Callable[[Path], None], tmp_path: Path) -> None:
    """FS11: temporary files of a dead process go at the next write, those of a live one stay."""
    target = tmp_path / "inner" / "target"
    target.parent.mkdir()
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    stale = target.with_name(f".target.{int(dead.stdout)}.newsdigest-tmp")
    own = target.with_name(f".target.{os.getpid()}.newsdigest-tmp")
    alive = target.with_name(f".target.{os.getppid()}.newsdigest-tmp")
    for path in (stale, own, alive, stale.with_name(f"{stale.name}-wal")):
        path.touch()
    write(target)
    assert set(target.parent.iterdir()) == {target, alive}


def test_a_block_that_raises_leaves_the_old_file(tmp_path: Path) -> None:
    """FS02: the target stands, and nothing stays beside it, a database's log neither."""
    target = tmp_path / "state.db"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt), replacement(target) as temporary:
        temporary.write_text("new")
        temporary.with_name(f"{temporary.name}-wal").touch()
        raise KeyboardInterrupt
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_name_of_a_temporary_file_is_spelt_once() -> None:
    """No other module replaces files in a way of its own."""
    spelt = [
        path.name
        for path in (ROOT / "newsdigest").rglob("*.py")
        if "newsdigest-tmp" in path.read_text()
    ]
    assert spelt == ["atomic.py"]
