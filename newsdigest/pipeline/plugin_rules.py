"""Rules of plugins: data files of phrases and sites, added to the program's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field, fields
from pathlib import Path
from typing import Any, Protocol

from newsdigest.clean import check_rules
from newsdigest.errors import PluginError, UsageError
from newsdigest.extract import SiteRule
from newsdigest.guard import plugin_work
from newsdigest.registry import Group, find, load
from newsdigest.valueclasses import valueclass


class Rules(Protocol):
    """A plugin's rules; either may be missing."""

    # Files as those in newsdigest/clean/data.
    phrases: Sequence[Path]
    # Files with the tables [site."example.org"] of config.toml.
    sites: Sequence[Path]


@valueclass
class PluginRules:
    """The rules of some plugins, and why those of others cannot be used."""

    # The texts of their files.
    phrases: tuple[str, ...] = ()
    sites: Mapping[str, SiteRule] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def rules_of_plugins(names: Sequence[str]) -> PluginRules:
    """The rules of the plugins with these names, each checked as a whole."""
    phrases: list[str] = []
    sites: dict[str, SiteRule] = {}
    problems: list[str] = []
    for name in names:
        entry = find(Group.RULES, name)
        if entry is None:
            problems.append(f"no plugin has the rules {name}")
            continue
        try:
            found = plugin_work(str(entry), lambda: _read(load(entry)))  # noqa: B023 - called at once
        except PluginError as error:
            problems.append(f"{error}; its rules are not used")
            continue
        phrases += found.phrases
        sites.update(found.sites)
    return PluginRules(tuple(phrases), sites, tuple(problems))


def _read(rules: Any) -> PluginRules:
    phrases = [_text(each) for each in getattr(rules, "phrases", ())]
    for text in phrases:
        check_rules(text)
    sites: dict[str, SiteRule] = {}
    for path in getattr(rules, "sites", ()):
        sites.update(_sites(Path(path).name, _text(path)))
    return PluginRules(tuple(phrases), sites)


def _text(path: Path) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8") from error


def _sites(name: str, text: str) -> dict[str, SiteRule]:
    """The rules of a file by host; UsageError if it has others than lists of selectors."""
    try:
        tables = tomllib.loads(text)["site"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise UsageError(f"no sites in {name}: {error}") from error
    known = {each.name for each in fields(SiteRule)}
    sites: dict[str, SiteRule] = {}
    for host, table in tables.items():
        for key, selectors in table.items():
            is_list = isinstance(selectors, list) and all(isinstance(s, str) for s in selectors)
            if key not in known or not is_list:
                raise UsageError(f"no sites in {name}: {key} of {host} is no list of selectors")
        sites[host] = SiteRule(**{key: tuple(each) for key, each in table.items()})
    return sites
