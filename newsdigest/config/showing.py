"""The configuration in effect, as TOML or JSON, with secrets masked."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsdigest.config.kinds import quoted
from newsdigest.config.plugin_kinds import ChannelSettings
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
    SITE,
    STATE,
    TOPIC,
    Setting,
)
from newsdigest.config.values import Config, FeedSettings, Origin, Profile
from newsdigest.filters import Filter
from newsdigest.masking import masked, masked_address
from newsdigest.valueclasses import replace, valueclass

__all__ = ["show_json", "show_toml"]

_PASSWORD = ("password_command", "password_file", "password_env")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@valueclass
class Row:
    """A setting in effect."""

    key: str
    # As TOML, without secrets; None if unset.
    literal: str | None
    origin: Origin


@valueclass
class Table:
    """A section in effect."""

    section: str
    header: str
    rows: tuple[Row, ...]
    # Of a profile.
    name: str | None = None


def show_toml(config: Config, *, profile: str | None = None, origins: bool = False) -> str:
    """The configuration as an equivalent file; unset settings are commented out."""
    tables = list(_tables(config, profile))
    return "\n".join(_toml(table, origins=origins) for table in tables)


def show_json(config: Config, *, profile: str | None = None, origins: bool = False) -> str:
    """One object by section; with `origins` each value is an object of `value` and `origin`."""
    shown: dict[str, Any] = {}
    for table in _tables(config, profile):
        rows = {row.key: _json(row, origins=origins) for row in table.rows}
        if table.name is not None:
            shown.setdefault(table.section, {})[table.name] = rows
        elif table.section in (FEED.name, MAILBOX.name, ACCOUNT.name, TOPIC.name):
            shown.setdefault(table.section, []).append(rows)
        else:
            shown[table.section] = rows
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _toml(table: Table, *, origins: bool) -> str:
    lines = [
        f"# {row.key} is unset" if row.literal is None else f"{row.key} = {row.literal}"
        for row in table.rows
    ]
    if origins:
        width = max(map(len, lines), default=0)
        notes = (row.origin for row in table.rows)
        lines = [f"{line:{width}}  # {origin}" for line, origin in zip(lines, notes, strict=True)]
    return "\n".join([table.header, *lines]) + "\n"


def _json(row: Row, *, origins: bool) -> Any:
    value = None if row.literal is None else tomllib.loads(f"value = {row.literal}")["value"]
    return {"value": value, "origin": str(row.origin)} if origins else value


def _tables(config: Config, name: str | None) -> Iterator[Table]:
    """All sections; for a requested profile, those that a run with it uses."""
    asked = config.profile(name)
    if not asked.name:
        rows = _rows(DIGEST.settings, config.digest, asked.origins)
        yield Table("digest", "[digest]", rows)
    for section, values in (
        (EDITION, config.edition),
        (FETCH, config.fetch),
        (STATE, config.state),
        (MAIL, config.mail),
        (NOTIFY, config.notify),
        (FILTERS, config.filters),
        (INTERESTS, config.interests),
        (BOILERPLATE, config.boilerplate),
    ):
        of_section = {
            setting.key: config.origins[f"{section.name}.{setting.key}"]
            for setting in section.settings
        }
        rows = _rows(section.settings, values, of_section)
        yield Table(section.name, f"[{section.name}]", rows)
    yield from map(_feed, asked.feeds)
    for group in config.group_settings:
        rows = _rows(GROUP.settings, group, group.origins)
        yield Table("group", f"[group.{quoted(group.name)}]", rows, group.name)
    named = [asked] if asked.name else [each for each in config.profiles.values() if each.name]
    yield from map(_profile, named)
    for topic in config.topics:
        yield Table("topic", "[[topic]]", _rows(TOPIC.settings, topic, topic.origins))
    for site in config.sites:
        rows = _rows(SITE.settings, site, site.origins)
        yield Table("site", f"[site.{quoted(site.host)}]", rows, site.host)


def _feed(feed: FeedSettings) -> Table:
    if feed.account is not None:
        values = {each.key: getattr(feed, each.field, None) for each in ACCOUNT.settings}
        values |= {key: getattr(feed.account, key) for key in ("user", "mark_read", *_PASSWORD)}
        values["url"] = feed.account.server
        rows = _rows(ACCOUNT.settings, _with_filters(values, feed), feed.origins)
        return Table("account", "[[account]]", rows)
    if feed.mailbox is not None:
        own = {
            setting.key: getattr(
                feed.mailbox if hasattr(feed.mailbox, setting.field) else feed, setting.field
            )
            for setting in MAILBOX.settings
            if setting.key not in ("keep", "drop")
        }
        rows = _rows(MAILBOX.settings, _with_filters(own, feed), feed.origins)
        return Table("mailbox", "[[mailbox]]", rows)
    own = {
        setting.key: getattr(feed, setting.field)
        for setting in FEED.settings
        if setting.key not in ("keep", "drop")
    }
    return Table("feed", "[[feed]]", _rows(FEED.settings, _with_filters(own, feed), feed.origins))


def _profile(profile: Profile) -> Table:
    given = profile.origins["feeds"].place != ""
    named = [each for each in profile.feeds if not any(map(each.is_in, profile.groups))]
    names = tuple(feed.name or feed.url for feed in named) if given else ()
    keys = ("groups", "new", "mail", "notify", "channels", "skip_empty")
    plain = {key: getattr(profile, key) for key in keys}
    own = _with_filters({**plain, "feeds": names}, profile)
    rows = (
        *_rows(DIGEST.settings, profile.digest, profile.origins),
        *_rows(PROFILE.settings, own, profile.origins),
    )
    key = profile.name if _BARE_KEY.fullmatch(profile.name) else quoted(profile.name)
    return Table("profile", f"[profile.{key}]", rows, profile.name)


def _with_filters(own: Mapping[str, Any], holder: FeedSettings | Profile) -> Mapping[str, Any]:
    return {**own, "keep": holder.filters.keep, "drop": holder.filters.drop}


def _rows(
    settings: Iterable[Setting], values: object, origins: Mapping[str, Origin]
) -> tuple[Row, ...]:
    return tuple(_row(setting, _value(values, setting), origins) for setting in settings)


def _value(values: object, setting: Setting) -> Any:
    if isinstance(values, Mapping):
        return values[setting.key]
    return getattr(values, setting.field)


def _row(setting: Setting, value: Any, origins: Mapping[str, Origin]) -> Row:
    literal = None if value is None else setting.kind.literal(_without_secrets(value))
    return Row(setting.key, literal, origins[setting.key])


def _without_secrets(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_without_secrets, value))
    if isinstance(value, ChannelSettings):
        shown = {key: _without_secrets(each) for key, each in value.settings.items()}
        return replace(value, settings=shown)
    if isinstance(value, Filter):
        return replace(value, typed=masked(value.typed))
    if not isinstance(value, str):
        return value
    return masked_address(value) if "://" in value else masked(value)
