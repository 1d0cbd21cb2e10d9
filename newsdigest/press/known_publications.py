"""Known publications, with their hosts and other names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from newsdigest.package_data import prepared, read_toml
from newsdigest.press.hosts import domains, folded
from newsdigest.valueclasses import valueclass

_FILE = "press/data/publications.toml"
_NAMES = "press/data/publication_names"
# What makes the prepared names of that file.
_FORM = ("press/known_publications.py", "press/hosts.py")


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
    hosts = _hosts()
    found = next((hosts[domain] for domain in domains(host) if domain in hosts), None)
    return None if found is None else _publication(found)


def publication_named(name: str) -> Publication | None:
    """The only publication with that name or initials, whatever its host; None for several."""
    found = _full_names().get(folded(name), ())
    return _publication(found[0]) if len(found) == 1 else None


def is_brand(name: str) -> bool:
    """Whether a name that looks like a publication and a section is a brand of its own."""
    return folded(name) in _brands()


def _entries() -> Mapping[str, Mapping[str, Any]]:
    """The entries of the table by the full name of the publication."""
    entries: Mapping[str, Mapping[str, Any]] = read_toml(_FILE)["publications"]
    return entries


@cache
def _publication(full_name: str) -> Publication:
    entry = _entries()[full_name]
    name = entry.get("name", full_name)
    called = [name, full_name, *entry.get("also", ())]
    return Publication(name, full_name, frozenset(_keys(called)))


def _keys(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield folded(name)
        yield folded(name.removeprefix("The ")) if name.startswith("The ") else folded("the" + name)


@cache
def _hosts() -> dict[str, str]:
    """The full name of each publication by its hosts."""
    return {host: name for name, entry in _entries().items() for host in entry["hosts"]}


@cache
def _full_names() -> Mapping[str, list[str]]:
    """Full names by what identifies a publication without a host: names, longer initials."""
    names: Mapping[str, list[str]] = prepared(_NAMES, (_FILE, *_FORM), _by_key)
    return names


def publication_tables() -> dict[str, tuple[tuple[str, ...], Any]]:
    """What the build prepares: by name the sources and the table."""
    return {_NAMES: ((_FILE, *_FORM), _by_key())}


def _by_key() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for full_name, entry in _entries().items():
        initials = [each for each in entry.get("also", ()) if each.isupper() and len(each) > 2]
        for key in dict.fromkeys(_keys([entry.get("name", full_name), *initials])):
            found.setdefault(key, []).append(full_name)
    return found


@cache
def _brands() -> frozenset[str]:
    return frozenset(map(folded, read_toml(_FILE)["brands"]))
