"""Reading a configuration file: its TOML table and the locations of its keys."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsdigest.config.locate import KeyPath, Places, Statement, locate
from newsdigest.config.paths import ConfigFile
from newsdigest.errors import ConfigError
from newsdigest.masking import masked
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

# Enough for fifty thousand feeds.
_MOST_BYTES = 10_000_000
_READABLE_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH
_WHERE = pattern(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


@valueclass
class TomlFile:
    """A file that was read; its content is empty if it does not exist."""

    # Its name in messages.
    name: str
    # The base of relative paths in it.
    folder: Path
    text: str
    table: dict[str, Any]
    places: Places
    is_private: bool = True
    has_bom: bool = False


def read_toml(file: ConfigFile) -> TomlFile:
    """The parsed file; an empty one if it is missing and need not exist.

    ConfigError if it cannot be read or is not TOML.
    """
    if file.path is None:
        return TomlFile("", Path(), "", {}, locate(""))
    name = str(file.path)
    try:
        with file.path.open("rb") as opened:
            is_private = not os.fstat(opened.fileno()).st_mode & _READABLE_BY_OTHERS
            content = opened.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        if file.is_named:
            raise ConfigError([f"{name}: there is no such file"]) from error
        return TomlFile(name, file.path.parent, "", {}, locate(""))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise ConfigError([f"{name}: {_reason(error)}"]) from error
    return parse_toml(content, file.path, is_private=is_private)


def parse_toml(content: bytes, path: Path, *, is_private: bool = True) -> TomlFile:
    """The table and its locations; ConfigError with `file:line:column` if it is not TOML."""
    name = str(path)
    text = decoded(content, name)
    try:
        table = _loads(text)
        has_bom = content.startswith(BOM_UTF8)
        return TomlFile(name, path.parent, text, table, locate(text), is_private, has_bom)
    except RecursionError as error:
        raise ConfigError([f"{name}: lists or tables are nested too deeply"]) from error
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        raise ConfigError([masked(_syntax(name, text, str(error)))]) from error


def _loads(text: str) -> dict[str, Any]:
    import tomllib  # which a run without a configuration has no use for

    return tomllib.loads(text)


def decoded(content: bytes, name: str) -> str:
    """The text of a file without a byte order mark; ConfigError if it is not UTF-8."""
    if len(content) > _MOST_BYTES:
        raise ConfigError([f"{name}: larger than {_MOST_BYTES // 1_000_000} MB"])
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise ConfigError([f"{name}: is UTF-16; save it as UTF-8"])
    if b"\0" in content:
        raise ConfigError([f"{name}: is not a text file"])
    content = content.removeprefix(BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode()) + 1
        byte = content[error.start]
        raise ConfigError(
            [f"{name}:{line}:{column}: byte 0x{byte:02x} is not UTF-8; save the file as UTF-8"]
        ) from error


def _syntax(name: str, text: str, message: str) -> str:
    match = _WHERE.search(message)
    reason = message[: match.start()] if match else message
    reason = reason[:1].lower() + reason[1:]
    if match and match[1]:
        reason = _stands_already(text, int(match[1]), reason) or reason
        return f"{name}:{match[1]}:{match[2]}: {reason}"
    line = text.count("\n") + 1
    column = len(text) - text.rfind("\n")
    return f"{name}:{line}:{column}: {reason}, and the file ends" if match else f"{name}: {reason}"


def _stands_already(text: str, number: int, reason: str) -> str | None:
    """What to do about a section or key that the text has twice; None for other faults."""
    lines = text.split("\n")
    before, line = "\n".join(lines[: number - 1]), lines[number - 1]
    try:
        _loads(before)
    except ValueError:
        return None
    statements = locate(before).statements
    if line.lstrip().startswith("["):
        return _repeated_section(before, statements, line) if "twice" in reason else None
    return _repeated_key(before, statements, line) if "overwrite" in reason else None


def _repeated_section(before: str, statements: Sequence[Statement], line: str) -> str | None:
    path = _only_path(line)
    for each in statements:
        if each.is_header and each.path == path:
            section, key = line.strip().partition("]")[0] + "]", ".".join(map(str, path))
            return (
                f"{section} stands in line {_line(before, each)}: put the settings there, "
                f"or type 'newsdigest config set {key}.KEY VALUE'"
            )
        if each.is_header and each.path[:-1] == path:
            name = path[-1]
            return (
                f"[[{name}]] stands in line {_line(before, each)}: write [[{name}]], "
                "with two brackets on each side"
            )
    return None


def _repeated_key(before: str, statements: Sequence[Statement], line: str) -> str | None:
    headers = [each.path for each in statements if each.is_header]
    path = (*(headers[-1] if headers else ()), *_only_path(line))
    for each in statements:
        if each.path == path:
            return f"{path[-1]} stands in line {_line(before, each)} already: keep one of the two"
    return None


def _line(text: str, statement: Statement) -> int:
    return text.count("\n", 0, statement.start) + 1


def _only_path(line: str) -> KeyPath:
    """The path of the header or the key in a line of TOML; empty if it holds something else."""
    try:
        _loads(line)
    except ValueError:
        return ()
    statements = locate(line).statements
    return statements[0].path if statements else ()


def _reason(error: Exception) -> str:
    if isinstance(error, IsADirectoryError):
        return "is a directory"
    return f"cannot be read: {(getattr(error, 'strerror', None) or str(error)).lower()}"
