"""Configuration sections passed as mappings by a Python program."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsdigest.config.kinds import InvalidValue, quoted
from newsdigest.config.settings import INTERESTS, MAIL, NOTIFY, Section
from newsdigest.config.values import InterestSettings, MailSettings, NotifySettings, suggestion
from newsdigest.errors import ConfigError
from newsdigest.masking import masked

__all__ = ["interest_settings", "mail_settings", "notify_settings"]


def interest_settings(values: Mapping[str, object]) -> InterestSettings:
    """The settings of [interests] with these keys; ConfigError as for `mail_settings`.

    Whether the topics exist is not checked.
    """
    return InterestSettings(**_accepted(INTERESTS, values))


def mail_settings(values: Mapping[str, object]) -> MailSettings:
    """The settings of [mail] with these keys; ConfigError lists every mistake in them."""
    return MailSettings(**_accepted(MAIL, values))


def notify_settings(values: Mapping[str, object]) -> NotifySettings:
    """The settings of [notify] with these keys; ConfigError as for `mail_settings`."""
    return NotifySettings(**_accepted(NOTIFY, values))


def _accepted(section: Section, values: Mapping[str, object]) -> dict[str, Any]:
    """The section's values by field; paths are relative to the current directory."""
    accepted = {setting.field: setting.default for setting in section.settings}
    mistakes = []
    for key, value in values.items():
        setting = section.setting(key)
        if setting is None:
            near = suggestion(key, list(section.defaults))
            mistakes.append(f"{section.name}: unknown key {quoted(key)}{near}")
            continue
        try:
            accepted[setting.field] = setting.kind.accept(_as_toml(value), Path())
        except InvalidValue as invalid:
            mistakes.append(masked(f"{section.name}.{key} {invalid}"))
    if mistakes:
        raise ConfigError(mistakes)
    return accepted


def _as_toml(value: object) -> object:
    """Paths and tuples in the form that a TOML file has."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    return list(value) if isinstance(value, tuple) else value
