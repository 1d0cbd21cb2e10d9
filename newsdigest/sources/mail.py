"""Newsletters: messages (.eml) and mailboxes (mbox) to Documents.

The standard library's modern policy parses headers on access and raises on malformed ones from
spammers and old programs (cpython issues 100884, 95087, 123742). Headers are therefore read with
the compatible policy and decoded here, which never raises.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator, Sequence
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from itertools import islice

from newsdigest.errors import SourceError
from newsdigest.extract.decoding import decode
from newsdigest.model import Document, Hints
from newsdigest.sources.feeds import plain, read_date, web_url
from newsdigest.sources.list_digests import Posting, postings
from newsdigest.valueclasses import replace, valueclass

__all__ = ["read_envelope", "read_mail", "read_mbox"]

# Messages read from one mailbox; the last ones are the newest.
MAX_MESSAGES = 1_000
# Parts examined in one message; real messages have about ten.
_MAX_PARTS = 200
_MAX_HEADER = 2_000
# "Ann Lee via Harbour news": how lists rewrite senders whose domains forbid relaying (DMARC).
_SENT_FOR = re.compile(r"(\S.{1,60}) (via|from|at|von|de) (\S.{1,60})")
_TAG = re.compile(r"((?:[^\W\d_]{1,6}(?:\[\d{1,2}\])? ?[:：] ?){0,3})\[([^\[\]]{2,60})\] ?")
_WORD = re.compile(r"[^\w]+")
_LEAST_LOCAL = 4
# This many attached messages are separate items; a single one is a forwarded message.
_LEAST_TOGETHER = 2
# An HTML part with less text than this is empty or says "your program cannot show HTML".
_LEAST_TEXT = 20
# An HTML part with less than this share of the plain part's text shows it as a picture.
_LEAST_SHARE = 0.3
_MAX_MEASURED = 500_000
_LINK = re.compile(r"https?://\S{1,2000}")
# The sender and time before a message's first header; a sentence may begin with "From" too.
_FROM_LINE = re.compile(
    rb"(?:\A|(?<=\n))From \S{1,200} [^\r\n]{0,40}\d{1,2}:\d{2}[^\r\n]{0,40}\r?\n"
    rb"(?=[!-9;-~]{1,80}:)"
)
_QUOTED_FROM = re.compile(rb"^>(>{0,20}From )", re.MULTILINE)
_LIST_ID = re.compile(r"<[^<>]{0,300}>\s{0,9}$")
_ADDRESS = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_ENCODED = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]{0,1000})\?=")
_ENCODED_RUN = re.compile(rf"{_ENCODED.pattern}(?:\s{{0,9}}{_ENCODED.pattern})*")
_BREAK = re.compile(r"\r?\n[ \t]{1,100}")


def read_mail(content: bytes, *, origin: str, as_of: datetime) -> list[Document]:
    """The HTML of a message, else its plain text, with its envelope as hints.

    The source is the name of the sender or the mailing list. Attachments are ignored, but the
    messages of a digest and attached messages are documents of their own with numbered origins:
    "list.eml#2". Raises SourceError: "no-text" if there is nothing to read, "broken-mail" or
    "too-complex" if the message cannot be parsed.
    """
    try:
        message = message_from_bytes(content, policy=compat32)
        bodies = _bodies(message)
    except (MessageError, ValueError, LookupError, AttributeError) as error:
        raise SourceError("broken-mail", "a message that cannot be parsed") from error
    except RecursionError as error:
        raise SourceError("too-complex", "a message nested too deeply") from error
    if len(bodies) == 1:
        posted = postings(bodies[0].text) if bodies[0].kind == "text/plain" else []
        documents = [_posted(each, _hints(message, as_of), as_of) for each in posted]
    else:
        documents = [_document(body, as_of) for body in bodies]
    if not documents:
        return [replace(_document(bodies[0], as_of), origin=origin)]
    return [
        replace(document, origin=f"{origin}#{number}")
        for number, document in enumerate(documents, 1)
    ]


def read_envelope(content: bytes, *, as_of: datetime) -> Hints:
    """What the headers of a message say. Raises SourceError if they cannot be parsed."""
    try:
        return _hints(message_from_bytes(content, policy=compat32), as_of)
    except (MessageError, ValueError, LookupError, AttributeError, RecursionError) as error:
        raise SourceError("broken-mail", "a message that cannot be parsed") from error


def _document(body: _Body, as_of: datetime) -> Document:
    return Document(
        content=body.text.encode("utf-8", "replace"),
        origin="",
        url=_archived_at(body.letter),
        media_type=body.kind,
        charset="utf-8",
        hints=_hints(body.letter, as_of),
        is_letter=True,
    )


def _posted(posting: Posting, digest: Hints, as_of: datetime) -> Document:
    """A message of a list's digest: the list is its source, the message's sender its author."""
    name, _ = parseaddr(posting.fields["From"])
    hints = replace(
        digest,
        title=_without_tag(posting.fields["Subject"], (digest.source or "",)),
        authors=(name,) if name and "@" not in name else (),
        published=read_date(posting.fields["Date"], as_of=as_of) or digest.published,
    )
    return Document(
        content=posting.text.encode("utf-8", "replace"),
        origin="",
        media_type="text/plain",
        charset="utf-8",
        hints=hints,
        is_letter=True,
    )


def read_mbox(content: bytes, *, origin: str, as_of: datetime) -> Iterator[Document | SourceError]:
    """The last `MAX_MESSAGES` messages of a mailbox; a message that fails yields a SourceError.

    The origin of each has its position in the mailbox: "news.mbox#3".
    """
    messages = _split(content)
    if len(messages) > MAX_MESSAGES:
        yield SourceError("too-many", f"only the last {MAX_MESSAGES:,} messages were read")
    for number, message in list(enumerate(messages, 1))[-MAX_MESSAGES:]:
        try:
            yield from read_mail(message, origin=f"{origin}#{number}", as_of=as_of)
        except SourceError as error:
            yield SourceError(error.code, f"message {number}: {error}")


def _split(content: bytes) -> list[bytes]:
    """The messages between the lines that begin with "From "."""
    starts = [(match.start(), match.end()) for match in _FROM_LINE.finditer(content)]
    ends = [start for start, _ in starts[1:]] + [len(content)]
    parts = (content[body:end] for (_, body), end in zip(starts, ends, strict=False))
    return [_QUOTED_FROM.sub(rb"\1", part) for part in parts]


@valueclass
class _Body:
    """A body text, and the message that it belongs to: the outer one, or an attached one."""

    letter: Message
    kind: str
    text: str
    # Visible characters.
    size: int


def _bodies(message: Message) -> list[_Body]:
    """The bodies that a mail program would show: HTML, unless it only pictures the plain text.

    The covering note of forwarded messages and the table of contents of a digest are left out.
    """
    found: dict[tuple[Message, str], _Body] = {}
    for number, (letter, part) in enumerate(_parts(message)):
        if number >= _MAX_PARTS:
            break
        key = (letter, _kind(part))
        if key[1] not in ("text/html", "text/plain") or _is_attached(part):
            continue
        body = _read_part(letter, key[1], _decoded(part))
        if body.size >= _LEAST_TEXT:
            found[key] = _joined(found.get(key), body)
    shown = [
        _best(found.get((letter, "text/html")), found.get((letter, "text/plain")))
        for letter in dict.fromkeys(letter for letter, _ in found)
    ]
    bodies = [body for body in shown if body is not None]
    if not bodies:
        raise SourceError("no-text", "a message without text")
    first, *attached = bodies
    own = [] if first.letter is message else [first]
    forwarded = [*own, *attached]
    largest = max(forwarded, key=lambda body: body.size, default=first)
    if len(forwarded) < _LEAST_TOGETHER:
        return [largest if largest.size > first.size else first]
    is_word = first.letter is not message or first.size <= largest.size or _is_digest(message)
    return forwarded if is_word else bodies


def _is_digest(message: Message) -> bool:
    parts = (part for _, part in islice(_parts(message), _MAX_PARTS))
    return any(part.get_content_type() == "multipart/digest" for part in parts)


def _parts(message: Message) -> Iterator[tuple[Message, Message]]:
    """The parts of a message in order, each with the innermost message that it belongs to."""
    pending = [(message, message)]
    while pending:
        letter, part = pending.pop()
        yield letter, part
        inner = part.get_content_maintype() == "message"
        payload = part.get_payload()
        parts = payload if isinstance(payload, list) else []
        messages = [each for each in parts if isinstance(each, Message)]
        pending += [(each if inner else letter, each) for each in reversed(messages)]


def _read_part(letter: Message, kind: str, text: str) -> _Body:
    """A part with its size in visible characters, not counting addresses."""
    if kind == "text/html":
        from newsdigest.extract.newsletter import visible_size  # parses HTML

        size = visible_size(text[:_MAX_MEASURED])
    else:
        size = len(_LINK.sub("", text[:_MAX_MEASURED]))
    return _Body(letter, kind, text, size)


def _joined(above: _Body | None, below: _Body) -> _Body:
    """Two parts of one kind as the single text that mail programs show; of HTML, the longer part.

    Mail programs split the text around a picture, and mailing lists append a footer.
    """
    if above is None:
        return below
    if below.kind == "text/html":
        return max(above, below, key=lambda body: body.size)
    text = f"{above.text.rstrip()}\n\n{below.text}"
    return replace(above, text=text, size=above.size + below.size)


def _best(html: _Body | None, text: _Body | None) -> _Body | None:
    if html is None or text is None:
        return html or text
    return html if html.size >= _LEAST_SHARE * text.size else text


def _kind(part: Message) -> str:
    """The media type; a multipart without its boundary counts as plain text."""
    lost = part.get_content_maintype() == "multipart" and not part.is_multipart()
    return "text/plain" if lost else part.get_content_type()


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_param("charset", None)
    # RFC 2231 allows the charset parameter to declare a charset of its own.
    name = charset[2] if isinstance(charset, tuple) else charset
    return decode(payload, charset=name if isinstance(name, str) else None)


def _hints(message: Message, as_of: datetime) -> Hints:
    languages = _header(message, "Content-Language") or ""
    language = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", languages.strip())
    subject = _header(message, "Subject")
    sender = _sender(message)
    return Hints(
        title=_without_tag(subject, _list_names(message)) if subject else None,
        source=sender.name,
        authors=sender.authors,
        published=read_date(_header(message, "Date"), as_of=as_of),
        language=language[0].lower() if language else None,
    )


@valueclass
class _Sender:
    name: str | None
    authors: tuple[str, ...] = ()


def _sender(message: Message) -> _Sender:
    """The name of the sender or the mailing list, or else the sending domain.

    "Ann Lee via Harbour news" names the author and then the source; so does "Ann Lee from Harbour
    news", if the address matches that source.
    """
    name, address = parseaddr(_header(message, "From") or "")
    named = _LIST_ID.sub("", _header(message, "List-Id") or "").strip(" \"'")
    if not name or "@" in name:
        return _Sender(named or address.rpartition("@")[2] or None)
    match = _SENT_FOR.fullmatch(name)
    if match and (match[2] == "via" or _is_called(address, match[3])):
        return _Sender(match[3], (match[1],))
    return _Sender(name)


def _is_called(address: str, publication: str) -> bool:
    """Whether an address belongs to a publication: marlow@substack.com to The Marlow Letter."""
    local = _key(address.partition("@")[0])
    return len(local) >= _LEAST_LOCAL and (local in _key(publication) or _key(publication) in local)


def _list_names(message: Message) -> tuple[str, ...]:
    """The names of the message's list and sender."""
    sender, _ = parseaddr(_header(message, "From") or "")
    headers = (_header(message, name) or "" for name in ("List-Id", "List-Post", "To"))
    return (sender, *(each.replace("_", " ") for each in headers))


def _without_tag(subject: str, names: Sequence[str]) -> str:
    """A subject without the tag of its list or sender: "Re: [Harbour-news] Crane out of service".

    A bracketed tag with other words belongs to the headline: "[Update] Crane repaired".
    """
    match = _TAG.match(subject)
    if match is None:
        return subject
    tag = _key_words(match[2])
    if not tag or not any(tag <= _key_words(name) for name in names):
        return subject
    return (match[1] + subject[match.end() :]).strip() or subject


def _key_words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.split(text.casefold()) if not word.isdigit()) - {""}


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _archived_at(message: Message) -> str | None:
    """The address of the message in a web archive (RFC 5064)."""
    match = _ADDRESS.search(_header(message, "Archived-At") or "")
    return web_url(match[1], None) if match else None


def _header(message: Message, name: str) -> str | None:
    """A header's text on one line, whatever its charset and however malformed."""
    # `get` replaces bytes beyond ASCII by question marks; many programs send raw UTF-8 headers.
    values = (value for key, value in message.raw_items() if key.lower() == name.lower())
    value = next(values, None)
    if value is None:
        return None
    content = str(value).encode("utf-8", "surrogateescape")[:_MAX_HEADER]
    text = _BREAK.sub(" ", decode(content, charset=None))
    return plain(_words(text), html=False) or None


def _words(text: str) -> str:
    """Encoded words (RFC 2047) decoded, neighbours joined first: some split a character."""
    return _ENCODED_RUN.sub(_run, text)


def _run(match: re.Match[str]) -> str:
    pieces: list[tuple[str, bytes]] = []
    for charset, encoding, word in _ENCODED.findall(match[0]):
        content = _unpacked(word, encoding)
        if pieces and pieces[-1][0] == charset.lower():
            pieces[-1] = (charset.lower(), pieces[-1][1] + content)
        else:
            pieces.append((charset.lower(), content))
    return "".join(decode(content, charset=charset) for charset, content in pieces)


def _unpacked(word: str, encoding: str) -> bytes:
    if encoding in "qQ":
        return a2b_qp(word.encode("utf-8"), header=True)
    raw = word.encode("utf-8").rstrip(b"=")
    try:
        return a2b_base64(raw + b"=" * (-len(raw) % 4))
    except ValueError:
        return raw
