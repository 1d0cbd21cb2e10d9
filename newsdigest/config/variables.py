"""Settings that the environment gives: NEWSDIGEST_DIGEST_SENTENCES and its like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newsdigest.config.checking import Found
from newsdigest.config.kinds import Misfit
from newsdigest.config.paths import CONFIG_VARIABLE
from newsdigest.config.settings import VARIABLE_SECTIONS, Setting, variable
from newsdigest.config.values import Layer, Origin, suggestion
from newsdigest.masking import masked

_PREFIX = "NEWSDIGEST_"


@dataclass(slots=True)
class Variables:
    """What the environment gives, by section and key, and what is wrong with it."""

    tables: dict[str, dict[str, Found]] = field(default_factory=dict)
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
    except Misfit as misfit:
        variables.mistakes.append(masked(f"{name}: {misfit}"))
    else:
        variables.tables[section][setting.key] = Found(value, Origin(Layer.ENVIRONMENT, name))


def _hint(name: str, known: Iterable[str]) -> str:
    # Without the prefix, which makes every two of them alike.
    rests = [each.removeprefix(_PREFIX) for each in (CONFIG_VARIABLE, *known)]
    return suggestion(name.removeprefix(_PREFIX), rests).replace('"', f'"{_PREFIX}', 1)
