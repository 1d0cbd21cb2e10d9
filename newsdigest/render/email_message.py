"""A message of a text and a page: headers that cannot be broken out of, bodies in short lines.

Everything in it is ASCII, so that no server on its way has to know 8BITMIME or SMTPUTF8, and no
line is longer than 78 characters where a header can be broken at all. Written out by hand: what
Python's own generator makes of a header differs between its versions, and the same digest must be
the same bytes. RFC 5322, 2045, 2047, 2919, 3834 and 8058.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import blake2b
from quopri import encodestring

from newsdigest.errors import RenderError
from newsdigest.language import printable
from newsdigest.render.options import MailHeaders

LONGEST_SUBJECT = 200
# Left of the @ RFC 5322's dot-atom without what a command could take for an option.
_ADDRESS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9.-]{1,253}")
_UNSUBSCRIBE = re.compile(r"(?:https://|mailto:)[!#-;=?-~]{1,900}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+){0,9}")
_LONGEST_PLAIN = 66
_FROM = re.compile(rb"^From ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MailContent:
    """What a message says, twice."""

    # One printable line.
    subject: str
    text: str
    html: str
    # BCP 47.
    language: str
    date: datetime
    # The same for the same content; any text.
    id: str


def message(letter: MailContent, headers: MailHeaders) -> str:
    """The message with lines that end in a line feed. RenderError for an address that is none."""
    name = blake2b(letter.id.encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()
    sender = _address(headers.sender)
    # No encoded line holds "=_".
    boundary = f"=_{name}"
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
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "",
        f"--{boundary}",
        *_part("plain", letter.text),
        f"--{boundary}",
        *_part("html", letter.html),
        f"--{boundary}--",
        "",
    ]
    return "\n".join(lines)


def shortened(subject: str) -> str:
    """A subject as one printable line that is not too long."""
    line = printable(subject)
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


def _address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise RenderError(f"no mail address: {printable(address)!r}")
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
    """How to be taken off the list; by one click only where a server takes it (RFC 8058)."""
    if not target:
        return []
    if not _UNSUBSCRIBE.fullmatch(target):
        raise RenderError("list_unsubscribe is neither an https nor a mailto URL")
    one_click = ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
    return [f"List-Unsubscribe: <{target}>", *(one_click if target.startswith("https") else [])]


def _words(text: str, header: str) -> str:
    """The text as it is, or as encoded words where it would be read as something else."""
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
    """In lines of 76 at most, none of them "." alone or beginning with "From "."""
    quoted = _FROM.sub(b"=46rom=\n ", encodestring(content))
    # Scripts other than the Latin one triple in size where they are quoted; base64 of what could be
    # read as it is looks like spam to filters.
    if len(quoted) > 2 * len(content):
        return "base64", encodebytes(content)
    return "quoted-printable", quoted
