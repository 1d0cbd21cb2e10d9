"""Where the configuration and the state are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_APPLICATION = "newsdigest"
CONFIG_VARIABLE = "NEWSDIGEST_CONFIG"


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """The configuration's file, which need not exist unless it was named."""

    # None where the system has no place for it and none was named.
    path: Path | None
    is_named: bool


def config_file(option: Path | None, environment: Mapping[str, str]) -> ConfigFile:
    """What --config names, else NEWSDIGEST_CONFIG, else the system's place for it."""
    if option is not None:
        return ConfigFile(option, is_named=True)
    if environment.get(CONFIG_VARIABLE):
        return ConfigFile(Path(environment[CONFIG_VARIABLE]), is_named=True)
    from platformdirs import user_config_path

    return ConfigFile(_below(user_config_path(_APPLICATION), "config.toml"), is_named=False)


def default_state_path() -> Path | None:
    """Where the state goes if nobody says; None where the system has no place for it."""
    from platformdirs import user_state_path

    return _below(user_state_path(_APPLICATION), "newsdigest.db")


def _below(directory: Path, name: str) -> Path | None:
    # Without a home, platformdirs gives "~/.config", which would be a directory named "~".
    return directory / name if directory.is_absolute() else None
