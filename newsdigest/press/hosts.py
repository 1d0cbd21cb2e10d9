"""What the host of a site says about its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final
from urllib.parse import urlsplit

from newsdigest.package_data import read_toml
from newsdigest.valueclasses import valueclass

_LETTERS: Final = re.compile(r"[^\W_]+")
_WORD: Final = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# The most words compared with a host.
_MOST_WORDS: Final = 6
_LONGEST: Final = 1_000
# The fewest letters of a word that matches the beginning of a host not just by chance.
_TELLING: Final = 4


@lru_cache(maxsize=4_096)
def host_of(url: str | None) -> str:
    """The host of a URL in lower case, without "www."; empty where there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # brackets that hold no IPv6 address
        return ""
    return host.removeprefix("www.").rstrip(".")


def folded(name: str) -> str:
    """The letters and digits of a name without case and accents: "EL PAÍS" becomes "elpais"."""
    if name.isascii():
        return "".join(_LETTERS.findall(name.lower()))
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(_LETTERS.findall("".join(c for c in plain if not unicodedata.combining(c))))


def domains(host: str) -> Iterator[str]:
    """A host and its parent domains, down to two labels."""
    labels = host.split(".")
    for first in range(max(1, len(labels) - 1)):
        yield ".".join(labels[first:])


@valueclass
class SiteHost:
    """A site as its host names it."""

    # The host as it may stand in for a name; None for one that many publications share.
    shown: str | None
    # What the name may be, folded: the labels and the domains of the host.
    labels: frozenset[str]

    def is_called(self, name: str) -> bool:
        """Whether the name spells the host, with "The" or not: "Fenn Post" of fennpost.example."""
        key = folded(name)
        without = folded(name[4:]) if name[:4].casefold() == "the " else key
        return bool(self.labels & {key, without, "the" + key})

    def begins_with(self, word: str) -> bool:
        """Whether the host begins with a word of some length."""
        return len(word) >= _TELLING and any(each.startswith(folded(word)) for each in self.labels)

    def find_name(self, texts: Iterable[str]) -> str | None:
        """The capitalised words of a text that spell the host, as they are spelt there."""
        for text in texts:
            for name in _runs(text[:_LONGEST]):
                if self.is_called(name) and name[0].isupper():
                    return name
        return None


UNKNOWN_HOST: Final = SiteHost(None, frozenset())


@lru_cache(maxsize=4_096)
def site_host(host: str) -> SiteHost:
    """The site at a host; empty for hosts where anybody may publish."""
    if not host or is_platform(host) or host.replace(".", "").isdigit() or ":" in host:
        return UNKNOWN_HOST
    rules = read_toml("press/data/wrappings.toml")["platforms"]
    labels = host.split(".")
    names = [label for label in labels[:-1] if label not in rules["registries"]]
    own = [label for label in names[:-1] if label not in rules["servers"]] + names[-1:]
    while len(labels) > 2 and labels[0] in rules["servers"] and labels[1] in names:
        labels = labels[1:]
    return SiteHost(
        ".".join(labels),
        frozenset(folded(label) for label in (*own, *domains(host)) if len(label) > 1),
    )


@cache
def _platforms() -> frozenset[str]:
    return frozenset(read_toml("press/data/wrappings.toml")["platforms"]["hosts"])


def is_platform(host: str) -> bool:
    """Whether anybody may publish at the host or its parent domains."""
    return any(domain in _platforms() for domain in (*domains(host), host))


def _runs(text: str) -> Iterator[str]:
    """All runs of a few words, earlier and longer ones first."""
    words = list(_WORD.finditer(text))
    for first in range(len(words)):
        for last in range(min(len(words), first + _MOST_WORDS) - 1, first - 1, -1):
            yield text[words[first].start() : words[last].end()]


def starts_with_name(text: str, site: SiteHost) -> str | None:
    """The first words of a text if they spell the host."""
    words = list(_WORD.finditer(text))
    for last in range(min(len(words), _MOST_WORDS) - 1, -1, -1):
        name = text[: words[last].end()]
        if site.is_called(name):
            return name
    return None
