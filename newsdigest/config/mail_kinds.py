"""The kinds of values for mail settings: addresses, servers, commands, subjects."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from newsdigest.config.kinds import (
    InvalidValue,
    InvalidValues,
    StringKind,
    Text,
    Texts,
    accept_each,
    as_list,
    as_text,
    quoted,
    shown,
)
from newsdigest.errors import UsageError
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

# The placeholders of subjects, equal to those of render, as a test checks.
SUBJECT_FIELDS = ("title", "date", "stories", "headline")
_FIELD = pattern(r"\{([^{}]*)\}|[{}]")
# The first character keeps an address from being an option of a command.
_LOCAL = pattern(r"[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}")
_DOMAIN = pattern(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_MAILBOX = pattern(r"(?P<name>[^<>]{0,200})<(?P<address>[^<>]{1,320})>")
_UNSUBSCRIBE = pattern(r"(?:https://|mailto:)[!#-;=?-~]{1,900}")
_VARIABLE = pattern(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
# Ports of RFC 8314, RFC 6409 and RFC 3501.
_SMTP_PORTS = {"smtps": 465, "smtp": 587}
_IMAP_PORTS = {"imaps": 993, "imap": 143}
_SENDER = pattern(r"[^\s@<>\"(),:;]{0,64}@[A-Za-z0-9.-]{1,253}")


@valueclass
class Mailbox:
    """An ASCII mail address, with a display name or ""."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@valueclass
class SmtpServer:
    """A submission server, with TLS from the start or by STARTTLS."""

    host: str
    port: int
    # None if the server requires no login.
    user: str | None
    implicit_tls: bool

    def __str__(self) -> str:
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'smtps' if self.implicit_tls else 'smtp'}://{user}{host}:{self.port}"


@valueclass
class ImapServer:
    """A server of mailboxes, with TLS from the start or by STARTTLS."""

    host: str
    port: int
    user: str
    implicit_tls: bool

    def __str__(self) -> str:
        return f"{self.scheme}://{quote(self.user, safe='')}@{self.place}"

    @property
    def scheme(self) -> str:
        return "imaps" if self.implicit_tls else "imap"

    @property
    def place(self) -> str:
        """Host and port, the latter unless it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _IMAP_PORTS[self.scheme] else f"{host}:{self.port}"


@valueclass
class MailTo:
    """Whether a profile's digest is mailed, to whom, and with which subject."""

    is_wanted: bool
    # Empty for those of [mail].
    to: tuple[Mailbox, ...] = ()
    # None for that of [mail].
    subject: str | None = None


NO_MAIL = MailTo(is_wanted=False)


def parse_mailbox(text: str) -> Mailbox:
    """`me@example.org` or `The News <news@example.org>`; InvalidValue if it is malformed."""
    match = _MAILBOX.fullmatch(text.strip())
    name = match["name"].strip().strip('"') if match else ""
    local, _, domain = (match["address"] if match else text).strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise InvalidValue(f"must be a mail address, not {shown(text)}") from error
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise InvalidValue(f"must be a mail address in plain ASCII, not {shown(text)}")
    return Mailbox(f"{local}@{domain}", name)


def parse_address(text: str) -> Mailbox:
    """An address from the command line; UsageError if it is invalid."""
    try:
        return Address().accept(text, Path())
    except InvalidValue as invalid:
        raise UsageError(f"{shown(text)} {invalid}") from None


class Address(StringKind):
    """One address, optionally with a display name."""

    def accept(self, value: object, folder: Path) -> Mailbox:
        return parse_mailbox(Text().accept(value, folder))


class Addresses:
    """Addresses as a list, or as one text separated by commas."""

    def accept(self, value: object, folder: Path) -> tuple[Mailbox, ...]:
        listed = value.split(",") if isinstance(value, str) else value
        texts = Texts().accept(listed, folder)
        try:
            mailboxes = accept_each(texts, parse_mailbox)
        except InvalidValues as invalid:
            if isinstance(value, list):
                raise
            raise InvalidValue(str(invalid)) from None
        return tuple({mailbox.address: mailbox for mailbox in mailboxes}.values())

    def from_text(self, text: str) -> object:
        return text

    def literal(self, value: Any) -> str:
        return f"[{', '.join(quoted(str(each)) for each in value)}]"


class SmtpUrl(StringKind):
    """`smtps://user@host` or `smtp://user@host:port`, without a password."""

    def accept(self, value: object, folder: Path) -> SmtpServer:
        found = _server(value, folder, _SMTP_PORTS)
        return SmtpServer(found.host, found.port, found.user, found.scheme == "smtps")


class ImapUrl(StringKind):
    """`imaps://user@host` or `imap://user@host:port`, without a password and a folder."""

    def accept(self, value: object, folder: Path) -> ImapServer:
        found = _server(value, folder, _IMAP_PORTS)
        if not found.user:
            raise InvalidValue('must name the user: "imaps://me@mail.example.org"')
        return ImapServer(found.host, found.port, found.user, found.scheme == "imaps")


@valueclass
class _Server:
    """The parts of a mail server's URL."""

    scheme: str
    host: str
    port: int
    user: str | None


def _server(value: object, folder: Path, ports: Mapping[str, int]) -> _Server:
    """The server of a URL with one of these schemes; messages never repeat it."""
    text = Text(ascii=True).accept(value, folder)
    secure, plain = ports
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        reason = f"must be an {secure} or {plain} URL: the host or port is invalid"
        raise InvalidValue(reason) from error
    if parts.scheme not in ports or not host or port == 0:
        raise InvalidValue(f'must be a URL such as "{secure}://me@mail.example.org"')
    if parts.password is not None:
        raise InvalidValue("must not hold the password: password_command, _file or _env gives it")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise InvalidValue("must end after host and port")
    user = unquote(parts.username) if parts.username else None
    if user is not None and not user.isprintable():
        raise InvalidValue("has an invalid user name")
    return _Server(parts.scheme, host, port or ports[parts.scheme], user)


class Senders(Texts):
    """A list of addresses, and of domains as "@example.org"."""

    def accept(self, value: object, folder: Path) -> tuple[str, ...]:
        def accept_one(sender: str) -> None:
            if not _SENDER.fullmatch(sender):
                raise InvalidValue(f'must be an address or "@example.org", not {shown(sender)}')

        senders = Texts.accept(self, value, folder)
        accept_each(senders, accept_one)
        return senders


class Command:
    """A program and its arguments: a list, or a text that is split like a shell command."""

    def accept(self, value: object, folder: Path) -> tuple[str, ...]:
        if isinstance(value, str):
            words = self._split(Text().accept(value, folder))
        else:
            words = tuple(Text().accept(each, folder) for each in as_list(value))
        if not words:
            raise InvalidValue("must name a program")
        if words[0].startswith("~"):
            words = (str(Path(words[0]).expanduser()), *words[1:])
        return words

    def from_text(self, text: str) -> object:
        return text

    def literal(self, value: Any) -> str:
        return f"[{', '.join(map(quoted, value))}]"

    def _split(self, text: str) -> tuple[str, ...]:
        try:
            return tuple(shlex.split(text))
        except ValueError as error:
            raise InvalidValue(f"must be a command: {str(error).lower()}") from error


class VariableName(StringKind):
    """The name of an environment variable."""

    def accept(self, value: object, folder: Path) -> str:
        text = as_text(value, "the name of a variable")
        if not _VARIABLE.fullmatch(text):
            raise InvalidValue("must be the name of an environment variable, not its value")
        return text


class Subject(StringKind):
    """A line of text with placeholders in braces."""

    def accept(self, value: object, folder: Path) -> str:
        text = Text().accept(value, folder)
        for match in _FIELD.finditer(text):
            if match[1] not in SUBJECT_FIELDS:
                known = ", ".join(f"{{{name}}}" for name in SUBJECT_FIELDS)
                raise InvalidValue(f"may have {known} in it, not {shown(match[0])}")
        return text


class UnsubscribeUrl(StringKind):
    """The address or URL for unsubscribing, which mail programs offer."""

    def accept(self, value: object, folder: Path) -> str:
        text = as_text(value, "a URL")
        if not _UNSUBSCRIBE.fullmatch(text):
            raise InvalidValue("must be an https or mailto URL in plain ASCII")
        return text


class MailChoice:
    """true, false, or a table of `to` and `subject`."""

    def accept(self, value: object, folder: Path) -> MailTo:
        if isinstance(value, bool):
            return MailTo(is_wanted=value)
        if not isinstance(value, dict) or not value.keys() <= {"to", "subject"}:
            raise InvalidValue('must be true, false or a table such as { to = ["me@example.org"] }')
        subject = value.get("subject")
        return MailTo(
            is_wanted=True,
            to=Addresses().accept(value.get("to", []), folder),
            subject=None if subject is None else Subject().accept(subject, folder),
        )

    def from_text(self, text: str) -> object:
        return text

    def literal(self, value: Any) -> str:
        pairs = []
        if value.to:
            pairs.append(f"to = {Addresses().literal(value.to)}")
        if value.subject is not None:
            pairs.append(f"subject = {quoted(value.subject)}")
        return f"{{ {', '.join(pairs)} }}" if pairs else str(value.is_wanted).lower()
