"""Sections of the configuration that a Python program gives as mappings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsdigest.config.kinds import Misfit, quoted
from newsdigest.config.settings import MAIL, NOTIFY, Section
from newsdigest.config.values import MailSettings, NotifySettings, suggestion
from newsdigest.errors import ConfigError
from newsdigest.masking import masked

__all__ = ["mail_settings", "notify_settings"]


def mail_settings(values: Mapping[str, object]) -> MailSettings:
    """What [mail] would be with these keys; ConfigError lists every mistake in them."""
    return MailSettings(**_accepted(MAIL, values))


def notify_settings(values: Mapping[str, object]) -> NotifySettings:
    """What [notify] would be with these keys, with the errors of `mail_settings`."""
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
        except Misfit as misfit:
            mistakes.append(masked(f"{section.name}.{key} {misfit}"))
    if mistakes:
        raise ConfigError(mistakes)
    return accepted


def _as_toml(value: object) -> object:
    """Paths and tuples as the file would have them."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    return list(value) if isinstance(value, tuple) else value
