"""One spelling for each publication of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set

from newsdigest.press.hosts import folded
from newsdigest.press.known_publications import publication_at


def consistent_names(
    names: Iterable[tuple[str, str]] | Mapping[tuple[str, str], int],
) -> Mapping[tuple[str, str], str]:
    """The name to show for each pair of a name and a host, which may be counted already.

    Names that differ only in case, accents, punctuation or their article are one, in the most
    common spelling; a host used as a name is replaced by the name that others have there; known
    publications that share a name get their longer names.
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
    """The name, or a longer one if several publications of a run share it."""
    known = publication_at(host)
    if known is None or known.name != name or len(bearers[name]) == 1:
        return name
    return known.full_name


def _only(names: set[str] | None, name: str) -> str:
    return next(iter(names)) if names and len(names) == 1 else name


def _key(name: str) -> str:
    return folded(name[4:]) if name[:4].casefold() == "the " else folded(name) or name
