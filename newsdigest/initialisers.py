"""The `__init__` of a dataclass, compiled when it is first looked up.

Compiling it takes twice as long as all else that defines a class, and a digest of one page makes
values of half the classes that it defines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any


class UncompiledInit:
    """Stands for the `__init__` of a dataclass that has none until that takes its place."""

    def __init__(self, cls: type[Any], *, is_frozen: bool) -> None:
        self._cls = cls
        self._is_frozen = is_frozen

    def __get__(self, value: object, cls: type[Any]) -> Callable[..., None]:
        self._cls.__init__ = compiled = _compiled(self._cls, is_frozen=self._is_frozen)
        bound: Callable[..., None] = compiled.__get__(value, cls)
        return bound


def _compiled(cls: type[Any], *, is_frozen: bool) -> Any:
    scope: dict[str, Any] = {"MISSING": MISSING, "assign": object.__setattr__}
    parameters, statements = ["self"], []
    for each in fields(cls):
        name, default, make = each.name, f"default_{each.name}", f"make_{each.name}"
        is_made = each.default_factory is not MISSING
        is_optional = is_made or each.default is not MISSING
        if is_optional:
            scope |= {default: each.default, make: each.default_factory}
        elif not each.init:
            continue
        if each.init:
            parameters.append(f"{name}={default}" if is_optional else name)
        value = name if each.init else default
        if is_made:
            value = f"{make}() if {value} is MISSING else {value}"
        statement = f"assign(self, {name!r}, {value})" if is_frozen else f"self.{name} = {value}"
        statements.append(statement)
    if hasattr(cls, "__post_init__"):
        statements.append("self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}): {'; '.join(statements) or 'pass'}"
    exec(source, scope)  # noqa: S102 - of the names of fields
    compiled = scope["__init__"]
    compiled.__qualname__ = f"{cls.__qualname__}.__init__"
    return compiled
