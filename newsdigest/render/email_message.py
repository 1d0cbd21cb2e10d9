"""A message with a plain text and an HTML body and perhaps a file, safe against header injection.

It is pure ASCII, so no server needs 8BITMIME or SMTPUTF8, and lines are at most 78 characters
long where a header can be folded. Written by hand because Python's generator folds headers
differently from version to version, and the same digest must have the same bytes. RFC 5322, 2045,
2047, 2919, 3834 and 8058.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from quopri import encodestring

from newsdigest.errors import RenderError
from newsdigest.hashing import blake2b
from newsdigest.language import printable
from newsdigest.render.options import MailHeaders
from newsdigest.valueclasses import valueclass

LONGEST_SUBJECT = 200
# The local part is RFC 5322's dot-atom; it cannot begin like an option of a command.
_ADDRESS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9.-]{1,253}")
_UNSUBSCRIBE = re.compile(r"(?:https://|mailto:)[!#-;=?-~]{1,900}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+){0,9}")
_LONGEST_PLAIN = 66
_FROM = re.compile(rb"^From ", re.MULTILINE)


@valueclass
class MailContent:
    """The subject and the two bodies of a message."""

    # One printable line.
    subject: str
    text: str
    html: str
    # BCP 47.
    language: str
    date: datetime
    # Any text; the Message-ID is made of it.
    id: str


@valueclass
class Attachment:
    """A file that goes with a message."""

    # In ASCII letters, digits, "-" and ".".
    name: str
    media_type: str
    content: bytes


def message(letter: MailContent, headers: MailHeaders, attachment: Attachment | None = None) -> str:
    """The message with LF line endings. Raises RenderError for an invalid address."""
    name = blake2b(letter.id.encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()
    sender = _address(headers.sender)
    # No encoded line contains "=_".
    body = _alternatives(letter, f"=_{name}")
    if attachment:
        body = _mixed(body, attachment, f"=_m{name}")
    lines = [
        f"From: {_named(headers.sender_name, sender)}",
        *_recipients(headers.recipients),
        f"Subject: {_words(letter.subject, 'Subject')}",
        f"Date: {format_datetime(letter.date)}",
        f"Message-ID: <{name}@{sender.rpartition('@')[2]}>",
        f"List-Id: newsdigest <{sender.replace('@', '.')}>",
        *_unsubscribe(headers.unsubscribe),
        "Auto-Submitted: auto-generated",
        f"Content-Language: {letter.language}",
        "MIME-Version: 1.0",
        *body,
    ]
    return "\n".join(lines)


def _alternatives(letter: MailContent, boundary: str) -> list[str]:
    """The two bodies as one part."""
    return [
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "",
        f"--{boundary}",
        *_part("plain", letter.text),
        f"--{boundary}",
        *_part("html", letter.html),
        f"--{boundary}--",
        "",
    ]


def _mixed(body: list[str], attachment: Attachment, boundary: str) -> list[str]:
    """A part and a file as one part."""
    return [
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
        "",
        f"--{boundary}",
        *body,
        f"--{boundary}",
        f"Content-Type: {attachment.media_type}",
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{attachment.name}"',
        "",
        encodebytes(attachment.content).decode("ascii").rstrip("\n"),
        "",
        f"--{boundary}--",
        "",
    ]


def shortened(subject: str) -> str:
    """The subject as one printable line, cut at LONGEST_SUBJECT."""
    line = printable(subject)
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


def _address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise RenderError(f"not a mail address: {printable(address)!r}")
    return address


def _named(name: str, address: str) -> str:
    name = printable(name)
    if not name:
        return address
    return f"{name if _PLAIN_NAME.fullmatch(name) else _words(name, 'From')} <{address}>"


def _recipients(addresses: tuple[str, ...]) -> list[str]:
    together = ",\n ".join(map(_address, addresses))
    return [f"To: {together}"] if addresses else []


def _unsubscribe(target: str | None) -> list[str]:
    """The headers for unsubscribing; one-click (RFC 8058) only for an https URL."""
    if not target:
        return []
    if not _UNSUBSCRIBE.fullmatch(target):
        raise RenderError("list_unsubscribe is neither an https nor a mailto URL")
    one_click = ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
    return [f"List-Unsubscribe: <{target}>", *(one_click if target.startswith("https") else [])]


def _words(text: str, header: str) -> str:
    """The text, as encoded words if it is not plain ASCII."""
    if header == "Subject" and text.isascii() and "=?" not in text and len(text) <= _LONGEST_PLAIN:
        return text
    return Header(text, "utf-8", maxlinelen=76, header_name=header).encode()


def _part(subtype: str, text: str) -> list[str]:
    encoding, body = _encoded(text.encode("utf-8"))
    return [
        f"Content-Type: text/{subtype}; charset=utf-8",
        f"Content-Transfer-Encoding: {encoding}",
        "",
        body.decode("ascii").rstrip("\n"),
        "",
    ]


def _encoded(content: bytes) -> tuple[str, bytes]:
    """The transfer encoding and the content in it: lines of 76 at most, none beginning "From "."""
    quoted = _FROM.sub(b"=46rom=\n ", encodestring(content))
    # Quoting triples the size of non-Latin scripts; base64 of readable text looks like spam to
    # filters.
    if len(quoted) > 2 * len(content):
        return "base64", encodebytes(content)
    return "quoted-printable", quoted
