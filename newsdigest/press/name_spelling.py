"""One spelling for each publication of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from newsdigest.press.hosts import folded
from newsdigest.press.known_publications import publication_at


def consistent_names(names: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """For each pair of a name and a host the name to show.

    Names that differ in case, accents, signs or their article alone are one, spelt as most are;
    a host that stands for a name gives way to the name that others have there, and known
    publications that bear one name are told apart.
    """
    counts = Counter(names)
    groups: dict[str, Counter[str]] = {}
    for (name, _), count in counts.items():
        groups.setdefault(_key(name), Counter())[name] += count
    best = {
        key: max(group, key=lambda name: (group[name], len(name), name))
        for key, group in groups.items()
    }
    by_host: dict[str, set[str]] = {}
    bearers: dict[str, set[str]] = {}
    for name, host in counts:
        if name != host:
            by_host.setdefault(host, set()).add(best[_key(name)])
        if known := publication_at(host):
            bearers.setdefault(known.name, set()).add(known.full_name)
    return {
        (name, host): _unambiguous(
            _only(by_host.get(host), name) if name == host else best[_key(name)], host, bearers
        )
        for name, host in counts
    }


def _unambiguous(name: str, host: str, bearers: Mapping[str, Set[str]]) -> str:
    """The name, or a longer one where several publications of a run bear it."""
    known = publication_at(host)
    if known is None or known.name != name or len(bearers[name]) == 1:
        return name
    return known.full_name


def _only(names: set[str] | None, name: str) -> str:
    return next(iter(names)) if names and len(names) == 1 else name


def _key(name: str) -> str:
    return folded(name[4:]) if name[:4].casefold() == "the " else folded(name) or name
