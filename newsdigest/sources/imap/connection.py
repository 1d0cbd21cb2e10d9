"""A session with a mail server: encrypted, logged in, and bounded in time and bytes.

The server is the one that the user named, so it may be private; a session connects nowhere else.
Nothing is sent before the connection is encrypted and the certificate verified, unless the user
switched that off.
"""

from __future__ import annotations

import contextlib
import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from newsdigest.deadlines import SocketDeadline
from newsdigest.errors import SourceError
from newsdigest.language import printable
from newsdigest.masking import without_login
from newsdigest.sources.network.reasons import UnknownHostError, system_reason, tls_reason
from newsdigest.valueclasses import valueclass

# Bytes of the answer to one command, beyond the piece of a message that it asks for.
_MOST_BYTES = 4_000_000
_LONGEST_REPLY = 200
# How imaplib describes a connection that ended.
_CUT = ("EOF", "unterminated line")
# imaplib parses what servers say with the errors of its own lines of code.
_ERRORS = (imaplib.IMAP4.error, OSError, ValueError, LookupError, AttributeError, TypeError)


@valueclass
class MailServer:
    """A server, and how to log in to it."""

    host: str
    port: int
    implicit_tls: bool
    starttls: bool
    user: str
    password: str = field(repr=False)
    # Seconds to wait for each answer, and for the whole session.
    answer_seconds: float
    session_seconds: float


class Session:
    """An open session. Errors of the server and the network are raised as SourceError."""

    def __init__(self, client: _Client, server: MailServer, deadline: SocketDeadline) -> None:
        self._client = client
        self._server = server
        self._deadline = deadline

    def examine(self, folder: str) -> int:
        """Open a folder, already quoted, for reading alone; returns its number of messages."""
        with _wrapped(self._server, self._deadline):
            self._client.allow(_MOST_BYTES)
            status, found = self._client.select(folder, readonly=True)
            _check(status, found)
            return int(found[0] or 0)

    def untagged(self, name: str) -> bytes:
        """What the server said beside its last answer, such as UIDVALIDITY; empty if nothing."""
        _, found = self._client.response(name)
        last = found[-1] if found else None
        return last if isinstance(last, bytes) else b""

    def search(self, *criteria: str) -> list[int]:
        """The UIDs of the messages that meet all criteria, in ascending order."""
        with _wrapped(self._server, self._deadline):
            self._client.allow(_MOST_BYTES)
            status, found = self._client.uid("SEARCH", *criteria)
            _check(status, found)
            lines = [line for line in found if isinstance(line, bytes)]
            return sorted({int(word) for word in b" ".join(lines).split()})

    def fetch(self, numbers: str, items: str, most_bytes: int, *, by_uid: bool = True) -> list[Any]:
        """The answer as imaplib gives it; `most_bytes` are those of the literals in it."""
        with _wrapped(self._server, self._deadline):
            self._client.allow(most_bytes + _MOST_BYTES)
            self._client.response("FETCH")  # what the server said of other messages meanwhile
            if by_uid:
                status, found = self._client.uid("FETCH", numbers, items)
            else:
                status, found = self._client.fetch(numbers, items)
            _check(status, found)
            return found


@contextmanager
def open_session(server: MailServer) -> Iterator[Session]:
    """A session for the block. SourceError if it cannot be opened."""
    deadline = SocketDeadline(server.session_seconds)
    client: _Client | None = None
    try:
        with _wrapped(server, deadline):
            client = _Client(server, deadline)
            _prepare(client, server)
        yield Session(client, server, deadline)
        with contextlib.suppress(*_ERRORS):
            client.logout()
    finally:
        deadline.close()
        if client is not None:
            with contextlib.suppress(OSError):
                client.shutdown()


@contextmanager
def _wrapped(server: MailServer, deadline: SocketDeadline) -> Iterator[None]:
    """Raise errors of imaplib and the network in the block as SourceError."""
    try:
        yield
    except _ERRORS as error:
        raise _source_error(error, server, deadline) from None


class Refused(Exception):  # noqa: N818
    """The server answered NO: the command cannot be done, but the session goes on."""


class _LoginRefused(ValueError):  # noqa: N818
    """The text is the server's."""


class _Client(imaplib.IMAP4):
    """A connection that is cut at its deadline and after the bytes allowed for each command."""

    def __init__(self, server: MailServer, deadline: SocketDeadline) -> None:
        self._server = server
        self._deadline = deadline
        self._allowed = _MOST_BYTES
        super().__init__(server.host, server.port, server.answer_seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        # The hook that imaplib's own IMAP4_SSL overrides.
        address = (self._server.host, self._server.port)
        connected = socket.create_connection(address, timeout)
        self._deadline.watch(connected)
        if not self._server.implicit_tls:
            return connected
        context = ssl.create_default_context()
        return context.wrap_socket(connected, server_hostname=self._server.host)

    def allow(self, count: int) -> None:
        """Set the bytes of the next answers."""
        self._allowed = count

    def read(self, size: int) -> bytes:
        self._spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._spend(len(line))
        return line

    def _spend(self, count: int) -> None:
        self._allowed -= count
        if self._allowed < 0:
            raise self.abort("the answer is longer than what was asked for")


def _prepare(client: _Client, server: MailServer) -> None:
    """Encrypt and log in."""
    if server.starttls and not server.implicit_tls:
        if "STARTTLS" not in client.capabilities:
            raise client.abort("offers no STARTTLS, so nothing was sent")
        client.starttls(ssl.create_default_context())
    client.allow(_MOST_BYTES)
    if client.state == "AUTH":  # a server that knows the user by the connection
        return
    if "AUTH=PLAIN" not in client.capabilities and "LOGINDISABLED" in client.capabilities:
        raise client.abort("accepts no password over this connection")
    try:
        _log_in(client, server)
    except client.abort:
        raise
    except client.error as error:
        raise _LoginRefused(str(error)) from None


def _log_in(client: _Client, server: MailServer) -> None:
    if "AUTH=PLAIN" in client.capabilities:
        answer = f"\0{server.user}\0{server.password}".encode()
        client.authenticate("PLAIN", lambda _: answer)
    else:
        client.login(_quoted(server.user), server.password)


def _quoted(user: str) -> str:
    """The user as a quoted string; imaplib quotes the password, but not the user."""
    escaped = user.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _check(status: str, found: list[Any]) -> None:
    if status != "OK":
        said = found[-1] if found and isinstance(found[-1], bytes) else b""
        raise Refused(said.decode("utf-8", "replace"))


def _source_error(error: Exception, server: MailServer, deadline: SocketDeadline) -> SourceError:
    if isinstance(error, socket.gaierror):
        return UnknownHostError.named(server.host)
    if refusal := tls_reason(error):
        return SourceError("tls", refusal)
    if deadline.is_over:
        return SourceError("timeout", f"not done within {server.session_seconds:g} s")
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return SourceError("timeout", f"no answer within {server.answer_seconds:g} s")
    if isinstance(error, _LoginRefused):
        return SourceError("login", f"the login is refused: {shown(str(error), server)}")
    if any(sign in str(error) for sign in _CUT):
        return SourceError("network", "the server closed the connection")
    if isinstance(error, OSError):
        return SourceError("network", system_reason(error) or shown(str(error), server))
    return SourceError("mail-server", shown(str(error) or "an answer without sense", server))


def shown(text: str, server: MailServer) -> str:
    """What a server said, on one line and without the login."""
    line = printable(" ".join(without_login(text, server.user, server.password).split()))
    return line if len(line) <= _LONGEST_REPLY else f"{line[: _LONGEST_REPLY - 1]}…"
