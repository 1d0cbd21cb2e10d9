"""Settings from environment variables, such as NEWSDIGEST_DIGEST_SENTENCES."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path

from newsdigest.config.checking import LocatedValue
from newsdigest.config.kinds import InvalidValue
from newsdigest.config.paths import CONFIG_VARIABLE
from newsdigest.config.settings import VARIABLE_SECTIONS, Setting, variable
from newsdigest.config.values import Layer, Origin, suggestion
from newsdigest.masking import masked
from newsdigest.valueclasses import recordclass

_PREFIX = "NEWSDIGEST_"


@recordclass
class Variables:
    """The settings from the environment, by section and key, and its mistakes."""

    tables: dict[str, dict[str, LocatedValue]] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_variables(environment: Mapping[str, str]) -> Variables:
    """The settings among the variables; an empty one counts as unset."""
    variables = Variables({section.name: {} for section in VARIABLE_SECTIONS})
    known = {
        variable(section.name, setting.key): (section.name, setting)
        for section in VARIABLE_SECTIONS
        for setting in section.settings
    }
    for name in sorted(environment):
        if name in known:
            section, setting = known[name]
            _read(variables, name, environment[name], section, setting)
        elif name.startswith(_PREFIX) and name != CONFIG_VARIABLE:
            variables.warnings.append(f"{name}: unknown variable{_hint(name, known)}")
    return variables


def _read(variables: Variables, name: str, text: str, section: str, setting: Setting) -> None:
    if not text.strip():
        return
    try:
        value = setting.kind.accept(setting.kind.from_text(text.strip()), Path())
    except InvalidValue as invalid:
        variables.mistakes.append(masked(f"{name}: {invalid}"))
    else:
        variables.tables[section][setting.key] = LocatedValue(
            value, Origin(Layer.ENVIRONMENT, name)
        )


def _hint(name: str, known: Iterable[str]) -> str:
    # Without the common prefix, which would make all names similar.
    rests = [each.removeprefix(_PREFIX) for each in (CONFIG_VARIABLE, *known)]
    return suggestion(name.removeprefix(_PREFIX), rests).replace('"', f'"{_PREFIX}', 1)
