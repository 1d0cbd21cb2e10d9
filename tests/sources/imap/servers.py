"""The servers of mailboxes that tests run against: one of our own, and Dovecot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol

import pytest

from newsdigest.sources.imap import MailServer
from tests.daily.feeds import Item
from tests.sources.imap.dovecot import PROGRAM, dovecot
from tests.sources.imap.imap_server import PASSWORD, USER, ImapServer

KINDS = [
    "own",
    pytest.param(
        "dovecot", marks=pytest.mark.skipif(PROGRAM is None, reason="Dovecot is not installed")
    ),
]


class MailboxServer(Protocol):
    @property
    def url(self) -> str: ...

    @property
    def port(self) -> int: ...

    implicit_tls: bool

    def put(self, content: bytes, folder: str = ..., arrived: date | None = ...) -> object: ...

    def renumber(self, folder: str = ...) -> None: ...

    def flags(self, folder: str = ...) -> list[set[str]]: ...


@contextmanager
def serving(kind: str, *, implicit_tls: bool = False) -> Iterator[MailboxServer]:
    if kind == "dovecot":
        with dovecot(implicit_tls=implicit_tls) as real:
            yield real
    else:
        with ImapServer(implicit_tls=implicit_tls) as own:
            yield own


def login(server: MailboxServer, password: str = PASSWORD, seconds: float = 10.0) -> MailServer:
    return MailServer(
        "127.0.0.1", server.port, server.implicit_tls, True, USER, password, seconds, 3 * seconds
    )  # fmt: skip


def letter(
    item: Item,
    sender: str = "The Marlow Letter <news@letters.example>",
    published: datetime | None = None,
    id: str | None = None,
) -> bytes:
    """A newsletter with one story, as HTML and as text."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = id or f"<{item.guid}@letters.example>"
    message["Date"] = format_datetime(published or item.published)
    message["From"] = sender
    message["To"] = USER
    message["Subject"] = item.title
    message.set_content(item.text)
    message.add_alternative(f"<html><body><p>{item.text}</p></body></html>", subtype="html")
    return message.as_bytes()
