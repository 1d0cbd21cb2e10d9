"""Doors of rooms that import a module when a name of it is first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def on_first_use(door: str, modules: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """The `__getattr__` of a door; `modules` are the names of the door by module below it.

    For type checkers the door imports the same names. No name may be that of a module below the
    door, which Python would bind to the name instead.
    """
    module_of = {name: f"{door}.{module}" for module, names in modules.items() for name in names}

    def get(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {door!r} has no attribute {name!r}")
        value = getattr(import_module(module_of[name]), name)
        setattr(sys.modules[door], name, value)
        return value

    return get
