"""Adding, renaming and removing feeds in the user's file, without changing any other character.

tomlkit 0.15 removes the comments before the next section together with a table, groups the tables
of one list, and mixes line endings. Here text is inserted or cut out instead, and the result is
parsed and compared before it replaces the file.
"""

from __future__ import annotations

import copy
import tomllib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import count
from pathlib import Path
from typing import Any

from newsdigest.config.edit.writing import alone, write_config
from newsdigest.config.handles import identity, same_text
from newsdigest.config.kinds import Groups, InvalidValue, Text, WebUrl, quoted
from newsdigest.config.locate import KeyPath, Places, Statement
from newsdigest.config.paths import ConfigFile
from newsdigest.config.reading import TomlFile, read_toml
from newsdigest.errors import ConfigError
from newsdigest.language import printable
from newsdigest.masking import masked, masked_address
from newsdigest.valueclasses import recordclass, valueclass

_LONGEST_NAME = 200


@valueclass
class NewFeed:
    url: str
    name: str | None = None
    groups: tuple[str, ...] = ()


@recordclass
class Addition:
    """The result of adding feeds."""

    # With their names in the file.
    added: list[NewFeed] = field(default_factory=list)
    # Those whose URL was there already.
    known: list[NewFeed] = field(default_factory=list)
    # How many of those got additional groups.
    regrouped: int = 0
    # Why others were rejected: one printable line each.
    refused: list[str] = field(default_factory=list)


def add_feed(path: Path, url: str, name: str | None = None) -> bool:
    """Add a feed to the file, which need not exist; False if the URL is there already.

    ConfigError for an invalid URL, for a name that another feed has, and for a file that is not
    TOML or cannot be written.
    """
    name = None if name is None else _as_name(name)
    with alone(path):
        editor = _Editor(path)
        if name and identity(name) in editor.names and not editor.knows(url):
            raise ConfigError([f"{path}: another feed has the name {quoted(name)}"])
        addition = editor.add([NewFeed(url, name)])
    if addition.refused:
        raise ConfigError(addition.refused)
    return bool(addition.added)


def add_feeds(path: Path, feeds: Iterable[NewFeed]) -> Addition:
    """Add many feeds in one step; a taken name gets a number: "The Example (2)".

    Existing feeds keep their names and get the groups that they lack.
    """
    with alone(path):
        addition = _Editor(path).add(feeds)
        addition.regrouped = _Editor(path).add_groups(addition.known)
    return addition


def remove_feed(
    path: Path,
    url_or_name: str,
    called: str | None = None,
    *,
    before: Callable[[], None] | None = None,
) -> str | None:
    """Remove a feed from the file and return its URL, or None if no feed has that URL or name.

    `called` is the feed's own title, if it has no other name. `before` is called just before the
    file is replaced; if it raises, the feed stays. ConfigError if a profile still names the feed,
    or if the file is not TOML or cannot be written.
    """
    with alone(path):
        return _Editor(path).remove(url_or_name, called, before)


def rename_feed(path: Path, url: str, name: str, called: str | None = None) -> None:
    """Give the feed with that URL a name, also in the profiles that name it.

    ConfigError for an invalid name or one that another feed has, if no feed has that URL, and for a
    file that is not TOML or cannot be written.
    """
    name = _as_name(name)
    with alone(path):
        _Editor(path).rename(url, name, called)


def _as_name(name: str) -> str:
    try:
        return Text().accept(name, Path())
    except InvalidValue as invalid:
        raise ConfigError([f"the name {invalid}"]) from invalid


class _Editor:
    """One edit of a file: its content before and after."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = read_toml(ConfigFile(path, is_named=False))
        self._text = self._file.text
        self._feeds = _feed_tables(self._file)
        self._newline = "\r\n" if "\r\n" in self._text else "\n"
        self.urls = self._identities("url")
        self.names = self._identities("name")

    def knows(self, url: str) -> bool:
        return identity(url) in self.urls

    def add(self, feeds: Iterable[NewFeed]) -> Addition:
        addition = Addition()
        for each in feeds:
            try:
                url = WebUrl().accept(each.url, Path())
            except InvalidValue as invalid:
                addition.refused.append(f"{_nameable(each.url)}: {invalid}")
                continue
            if self.knows(url):
                addition.known.append(each)
            else:
                addition.added.append(NewFeed(url, self._free_name(each.name), each.groups))
                self.urls.add(identity(url))
        if addition.added:
            self._insert(addition.added)
        return addition

    def add_groups(self, feeds: Iterable[NewFeed]) -> int:
        """Add missing groups to feeds of the file; returns how many feeds changed."""
        table = copy.deepcopy(self._file.table)
        changes: dict[int, tuple[int, int, str]] = {}
        for each in feeds:
            index = self._index_of(each.url)
            feed = table["feed"][index]
            groups = list(dict.fromkeys([*feed.get("groups", []), *each.groups]))
            if groups != feed.get("groups", []):
                feed["groups"] = groups
                changes[index] = self._change(index, "groups", Groups().literal(groups))
        if changes:
            self._write(_changed(self._text, changes.values()), table)
        return len(changes)

    def remove(
        self, url_or_name: str, called: str | None, before: Callable[[], None] | None
    ) -> str | None:
        wanted = identity(url_or_name)
        for index, feed in enumerate(self._feeds):
            if wanted in {identity(feed[key]) for key in ("url", "name") if _is_text(feed, key)}:
                for place, profile in self._named_in_profiles(feed, called):
                    at = self._file.places.value(place)
                    where = f"{self._file.name}:{at.line}:{at.column}"
                    raise ConfigError([f"{where}: the profile {quoted(profile)} names this feed"])
                self._cut(index, before)
                return str(feed.get("url"))
        return None

    def rename(self, url: str, name: str, called: str | None) -> None:
        index = self._index_of(url)
        feed = self._feeds[index]
        if identity(name) in self.names and not same_text(str(feed.get("name", "")), name):
            raise ConfigError([f"{self._path}: another feed has the name {quoted(name)}"])
        table = copy.deepcopy(self._file.table)
        table["feed"][index]["name"] = name
        changes = [self._change(index, "name", quoted(name))]
        for place, profile in self._named_in_profiles(feed, called):
            if not same_text(table["profile"][profile]["feeds"][place[-1]], url):
                table["profile"][profile]["feeds"][place[-1]] = name
                places = self._file.places
                changes.append((places.values[place], places.ends[place], quoted(name)))
        self._write(_changed(self._text, changes), table)

    def _index_of(self, url: str) -> int:
        """The index of the feed with that URL; ConfigError if there is none."""
        urls = [identity(feed["url"]) if _is_text(feed, "url") else "" for feed in self._feeds]
        if identity(url) not in urls:
            raise ConfigError([f"{self._path}: no feed has the URL {masked_address(url)}"])
        return urls.index(identity(url))

    def _change(self, index: int, key: str, literal: str) -> tuple[int, int, str]:
        """The span of the text to replace by a feed's value, and the replacement."""
        places = self._file.places
        path: KeyPath = ("feed", index, key)
        if path in places.values:
            return places.values[path], places.ends[path], literal
        at = line_end(self._text, places.ends[("feed", index, "url")])
        return at, at, f"{self._newline}{key} = {literal}"

    def _identities(self, key: str) -> set[str]:
        return {identity(feed[key]) for feed in self._feeds if _is_text(feed, key)}

    def _free_name(self, name: str | None) -> str | None:
        """The name, valid in the file and different from all names in it."""
        name = printable(name or "")[:_LONGEST_NAME].strip()
        if not name:
            return None
        candidates = (name if number == 1 else f"{name} ({number})" for number in count(1))
        free = next(each for each in candidates if identity(each) not in self.names)
        self.names.add(identity(free))
        return free

    def _insert(self, feeds: Sequence[NewFeed]) -> None:
        newline = self._newline
        block = (newline * 2).join(newline.join(_lines(feed)) for feed in feeds)
        at = self._end_of_feeds()
        before, after = self._text[:at], self._text[at:]
        text = f"{before}{newline * 2}{block}{after}" if before else block + newline
        self._replace(text, [*self._feeds, *map(_table, feeds)])

    def _end_of_feeds(self) -> int:
        """The offset after the last line of the last feed, or of the file if it has none."""
        ends = [each.end for each in self._file.places.statements if each.path[:1] == ("feed",)]
        return line_end(self._text, ends[-1] if ends else len(self._text.rstrip()))

    def _cut(self, index: int, before: Callable[[], None] | None) -> None:
        block = _block(self._file.places, ("feed", index))
        start = self._text.rfind("\n", 0, block[0].start) + 1
        end = line_end(self._text, block[-1].end)
        if start:
            # Together with the line break and the empty line before it.
            head = _without_break(self._text[:start])
            head = _without_break(head) if head.endswith("\n") else head
            text = head + self._text[end:]
        else:
            text = self._text[end:].removeprefix(self._newline).removeprefix(self._newline)
        self._replace(text, self._feeds[:index] + self._feeds[index + 1 :], before)

    def _named_in_profiles(
        self, feed: Mapping[str, Any], called: str | None
    ) -> Iterator[tuple[KeyPath, str]]:
        """Where profiles name the feed by URL, name or title, and which profiles do."""
        given = (feed.get("url"), feed.get("name"), called)
        handles = {identity(str(each)) for each in given if each}
        profiles = self._file.table.get("profile")
        for name, profile in profiles.items() if isinstance(profiles, dict) else ():
            listed = profile.get("feeds") if isinstance(profile, dict) else None
            for index, each in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(each, str) and identity(each) in handles:
                    yield ("profile", name, "feeds", index), name

    def _replace(
        self,
        text: str,
        feeds: Sequence[Mapping[str, Any]],
        before: Callable[[], None] | None = None,
    ) -> None:
        """Write a text that differs only in the feeds."""
        expected = {**self._file.table, "feed": list(feeds)}
        if not feeds:
            del expected["feed"]
        self._write(text, expected, before)

    def _write(
        self,
        text: str,
        expected: Mapping[str, Any],
        before: Callable[[], None] | None = None,
    ) -> None:
        """Write the text, after checking that it parses to the intended values."""
        if not says(text, expected):
            raise ConfigError([f"{self._path}: cannot be edited without harm; edit it by hand"])
        content = (BOM_UTF8 if self._file.has_bom else b"") + text.encode()
        write_config(self._path, content, before)


def _feed_tables(file: TomlFile) -> list[dict[str, Any]]:
    """The [[feed]] sections; ConfigError if feeds are written in another way."""
    feeds = file.table.get("feed", [])
    headers = [
        each for each in file.places.statements
        if each.is_header and len(each.path) == 2 and each.path[0] == "feed"
        and isinstance(each.path[1], int)
    ]  # fmt: skip
    if not isinstance(feeds, list) or len(headers) != len(feeds):
        place = file.places.key(("feed",))
        where = f"{file.name}:{place.line}:{place.column}"
        raise ConfigError([f"{where}: feeds can be edited where each is a [[feed]] section"])
    return feeds


def _block(places: Places, path: KeyPath) -> list[Statement]:
    """The header of a table and its content, up to the next table."""
    block: list[Statement] = []
    for each in places.statements:
        if each.path[: len(path)] == path:
            block.append(each)
        elif block:
            break
    return block


def _nameable(url: str) -> str:
    """An invalid URL with any password masked."""
    start, at, rest = masked(url).rpartition("@")
    return printable(f"***@{rest}" if at and start else rest)[:_LONGEST_NAME]


def _is_text(feed: Mapping[str, Any], key: str) -> bool:
    return isinstance(feed.get(key), str)


def _table(feed: NewFeed) -> dict[str, Any]:
    table = {"url": feed.url, "name": feed.name, "groups": list(feed.groups)}
    return {key: value for key, value in table.items() if value}


def _lines(feed: NewFeed) -> list[str]:
    lines = ["[[feed]]", f"url = {quoted(feed.url)}"]
    if feed.name:
        lines.append(f"name = {quoted(feed.name)}")
    if feed.groups:
        lines.append(f"groups = {Groups().literal(feed.groups)}")
    return lines


def says(text: str, table: Mapping[str, Any]) -> bool:
    """Whether a text parses to this table."""
    try:
        return tomllib.loads(text) == table
    except ValueError:
        return False


def _changed(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """The text with these non-overlapping spans replaced."""
    for start, end, written in sorted(changes, reverse=True):
        text = text[:start] + written + text[end:]
    return text


def _without_break(text: str) -> str:
    """The text without its final line break."""
    return text.removesuffix("\n").removesuffix("\r")


def line_end(text: str, offset: int) -> int:
    """The end of the line that the offset is in, before its line break."""
    end = text.find("\n", offset)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1 : end] == "\r" else end
