"""The kinds of settings that name plugins; their names are known without importing them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsdigest.config.kinds import InvalidValue, StringKind, Texts, accept_each, quoted, shown
from newsdigest.formats import format_names, is_format
from newsdigest.registry import OWN, Group, plugins
from newsdigest.valueclasses import valueclass


@valueclass
class ChannelSettings:
    """A channel of a plugin, and what the user sets for it."""

    name: str
    settings: Mapping[str, Any]


class FormatName(StringKind):
    """A format, of the program or of a plugin."""

    __slots__ = ()

    def accept(self, value: object, folder: Path) -> str:
        if not isinstance(value, str) or not is_format(value):
            raise InvalidValue(f"must be one of {', '.join(format_names())}, not {shown(value)}")
        return value


@valueclass
class PluginNames(Texts):
    """A list of plugins of one group."""

    group: Group

    def accept(self, value: object, folder: Path) -> tuple[str, ...]:
        names = Texts.accept(self, value, folder)
        accept_each(names, lambda each: _check(self.group, each))
        return names


class Channels:
    """Channels of plugins: a list of names, or a table of names and their settings."""

    __slots__ = ()

    def accept(self, value: object, folder: Path) -> tuple[ChannelSettings, ...]:
        if isinstance(value, dict):
            for name, settings in value.items():
                _check(Group.CHANNELS, name)
                _check_settings(name, settings)
            return tuple(ChannelSettings(*each) for each in value.items())
        names = PluginNames(Group.CHANNELS).accept(value, folder)
        return tuple(ChannelSettings(name, {}) for name in names)

    def from_text(self, text: str) -> object:
        return [text]

    def literal(self, value: Any) -> str:
        pairs = (f"{quoted(each.name)} = {_table(each.settings)}" for each in value)
        return f"{{ {', '.join(pairs)} }}" if value else "[]"


def _check(group: Group, name: str) -> None:
    """InvalidValue unless a plugin of the group has the name."""
    if name in OWN[group]:
        raise InvalidValue(f"may not name {name}, which has a setting of its own")
    if name not in (known := plugins(group)):
        listed = ", ".join(known) or "none"
        raise InvalidValue(f"names {shown(name)}, but the installed plugins for it are: {listed}")


def _check_settings(name: str, settings: object) -> None:
    if not isinstance(settings, dict):
        raise InvalidValue(f"must have a table of settings for {name}, not {shown(settings)}")
    for key, value in settings.items():
        if not isinstance(value, str | bool | int | float):
            raise InvalidValue(
                f"must have a text, a number, true or false for {name}.{key}, not {shown(value)}"
            )


def _table(settings: Mapping[str, Any]) -> str:
    # JSON writes texts, numbers, true and false as TOML does.
    pairs = (f"{quoted(key)} = {json.dumps(value)}" for key, value in settings.items())
    return f"{{ {', '.join(pairs)} }}" if settings else "{}"
