"""The lists of names and words are consistent."""

from __future__ import annotations

from collections import Counter

from newsdigest.package_data import read_toml
from newsdigest.press import canonical_name, publication_name
from newsdigest.press.hosts import is_platform
from newsdigest.press.section_words import is_section

PUBLICATIONS = read_toml("press/data/publications.toml")["publications"]


def test_each_host_belongs_to_one_publication() -> None:
    """Each host is listed once, in lower case, and is no host where anybody publishes."""
    hosts = Counter(host for entry in PUBLICATIONS.values() for host in entry["hosts"])
    assert [host for host, count in hosts.items() if count > 1 or host != host.lower()] == []
    assert [host for host in hosts if is_platform(host)] == ["news.ycombinator.com"]


def test_each_publication_is_called_by_its_own_name() -> None:
    """Every name of a publication, at each of its hosts, becomes the one name."""
    for full_name, entry in PUBLICATIONS.items():
        name = entry.get("name", full_name)
        for host in entry["hosts"]:
            for called in (name, *entry.get("also", ())):
                assert publication_name(called, host) == name, (called, host)
                assert canonical_name(called, host) == name, (called, host)


def test_every_word_of_the_lists_is_a_section() -> None:
    """Each entry is recognised on its own, in its language's spelling."""
    rules = read_toml("press/data/sections.toml")
    for group in ("general", "subjects"):
        for text in rules[group].values():
            words = [" ".join(each.split()) for each in text.split(",")]
            assert [word for word in words if word and not is_section(word)] == []
