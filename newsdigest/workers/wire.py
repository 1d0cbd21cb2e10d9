"""How values are sent from a child to its parent: as data of the expected types only.

A child that was taken over by a hostile page may send anything. So the parent decodes answers by
the return type of the function it called: dataclasses are built field by field, and every string,
number and enumeration member must match its field, or the answer is rejected.

An answer consists of two lengths, the numbers as one flat JSON list, and the bytes of all strings
in the order of their lengths among those numbers. A flat list cannot be nested too deeply, and
takes at most five times the memory of its bytes.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
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
from newsdigest.valueclasses import recordclass, valueclass
from newsdigest.workers.outcome import LostResult, ResultWithFailures

__all__ = ["may_travel"]

LENGTHS = Struct(">II")
_NO_STRING = -1
_MICROSECOND = timedelta(microseconds=1)


class WireError(Exception):
    """The answer is not of the expected type."""


@recordclass
class AnswerWriter:
    """Collects the parts of an answer."""

    numbers: list[float | bool]
    strings: list[bytes]

    def put_bytes(self, content: bytes) -> None:
        self.numbers.append(len(content))
        self.strings.append(content)

    def frame(self) -> bytes:
        numbers = json.dumps(self.numbers, separators=(",", ":")).encode()
        content = b"".join(self.strings)
        return LENGTHS.pack(len(numbers), len(content)) + numbers + content


@recordclass
class AnswerReader:
    """Reads the parts of an answer, checking each."""

    numbers: Iterator[object]
    content: bytes
    position: int = 0

    @classmethod
    def of(cls, numbers: bytes, content: bytes) -> AnswerReader:
        is_flat = numbers.startswith(b"[") and numbers.count(b"[") == 1
        if not is_flat or b"{" in numbers or b'"' in numbers:
            raise WireError("not a flat list of numbers")
        return cls(iter(json.loads(numbers)), content)

    def count(self) -> int:
        """A whole number that is not negative."""
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


@valueclass
class Codec:
    """How the values of one type are written and read."""

    write: Callable[[Any, AnswerWriter], None]
    read: Callable[[AnswerReader], Any]


@valueclass
class AnswerCodec:
    """Encodes the answers of a function: a value, one with failures, an error, or a LostResult."""

    value: Codec

    def encode(self, answer: object) -> bytes:
        """The bytes of an answer; WireError for a value of another type."""
        out = AnswerWriter([], [])
        if isinstance(answer, NewsdigestError):
            out.numbers.append(1)
            _write_error(answer, out)
        elif isinstance(answer, LostResult):
            out.numbers.append(2)
            codec_of(LostResult).write(answer, out)
        else:
            self._write_value(answer, out)
        return out.frame()

    def _write_value(self, answer: object, out: AnswerWriter) -> None:
        try:
            if isinstance(answer, ResultWithFailures):
                out.numbers.append(3)
                codec_of(tuple[Failure, ...]).write(answer.failures, out)
                self.value.write(answer.result, out)
            else:
                out.numbers.append(0)
                self.value.write(answer, out)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise WireError(f"not a value of the type: {type(error).__name__}") from error

    def decode(self, numbers: bytes, content: bytes) -> object:
        """The answer; WireError for anything that is not one."""
        try:
            reader = AnswerReader.of(numbers, content)
            readers = (
                self.value.read,
                _read_error,
                codec_of(LostResult).read,
                self._read_with_failures,
            )
            answer = readers[reader.count()](reader)
            reader.end()
        except (ArithmeticError, LookupError, StopIteration, TypeError, ValueError) as error:
            raise WireError(f"not a value of the type: {type(error).__name__}") from error
        return answer

    def _read_with_failures(self, reader: AnswerReader) -> ResultWithFailures:
        failures = codec_of(tuple[Failure, ...]).read(reader)
        return ResultWithFailures(self.value.read(reader), failures)


@cache
def answer_codec_of(function: Callable[..., object]) -> AnswerCodec:
    """The codec for the answers of a function, which must declare its return type."""
    return AnswerCodec(codec_of(get_type_hints(function)["return"]))


_ERRORS: tuple[type[NewsdigestError], ...] = (
    *(SourceError, ExtractionError),  # these have a code
    *(RenderError, UsageError, NewsdigestError),
)
_CODED = 2


def _write_error(error: NewsdigestError, out: AnswerWriter) -> None:
    number = next(n for n, kind in enumerate(_ERRORS) if isinstance(error, kind))
    out.numbers.append(number)
    if number < _CODED:
        _write_str(getattr(error, "code"), out)  # noqa: B009 - those before _CODED have one
    _write_str(str(error), out)


def _read_error(reader: AnswerReader) -> NewsdigestError:
    number = reader.count()
    kind = _ERRORS[number]
    texts = [_read_str(reader) for _ in range(2 if number < _CODED else 1)]
    return kind(*texts)


@cache
def codec_of(hint: Any) -> Codec:
    """The codec of a type; TypeError for a type that is not supported."""
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


def may_travel(value: object) -> bool:
    """Whether all fields of a value, and of those in it, have the types that it declares."""
    kind: Any = type(value)
    try:
        codec_of(kind).write(value, AnswerWriter([], []))
    except (AttributeError, LookupError, TypeError, ValueError):
        return False
    return True


def _of_dataclass(kind: type) -> Codec:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    codecs = [codec_of(hints[name]) for name in names]
    writers = list(zip(names, (codec.write for codec in codecs), strict=True))
    readers = [codec.read for codec in codecs]

    def write(value: object, out: AnswerWriter) -> None:
        if type(value) is not kind:
            raise TypeError
        for name, write_field in writers:
            write_field(getattr(value, name), out)

    def read(reader: AnswerReader) -> object:
        return kind(*[read_field(reader) for read_field in readers])

    return Codec(write, read)


def _of_enum(kind: type[Enum]) -> Codec:
    members = list(kind)
    numbers = {member: number for number, member in enumerate(members)}

    def write(value: Enum, out: AnswerWriter) -> None:
        out.numbers.append(numbers[value])

    return Codec(write, lambda reader: members[reader.count()])


def _of_union(kinds: tuple[Any, ...]) -> Codec:
    if kinds == (str, type(None)):
        return Codec(_write_optional_str, _read_optional_str)
    codecs = [codec_of(kind) for kind in kinds]
    numbers = {get_origin(kind) or kind: number for number, kind in enumerate(kinds)}
    readers = [codec.read for codec in codecs]

    def write(value: object, out: AnswerWriter) -> None:
        number = numbers[type(value)]
        out.numbers.append(number)
        codecs[number].write(value, out)

    return Codec(write, lambda reader: readers[reader.count()](reader))


def _of_many(make: Callable[[list[Any]], Any], codec: Codec) -> Codec:
    write_one, read_one = codec.write, codec.read

    def write(values: Any, out: AnswerWriter) -> None:
        out.numbers.append(len(values))
        for value in values:
            write_one(value, out)

    def read(reader: AnswerReader) -> Any:
        return make([read_one(reader) for _ in range(reader.count())])

    return Codec(write, read)


def _write_str(value: str, out: AnswerWriter) -> None:
    content = value.encode("utf-8", "surrogatepass")
    out.numbers.append(len(content))
    out.strings.append(content)


def _read_str(reader: AnswerReader) -> str:
    return reader.bytes_of(reader.count()).decode("utf-8", "surrogatepass")


def _write_optional_str(value: str | None, out: AnswerWriter) -> None:
    if value is None:
        out.numbers.append(_NO_STRING)
    else:
        _write_str(value, out)


def _read_optional_str(reader: AnswerReader) -> str | None:
    length = next(reader.numbers)
    if length == _NO_STRING:
        return None
    if type(length) is not int or length < 0:
        raise WireError("not a length")
    return reader.bytes_of(length).decode("utf-8", "surrogatepass")


def _number_of(kind: type[float]) -> Codec:
    def write(value: float, out: AnswerWriter) -> None:
        if type(value) is not kind:
            raise TypeError
        out.numbers.append(value)

    def read(reader: AnswerReader) -> Any:
        value = next(reader.numbers)
        if type(value) is not kind:
            raise WireError(f"not of the type {kind.__name__}")
        return value

    return Codec(write, read)


def _read_time(reader: AnswerReader) -> datetime:
    moment = datetime.fromisoformat(_read_str(reader))
    if moment.tzinfo is None:
        raise WireError("a time without a zone")
    return moment


def _write_float(value: float, out: AnswerWriter) -> None:
    out.numbers.append(float(value))


def _read_none(reader: AnswerReader) -> None:
    return None


_INTEGER = _number_of(int)
_PLAIN: dict[Any, Codec] = {
    str: Codec(_write_str, _read_str),
    bytes: Codec(
        lambda value, out: out.put_bytes(value), lambda reader: reader.bytes_of(reader.count())
    ),
    int: _INTEGER,
    bool: _number_of(bool),
    float: Codec(_write_float, _number_of(float).read),
    type(None): Codec(lambda value, out: None, _read_none),
    None: Codec(lambda value, out: None, _read_none),
    datetime: Codec(lambda value, out: _write_str(value.isoformat(), out), _read_time),
    timedelta: Codec(
        lambda value, out: _INTEGER.write(value // _MICROSECOND, out),
        lambda reader: timedelta(microseconds=_INTEGER.read(reader)),
    ),
}
