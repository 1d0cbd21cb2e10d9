"""Doors that import their modules on first use give what they say, however they are entered."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import newsdigest

DOORS = [
    listed.name
    for listed in pkgutil.walk_packages(newsdigest.__path__, "newsdigest.")
    if listed.ispkg and hasattr(import_module(listed.name), "__getattr__")
]


def test_some_doors_are_lazy() -> None:
    """The rest of this file would prove nothing without."""
    assert "newsdigest.analyse" in DOORS


@pytest.mark.parametrize("name", DOORS)
def test_a_door_gives_all_its_names(name: str) -> None:
    """Also where a module below it was imported first, which Python binds to its own name."""
    script = (
        "import pkgutil, sys, types\n"
        "from importlib import import_module\n"
        f"door = import_module({name!r})\n"
        "for listed in pkgutil.walk_packages(door.__path__, door.__name__ + '.'):\n"
        "    import_module(listed.name)\n"
        "for each in door.__all__:\n"
        "    assert not isinstance(getattr(door, each), types.ModuleType), each\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("name", DOORS)
def test_an_unknown_name_is_an_error(name: str) -> None:
    """As of any module, so that a typo is found."""
    with pytest.raises(AttributeError, match="has no attribute 'digset'"):
        _ = import_module(name).digset
