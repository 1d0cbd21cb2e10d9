"""Dataclasses that are cheap to define.

Python writes and compiles the source of seven methods for a frozen dataclass, which takes half a
millisecond, and a digest of one page defines more than two hundred of them. Here only `__init__` is
compiled, and that when it is first used (`initialisers.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

from newsdigest.initialisers import UncompiledInit

Class = TypeVar("Class", bound=type[Any])


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def valueclass(cls: Class) -> Class:
    """A dataclass with slots, compared and hashed by its fields.

    To assign to one is a type error.
    """
    return _defined(cls)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozenclass(cls: Class) -> Class:
    """A `valueclass` whose fields no caller can change either; it takes longer to make a value."""
    return _defined(cls, is_frozen=True)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def cachingclass(cls: Class) -> Class:
    """A `valueclass` without slots, for one with cached properties."""
    return _defined(cls, has_slots=False)


@dataclass_transform(field_specifiers=(field,))
def recordclass(cls: Class) -> Class:
    """A dataclass with slots whose fields change: compared by them, and without a hash."""
    return _defined(cls, is_hashed=False)


def _defined(
    cls: Class, *, is_frozen: bool = False, is_hashed: bool = True, has_slots: bool = True
) -> Class:
    # Otherwise dataclass would take the signature for it, which costs as much as the class.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made: Any = dataclass(init=False, eq=False, repr=False, slots=has_slots)(cls)
    names = [each.name for each in fields(made) if each.compare]
    compared = attrgetter(*names or ("__slots__",))  # which is empty if there are no fields

    def equals(self: Any, other: object) -> bool:
        return compared(self) == compared(other) if type(other) is type(self) else NotImplemented

    def hashed(self: Any) -> int:
        return hash(compared(self))

    methods = {
        "__init__": UncompiledInit(made, is_frozen=is_frozen),
        "__eq__": equals,
        "__hash__": hashed if is_hashed else None,
        "__repr__": _shown,
        **(_FROZEN if is_frozen else {}),
    }
    for name, method in methods.items():
        if name not in vars(cls):
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


if TYPE_CHECKING:
    from dataclasses import replace as replace
else:

    def replace(value, /, **changes):
        """As that of dataclasses in two thirds of the time; a digest copies an article 40 times.

        KeyError for a field that is not there.
        """
        read, places = _layout(type(value))
        values = [*read(value)]
        for name, changed in changes.items():
            values[places[name]] = changed
        return type(value)(*values)


def field_values(value: Any) -> list[Any]:
    """The values of a dataclass's fields, in the order in which it takes them as arguments."""
    kind: Any = type(value)
    return [*_layout(kind)[0](value)]


@cache
def _layout(kind: Any) -> tuple[Callable[[Any], tuple[Any, ...]], Mapping[str, int]]:
    """What reads the values of a class's fields, and the place of each among its arguments."""
    names = [each.name for each in fields(kind) if each.init]
    places = {name: place for place, name in enumerate(names)}
    if len(names) > 1:
        return attrgetter(*names), places
    return lambda value: tuple(getattr(value, name) for name in names), places


def _shown(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, *value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _restore(self: Any, state: tuple[None, dict[str, object]]) -> None:
    """What `pickle` and `copy` do for values that can be assigned to."""
    for name, value in state[1].items():
        object.__setattr__(self, name, value)


_FROZEN = {"__setattr__": _refuse, "__delattr__": _refuse, "__setstate__": _restore}
