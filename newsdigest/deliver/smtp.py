"""Mail submission to a server: RFC 5321, encrypted by RFC 8314 or RFC 3207.

No mail and no password is sent before the connection is encrypted and the certificate verified,
unless the user switched that off, and then no password leaves this machine.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from ipaddress import ip_address

from newsdigest.deadlines import SocketDeadline
from newsdigest.deliver.output import reason
from newsdigest.language import printable
from newsdigest.masking import without_login
from newsdigest.valueclasses import valueclass

_LONGEST_REPLY = 200
# Reply codes from here on are permanent refusals (RFC 5321, section 4.2.1).
_FINAL = 500


@valueclass
class Envelope:
    """A message as sent, and its recipients."""

    sender: str
    recipients: tuple[str, ...]
    # ASCII, with lines that end in a line feed.
    message: bytes = field(repr=False)


@valueclass
class Refusal:
    """A recipient who did not get a mail, and why."""

    recipient: str
    reason: str
    # Whether the refusal is permanent.
    is_final: bool = False
    # Whether no server could be reached.
    is_outage: bool = False


@valueclass
class Login:
    user: str
    password: str = field(repr=False)


@valueclass
class Server:
    """A submission server, and how to connect to it."""

    host: str
    port: int
    implicit_tls: bool
    starttls: bool
    login: Login | None
    # Seconds in all, from connecting to the last reply.
    seconds: float


def is_loopback(host: str) -> bool:
    """Whether a host name is literally that of this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def send_by_smtp(envelope: Envelope, server: Server) -> tuple[Refusal, ...]:
    """Submit the message; returns the refused recipients, all of them if the last reply is lost."""
    try:
        with _connected(server) as client:
            refused = client.sendmail(
                envelope.sender, envelope.recipients, _on_the_wire(envelope.message)
            )
    except smtplib.SMTPRecipientsRefused as error:
        refused = error.recipients
        unasked = (421, b"the connection was ended before")
        refused = {each: refused.get(each, unasked) for each in envelope.recipients}
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        reply = (error.smtp_code, _bytes(error.smtp_error))
        refused = dict.fromkeys(envelope.recipients, reply)
    except _Unsent as error:
        return tuple(Refusal(each, str(error), is_outage=True) for each in envelope.recipients)
    return tuple(
        Refusal(each, _reply(code, text, server), code >= _FINAL)
        for each, (code, text) in refused.items()
    )


class _Unsent(Exception):  # noqa: N818
    """No usable connection; the text is the reason."""


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection for sending mail. Every error but the refusal of a mail is raised as _Unsent."""
    deadline = SocketDeadline(server.seconds)
    name = f"{server.host}:{server.port}"
    client: smtplib.SMTP | None = None
    try:
        client = _Client(server, deadline)
        _prepare(client, server)
        yield client
        # The mail is sent, whatever the server replies to QUIT.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            client.quit()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
        raise
    except ssl.SSLCertVerificationError as error:
        raise _Unsent(f"{name}: its certificate is not valid: {error.verify_message}") from error
    except ValueError:
        # A login with unsupported characters, or an invalid challenge. The error contains its
        # subject, which may be the password.
        raise _Unsent(f"{name}: cannot log in with this user and password") from None
    except (OSError, smtplib.SMTPException) as error:
        raise _Unsent(f"{name}: {_fault(error, server, deadline)}") from None
    finally:
        deadline.close()
        if client is not None:
            client.close()


def _prepare(client: smtplib.SMTP, server: Server) -> None:
    """Encrypt and log in."""
    client.ehlo_or_helo_if_needed()
    if server.starttls and not server.implicit_tls:
        if not client.has_extn("starttls"):
            raise smtplib.SMTPNotSupportedError("offers no STARTTLS, so nothing was sent")
        client.starttls(context=ssl.create_default_context())
        client.ehlo()
    if server.login:
        client.login(server.login.user, server.login.password)


class _Client(smtplib.SMTP):
    """A connection that is cut at its deadline, however slowly the server sends."""

    def __init__(self, server: Server, deadline: SocketDeadline) -> None:
        self._server = server
        self._deadline = deadline
        super().__init__(server.host, server.port, _own_name(), timeout=server.seconds)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        # The hook that smtplib's own SMTP_SSL overrides.
        connected = socket.create_connection((host, port), timeout)
        self._deadline.watch(connected)
        # From here on the deadline is enforced here: smtplib reports timeouts as lost connections.
        connected.settimeout(2 * timeout)
        if not self._server.implicit_tls:
            return connected
        return ssl.create_default_context().wrap_socket(connected, server_hostname=host)


def _own_name() -> str:
    """The host name sent in EHLO; asking the name service for it can take minutes."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _on_the_wire(message: bytes) -> bytes:
    return message.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _fault(error: Exception, server: Server, deadline: SocketDeadline) -> str:
    if deadline.is_over or isinstance(error, TimeoutError):
        return f"not done within {server.seconds:g} s"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the login is refused: {_reply(error.smtp_code, _bytes(error.smtp_error), server)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, _bytes(error.smtp_error), server)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the server closed the connection"
    return _masked(reason(error), server)


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


def _reply(code: int, text: bytes, server: Server) -> str:
    """`550 No such user here`."""
    return _masked(f"{code} {text.decode('utf-8', 'replace')}".strip(), server)


def _masked(text: str, server: Server) -> str:
    """A line from the server, without parts of the login that it may have repeated."""
    if server.login:
        text = without_login(text, server.login.user, server.login.password)
    line = printable(text)
    return line if len(line) <= _LONGEST_REPLY else f"{line[: _LONGEST_REPLY - 1]}…"
