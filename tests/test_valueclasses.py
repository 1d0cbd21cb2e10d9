"""Dataclasses that are cheap to define."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields
from functools import cached_property

import pytest

from newsdigest.valueclasses import cachingclass, frozenclass, recordclass, replace, valueclass


@valueclass
class Ferry:
    name: str
    decks: tuple[int, ...] = ()
    log: list[str] = field(default_factory=list, compare=False, repr=False)


@valueclass
class Fog:
    pass


@valueclass
class Harbour:
    """A place for ships."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Harbour) and self.name.lower() == other.name.lower()

    def __hash__(self) -> int:
        return hash(self.name.lower())

    def __repr__(self) -> str:
        return f"<{self.name}>"


def test_values_are_equal_if_their_compared_fields_are() -> None:
    """And have the same hash then."""
    assert Ferry("Osprey", (1, 2), ["left"]) == Ferry("Osprey", (1, 2), ["arrived"])
    assert len({Ferry("Osprey", (1,)), Ferry("Osprey", (1,)), Ferry("Heron", (1,))}) == 2
    assert Ferry("Osprey") != Ferry("Heron")
    assert len({Fog(), Fog()}) == 1


def test_values_of_different_classes_are_not_equal() -> None:
    """Even with the same fields."""

    @valueclass
    class Tug(Ferry):
        pass

    assert Ferry("Osprey") != Tug("Osprey")
    others: list[object] = ["Osprey", Fog()]
    assert Ferry("Osprey") not in others


def test_the_representation_shows_the_fields() -> None:
    """It is that of a dataclass."""

    @dataclass(frozen=True)
    class Plain:
        name: str
        log: list[str] = field(default_factory=list, repr=False)

    Plain.__qualname__ = "Ferry"
    assert repr(Ferry("Osprey", (1,))) == repr(Plain("Osprey"))[:-1] + ", decks=(1,))"
    assert repr(Fog()) == "Fog()"


def test_methods_that_a_class_defines_are_kept() -> None:
    """And its docstring."""
    assert len({Harbour("Marlow"), Harbour("MARLOW")}) == 1
    assert repr(Harbour("Marlow")) == "<Marlow>"
    assert Harbour.__doc__ == "A place for ships."


def test_a_value_is_a_dataclass_with_slots() -> None:
    """For `replace`, `fields`, patterns and pickle."""
    ferry = replace(Ferry("Osprey", (1,)), name="Heron")
    assert [each.name for each in fields(ferry)] == ["name", "decks", "log"]
    assert pickle.loads(pickle.dumps(ferry)) == ferry
    assert not hasattr(ferry, "__dict__")
    match ferry:
        case Ferry(name, decks):
            assert (name, decks) == ("Heron", (1,))


def test_a_frozen_value_cannot_be_changed() -> None:
    """Whoever holds it; otherwise it is a value like others."""

    @frozenclass
    class Buoy:
        number: int

    buoy = Buoy(1)
    with pytest.raises(FrozenInstanceError):
        buoy.number = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del buoy.number
    assert buoy == Buoy(1) == replace(Buoy(2), number=1)
    assert len({buoy, Buoy(1)}) == 1


def test_a_record_can_be_changed() -> None:
    """So it has no hash, but it is compared by its fields as others are."""

    @recordclass
    class Tide:
        hours: list[int] = field(default_factory=list)
        high: bool = False

    tide = Tide([4])
    tide.high = True
    assert tide == Tide([4], high=True) != Tide([4])
    assert not hasattr(tide, "__dict__")
    with pytest.raises(TypeError):
        hash(tide)


def test_a_value_may_have_cached_properties() -> None:
    """Which are no part of what it is compared by, nor of a copy with other fields."""

    @cachingclass
    class Chart:
        names: tuple[str, ...]

        @cached_property
        def sorted(self) -> list[str]:
            return sorted(self.names)

    chart = Chart(("Marlow", "Ely"))
    assert chart.sorted is chart.sorted
    assert chart == Chart(("Marlow", "Ely"))
    assert hash(chart) == hash(Chart(("Marlow", "Ely")))
    assert replace(chart, names=("Oban",)).sorted == ["Oban"]


@dataclass
class Voyage:
    ferry: Ferry
    fare: int = 4
    seen: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.fare = max(self.fare, 0)


def test_a_copy_is_what_dataclasses_makes() -> None:
    """With the changes, without what the class itself counts, and checked by the class."""
    voyage = Voyage(Ferry("Aurora"))
    voyage.seen = 7
    for changes in ({}, {"fare": 5}, {"fare": -1, "ferry": Ferry("Mist")}):
        assert replace(voyage, **changes) == dataclasses.replace(voyage, **changes)
    assert replace(Harbour("Ardholm"), name="Bexby") == Harbour("Bexby")
    assert replace(Fog()) == Fog()
    with pytest.raises(KeyError):
        replace(voyage, captain="Ada")  # type: ignore[call-arg]
