"""Untrusted XML as events, without entities: nothing that a doctype refers to is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

from newsdigest.errors import SourceError

_SEPARATOR = " "
# Word nests tables in tables, a dozen levels each; a bomb nests without end.
_MAX_DEPTH = 400


class PartTarget(Protocol):
    """The receiver of the events. Names are local, without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def data(self, text: str) -> None: ...


def read_events(content: bytes, target: PartTarget) -> None:
    """Send all events to the target. SourceError if the XML is broken, too deep or has entities."""
    parser = expat.ParserCreate(None, _SEPARATOR)
    parser.buffer_text = True
    depth = _Depth()
    parser.StartDoctypeDeclHandler = _check_doctype
    parser.StartElementHandler = lambda name, attributes: _start(target, depth, name, attributes)
    parser.EndElementHandler = lambda name: _end(target, depth, name)
    parser.CharacterDataHandler = target.data
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise SourceError("broken-xml", "the document's XML is broken") from error


class _Depth:
    """The number of open elements."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 0


def _start(target: PartTarget, depth: _Depth, name: str, attributes: dict[str, str]) -> None:
    depth.value += 1
    if depth.value > _MAX_DEPTH:
        raise SourceError("too-complex", "the document's XML is nested too deeply")
    target.start(_local(name), {_local(key): value for key, value in attributes.items()})


def _end(target: PartTarget, depth: _Depth, name: str) -> None:
    depth.value -= 1
    target.end(_local(name))


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]


def _check_doctype(_name: str, _system: str | None, _public: str | None, inside: int) -> None:
    """Refuse a doctype that declares anything; a bare one names the format of old e-books."""
    if inside:
        raise SourceError("unsafe-xml", "the document's XML has a doctype that declares entities")


Properties = dict[str, list[str]]


def read_properties(content: bytes, wanted: Callable[[str], bool]) -> Properties:
    """The texts of the elements with a wanted local name, by name, in document order."""
    target = _Properties(wanted)
    read_events(content, target)
    return target.found


class _Properties:
    def __init__(self, wanted: Callable[[str], bool]) -> None:
        self.found: Properties = {}
        self._wanted = wanted
        self._parts: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._parts = [] if self._wanted(name) else None

    def end(self, name: str) -> None:
        if self._parts is not None:
            text = " ".join("".join(self._parts).split())
            if text:
                self.found.setdefault(name, []).append(text)
        self._parts = None

    def data(self, text: str) -> None:
        if self._parts is not None:
            self._parts.append(text)
