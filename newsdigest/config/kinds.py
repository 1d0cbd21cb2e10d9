"""The kinds of values of settings: what each accepts, and how it is written.

`accept` converts a TOML value into the value that the program uses; InvalidValue if it is invalid.
`from_text` converts an environment variable into a TOML value. `literal` writes a value as TOML.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from newsdigest.config.durations import format_duration, parse_duration
from newsdigest.errors import UsageError
from newsdigest.filters import Filter, parse_filter
from newsdigest.formats import LEVELS
from newsdigest.groups import folders_of
from newsdigest.masking import masked_address
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

T = TypeVar("T")
R = TypeVar("R")

_LONGEST_TEXT = 500
_LONGEST_URL = 4096
_CONTROL = pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_IN_URL = pattern(r"[\x00-\x20\x7f\"<>\\^`{|}]")
_PLACEHOLDER = pattern(r"\{\w{0,40}\}")
_WORDS_OF_TRUTH = {
    "true": True, "yes": True, "on": True, "1": True,
    "false": False, "no": False, "off": False, "0": False,
}  # fmt: skip


class InvalidValue(Exception):  # noqa: N818
    """A value that a setting does not accept."""

    def __init__(self, reason: str, index: int | None = None) -> None:
        super().__init__(reason)
        # The index of the element in a list.
        self.index = index


class InvalidValues(InvalidValue):
    """Several elements of a list that a setting does not accept."""

    def __init__(self, each: Sequence[InvalidValue]) -> None:
        super().__init__(str(each[0]), each[0].index)
        self.each = each


class Kind(Protocol):
    def accept(self, value: object, folder: Path) -> Any: ...

    def from_text(self, text: str) -> object: ...

    def literal(self, value: Any) -> str: ...


class StringKind:
    """Values that are written as a TOML string."""

    __slots__ = ()

    def from_text(self, text: str) -> object:
        return text

    def literal(self, value: Any) -> str:
        return quoted(str(value))


@valueclass
class Number:
    """A number within bounds; an integer unless `fraction`."""

    least: float
    most: float
    fraction: bool = False

    def accept(self, value: object, folder: Path) -> int | float:
        types = (int, float) if self.fraction else (int,)
        if (
            isinstance(value, bool)
            or not isinstance(value, types)
            or not math.isfinite(value)
            or not self.least <= value <= self.most
        ):
            kind = "a number" if self.fraction else "a whole number"
            raise InvalidValue(
                f"must be {kind} from {self.least:g} to {self.most:g}, not {shown(value)}"
            )
        return float(value) if self.fraction else value

    def from_text(self, text: str) -> object:
        for type in (int, float):
            with suppress(ValueError):
                return type(text)
        return text

    def literal(self, value: Any) -> str:
        return f"{value:g}" if self.fraction else str(value)


class Flag:
    def accept(self, value: object, folder: Path) -> bool:
        if not isinstance(value, bool):
            raise InvalidValue(f"must be true or false, not {shown(value)}")
        return value

    def from_text(self, text: str) -> object:
        return _WORDS_OF_TRUTH.get(text.lower(), text)

    def literal(self, value: Any) -> str:
        return "true" if value else "false"


@valueclass
class Text(StringKind):
    """A line of text; ASCII only if it is for an HTTP header."""

    ascii: bool = False

    def accept(self, value: object, folder: Path) -> str:
        text = as_text(value, "a text")
        if not text.strip() or len(text) > _LONGEST_TEXT or _CONTROL.search(text):
            raise InvalidValue(f"must be one line of text, not {shown(value)}")
        if self.ascii and not text.isascii():
            raise InvalidValue(f"must be plain ASCII, not {shown(value)}")
        return text.strip()


@valueclass
class Choice(StringKind):
    names: tuple[str, ...]

    def accept(self, value: object, folder: Path) -> str:
        if not isinstance(value, str) or value not in self.names:
            raise InvalidValue(f"must be one of {', '.join(self.names)}, not {shown(value)}")
        return value


class Grouping(StringKind):
    """The grouping of a digest, outermost heading first."""

    def accept(self, value: object, folder: Path) -> tuple[str, ...]:
        text = value.lower() if isinstance(value, str) else ""
        levels = tuple(part.strip() for part in text.split(","))
        if levels == ("none",):
            return ()
        if not set(levels) <= set(LEVELS) or len(set(levels)) != len(levels):
            raise InvalidValue(
                f'must be levels such as "source,topic", of {", ".join(LEVELS)}, or "none", '
                f"not {shown(value)}"
            )
        return levels

    def literal(self, value: Any) -> str:
        return quoted(",".join(value) or "none")


@valueclass
class Duration(StringKind):
    least: timedelta = timedelta(0)

    def accept(self, value: object, folder: Path) -> timedelta:
        span = parse_duration(value) if isinstance(value, str) else None
        if span is None:
            raise InvalidValue(
                f'must be a time such as "90m", "24h", "7d" or "2w", not {shown(value)}'
            )
        if span < self.least:
            least = format_duration(self.least)
            raise InvalidValue(f'must be "{least}" or longer, not {shown(value)}')
        return span

    def literal(self, value: Any) -> str:
        return quoted(format_duration(value))


class Since(StringKind):
    """The start of a window, kept as typed because it depends on the run's clock."""

    def accept(self, value: object, folder: Path) -> str:
        word = value.strip().lower() if isinstance(value, str) else ""
        if parse_duration(word) is None and word not in {"today", "yesterday"} and not _iso(word):
            times = '"24h", "7d", "yesterday" or "2026-11-21"'
            raise InvalidValue(f"must be a time such as {times}, not {shown(value)}")
        return word


class Day(StringKind):
    """A day, in quotes or as a TOML date."""

    def accept(self, value: object, folder: Path) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        with suppress(ValueError):
            if isinstance(value, str):
                return date.fromisoformat(value.strip())
        raise InvalidValue(f'must be a day such as "2026-12-24", not {shown(value)}')


class WebUrl(StringKind):
    """An http or https URL. Messages never repeat it, since it may hold a password."""

    def accept(self, value: object, folder: Path) -> str:
        text = as_text(value, "a URL")
        reason = _url_fault(text)
        if reason:
            raise InvalidValue(f"must be an http or https URL: {reason}")
        return text


class FilePath(StringKind):
    """A file; `~` is the home directory, and relative paths start at the configuration's folder."""

    def accept(self, value: object, folder: Path) -> Path:
        text = as_text(value, "a path")
        if not text or _CONTROL.search(text):
            raise InvalidValue(f"must be a path, not {shown(value)}")
        try:
            return folder / Path(text).expanduser()
        except RuntimeError as error:
            raise InvalidValue(f"has a home directory that is not known: {shown(value)}") from error


class OutputPath(FilePath):
    """A file whose name may contain {date}, for an archive with one file per day, or "-"."""

    def accept(self, value: object, folder: Path) -> Path:
        if value == "-":
            return Path("-")
        path = FilePath.accept(self, value, folder)
        for match in _PLACEHOLDER.finditer(str(value)):
            if match[0] != "{date}":
                raise InvalidValue(f"may have {{date}} in it, not {shown(match[0])}")
        if "{date}" in str(path.parent):
            raise InvalidValue("may have {date} in the name of the file, not in that of a folder")
        return path


class Texts:
    """A list of lines of text without duplicates."""

    def accept(self, value: object, folder: Path) -> tuple[str, ...]:
        line = Text()
        texts = accept_each(as_list(value), lambda each: line.accept(each, folder))
        return tuple(dict.fromkeys(texts))

    def from_text(self, text: str) -> object:
        return [text]

    def literal(self, value: Any) -> str:
        return f"[{', '.join(map(quoted, value))}]"


class Groups(Texts):
    """A list of groups of feeds, as newsdigest.groups writes them."""

    def accept(self, value: object, folder: Path) -> tuple[str, ...]:
        def accept_one(group: str) -> None:
            if not all(name.strip() for name in folders_of(group)):
                raise InvalidValue(
                    f'must be a group such as "News" or "News/Local", not {shown(group)}'
                )

        groups = Texts.accept(self, value, folder)
        accept_each(groups, accept_one)
        return groups


class Weights:
    """A table of names and their weights, from -3 to 3."""

    def accept(self, value: object, folder: Path) -> Mapping[str, float]:
        if not isinstance(value, dict):
            raise InvalidValue(f"must be a table such as {{ ferry = 2 }}, not {shown(value)}")
        name, weight = Text(), Number(-3, 3, fraction=True)
        weights: dict[str, float] = {}
        for key, each in value.items():
            try:
                weights[name.accept(key, folder)] = weight.accept(each, folder)
            except InvalidValue as invalid:
                raise InvalidValue(f"of {shown(key)} {invalid}") from invalid
        return weights

    def from_text(self, text: str) -> object:
        return text

    def literal(self, value: Any) -> str:
        pairs = ", ".join(f"{quoted(name)} = {weight:g}" for name, weight in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"


class Selectors(Texts):
    """A list of CSS selectors."""

    def accept(self, value: object, folder: Path) -> tuple[str, ...]:
        # Imported late: the parser is only needed if there are selectors.
        from selectolax.lexbor import LexborHTMLParser, SelectolaxError

        page = LexborHTMLParser("<p>")

        def accept_one(selector: str) -> None:
            try:
                page.css(selector)
            except (SelectolaxError, ValueError) as error:
                raise InvalidValue(f"is not a CSS selector: {shown(selector)}") from error

        selectors = Texts.accept(self, value, folder)
        accept_each(selectors, accept_one)
        return selectors


class FilterList:
    """Filters, as newsdigest.filters reads them."""

    def accept(self, value: object, folder: Path) -> tuple[Filter, ...]:
        return tuple(accept_each(as_list(value), _filter))

    def from_text(self, text: str) -> object:
        return [text]

    def literal(self, value: Any) -> str:
        return f"[{', '.join(quoted(each.typed) for each in value)}]"


def _filter(value: object) -> Filter:
    if not isinstance(value, str):
        raise InvalidValue(f"must be a filter in quotes, not {shown(value)}")
    try:
        return parse_filter(value)
    except UsageError as error:
        raise InvalidValue(str(error)) from error


def accept_each(values: Sequence[T], accept_one: Callable[[T], R]) -> list[R]:
    """The accepted elements; InvalidValues lists all those that are not accepted."""
    accepted, invalid_values = [], []
    for index, each in enumerate(values):
        try:
            accepted.append(accept_one(each))
        except InvalidValue as invalid:
            invalid_values.append(InvalidValue(str(invalid), index))
    if invalid_values:
        raise InvalidValues(invalid_values)
    return accepted


def quoted(text: str) -> str:
    """The text as a TOML basic string."""
    # JSON and TOML escape alike, except for DEL, which TOML requires to be escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def shown(value: object) -> str:
    """A TOML value as shown in mistakes: shortened and without secrets."""
    if isinstance(value, str):
        # Masked before it is shortened, since part of a secret would not be recognised.
        text = masked_address(value)
        return quoted(text if len(text) <= 40 else f"{text[:39]}…")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, int | float):
        # Python cannot format a number of thousands of digits.
        return f"{value:.10g}" if isinstance(value, float) or abs(value) < 10**15 else "that many"
    return "a date or time"


def as_text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise InvalidValue(f"must be {what} in quotes, not {shown(value)}")
    return value


def as_list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise InvalidValue(f'must be a list such as ["one", "two"], not {shown(value)}')
    return value


def _iso(text: str) -> bool:
    with suppress(ValueError):
        datetime.fromisoformat(text)
        return True
    return False


def _url_fault(url: str) -> str | None:
    """What is wrong with a URL; None if it is valid."""
    if len(url) > _LONGEST_URL:
        return "this is too long"
    if _NOT_IN_URL.search(url):
        return "this has a character that a URL cannot have"
    try:
        parts = urlsplit(url)
        has_port = parts.port != 0
    except ValueError:
        return "the host or port is invalid"
    if parts.scheme not in {"http", "https"}:
        return "this begins with something else"
    return None if parts.hostname and has_port else "it names no host"
