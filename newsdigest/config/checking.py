"""The TOML table to accepted values, reporting all mistakes at once."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsdigest.config.handles import FeedHandles, identity
from newsdigest.config.kinds import Groups, InvalidValue, InvalidValues, quoted, shown
from newsdigest.config.locate import KeyPath, Location
from newsdigest.config.reading import TomlFile
from newsdigest.config.settings import (
    ACCOUNT,
    DIGEST,
    FEED,
    FILTERS,
    GROUP,
    INTERESTS,
    MAIL,
    MAILBOX,
    NOTIFY,
    PROFILE,
    REWRITE,
    SECTIONS,
    SITE,
    STATE,
    TOPIC,
    TOPIC_NAMES,
    Required,
    Section,
    Setting,
    Shape,
)
from newsdigest.config.values import Layer, Origin, suggestion
from newsdigest.errors import UsageError
from newsdigest.filters import check_topics, parse_filter
from newsdigest.groups import is_within, with_outer
from newsdigest.masking import masked
from newsdigest.patterns import pattern
from newsdigest.valueclasses import recordclass, valueclass

_HOST = pattern(r"(?:[\w-]{1,63}\.){1,10}[\w-]{1,63}|localhost")
_PROFILE_SETTINGS = (*DIGEST.settings, *PROFILE.settings)
_PASSWORD = ("password_command", "password_file", "password_env")
# The places of the secret of a table, of which it may have one.
_SECRETS = {
    FEED.name: ("headers_command", "headers_file"),
    MAILBOX.name: _PASSWORD,
    ACCOUNT.name: _PASSWORD,
    MAIL.name: _PASSWORD,
    NOTIFY.name: ("urls_command", "urls_file", "urls_env"),
    REWRITE.name: ("key_command", "key_file", "key_env"),
}


@valueclass
class LocatedValue:
    """An accepted value and where it comes from."""

    value: Any
    origin: Origin


# The values of one table by key.
ValueMap = Mapping[str, LocatedValue]


@recordclass
class Checked:
    """The accepted values of a file, by section."""

    tables: dict[str, ValueMap] = field(default_factory=dict)
    feeds: list[ValueMap] = field(default_factory=list)
    mailboxes: list[ValueMap] = field(default_factory=list)
    accounts: list[ValueMap] = field(default_factory=list)
    topics: list[ValueMap] = field(default_factory=list)
    profiles: dict[str, ValueMap] = field(default_factory=dict)
    # By name.
    groups: dict[str, ValueMap] = field(default_factory=dict)
    # By host.
    sites: dict[str, ValueMap] = field(default_factory=dict)
    # By profile, the indexes in `sources` of those that it names, if it names any.
    chosen: dict[str, set[int]] = field(default_factory=dict)
    # `file:line:column: what is wrong`, in the order of the file.
    mistakes: list[str] = field(default_factory=list)
    # In the same form, what is suspicious but not wrong.
    warnings: list[str] = field(default_factory=list)

    @property
    def sources(self) -> list[tuple[str, int, ValueMap]]:
        """All tables of what is polled, each with its section and its index there."""
        return [
            (section.name, index, given)
            for section, tables in (
                (FEED, self.feeds),
                (MAILBOX, self.mailboxes),
                (ACCOUNT, self.accounts),
            )
            for index, given in enumerate(tables)
        ]


# Looks up the known titles of feeds, by URL. Called with the state that the file names, if any, and
# the feeds' URLs, once a profile names a feed by neither URL nor name.
Titles = Callable[[Path | None, Sequence[str]], Mapping[str, str]]


def check(file: TomlFile, titles: Titles | None = None) -> Checked:
    """The accepted values of the file, and its mistakes."""
    return _Checker(file, titles).run()


class _Checker:
    def __init__(self, file: TomlFile, titles: Titles | None) -> None:
        self._file = file
        self._titles = titles
        self._mistakes: list[tuple[Location, str]] = []
        self._checked = Checked()

    def run(self) -> Checked:
        sections = {section.name: section for section in SECTIONS}
        for name, value in self._file.table.items():
            if name in sections:
                self._section(sections[name], value)
            else:
                self._unknown((name,), list(sections))
        topics = [(TOPIC.name, *each) for each in enumerate(self._checked.topics)]
        feeds = [each for each in self._checked.sources if each[0] == FEED.name]
        self._unlike(feeds, "url")
        self._unlike(self._checked.sources, "name")
        self._unlike(topics, "name")
        self._mailboxes()
        self._accounts()
        self._known_feeds()
        self._known_groups()
        self._secrets()
        self._logins()
        self._topics_with_words()
        self._known_topics()
        ordered = sorted(self._mistakes, key=lambda each: (each[0].line, each[0].column))
        self._checked.mistakes = [
            masked(f"{self._file.name}:{place.line}:{place.column}: {text}")
            for place, text in ordered
        ]
        return self._checked

    def _section(self, section: Section, value: object) -> None:
        if section.shape is Shape.LIST:
            self._list(section, value)
        elif section.shape is Shape.NAMED:
            self._named(section, value)
        else:
            given = self._table(section.settings, section.name, value, (section.name,), Layer.FILE)
            self._checked.tables[section.name] = given

    def _list(self, section: Section, value: object) -> None:
        path = (section.name,)
        if not isinstance(value, list):
            self._wrong(path, f"write [[{section.name}]], with two brackets on each side")
            return
        target = {
            FEED.name: self._checked.feeds,
            MAILBOX.name: self._checked.mailboxes,
            ACCOUNT.name: self._checked.accounts,
            TOPIC.name: self._checked.topics,
        }[section.name]
        for index, each in enumerate(value):
            target.append(
                self._table(section.settings, section.name, each, (*path, index), Layer.FILE)
            )

    def _named(self, section: Section, value: object) -> None:
        if not isinstance(value, dict):
            self._wrong((section.name,), f"write [{section.name}.NAME]")
            return
        for name, each in value.items():
            path = (section.name, name)
            if not isinstance(each, dict):
                self._wrong(path, f"write [{section.name}.NAME] above it")
            elif section is SITE:
                self._site(name, each, path)
            elif section is GROUP:
                self._group(name, each, path)
            elif not name.isprintable() or not name.strip():
                self._wrong(path, "a profile needs a name that can be shown")
            else:
                self._checked.profiles[name] = self._table(
                    _PROFILE_SETTINGS, section.name, each, path, Layer.PROFILE
                )

    def _site(self, host: str, value: object, path: KeyPath) -> None:
        if not _HOST.fullmatch(host):
            self._wrong(path, f'must be a host such as [site."example.org"], not {shown(host)}')
        else:
            given = self._table(SITE.settings, SITE.name, value, path, Layer.FILE)
            self._checked.sites[host.lower().removeprefix("www.")] = given

    def _group(self, name: str, value: object, path: KeyPath) -> None:
        try:
            Groups().accept([name], self._file.folder)
        except InvalidValue as invalid:
            self._wrong(path, f"the name {invalid}")
            return
        self._checked.groups[name] = self._table(GROUP.settings, "group", value, path, Layer.FILE)

    def _table(
        self,
        settings: Sequence[Setting],
        section: str,
        value: object,
        path: KeyPath,
        layer: Layer,
    ) -> ValueMap:
        """The accepted values of one table, which may hold the `settings` of a section."""
        if not isinstance(value, dict):
            self._wrong(path, f"must be a table, not {shown(value)}")
            return {}
        known = {setting.key: setting for setting in settings}
        given = {}
        for key, each in value.items():
            if key not in known:
                self._unknown((*path, key), list(known))
                continue
            found = self._accept(known[key], each, (*path, key), layer)
            if found is not None:
                given[key] = found
        for setting in settings:
            if setting.default is Required.REQUIRED and setting.key not in value:
                self._wrong(path, f"this {section} has no {setting.key}")
        return given

    def _accept(
        self, setting: Setting, value: object, path: KeyPath, layer: Layer
    ) -> LocatedValue | None:
        try:
            accepted = setting.kind.accept(value, self._file.folder)
        except InvalidValue as invalid:
            for each in invalid.each if isinstance(invalid, InvalidValues) else [invalid]:
                self._invalid(setting.key, each, path)
            return None
        line = self._file.places.key(path).line
        return LocatedValue(accepted, Origin(layer, f"{self._file.name}:{line}"))

    def _invalid(self, key: str, invalid: InvalidValue, path: KeyPath) -> None:
        if invalid.index is None:
            self._wrong(path, f"{key} {invalid}")
        else:
            self._wrong((*path, invalid.index), f"{key}: {invalid}")

    def _unknown(self, path: KeyPath, known: list[str]) -> None:
        key = str(path[-1])
        hint = suggestion(key, known) or _belongs(key)
        self._mistakes.append((self._file.places.key(path), f"unknown key {quoted(key)}{hint}"))

    def _wrong(self, path: KeyPath, text: str) -> None:
        self._mistakes.append((self._file.places.value(path), text))

    def _unlike(self, tables: Iterable[tuple[str, int, ValueMap]], key: str) -> None:
        """Report tables of lists that share the value of a key."""
        seen: dict[str, KeyPath] = {}
        for section, index, given in tables:
            if key not in given:
                continue
            path: KeyPath = (section, index, key)
            earlier = seen.setdefault(identity(given[key].value), path)
            if earlier != path:
                line = self._file.places.value(earlier).line
                self._wrong(path, f"this {key} is that of the {earlier[0]} in line {line}")

    def _mailboxes(self) -> None:
        """Report folders that are read twice, missing passwords, and those sent unencrypted."""
        seen: dict[tuple[object, str], int] = {}
        for index, given in enumerate(self._checked.mailboxes):
            if "imap" not in given:
                continue
            path: KeyPath = (MAILBOX.name, index)
            folder = given["folder"].value if "folder" in given else MAILBOX.defaults["folder"]
            earlier = seen.setdefault((given["imap"].value, folder), index)
            if earlier != index:
                line = self._file.places.value((MAILBOX.name, earlier, "imap")).line
                self._wrong(path, f"this folder is read by the mailbox in line {line}")
            self._password(MAILBOX, index)
            server = given["imap"].value
            is_encrypted = server.implicit_tls or "starttls" not in given or given["starttls"].value
            if not is_encrypted and not _is_local(server.host):
                self._wrong(
                    (*path, "starttls"),
                    "the password would not be encrypted: false is for this machine and private "
                    "addresses",
                )

    def _accounts(self) -> None:
        """Report accounts that are read twice, missing passwords, and those sent unencrypted."""
        seen: dict[tuple[str, str], int] = {}
        for index, given in enumerate(self._checked.accounts):
            if "url" not in given or "user" not in given:
                continue
            path: KeyPath = (ACCOUNT.name, index)
            url, user = given["url"].value, given["user"].value
            earlier = seen.setdefault((identity(url.rstrip("/")), user), index)
            if earlier != index:
                line = self._file.places.value((ACCOUNT.name, earlier, "url")).line
                self._wrong(path, f"this account is that in line {line}")
            self._password(ACCOUNT, index)
            parts = urlsplit(url)
            if parts.query or parts.fragment or parts.username or parts.password:
                self._wrong((*path, "url"), "must end after the path, without user and password")
            if _is_exposed(url):
                self._wrong(
                    (*path, "url"),
                    "needs https: http is for this machine and its own network",
                )

    def _password(self, section: Section, index: int) -> None:
        """Report a table that does not say where its password is."""
        keys = _SECRETS[section.name]
        if not any(key in self._file.table[section.name][index] for key in keys):
            what = f"this {section.name} has no {keys[0]}, {keys[1]} or {keys[2]}"
            self._wrong((section.name, index), what)

    def _known_feeds(self) -> None:
        """Report profiles that name unknown feeds, or name a feed ambiguously."""
        feeds = [_names(given) for _, _, given in self._checked.sources]
        handles = FeedHandles(feeds, self._known_titles)
        for profile, given in self._checked.profiles.items():
            wanted = given["feeds"].value if "feeds" in given else ()
            listed = [
                each.strip() if isinstance(each, str) else each
                for each in self._file.table[PROFILE.name][profile].get("feeds", ())
            ]
            for handle in wanted:
                path: KeyPath = (PROFILE.name, profile, "feeds", listed.index(handle))
                found = handles.find(handle)
                if found.mistake:
                    self._wrong(path, found.mistake)
                if found.warning:
                    self._warn(path, found.warning)
                self._checked.chosen.setdefault(profile, set()).update(found.feeds)

    def _known_groups(self) -> None:
        """Warn about groups that no feed is in, as after the last one was removed."""
        sources = self._checked.sources
        own = (given["groups"].value for *_, given in sources if "groups" in given)
        groups = with_outer(group for each in own for group in each)
        for profile, given in self._checked.profiles.items():
            for index, group in enumerate(given["groups"].value if "groups" in given else ()):
                self._known_group(group, groups, (PROFILE.name, profile, "groups", index))
        interests = self._checked.tables.get(INTERESTS.name, {})
        for group in interests["groups"].value if "groups" in interests else ():
            self._known_group(group, groups, (INTERESTS.name, "groups", group))
        for group in self._checked.groups:
            self._known_group(group, groups, (GROUP.name, group))
        self._paused_labels(groups)

    def _paused_labels(self, groups: list[str]) -> None:
        """Warn about paused groups that can only be labels of accounts."""
        for group, given in self._checked.groups.items():
            is_paused = "paused" in given and given["paused"].value
            is_label = not any(is_within(each, group) for each in groups)
            if is_paused and is_label and self._checked.accounts:
                text = "paused does not apply to labels of an account; mute does"
                self._warn((GROUP.name, group, "paused"), text)

    def _known_group(self, group: str, groups: list[str], path: KeyPath) -> None:
        # The labels of an account are known only to its server.
        if not self._checked.accounts and not any(is_within(each, group) for each in groups):
            hint = suggestion(group, groups)
            self._warn(path, f"no feed is in the group {shown(group)}{hint}")

    def _warn(self, path: KeyPath, text: str) -> None:
        place = self._file.places.value(path)
        self._checked.warnings.append(
            masked(f"{self._file.name}:{place.line}:{place.column}: {text}")
        )

    def _known_titles(self) -> Mapping[str, str] | None:
        """The titles of the feeds, by URL; None without a look-up."""
        if self._titles is None:
            return None
        state = self._checked.tables.get(STATE.name, {}).get("path")
        urls = [given["url"].value for given in self._checked.feeds if "url" in given]
        return self._titles(state.value if state else None, urls)

    def _secrets(self) -> None:
        """Report tables that name two places for one secret."""
        for section, names in _SECRETS.items():
            tables = self._file.table.get(section)
            is_list = isinstance(tables, list)
            for key, table in _elements(tables) if is_list else [("", tables)]:
                if not isinstance(table, dict):
                    continue
                first, *others = [each for each in names if each in table] or [""]
                for other in others:
                    path = (section, key, other) if is_list else (section, other)
                    self._wrong(path, f"{first} stands there too; leave one of them out")

    def _logins(self) -> None:
        """Report header fields sent unencrypted over public networks."""
        for index, given in enumerate(self._checked.feeds):
            keys = [key for key in _SECRETS[FEED.name] if key in given]
            if keys and "url" in given and _is_exposed(given["url"].value):
                self._wrong(
                    ("feed", index, "url"),
                    f"{keys[0]} needs https: http is for this machine and its own network",
                )

    def _topics_with_words(self) -> None:
        """Report topics without words and phrases, which would always be empty."""
        for index, given in enumerate(self._checked.topics):
            if not any(key in given and given[key].value for key in ("words", "phrases")):
                written = self._file.table[TOPIC.name][index]
                # Invalid values have been reported already.
                if not isinstance(written, dict) or any(map(written.get, ("words", "phrases"))):
                    continue
                self._wrong((TOPIC.name, index), "this topic has no words and no phrases")

    def _known_topics(self) -> None:
        """Report filters that name a topic that is neither standard nor the user's own."""
        own = [given["name"].value for given in self._checked.topics if "name" in given]
        tables = self._file.table
        places: list[tuple[KeyPath, object]] = [((FILTERS.name,), tables.get(FILTERS.name))]
        for name in (FEED.name, MAILBOX.name, ACCOUNT.name, PROFILE.name):
            places += [((name, key), each) for key, each in _elements(tables.get(name))]
        self._interesting_topics([*TOPIC_NAMES, *own])
        for path, table in places:
            for key in ("keep", "drop"):
                listed = table.get(key) if isinstance(table, dict) else None
                for index, typed in enumerate(listed if isinstance(listed, list) else ()):
                    self._known_topic(typed, [*TOPIC_NAMES, *own], (*path, key, index))

    def _interesting_topics(self, topics: Sequence[str]) -> None:
        """Report interests in unknown topics."""
        interests = self._checked.tables.get(INTERESTS.name, {})
        known = {topic.casefold() for topic in topics}
        for name in interests["topics"].value if "topics" in interests else ():
            if name.casefold() not in known:
                hint = suggestion(name, list(topics))
                path = (INTERESTS.name, "topics", name)
                self._wrong(path, f"no topic has the name {shown(name)}{hint}")

    def _known_topic(self, typed: object, topics: Sequence[str], path: KeyPath) -> None:
        """Report an unknown topic in a filter; invalid filters have been reported already."""
        try:
            parsed = parse_filter(typed) if isinstance(typed, str) else None
        except UsageError:
            return
        try:
            check_topics(filter(None, [parsed]), topics)
        except UsageError as error:
            self._wrong(path, f"{path[-2]}: {error}")


def _elements(value: object) -> Iterable[tuple[str | int, object]]:
    """The keys or indexes of a table or list, with the values."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _is_exposed(url: str) -> bool:
    """Whether requests to a URL cross public networks unencrypted."""
    parts = urlsplit(url)
    return parts.scheme != "https" and not _is_local(parts.hostname or "")


def _is_local(host: str) -> bool:
    """Whether a host is this machine or has a private address, as the user wrote it."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"


def _names(given: ValueMap) -> dict[str, str]:
    """The address and the user's name of what is polled, as far as it has them."""
    names = {key: given[key].value for key in ("url", "name") if key in given}
    if "imap" in given:
        # It needs no title: the name that the program gives it otherwise is known.
        folder = given["folder"].value if "folder" in given else MAILBOX.defaults["folder"]
        names.setdefault("name", f"{folder} at {given['imap'].value.host}")
    if "user" in given and "url" in given:
        names.setdefault("name", f"{given['user'].value} at {urlsplit(names['url']).hostname}")
    return names


def _belongs(key: str) -> str:
    sections = [
        section.shape.value.format(section.name) for section in SECTIONS if section.setting(key)
    ]
    return f"; it belongs in {' or '.join(sections)}" if sections else ""
