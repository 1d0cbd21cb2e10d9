"""An open folder of a mailbox: its messages by UID, their headers and their content.

Messages are read with PEEK from a folder opened by EXAMINE, so none becomes read, old or flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from newsdigest.errors import SourceError
from newsdigest.hashing import blake2b
from newsdigest.sources.imap.connection import MailServer, Refused, Session, open_session, shown
from newsdigest.sources.imap.folder_names import quoted_folder
from newsdigest.sources.limits import DEFAULT_LIMITS
from newsdigest.valueclasses import valueclass

# The header fields by which a message is known again, and what can be shown of one that cannot be
# read; bytes of them for each message.
_FIELDS = ("MESSAGE-ID", "DATE", "FROM", "SUBJECT")
_HEADER_BYTES = 16_384
# Messages whose headers are asked for at once.
_AT_ONCE = 100
_MESSAGE_BYTES = DEFAULT_LIMITS.document_bytes
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_BRACKETED = re.compile(rb"<([^<>]{1,320})>")
_BETWEEN = re.compile(rb"[\s\"(),:;]")
# There was hardly any mail before.
_FIRST_DAY = date(1980, 1, 1)
# As the protocol names them, whatever the locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@valueclass
class Envelope:
    """A message as its headers describe it."""

    uid: int
    # The same wherever the message is: a digest of its Message-ID, date, sender and subject. With
    # the Message-ID alone, messages of programs that repeat it would be one.
    identity: str
    # Its header fields, unparsed.
    header: bytes
    # The addresses in its From field, in lower case.
    senders: tuple[str, ...]


class Folder:
    """A folder in a session."""

    def __init__(self, session: Session, server: MailServer, name: str) -> None:
        self._session = session
        self._server = server
        try:
            self._messages = session.examine(quoted_folder(name))
        except Refused as error:
            reason = f"cannot open the folder {name}: {shown(str(error), server)}"
            raise SourceError("no-folder", reason) from None
        # The number that says whether UIDs mean the same messages as before.
        self.validity = _number(session.untagged("UIDVALIDITY"))

    def newest(self, count: int) -> list[int]:
        """The UIDs of the last messages of the folder, in ascending order."""
        if not count or not self._messages:
            return []
        first = max(1, self._messages - count + 1)
        found = self._fetch(f"{first}:{self._messages}", "(UID)", 0, by_uid=False)
        return sorted(uid for uid, _ in _uids(found))

    def after(self, uid: int, sent_since: date) -> list[int]:
        """The UIDs beyond this one of messages that are not dated before that day."""
        found = self._search("UID", f"{uid + 1}:*", _not_sent_before(sent_since))
        return [each for each in found if each > uid]  # "*" is the last message, even if it is less

    def arrived_since(self, day: date) -> list[int]:
        """The UIDs of messages that arrived since that day and are not dated before it."""
        return self._search("SINCE", _day(day), _not_sent_before(day))

    def last(self) -> int:
        """The highest UID; 0 for an empty folder."""
        return max(self.newest(1), default=0)

    def envelopes(self, uids: Sequence[int]) -> Iterator[Envelope]:
        """The headers of these messages, in their order; messages that are gone are left out."""
        items = f"(UID BODY.PEEK[HEADER.FIELDS ({' '.join(_FIELDS)})]<0.{_HEADER_BYTES}>)"
        for start in range(0, len(uids), _AT_ONCE):
            asked = uids[start : start + _AT_ONCE]
            found = self._fetch(",".join(map(str, asked)), items, len(asked) * _HEADER_BYTES)
            headers = dict(_uids(found))
            yield from (_envelope(uid, headers[uid]) for uid in asked if uid in headers)

    def message(self, uid: int) -> bytes | None:
        """The content of a message, of one that is too large its beginning; None if it is gone.

        Refused if the server cannot give it.
        """
        items = f"(UID BODY.PEEK[]<0.{_MESSAGE_BYTES}>)"
        found = self._session.fetch(str(uid), items, _MESSAGE_BYTES)
        return dict(_uids(found)).get(uid)

    def reason(self, refusal: Refused) -> str:
        """What the server said when it refused something."""
        return shown(str(refusal), self._server)

    def _fetch(self, numbers: str, items: str, most: int, *, by_uid: bool = True) -> list[Any]:
        try:
            return self._session.fetch(numbers, items, most, by_uid=by_uid)
        except Refused as error:
            raise self._refused(error) from None

    def _search(self, *criteria: str) -> list[int]:
        try:
            return self._session.search(*criteria)
        except Refused as error:
            raise self._refused(error) from None

    def _refused(self, error: Refused) -> SourceError:
        return SourceError("mail-server", f"the server refused: {self.reason(error)}")


@contextmanager
def open_folder(server: MailServer, name: str) -> Iterator[Folder]:
    """The folder for the block; errors of server and network in it are raised as SourceError."""
    with open_session(server) as session:
        yield Folder(session, server, name)


def _envelope(uid: int, header: bytes) -> Envelope:
    fields = _fields(header)
    known = b"\x00".join(fields.get(name.lower(), b"") for name in _FIELDS)
    if not any(name.lower() in fields for name in _FIELDS):
        known = b"%d" % uid
    identity = blake2b(known, digest_size=16).hexdigest()
    return Envelope(uid, identity, header, _addresses(fields.get("from", b"")))


def _addresses(sender: bytes) -> tuple[str, ...]:
    """Those in brackets, if there are any: a display name may be an address, too."""
    found = _BRACKETED.findall(sender) or _BETWEEN.split(sender)
    return tuple(each.strip().decode("ascii", "replace").lower() for each in found if b"@" in each)


def _fields(header: bytes) -> dict[str, bytes]:
    """The fields by name in lower case, with single blanks; of repeated ones the first."""
    fields: dict[str, bytes] = {}
    for line in re.sub(rb"\r?\n[ \t]+", b" ", header).splitlines():
        name, colon, value = line.partition(b":")
        if colon:
            key = name.strip().decode("ascii", "replace").lower()
            fields.setdefault(key, b" ".join(value.split()))
    return fields


def _uids(found: Sequence[Any]) -> Iterator[tuple[int, bytes]]:
    """The UID and the literal of each message in an answer; servers give them in either order."""
    ends_literal = False
    for piece, following in zip(found, [*found[1:], None], strict=True):
        if isinstance(piece, tuple):
            rest = following if isinstance(following, bytes) else b""
            match = _UID.search(piece[0]) or _UID.search(rest)
            if match:
                yield int(match[1]), piece[1]
        elif isinstance(piece, bytes) and not ends_literal and (match := _UID.search(piece)):
            yield int(match[1]), b""
        ends_literal = isinstance(piece, tuple)


def _number(said: bytes) -> int:
    return int(said) if said.isdigit() and len(said) <= 10 else 0


def _not_sent_before(day: date) -> str:
    """Dovecot finds messages without a date among those from before any day."""
    return f"NOT (SENTSINCE {_day(_FIRST_DAY)} SENTBEFORE {_day(day)})"


def _day(day: date) -> str:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"
