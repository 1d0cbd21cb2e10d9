"""Known publications, with their hosts and other names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from newsdigest.package_data import read_toml
from newsdigest.press.hosts import domains, folded
from newsdigest.valueclasses import valueclass


@valueclass
class Publication:
    """A known publication."""

    name: str
    # A name that no other publication shares: "ABC News (Australia)".
    full_name: str
    # Its names, folded, each with and without the article.
    keys: frozenset[str]

    def is_called(self, name: str) -> bool:
        return folded(name) in self.keys


@lru_cache(maxsize=4_096)
def publication_at(host: str) -> Publication | None:
    """The publication at a host or at one of its parent domains."""
    table = _by_host()
    return next((table[domain] for domain in domains(host) if domain in table), None)


def publication_named(name: str) -> Publication | None:
    """The only publication with that name or initials, whatever its host; None for several."""
    found = _by_key().get(folded(name), ())
    return found[0] if len(found) == 1 else None


def is_brand(name: str) -> bool:
    """Whether a name that looks like a publication and a section is a brand of its own."""
    return folded(name) in _brands()


@cache
def _all() -> list[tuple[Publication, dict[str, list[str]]]]:
    """The publications with their entries in the table."""
    table = read_toml("press/data/publications.toml")["publications"]
    return [(_publication(full_name, entry), entry) for full_name, entry in table.items()]


def _publication(full_name: str, entry: dict[str, Any]) -> Publication:
    name = entry.get("name", full_name)
    called = [name, full_name, *entry.get("also", ())]
    return Publication(name, full_name, frozenset(_keys(called)))


def _keys(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        yield folded(name)
        yield folded(name.removeprefix("The ")) if name.startswith("The ") else folded("the" + name)


@cache
def _by_host() -> dict[str, Publication]:
    return {host: publication for publication, entry in _all() for host in entry["hosts"]}


@cache
def _by_key() -> dict[str, list[Publication]]:
    """Publications by what identifies them without a host: whole names, and longer initials."""
    found: dict[str, list[Publication]] = {}
    for publication, entry in _all():
        initials = [each for each in entry.get("also", ()) if each.isupper() and len(each) > 2]
        for key in {*_keys([publication.name, *initials])}:
            found.setdefault(key, []).append(publication)
    return found


@cache
def _brands() -> frozenset[str]:
    return frozenset(map(folded, read_toml("press/data/publications.toml")["brands"]))
