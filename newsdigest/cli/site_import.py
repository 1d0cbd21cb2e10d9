"""Site rule files → configuration sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from pathlib import PurePath

from newsdigest.cli.streams import stdin
from newsdigest.errors import UsageError
from newsdigest.extract import SiteRule
from newsdigest.extract.ftr_site_config import site_of_file, translate_site
from newsdigest.sources import Gathering, read_source
from newsdigest.valueclasses import recordclass


@recordclass
class ImportedSites:
    """Selectors by setting and host, and the rules that could not be converted."""

    sites: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_sites(files: Sequence[str], host: str | None) -> ImportedSites:
    """The rules in the files; UsageError if the site of one is unknown."""
    if host is not None and len(files) > 1:
        raise UsageError("--host names one site, but several files were given")
    imported = ImportedSites()
    for name in files:
        site = host or site_of_file(PurePath(name).name)
        if site is None:
            raise UsageError(f"{name}: is not named after a site: name the site with --host")
        text = read_source(name, Gathering(stdin())).decode("utf-8", "replace")
        translated = translate_site(text)
        imported.problems += [f"{name}: {problem}" for problem in translated.problems]
        rules = _settings(translated.rule)
        if rules:
            imported.sites[site] = rules
        else:
            imported.problems.append(f"{name}: nothing in it could be said in CSS")
    return imported


def _settings(rule: SiteRule) -> dict[str, tuple[str, ...]]:
    named = {"body": rule.body, "remove": rule.remove, "keep": rule.keep, "next": rule.next}
    return {key: selectors for key, selectors in named.items() if selectors}
