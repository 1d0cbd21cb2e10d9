"""How values travel from a child to its parent: as data that can be nothing but our values.

A child that a hostile page took over may send anything. So the parent decides what it reads, by
the return type of the function that it asked for: dataclasses are made field by field, and each
string, number and member of an enumeration is what its field says, or the answer is refused.

An answer is two lengths, numbers as one flat JSON list, and the bytes of all strings in the order
of their lengths among those numbers. A flat list cannot be nested too deeply, and takes at most
five times the memory of its bytes.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from struct import Struct
from typing import Any, Union, get_args, get_origin, get_type_hints

from newsdigest.errors import (
    ExtractionError,
    NewsdigestError,
    RenderError,
    SourceError,
    UsageError,
)
from newsdigest.model import Failure
from newsdigest.workers.outcome import Guarded, Lost

LENGTHS = Struct(">II")
_NO_STRING = -1
_MICROSECOND = timedelta(microseconds=1)


class WireError(Exception):
    """What is no answer of the type asked for."""


@dataclass(slots=True)
class Outbox:
    """An answer that is being written."""

    numbers: list[float | bool]
    strings: list[bytes]

    def put_bytes(self, content: bytes) -> None:
        self.numbers.append(len(content))
        self.strings.append(content)

    def frame(self) -> bytes:
        numbers = json.dumps(self.numbers, separators=(",", ":")).encode()
        content = b"".join(self.strings)
        return LENGTHS.pack(len(numbers), len(content)) + numbers + content


@dataclass(slots=True)
class Inbox:
    """An answer that is being read."""

    numbers: Iterator[object]
    content: bytes
    position: int = 0

    @classmethod
    def of(cls, numbers: bytes, content: bytes) -> Inbox:
        is_flat = numbers.startswith(b"[") and numbers.count(b"[") == 1
        if not is_flat or b"{" in numbers or b'"' in numbers:
            raise WireError("not a flat list of numbers")
        return cls(iter(json.loads(numbers)), content)

    def count(self) -> int:
        """A whole number, not negative, and no larger than what can still follow."""
        number = next(self.numbers)
        if type(number) is not int or number < 0:
            raise WireError("not a count")
        return number

    def bytes_of(self, length: int) -> bytes:
        end = self.position + length
        if end > len(self.content):
            raise WireError("a string that is not there")
        found = self.content[self.position : end]
        self.position = end
        return found

    def end(self) -> None:
        if self.position != len(self.content) or next(self.numbers, None) is not None:
            raise WireError("more than the answer")


@dataclass(frozen=True, slots=True)
class Codec:
    """How the values of one type are written and read."""

    write: Callable[[Any, Outbox], None]
    read: Callable[[Inbox], Any]


@dataclass(frozen=True, slots=True)
class AnswerCodec:
    """Answers of a function: its value, with failures on the way to it, an error, or a Lost."""

    value: Codec

    def encode(self, answer: object) -> bytes:
        """The bytes of an answer; WireError for a value that is not of the type."""
        out = Outbox([], [])
        if isinstance(answer, NewsdigestError):
            out.numbers.append(1)
            _write_error(answer, out)
        elif isinstance(answer, Lost):
            out.numbers.append(2)
            codec_of(Lost).write(answer, out)
        else:
            self._write_value(answer, out)
        return out.frame()

    def _write_value(self, answer: object, out: Outbox) -> None:
        try:
            if isinstance(answer, Guarded):
                out.numbers.append(3)
                codec_of(tuple[Failure, ...]).write(answer.failures, out)
                self.value.write(answer.result, out)
            else:
                out.numbers.append(0)
                self.value.write(answer, out)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise WireError(f"not a value of the type: {type(error).__name__}") from error

    def decode(self, numbers: bytes, content: bytes) -> object:
        """The answer; WireError for everything that no child of ours would send."""
        try:
            inbox = Inbox.of(numbers, content)
            readers = (self.value.read, _read_error, codec_of(Lost).read, self._read_guarded)
            answer = readers[inbox.count()](inbox)
            inbox.end()
        except (ArithmeticError, LookupError, StopIteration, TypeError, ValueError) as error:
            raise WireError(f"not a value of the type: {type(error).__name__}") from error
        return answer

    def _read_guarded(self, inbox: Inbox) -> Guarded:
        failures = codec_of(tuple[Failure, ...]).read(inbox)
        return Guarded(self.value.read(inbox), failures)


@cache
def answers_of(function: Callable[..., object]) -> AnswerCodec:
    """What carries the answers of a function, which must say what it returns."""
    return AnswerCodec(codec_of(get_type_hints(function)["return"]))


_ERRORS: tuple[type[NewsdigestError], ...] = (
    *(SourceError, ExtractionError),  # these have a code
    *(RenderError, UsageError, NewsdigestError),
)
_CODED = 2


def _write_error(error: NewsdigestError, out: Outbox) -> None:
    number = next(n for n, kind in enumerate(_ERRORS) if isinstance(error, kind))
    out.numbers.append(number)
    if number < _CODED:
        _write_str(getattr(error, "code"), out)  # noqa: B009 - those before _CODED have one
    _write_str(str(error), out)


def _read_error(inbox: Inbox) -> NewsdigestError:
    number = inbox.count()
    kind = _ERRORS[number]
    texts = [_read_str(inbox) for _ in range(2 if number < _CODED else 1)]
    return kind(*texts)


@cache
def codec_of(hint: Any) -> Codec:
    """The codec of a type. TypeError for one whose values are not all data."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _of_enum(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _of_dataclass(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _of_union(inner)
    if origin in (list, frozenset) or (origin is tuple and inner[1:] == (...,)):
        return _of_many(origin, codec_of(inner[0]))
    raise TypeError(f"{hint} does not travel between processes")


def _of_dataclass(kind: type) -> Codec:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    codecs = [codec_of(hints[name]) for name in names]
    writers = list(zip(names, (codec.write for codec in codecs), strict=True))
    readers = [codec.read for codec in codecs]

    def write(value: object, out: Outbox) -> None:
        if type(value) is not kind:
            raise TypeError
        for name, write_field in writers:
            write_field(getattr(value, name), out)

    def read(inbox: Inbox) -> object:
        return kind(*[read_field(inbox) for read_field in readers])

    return Codec(write, read)


def _of_enum(kind: type[Enum]) -> Codec:
    members = list(kind)
    numbers = {member: number for number, member in enumerate(members)}

    def write(value: Enum, out: Outbox) -> None:
        out.numbers.append(numbers[value])

    return Codec(write, lambda inbox: members[inbox.count()])


def _of_union(kinds: tuple[Any, ...]) -> Codec:
    if kinds == (str, type(None)):
        return Codec(_write_optional_str, _read_optional_str)
    codecs = [codec_of(kind) for kind in kinds]
    numbers = {get_origin(kind) or kind: number for number, kind in enumerate(kinds)}
    readers = [codec.read for codec in codecs]

    def write(value: object, out: Outbox) -> None:
        number = numbers[type(value)]
        out.numbers.append(number)
        codecs[number].write(value, out)

    return Codec(write, lambda inbox: readers[inbox.count()](inbox))


def _of_many(make: Callable[[list[Any]], Any], codec: Codec) -> Codec:
    write_one, read_one = codec.write, codec.read

    def write(values: Any, out: Outbox) -> None:
        out.numbers.append(len(values))
        for value in values:
            write_one(value, out)

    def read(inbox: Inbox) -> Any:
        return make([read_one(inbox) for _ in range(inbox.count())])

    return Codec(write, read)


def _write_str(value: str, out: Outbox) -> None:
    content = value.encode("utf-8", "surrogatepass")
    out.numbers.append(len(content))
    out.strings.append(content)


def _read_str(inbox: Inbox) -> str:
    return inbox.bytes_of(inbox.count()).decode("utf-8", "surrogatepass")


def _write_optional_str(value: str | None, out: Outbox) -> None:
    if value is None:
        out.numbers.append(_NO_STRING)
    else:
        _write_str(value, out)


def _read_optional_str(inbox: Inbox) -> str | None:
    length = next(inbox.numbers)
    if length == _NO_STRING:
        return None
    if type(length) is not int or length < 0:
        raise WireError("not a length")
    return inbox.bytes_of(length).decode("utf-8", "surrogatepass")


def _number_of(kind: type[float]) -> Codec:
    def write(value: float, out: Outbox) -> None:
        if type(value) is not kind:
            raise TypeError
        out.numbers.append(value)

    def read(inbox: Inbox) -> Any:
        value = next(inbox.numbers)
        if type(value) is not kind:
            raise WireError(f"not of the type {kind.__name__}")
        return value

    return Codec(write, read)


def _read_time(inbox: Inbox) -> datetime:
    moment = datetime.fromisoformat(_read_str(inbox))
    if moment.tzinfo is None:
        raise WireError("a time without a zone")
    return moment


def _write_float(value: float, out: Outbox) -> None:
    out.numbers.append(float(value))


def _read_none(inbox: Inbox) -> None:
    return None


_INTEGER = _number_of(int)
_PLAIN: dict[Any, Codec] = {
    str: Codec(_write_str, _read_str),
    bytes: Codec(
        lambda value, out: out.put_bytes(value), lambda inbox: inbox.bytes_of(inbox.count())
    ),
    int: _INTEGER,
    bool: _number_of(bool),
    float: Codec(_write_float, _number_of(float).read),
    type(None): Codec(lambda value, out: None, _read_none),
    None: Codec(lambda value, out: None, _read_none),
    datetime: Codec(lambda value, out: _write_str(value.isoformat(), out), _read_time),
    timedelta: Codec(
        lambda value, out: _INTEGER.write(value // _MICROSECOND, out),
        lambda inbox: timedelta(microseconds=_INTEGER.read(inbox)),
    ),
}
