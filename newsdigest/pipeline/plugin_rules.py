"""Rules of plugins: data files of phrases and sites, added to the program's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, Protocol

from newsdigest.clean import check_rules
from newsdigest.errors import PluginError
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
    phrases = [Path(each).read_text("utf-8") for each in getattr(rules, "phrases", ())]
    for text in phrases:
        check_rules(text)
    sites: dict[str, SiteRule] = {}
    for path in getattr(rules, "sites", ()):
        tables = tomllib.loads(Path(path).read_text("utf-8"))["site"]
        for host, table in tables.items():
            sites[host] = SiteRule(**{key: tuple(each) for key, each in table.items()})
    return PluginRules(tuple(phrases), sites)
