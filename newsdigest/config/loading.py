"""The configuration of a run: defaults, file, profiles and environment, layered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsdigest.config.checking import Checked, LocatedValue, Titles, ValueMap, check
from newsdigest.config.paths import config_file, default_state_path
from newsdigest.config.reading import TomlFile, read_toml
from newsdigest.config.settings import (
    ACCOUNT,
    BOILERPLATE,
    DIGEST,
    EDITION,
    FEED,
    FETCH,
    FILTERS,
    GROUP,
    INTERESTS,
    MAIL,
    MAILBOX,
    NOTIFY,
    PROFILE,
    REWRITE,
    SITE,
    STATE,
    TOPIC,
    Section,
)
from newsdigest.config.values import (
    AccountSettings,
    BoilerplateSettings,
    Config,
    DigestSettings,
    EditionSettings,
    FeedSettings,
    FetchSettings,
    GroupSettings,
    InterestSettings,
    Layer,
    MailboxSettings,
    MailSettings,
    NotifySettings,
    Origin,
    Profile,
    RewriteSettings,
    SiteSettings,
    StateSettings,
    TopicSettings,
)
from newsdigest.config.variables import Variables, read_variables
from newsdigest.errors import ConfigError
from newsdigest.filters import Filters
from newsdigest.groups import folders_of, is_within
from newsdigest.masking import holds_secret, masked_name


def load_config(
    path: Path | None,
    environment: Mapping[str, str],
    titles: Callable[[Path, Sequence[str]], Mapping[str, str]] | None = None,
) -> Config:
    """The configuration from the file at `path` and the environment; by default the usual file.

    A missing usual file counts as empty. ConfigError lists all mistakes in both.
    `titles` looks up the titles of feeds in a state, for profiles that name feeds by them.
    """
    file = config_file(path, environment)
    variables = read_variables(environment)
    try:
        toml = read_toml(file)
    except ConfigError as error:
        raise ConfigError([*error.problems, *variables.mistakes]) from error
    checked = check(toml, _with_path(titles, variables) if titles else None)
    mistakes = [*checked.mistakes, *variables.mistakes]
    if mistakes:
        raise ConfigError(mistakes)
    return _Loading(file.path, toml, checked, variables).config()


def _with_path(
    titles: Callable[[Path, Sequence[str]], Mapping[str, str]], variables: Variables
) -> Titles:
    """The titles in the state that this run uses, whichever layer sets its path."""

    def look_up(path: Path | None, urls: Sequence[str]) -> Mapping[str, str]:
        given = variables.tables[STATE.name].get("path")
        state = given.value if given else path or default_state_path()
        return titles(state, urls) if state else {}

    return look_up


# The sections with a single table, except the one that each profile has too.
_SINGLE = (EDITION, FETCH, STATE, MAIL, NOTIFY, REWRITE, FILTERS, INTERESTS, BOILERPLATE)


_PASSWORD = {"password_command", "password_file", "password_env"}


class _Loading:
    """Assembles a configuration from checked parts."""

    def __init__(
        self, path: Path | None, toml: TomlFile, checked: Checked, variables: Variables
    ) -> None:
        self._path = path
        self._toml = toml
        self._checked = checked
        self._variables = variables

    def config(self) -> Config:
        single = {each.name: self._resolved(each) for each in _SINGLE}
        edition, fetch, state, mail, notify, rewrite, *others = single.values()
        filters, interests, boilerplate = others
        groups = self._checked.groups
        feeds = (
            *(_feed(given, fetch["full_text"], groups) for given in self._checked.feeds),
            *(_mailbox(given, groups) for given in self._checked.mailboxes),
            *(_account(given, fetch["full_text"], groups) for given in self._checked.accounts),
        )
        profiles = {"": self._profile("", {}, feeds)}
        for name, given in self._checked.profiles.items():
            profiles[name] = self._profile(name, given, feeds)
        return Config(
            path=self._path,
            edition=EditionSettings(**_fields(EDITION, edition)),
            fetch=FetchSettings(**_values(fetch)),
            state=StateSettings(**_values(state)),
            mail=MailSettings(**_fields(MAIL, mail)),
            notify=NotifySettings(**_values(notify)),
            rewrite=RewriteSettings(**_values(rewrite)),
            filters=Filters(**_values(filters)),
            interests=InterestSettings(**_values(interests)),
            boilerplate=BoilerplateSettings(**_values(boilerplate)),
            feeds=feeds,
            group_settings=tuple(_group(name, given) for name, given in groups.items()),
            sites=tuple(_site(host, given) for host, given in self._checked.sites.items()),
            topics=tuple(map(_topic, self._checked.topics)),
            profiles=profiles,
            origins={
                f"{name}.{key}": origin
                for name, given in single.items()
                for key, origin in _origins(given).items()
            },
            warnings=(
                *self._checked.warnings,
                *self._open_secrets(),
                *self._variables.warnings,
            ),
        )

    def _resolved(self, section: Section, profile: ValueMap | None = None) -> ValueMap:
        """The section, with each value from the highest layer that has it."""
        return {
            **_defaults(section),
            **self._checked.tables.get(section.name, {}),
            **(profile or {}),
            **self._variables.tables.get(section.name, {}),
        }

    def _profile(self, name: str, given: ValueMap, feeds: tuple[FeedSettings, ...]) -> Profile:
        all = {**_defaults(PROFILE), **self._resolved(DIGEST, given)}
        own = {key: all[key].value for key in PROFILE.defaults}
        return Profile(
            name=name,
            digest=DigestSettings(**{key: all[key].value for key in DIGEST.defaults}),
            new=own["new"],
            filters=Filters(own["keep"], own["drop"]),
            feeds=self._chosen(name, feeds, own["groups"]),
            groups=own["groups"],
            mail=own["mail"],
            notify=own["notify"],
            channels=own["channels"],
            skip_empty=own["skip_empty"],
            origins=_origins(all),
        )  # fmt: skip

    def _chosen(
        self, name: str, feeds: tuple[FeedSettings, ...], groups: Sequence[str]
    ) -> tuple[FeedSettings, ...]:
        """The feeds that a profile names and those in its groups; all if it names neither."""
        chosen = self._checked.chosen.get(name)
        if chosen is None and not groups:
            return feeds
        named = chosen or set()
        return tuple(
            feed if index in named else feed.limited_to(groups)
            for index, feed in enumerate(feeds)
            if index in named or any(feed.is_in(group) for group in groups)
        )

    def _open_secrets(self) -> list[str]:
        """A warning if other users can read a file with a secret in it."""
        tables = [*self._checked.feeds, self._checked.tables.get(FETCH.name, {})]
        urls = [given[key].value for given in tables for key in ("url", "proxy") if key in given]
        if self._toml.is_private or not any(map(holds_secret, urls)):
            return []
        name = self._toml.name
        return [f"{name}: holds a password or token and can be read by others; chmod 600 it"]


def _defaults(section: Section) -> dict[str, LocatedValue]:
    values = section.defaults
    if section is STATE:
        values["path"] = default_state_path()
    return {key: LocatedValue(value, Origin(Layer.DEFAULT)) for key, value in values.items()}


def _values(given: ValueMap) -> dict[str, Any]:
    return {key: found.value for key, found in given.items()}


def _fields(section: Section, given: ValueMap) -> dict[str, Any]:
    """The values by field name."""
    return {setting.field: given[setting.key].value for setting in section.settings}


def _origins(given: ValueMap) -> dict[str, Origin]:
    return {key: found.origin for key, found in given.items()}


def _feed(given: ValueMap, full_text: LocatedValue, groups: Mapping[str, ValueMap]) -> FeedSettings:
    defaults = {**_defaults(FEED), "full_text": full_text}
    all = {**defaults, **_with_groups(given, groups)}
    return FeedSettings(
        url=all["url"].value,
        name=masked_name(all["name"].value),
        groups=all["groups"].value,
        weight=all["weight"].value,
        limit=all["limit"].value,
        mute=all["mute"].value,
        paused=bool(all["paused"].value),
        filters=Filters(all["keep"].value, all["drop"].value),
        full_text=all["full_text"].value,
        headers_command=all["headers_command"].value,
        headers_file=all["headers_file"].value,
        mailbox=None,
        account=None,
        within=None,
        origins=_origins(all),
    )


def _mailbox(given: ValueMap, groups: Mapping[str, ValueMap]) -> FeedSettings:
    all = {**_defaults(MAILBOX), **_with_groups(given, groups)}
    own = {"imap", "folder", "from", "starttls"} | _PASSWORD
    settings = [setting for setting in MAILBOX.settings if setting.key in own]
    mailbox = MailboxSettings(**{each.field: all[each.key].value for each in settings})
    name = f"{mailbox.folder} at {mailbox.imap.host}"
    return _polled(all, name, mailbox)


def _account(
    given: ValueMap, full_text: LocatedValue, groups: Mapping[str, ValueMap]
) -> FeedSettings:
    defaults = {**_defaults(ACCOUNT), "full_text": full_text}
    all = {**defaults, **_with_groups(given, groups)}
    passwords = {key: all[key].value for key in _PASSWORD}
    server, user = all["url"].value.rstrip("/"), all["user"].value
    account = AccountSettings(server, user, all["mark_read"].value, **passwords)
    name = f"{account.user} at {urlsplit(account.server).hostname}"
    return _polled(all, name, account)


def _polled(all: ValueMap, name: str, source: MailboxSettings | AccountSettings) -> FeedSettings:
    """A source that is no feed of the web."""
    return FeedSettings(
        url=source.url,
        name=masked_name(all["name"].value) or name,
        groups=all["groups"].value,
        weight=all["weight"].value,
        limit=all["limit"].value,
        mute=all["mute"].value,
        paused=bool(all["paused"].value),
        filters=Filters(all["keep"].value, all["drop"].value),
        full_text=all["full_text"].value if "full_text" in all else False,
        headers_command=None,
        headers_file=None,
        mailbox=source if isinstance(source, MailboxSettings) else None,
        account=source if isinstance(source, AccountSettings) else None,
        within=None,
        origins=_origins(all),
    )


def _with_groups(given: ValueMap, groups: Mapping[str, ValueMap]) -> ValueMap:
    """The values of a feed, with those of its groups: the innermost first, of mutes the latest."""
    own = given["groups"].value if "groups" in given else ()
    around = [name for name in groups if any(is_within(each, name) for each in own)]
    layers = [given, *(groups[name] for name in sorted(around, key=_depth, reverse=True))]
    found = dict(given)
    for key in ("weight", "paused"):
        found.update((key, each[key]) for each in reversed(layers) if key in each)
    mutes = [each["mute"] for each in layers if "mute" in each]
    if mutes:
        found["mute"] = max(mutes, key=lambda each: each.value)
    return found


def _depth(group: str) -> int:
    return len(folders_of(group))


def _group(name: str, given: ValueMap) -> GroupSettings:
    all = {**_defaults(GROUP), **given}
    return GroupSettings(name, **_values(all), origins=_origins(all))


def _site(host: str, given: ValueMap) -> SiteSettings:
    all = {**_defaults(SITE), **given}
    return SiteSettings(host, **_values(all), origins=_origins(all))


def _topic(given: ValueMap) -> TopicSettings:
    all = {**_defaults(TOPIC), **given}
    return TopicSettings(**_values(all), origins=_origins(all))
