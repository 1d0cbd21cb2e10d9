"""Reading a configuration file: its TOML table and the locations of its keys."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsdigest.config.locate import Places, locate
from newsdigest.config.paths import ConfigFile
from newsdigest.errors import ConfigError
from newsdigest.masking import masked

# Enough for fifty thousand feeds.
_MOST_BYTES = 10_000_000
_READABLE_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH
_WHERE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
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
        table = tomllib.loads(text)
        has_bom = content.startswith(BOM_UTF8)
        return TomlFile(name, path.parent, text, table, locate(text), is_private, has_bom)
    except RecursionError as error:
        raise ConfigError([f"{name}: lists or tables are nested too deeply"]) from error
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        raise ConfigError([masked(_syntax(name, text, str(error)))]) from error


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
        return f"{name}:{match[1]}:{match[2]}: {reason}"
    line = text.count("\n") + 1
    column = len(text) - text.rfind("\n")
    return f"{name}:{line}:{column}: {reason}, and the file ends" if match else f"{name}: {reason}"


def _reason(error: Exception) -> str:
    if isinstance(error, IsADirectoryError):
        return "is a directory"
    return f"cannot be read: {(getattr(error, 'strerror', None) or str(error)).lower()}"
