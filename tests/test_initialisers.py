"""The `__init__` that a dataclass gets when it makes its first value."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import Any

import pytest

from newsdigest.valueclasses import frozenclass, valueclass


class _Ferry:
    name: str
    decks: tuple[int, ...] = ()
    log: list[str] = field(default_factory=list)
    flag: str = field(default="none", init=False)
    crew: set[str] = field(default_factory=set, init=False)
    berth: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "berth", len(self.decks))


@pytest.fixture(params=[valueclass, frozenclass])
def ferry(request: pytest.FixtureRequest) -> Any:
    """A class that has made no value yet."""
    return request.param(type("Ferry", (), dict(vars(_Ferry))))


def test_its_parameters_are_those_of_a_dataclass(ferry: Any) -> None:
    """For `help`, and for messages about wrong arguments."""
    plain: Any = dataclass(type("Ferry", (), dict(vars(_Ferry))))
    ours, theirs = inspect.signature(ferry).parameters, inspect.signature(plain).parameters
    assert [*ours] == [*theirs] == ["name", "decks", "log"]
    assert ours["name"].kind is theirs["name"].kind
    assert ours["decks"].default == theirs["decks"].default == ()
    with pytest.raises(TypeError, match=r"Ferry\.__init__\(\) missing 1 .* argument: 'name'"):
        ferry()


def test_the_first_value_is_made_as_all_others(ferry: Any) -> None:
    """By position and by name, with what the class does after its fields are set."""
    first, second = ferry("Osprey", (1, 2)), ferry(decks=(1,), name="Heron")
    assert (first.name, first.decks, first.flag, first.berth) == ("Osprey", (1, 2), "none", 2)
    assert (second.name, second.decks, second.flag, second.berth) == ("Heron", (1,), "none", 1)


def test_each_value_has_its_own_of_what_is_made_for_it(ferry: Any) -> None:
    """Unless it is given one."""
    first, second, given = ferry("Osprey"), ferry("Heron"), ["left"]
    first.log.append("arrived")
    first.crew.add("Ann")
    assert (second.log, second.crew) == ([], set())
    assert ferry("Tern", log=given).log is given


def test_a_subclass_has_its_own() -> None:
    """Whichever class makes a value first."""

    @valueclass
    class Boat:
        name: str

    @valueclass
    class Tug(Boat):
        power: int = 0

    assert Tug("Otter", 5).power == 5
    assert Boat("Wren").name == "Wren"


def test_an_init_of_the_class_is_kept() -> None:
    """As a dataclass keeps it."""

    @valueclass
    class Buoy:
        number: int

        def __init__(self, text: str) -> None:
            self.number = int(text)  # type: ignore[misc]

    assert Buoy("7").number == 7
