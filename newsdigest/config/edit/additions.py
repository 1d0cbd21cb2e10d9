"""Adding kept texts and site rules to the user's file, without changing any other character."""

from __future__ import annotations

import copy
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from newsdigest.config.edit.feeds import says
from newsdigest.config.edit.writing import alone, write_config
from newsdigest.config.kinds import InvalidValue, Texts, quoted
from newsdigest.config.locate import KeyPath
from newsdigest.config.paths import ConfigFile
from newsdigest.config.reading import TomlFile, read_toml
from newsdigest.config.settings import BOILERPLATE, SITE
from newsdigest.errors import ConfigError

_KEEP: KeyPath = (BOILERPLATE.name, "keep")


def keep_text(path: Path, text: str) -> bool:
    """Add a text to `boilerplate.keep`; False if it is there already.

    ConfigError if it is not a line of text, or if the file cannot be edited.
    """
    try:
        (text,) = Texts().accept([" ".join(text.split())], Path())
    except InvalidValue as invalid:
        raise ConfigError([f"the text {invalid}"]) from invalid
    with alone(path):
        file = read_toml(ConfigFile(path, is_named=False))
        section = file.table.get(BOILERPLATE.name, {})
        kept = section.get("keep", []) if isinstance(section, dict) else []
        if text in kept:
            return False
        table = copy.deepcopy(file.table)
        table.setdefault(BOILERPLATE.name, {})["keep"] = [*kept, text]
        write_checked(file, path, _with_kept(file, Texts().literal([*kept, text])), table)
    return True


def add_site(path: Path, host: str, rules: Mapping[str, Sequence[str]]) -> bool:
    """Add a section `[site."host"]` with lists of selectors; False if the host has one."""
    with alone(path):
        file = read_toml(ConfigFile(path, is_named=False))
        if host in file.table.get(SITE.name, {}):
            return False
        table = copy.deepcopy(file.table)
        table.setdefault(SITE.name, {})[host] = {key: list(each) for key, each in rules.items()}
        write_checked(file, path, appended(file, site_toml(host, rules)), table)
    return True


def site_toml(host: str, rules: Mapping[str, Sequence[str]]) -> str:
    """The section of a site as TOML, ending in a line break."""
    lines = [f"{key} = {Texts().literal(values)}" for key, values in rules.items()]
    return "\n".join([f"[site.{quoted(host)}]", *lines]) + "\n"


def _with_kept(file: TomlFile, literal: str) -> str:
    for each in file.places.statements:
        if each.path == _KEEP and not each.is_header:
            return f"{file.text[: each.start]}keep = {literal}{file.text[each.end :]}"
    for each in file.places.statements:
        if each.path == _KEEP[:1] and each.is_header:
            line, newline, after = file.text[each.end :].partition("\n")
            return f"{file.text[: each.end]}{line}\nkeep = {literal}{newline}{after}"
    return appended(file, f"[boilerplate]\nkeep = {literal}\n")


def appended(file: TomlFile, section: str) -> str:
    """The text of the file with a section at its end."""
    before = file.text.rstrip()
    return f"{before}\n\n{section}" if before else section


def write_checked(file: TomlFile, path: Path, text: str, table: Mapping[str, Any]) -> None:
    """Write the text, after checking that it parses to the intended values."""
    if "\r\n" in file.text:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    if not says(text, table):
        raise ConfigError([f"{path}: cannot be edited without harm; edit it by hand"])
    write_config(path, (BOM_UTF8 if file.has_bom else b"") + text.encode())
