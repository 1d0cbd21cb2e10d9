"""Setting one value in the user's file, without changing any other character."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsdigest.config.checking import check
from newsdigest.config.edit.additions import appended, write_checked
from newsdigest.config.edit.feeds import line_end
from newsdigest.config.edit.writing import alone
from newsdigest.config.handles import identity
from newsdigest.config.kinds import InvalidValue, Kind, StringKind, quoted
from newsdigest.config.locate import KeyPath
from newsdigest.config.paths import ConfigFile
from newsdigest.config.reading import TomlFile, parse_toml, read_toml
from newsdigest.config.settings import DIGEST, PROFILE, SECTIONS, Section, Setting, Shape
from newsdigest.config.values import suggestion
from newsdigest.errors import ConfigError
from newsdigest.masking import masked
from newsdigest.valueclasses import valueclass

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# A commented header, as the starter file has for sections that are repeated.
_COMMENTED_HEADER = re.compile(r"^#[ \t]*\[", re.MULTILINE)
_POSITION = re.compile(r":\d+:\d+: ")


@valueclass
class _Target:
    """A setting, and the table of the file that it is in."""

    setting: Setting
    # ("digest",), ("profile", "morning"), ("feed", 2).
    table: KeyPath
    # "[digest]"; None for the tables of a list, which are never added here.
    header: str | None

    @property
    def path(self) -> KeyPath:
        return (*self.table, self.setting.key)


def set_value(path: Path, key: str, text: str) -> str:
    """Set `digest.sentences`, `profile.NAME.format` or `feed.NAME.groups`; returns the new line.

    ConfigError for an unknown key, for a value that the setting does not accept, and if the file
    cannot be edited.
    """
    with alone(path):
        file = read_toml(ConfigFile(path, is_named=False))
        target = _target(file, key)
        value, literal = _accepted(target.setting.kind, text, path.parent, key)
        table = copy.deepcopy(file.table)
        _table_at(table, target.table)[target.setting.key] = value
        new = _assigned(file, target, literal)
        _check(file, new, path)
        write_checked(file, path, new, table)
    return masked(f"{key.strip()} = {literal}")


def _target(file: TomlFile, key: str) -> _Target:
    first, *rest = _names(key)
    section = next((each for each in SECTIONS if each.name == first), None)
    if section is None:
        names = [each.name for each in SECTIONS]
        raise ConfigError([f"unknown section {quoted(first)}{suggestion(first, names)}"])
    if len(rest) != (1 if section.shape is Shape.TABLE else 2):
        form = f"{first}.{'' if section.shape is Shape.TABLE else 'NAME.'}KEY"
        raise ConfigError([f"{key}: is not of the form {form}"])
    setting = _setting(section, rest[-1])
    match section.shape:
        case Shape.TABLE:
            return _Target(setting, (first,), f"[{first}]")
        case Shape.NAMED:
            return _Target(setting, (first, rest[0]), f"[{first}.{_as_key(rest[0])}]")
        case Shape.LIST:
            return _Target(setting, (first, _index(file, section, rest[0])), None)


def _names(key: str) -> Sequence[str]:
    """The names of a dotted key: `site."example.org".body` has three."""
    try:
        found: Any = tomllib.loads(f"{key.strip()} = 0")
    except ValueError as error:
        raise ConfigError([f"{key}: is not a key such as digest.sentences"]) from error
    names = []
    while isinstance(found, dict) and len(found) == 1:
        ((name, found),) = found.items()
        names.append(name)
    if not names:  # nothing but a comment, or more than one key
        raise ConfigError([f"{key}: is not a key such as digest.sentences"])
    return names


def _as_key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else quoted(name)


def _setting(section: Section, key: str) -> Setting:
    settings = section.settings
    if section is PROFILE:
        settings = (*DIGEST.settings, *settings)
    found = next((each for each in settings if each.key == key), None)
    if found is None:
        names = [each.key for each in settings]
        known = suggestion(key, names) or f"; known are {', '.join(names)}"
        raise ConfigError([f"{section.name} has no setting {quoted(key)}{known}"])
    return found


def _index(file: TomlFile, section: Section, handle: str) -> int:
    """The index of the table of a list with this name or URL."""
    tables = file.table.get(section.name, [])
    for index, each in enumerate(tables if isinstance(tables, list) else []):
        if identity(handle) in {identity(str(each.get(name, ""))) for name in ("name", "url")}:
            return index
    raise ConfigError([f"no {section.name} has the name {quoted(masked(handle))}"])


def _accepted(kind: Kind, text: str, folder: Path, key: str) -> tuple[object, str]:
    """The value as TOML holds it, and how it is written; lists and tables are typed as in TOML."""
    if text.lstrip()[:1] in ("[", "{") and not isinstance(kind, StringKind):
        try:
            value: object = tomllib.loads(f"value = {text}")["value"]
        except ValueError as error:
            raise ConfigError([f"{key}: is not a list or table as in TOML"]) from error
        literal = text.strip()
    else:
        value = kind.from_text(text)
        literal = _literal(value)
    try:
        kind.accept(value, folder)
    except InvalidValue as invalid:
        raise ConfigError([masked(f"{key}: {invalid}")]) from invalid
    return value, literal


def _literal(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return f"[{', '.join(map(_literal, value))}]"
        case str():
            return quoted(value)
    return str(value)


def _table_at(table: dict[str, Any], path: KeyPath) -> Any:
    found: Any = table
    for name in path:
        found = found[name] if isinstance(name, int) else found.setdefault(name, {})
    return found


def _assigned(file: TomlFile, target: _Target, literal: str) -> str:
    """The text of the file with the value in its place."""
    places, text, key = file.places, file.text, target.setting.key
    if target.path in places.ends:
        start, end = places.values[target.path], places.ends[target.path]
        return f"{text[:start]}{literal}{text[end:]}"
    line = f"\n{key} = {literal}"
    for index, each in enumerate(places.statements):
        if each.is_header and each.path == target.table:
            later = (other.start for other in places.statements[index + 1 :] if other.is_header)
            at = _place(text, key, line_end(text, each.end), next(later, len(text)))
            return f"{text[:at]}{line}{text[at:]}"
    dotted = [each for each in places.statements if _is_within(each.path, target.table)]
    if dotted:
        at = line_end(text, dotted[-1].end)
        names = ".".join(_as_key(str(name)) for name in target.table)
        return f"{text[:at]}\n{names}.{key} = {literal}{text[at:]}"
    return appended(file, f"{target.header}{line}\n")


def _is_within(path: KeyPath, table: KeyPath) -> bool:
    return path[: len(table)] == table and len(path) > len(table)


def _place(text: str, key: str, start: int, end: int) -> int:
    """The end of the commented line of the setting in its section, or else of the header."""
    other = _COMMENTED_HEADER.search(text, start, end)
    end = other.start() if other else end
    found = re.compile(rf"^#[ \t]*{re.escape(key)}[ \t]*=", re.MULTILINE).search(text, start, end)
    return line_end(text, found.start()) if found else start


def _check(file: TomlFile, text: str, path: Path) -> None:
    """ConfigError with the mistakes that the new text has and the old one has not."""
    before = set(map(_unplaced, check(file).mistakes))
    after = check(parse_toml(text.encode(), path)).mistakes
    new = [each for each in after if _unplaced(each) not in before]
    if new:
        raise ConfigError(list(map(_unplaced, new)))


def _unplaced(mistake: str) -> str:
    return _POSITION.sub(": ", mistake, count=1)
