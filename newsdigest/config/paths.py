"""The paths of the configuration and the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from newsdigest.valueclasses import valueclass

_APPLICATION = "newsdigest"
CONFIG_VARIABLE = "NEWSDIGEST_CONFIG"


@valueclass
class ConfigFile:
    """The configuration file, which need not exist unless the user named it."""

    # None if the system has no default location and the user named none.
    path: Path | None
    is_named: bool


def config_file(option: Path | None, environment: Mapping[str, str]) -> ConfigFile:
    """The path from --config, else NEWSDIGEST_CONFIG, else the system's default."""
    if option is not None:
        return ConfigFile(option, is_named=True)
    if environment.get(CONFIG_VARIABLE):
        return ConfigFile(Path(environment[CONFIG_VARIABLE]), is_named=True)
    from platformdirs import user_config_path

    return ConfigFile(_inside(user_config_path, "config.toml"), is_named=False)


def default_state_path() -> Path | None:
    """The default path of the state; None if the system has no location for it."""
    from platformdirs import user_state_path

    return _inside(user_state_path, "newsdigest.db")


def _inside(directory_of: Callable[[str], Path], name: str) -> Path | None:
    # Without a home directory platformdirs raises, or returns "~/.config" in older versions.
    with suppress(RuntimeError):
        directory = directory_of(_APPLICATION)
        return directory / name if directory.is_absolute() else None
    return None
