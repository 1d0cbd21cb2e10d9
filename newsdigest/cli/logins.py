"""Logins of feeds, mailboxes and accounts, read from where the user keeps them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsdigest.config import AccountSettings, Config, FeedSettings, MailboxSettings
from newsdigest.errors import DeliveryError, SourceError

if TYPE_CHECKING:
    from newsdigest.sources.imap import MailServer
    from newsdigest.sources.network import SiteLogin
    from newsdigest.sources.reader_accounts import ReaderServer

# How often a mailbox may take as long as the longest answer before its session is cut.
_ANSWERS_IN_A_SESSION = 10


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


def server_reader(mailbox: MailboxSettings, seconds: float) -> Callable[[], MailServer]:
    """A function that reads a mailbox's password when it is needed."""
    return partial(read_server, mailbox, seconds)


def read_server(mailbox: MailboxSettings, seconds: float) -> MailServer:
    """The server with its password; SourceError if that cannot be read."""
    from newsdigest.sources.imap import MailServer

    imap = mailbox.imap
    return MailServer(
        imap.host,
        imap.port,
        imap.implicit_tls,
        mailbox.starttls,
        imap.user,
        _password(mailbox.password_command, mailbox.password_file, mailbox.password_env, seconds),
        answer_seconds=seconds,
        session_seconds=_ANSWERS_IN_A_SESSION * seconds,
    )


def reader_server(account: AccountSettings, seconds: float) -> ReaderServer:
    """The server of an account with its password; SourceError if that cannot be read."""
    from newsdigest.sources.reader_accounts import ReaderServer

    password = _password(
        account.password_command, account.password_file, account.password_env, seconds
    )
    return ReaderServer(account.server, account.user, password)


@cache
def _password(
    command: tuple[str, ...] | None, file: Path | None, variable: str | None, seconds: float
) -> str:
    """The password; a command shared by several mailboxes runs once."""
    from newsdigest.deliver.secrets import SecretPlace, read_secret

    place = SecretPlace("the password", command, file, variable)
    try:
        return read_secret(place, os.environ, seconds)[0]
    except DeliveryError as error:
        raise SourceError("login", str(error)) from error


@cache
def _lines(command: tuple[str, ...] | None, file: Path | None, seconds: float) -> tuple[str, ...]:
    """The header fields; a command shared by several feeds runs once."""
    from newsdigest.deliver.secrets import SecretPlace, read_secret

    place = SecretPlace("the headers", command, file, None)
    return tuple(read_secret(place, os.environ, seconds))


def login_mistakes(config: Config) -> Iterator[str]:
    """The problems with login files, with the lines that name them; no command is run."""
    for feed in config.feeds:
        place = feed.mailbox or feed.account
        if place and place.password_file and not place.password_command:
            try:
                _password(None, place.password_file, None, config.fetch.timeout)
            except SourceError as error:
                yield f"{feed.origins['password_file'].place}: {error}"
        if feed.headers_file is None:
            continue
        try:
            read_login(feed, config.fetch.timeout)
        except SourceError as error:
            yield f"{feed.origins['headers_file'].place}: {error}"


def login_warnings(config: Config) -> Iterator[str]:
    """One line for each login file that other users can read."""
    files = [feed.headers_file for feed in config.feeds]
    places = [feed.mailbox or feed.account for feed in config.feeds]
    files += [place.password_file for place in places if place]
    for path in dict.fromkeys(filter(None, files)):
        if path.is_file() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{path}: holds a login and can be read by others; chmod 600 it"
