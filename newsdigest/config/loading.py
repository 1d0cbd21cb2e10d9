"""Defaults, file, profiles and environment laid over each other: the configuration of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsdigest.config.checking import Checked, Found, Given, check
from newsdigest.config.masking import holds_secret
from newsdigest.config.paths import config_file, default_state_path
from newsdigest.config.reading import TomlFile, read_toml
from newsdigest.config.settings import DIGEST, FETCH, FILTERS, PROFILE, STATE, TOPIC, Section
from newsdigest.config.values import (
    Config,
    DigestSettings,
    FeedSettings,
    FetchSettings,
    Layer,
    Origin,
    Profile,
    StateSettings,
    TopicSettings,
)
from newsdigest.config.variables import Variables, read_variables
from newsdigest.errors import ConfigError
from newsdigest.filters import Filters


def load_config(path: Path | None, environment: Mapping[str, str]) -> Config:
    """What the file at `path` and the environment say; the usual file where `path` is None.

    A usual file that is missing is an empty one. ConfigError tells every mistake of both.
    """
    file = config_file(path, environment)
    variables = read_variables(environment)
    try:
        toml = read_toml(file)
    except ConfigError as error:
        raise ConfigError([*error.problems, *variables.mistakes]) from error
    checked = check(toml)
    mistakes = [*checked.mistakes, *variables.mistakes]
    if mistakes:
        raise ConfigError(mistakes)
    return _Loading(file.path, toml, checked, variables).config()


class _Loading:
    """Puts a configuration together from parts that are without mistakes."""

    def __init__(
        self, path: Path | None, toml: TomlFile, checked: Checked, variables: Variables
    ) -> None:
        self._path = path
        self._toml = toml
        self._checked = checked
        self._variables = variables

    def config(self) -> Config:
        fetch, state, filters = map(self._resolved, (FETCH, STATE, FILTERS))
        fetched = FetchSettings(**_values(fetch))
        feeds = tuple(_feed(given, fetched) for given in self._checked.feeds)
        profiles = {"": self._profile("", {}, feeds)}
        for name, given in self._checked.profiles.items():
            profiles[name] = self._profile(name, given, feeds)
        return Config(
            path=self._path,
            fetch=fetched,
            state=StateSettings(**_values(state)),
            filters=Filters(**_values(filters)),
            feeds=feeds,
            topics=tuple(
                TopicSettings(**{**TOPIC.defaults, **_values(given)})
                for given in self._checked.topics
            ),
            profiles=profiles,
            origins={
                f"{section.name}.{key}": found.origin
                for section, given in ((FETCH, fetch), (STATE, state), (FILTERS, filters))
                for key, found in given.items()
            },
            warnings=(*self._open_secrets(feeds, fetched), *self._variables.warnings),
        )

    def _resolved(self, section: Section, profile: Given | None = None) -> Given:
        """The section, each value from the highest layer that has it."""
        return {
            **_defaults(section),
            **self._checked.tables.get(section.name, {}),
            **(profile or {}),
            **self._variables.tables.get(section.name, {}),
        }

    def _profile(self, name: str, given: Given, feeds: tuple[FeedSettings, ...]) -> Profile:
        all = {**_defaults(PROFILE), **self._resolved(DIGEST, given)}
        own = {key: all[key].value for key in PROFILE.defaults}
        return Profile(
            name=name,
            digest=DigestSettings(**{key: all[key].value for key in DIGEST.defaults}),
            new=own["new"],
            filters=Filters(own["keep"], own["drop"]),
            feeds=tuple(
                feed for feed in feeds
                if not own["feeds"] or {feed.name, feed.url} & set(own["feeds"])
            ),
            origins={key: found.origin for key, found in all.items()},
        )  # fmt: skip

    def _open_secrets(self, feeds: tuple[FeedSettings, ...], fetch: FetchSettings) -> list[str]:
        urls = [feed.url for feed in feeds] + [fetch.proxy or ""]
        if self._toml.is_private or not any(map(holds_secret, urls)):
            return []
        return [
            f"{self._toml.name}: holds a password or token and can be read by others; chmod 600 it"
        ]


def _defaults(section: Section) -> dict[str, Found]:
    values = section.defaults
    if section is STATE:
        values["path"] = default_state_path()
    return {key: Found(value, Origin(Layer.DEFAULT)) for key, value in values.items()}


def _values(given: Given) -> dict[str, Any]:
    return {key: found.value for key, found in given.items()}


def _feed(given: Given, fetch: FetchSettings) -> FeedSettings:
    values = _values(given)
    return FeedSettings(
        url=values["url"],
        name=values.get("name"),
        filters=Filters(values.get("keep", ()), values.get("drop", ())),
        full_text=values.get("full_text", fetch.full_text),
    )
