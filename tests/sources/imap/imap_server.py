"""A server of mailboxes on loopback that does what the test says, well or badly."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any

from tests.deliver.smtp_server import CERTIFICATE

USER, PASSWORD = "me@example.org", "canary-9c41d7"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass
class Stored:
    """A message in a folder."""

    uid: int
    content: bytes
    arrived: date
    flags: set[str] = field(default_factory=set)

    @property
    def sent(self) -> date:
        """By its header; without one long ago, as Dovecot has it."""
        try:
            return parsedate_to_datetime(message_from_bytes(self.content)["Date"]).date()
        except (TypeError, ValueError):
            return date(1970, 1, 1)


@dataclass
class Box:
    validity: int = 1
    next_uid: int = 1
    messages: list[Stored] = field(default_factory=list)


@dataclass
class Script:
    """How the server behaves."""

    # By command, what it answers instead of doing it, without the tag; "drop" ends the connection.
    answers: dict[str, str] = field(default_factory=dict)
    greeting: str = "* OK here"
    capabilities: str = "IMAP4rev1 STARTTLS AUTH=PLAIN"
    # Ends the connection once so many bytes were sent over it.
    cut_after: int | None = None
    # What it says to a FETCH of the content of a message with this UID.
    refused: dict[int, str] = field(default_factory=dict)


class ImapServer:
    """One server with one script; all it was told is in `heard`."""

    def __init__(self, *, implicit_tls: bool = False, **script: Any) -> None:
        self.script = Script(**script)
        self.heard: list[str] = []
        self.boxes: dict[str, Box] = {"INBOX": Box()}
        self.implicit_tls = implicit_tls
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(CERTIFICATE)
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.owner = self

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        scheme = "imaps" if self.implicit_tls else "imap"
        return f"{scheme}://{USER}@127.0.0.1:{self.port}"

    def put(self, content: bytes, folder: str = "INBOX", arrived: date | None = None) -> int:
        """Deliver a message; returns its UID."""
        box = self.boxes.setdefault(folder, Box())
        box.messages.append(Stored(box.next_uid, content, arrived or datetime.now(UTC).date()))
        box.next_uid += 1
        return box.next_uid - 1

    def renumber(self, folder: str = "INBOX") -> None:
        """What a server does that was restored from a backup: new UIDs, and it says so."""
        box = self.boxes[folder]
        box.validity += 7
        box.next_uid = 101
        for message in box.messages:
            message.uid = box.next_uid
            box.next_uid += 1

    def flags(self, folder: str = "INBOX") -> list[set[str]]:
        return [message.flags for message in self.boxes[folder].messages]

    def __enter__(self) -> ImapServer:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    owner: ImapServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that refuses the certificate or was killed is what some tests are about."""


class _CutError(Exception):
    """The connection ends here."""


class _Session(socketserver.BaseRequestHandler):
    server: _Server

    def setup(self) -> None:
        self.owner = self.server.owner
        self.encrypted = False
        self.sent = 0
        self.box = Box()
        self.files()

    def files(self) -> None:
        self.lines = self.request.makefile("rb")

    def encrypt(self) -> None:
        self.request = self.owner.context.wrap_socket(self.request, server_side=True)
        self.encrypted = True
        self.files()

    def send(self, content: bytes) -> None:
        limit = self.owner.script.cut_after
        rest = len(content) if limit is None else max(0, limit - self.sent)
        self.request.sendall(content[:rest])
        self.sent += len(content)
        if rest < len(content):
            raise _CutError

    def say(self, text: str) -> None:
        self.send(f"{text}\r\n".encode())

    def handle(self) -> None:
        try:
            if self.owner.implicit_tls:
                self.encrypt()
            self.say(self.owner.script.greeting)
            while line := self.lines.readline():
                text = line.decode("utf-8", "replace").strip()
                self.owner.heard.append(text)
                self.obey(*text.partition(" ")[::2])
        except _CutError:
            return

    def finish(self) -> None:
        self.request.close()

    def obey(self, tag: str, text: str) -> None:
        command, _, rest = text.partition(" ")
        if command == "UID":
            command, _, rest = rest.partition(" ")
        answer = self.owner.script.answers.get(command)
        if answer == "drop":
            raise _CutError
        if answer is not None:
            self.send(answer.replace("TAG", tag).encode())
            return
        act: Callable[[str, str], None] = getattr(self, f"do_{command.lower()}", self.unknown)
        act(tag, rest)

    def unknown(self, tag: str, rest: str) -> None:
        self.say(f"{tag} BAD what?")

    def do_capability(self, tag: str, rest: str) -> None:
        names = self.owner.script.capabilities
        if self.encrypted:
            names = names.replace("STARTTLS ", "")
        self.say(f"* CAPABILITY {names}")
        self.say(f"{tag} OK done")

    def do_starttls(self, tag: str, rest: str) -> None:
        self.say(f"{tag} OK go on")
        self.encrypt()

    def do_authenticate(self, tag: str, rest: str) -> None:
        self.say("+ ")
        line = self.lines.readline().decode().strip()
        self.owner.heard.append(line)
        _, user, password = b64decode(line).decode().split("\0")
        self.log_in(tag, user, password, line)

    def do_login(self, tag: str, rest: str) -> None:
        user, password = re.findall(r'"((?:[^"\\]|\\.)*)"', rest)
        self.log_in(tag, user.replace("\\", ""), password.replace("\\", ""), rest)

    def log_in(self, tag: str, user: str, password: str, line: str) -> None:
        if (user, password) == (USER, PASSWORD):
            self.say(f"{tag} OK welcome")
        else:
            said = f"{password} and {line} are wrong"
            self.say(f"{tag} NO [AUTHENTICATIONFAILED] {said}")

    def do_examine(self, tag: str, rest: str) -> None:
        found = self.owner.boxes.get(rest.strip('"'))
        if found is None:
            self.say(f"{tag} NO no such folder")
            return
        self.box = found
        self.say(f"* {len(found.messages)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {found.validity}] UIDs valid")
        self.say(f"* OK [UIDNEXT {found.next_uid}] next")
        self.say(f"{tag} OK [READ-ONLY] done")

    def do_search(self, tag: str, rest: str) -> None:
        found = [m for m in self.box.messages if self.meets(m, rest.split())]
        self.say(" ".join(["* SEARCH", *(str(m.uid) for m in found)]))
        self.say(f"{tag} OK done")

    def meets(self, message: Stored, words: list[str]) -> bool:
        pending = iter(words)
        return all(self.criterion(message, word, pending) for word in pending)

    def criterion(self, message: Stored, word: str, rest: Iterator[str]) -> bool:
        if word == "NOT":
            return not self.criterion(message, next(rest), rest)
        if word.startswith("("):
            inner = [word[1:]]
            while not inner[-1].endswith(")"):
                inner.append(next(rest))
            return self.meets(message, [*inner[:-1], inner[-1][:-1]])
        if word == "UID":
            first, _, last = next(rest).partition(":")
            assert last == "*"
            # As the standard has it, the last message is always in the range.
            return message.uid >= min(int(first), self.box.messages[-1].uid)
        day = _day(next(rest))
        found = {
            "SENTBEFORE": message.sent < day,
            "SENTSINCE": message.sent >= day,
            "SINCE": message.arrived >= day,
        }
        return found[word]

    def do_fetch(self, tag: str, rest: str) -> None:
        # By sequence number or by UID: only the former asks for UIDs alone.
        numbers, _, items = rest.partition(" ")
        if items == "(UID)":
            first, _, last = numbers.partition(":")
            for number in range(int(first), int(last) + 1):
                self.say(f"* {number} FETCH (UID {self.box.messages[number - 1].uid})")
            self.say(f"{tag} OK done")
            return
        wanted = {int(each) for each in numbers.split(",")}
        most = int(re.findall(r"<0\.(\d+)>", items)[0])
        for number, message in enumerate(self.box.messages, 1):
            if message.uid in wanted:
                if "PEEK" not in items:
                    message.flags.add("\\Seen")
                if "PEEK[]" in items and message.uid in self.owner.script.refused:
                    self.say(f"{tag} {self.owner.script.refused[message.uid]}")
                    return
                self.give(number, message, items, most)
        self.say(f"{tag} OK done")

    def give(self, number: int, message: Stored, items: str, most: int) -> None:
        content, name = message.content, "BODY[]<0>"
        if "HEADER.FIELDS" in items:
            head, _, _ = content.partition(b"\r\n\r\n")
            fields = re.findall(rb"(?m)^([\w-]+):((?:.*\r?\n[ \t])*.*)(?:\r\n|\Z)", head)
            asked = re.findall(r"FIELDS \(([^)]*)\)", items)[0].encode().split()
            content = b"".join(
                key + b":" + value + b"\r\n" for key, value in fields if key.upper() in asked
            )
            content, name = content + b"\r\n", "BODY[HEADER.FIELDS (...)]<0>"
        content = content[:most]
        self.send(f"* {number} FETCH (UID {message.uid} {name} {{{len(content)}}}\r\n".encode())
        self.send(content)
        self.say(")")

    def do_logout(self, tag: str, rest: str) -> None:
        self.say("* BYE")
        self.say(f"{tag} OK done")


def _day(text: str) -> date:
    day, month, year = text.split("-")
    return date(int(year), _MONTHS.index(month) + 1, int(day))
