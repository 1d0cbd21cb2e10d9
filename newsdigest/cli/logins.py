"""Logins of feeds: header fields from a configured file or command."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsdigest.config import Config, FeedSettings
from newsdigest.errors import DeliveryError, SourceError

if TYPE_CHECKING:
    from newsdigest.sources.network import SiteLogin


def login_reader(feed: FeedSettings, seconds: float) -> Callable[[], SiteLogin] | None:
    """A function that reads a feed's login when it is needed; None without a login."""
    if feed.headers_command is None and feed.headers_file is None:
        return None
    return partial(read_login, feed, seconds)


def read_login(feed: FeedSettings, seconds: float) -> SiteLogin:
    """The login of a feed that has one; SourceError if it cannot be read or is malformed."""
    from newsdigest.sources.network import parse_login

    try:
        lines = _lines(feed.headers_command, feed.headers_file, seconds)
    except DeliveryError as error:
        raise SourceError("login", str(error)) from error
    return parse_login(lines, feed.url)


@cache
def _lines(command: tuple[str, ...] | None, file: Path | None, seconds: float) -> tuple[str, ...]:
    """The header fields; a command shared by several feeds runs once."""
    from newsdigest.deliver.secrets import SecretPlace, read_secret

    place = SecretPlace("the headers", command, file, None)
    return tuple(read_secret(place, os.environ, seconds))


def login_mistakes(config: Config) -> Iterator[str]:
    """The problems with login files, with the lines that name them; no command is run."""
    for feed in config.feeds:
        if feed.headers_file is None:
            continue
        try:
            read_login(feed, config.fetch.timeout)
        except SourceError as error:
            yield f"{feed.origins['headers_file'].place}: {error}"


def login_warnings(config: Config) -> Iterator[str]:
    """One line for each login file that other users can read."""
    for path in dict.fromkeys(filter(None, (feed.headers_file for feed in config.feeds))):
        if path.is_file() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{path}: holds a login and can be read by others; chmod 600 it"
