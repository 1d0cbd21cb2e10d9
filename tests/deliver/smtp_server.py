"""A mail server on loopback that does what the test says, well or badly."""

from __future__ import annotations

import socketserver
import ssl
import threading
import time
from base64 import b64decode
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any

# A certificate for localhost and 127.0.0.1 that nobody trusts unless told to, and its key.
CERTIFICATE = Path(__file__).with_name("localhost.pem")


@dataclass(frozen=True)
class Received:
    """A mail that was accepted."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    encrypted: bool

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Script:
    """How the server behaves; an answer of "drop" closes the connection instead."""

    # By command, "GREETING", "DOT" (the end of a mail) or "RCPT <address>".
    answers: dict[str, str] = field(default_factory=dict)
    # Accepts the mail, and closes the connection before it says so.
    forgets_to_say: bool = False
    extensions: tuple[str, ...] = ("STARTTLS", "SIZE 1000000")
    # A password that is asked for, and whether mail is taken without it.
    password: str | None = None
    # Seconds before each answer, and between its characters.
    delay: float = 0.0
    drip: float = 0.0


class SmtpServer:
    """One server with one script; what it took is in `received`, all it was told in `heard`."""

    def __init__(self, *, implicit_tls: bool = False, **script: Any) -> None:
        self.script = Script(**script)
        self.received: list[Received] = []
        self.heard: list[str] = []
        self.implicit_tls = implicit_tls
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(CERTIFICATE)
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.owner = self

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, user: str = "") -> str:
        scheme = "smtps" if self.implicit_tls else "smtp"
        return f"{scheme}://{user}{'@' if user else ''}127.0.0.1:{self.port}"

    def __enter__(self) -> SmtpServer:
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
    owner: SmtpServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that refuses the certificate or was killed is what some tests are about."""


class _Session(socketserver.BaseRequestHandler):
    server: _Server

    def setup(self) -> None:
        self.owner = self.server.owner
        self.encrypted = False
        self.logged_in = False
        self.sender = ""
        self.recipients: list[str] = []
        self.files()

    def files(self) -> None:
        self.lines = self.request.makefile("rb")

    def encrypt(self) -> None:
        self.request = self.owner.context.wrap_socket(self.request, server_side=True)
        self.encrypted = True
        self.files()

    def say(self, step: str, usual: str) -> bool:
        """Answer; whether the connection goes on."""
        script = self.owner.script
        answer = script.answers.get(step, usual)
        if answer == "drop":
            return False
        time.sleep(script.delay)
        for piece in answer if script.drip else [answer]:
            time.sleep(script.drip)
            self.request.sendall(piece.encode())
        self.request.sendall(b"\r\n")
        return True

    def handle(self) -> None:
        if self.owner.implicit_tls:
            self.encrypt()
        going = self.say("GREETING", "220 localhost")
        while going and (line := self.lines.readline()):
            text = line.decode("utf-8", "replace").strip()
            self.owner.heard.append(text)
            going = self.obey(text.partition(" ")[0].upper(), text)

    def finish(self) -> None:
        self.request.close()

    def obey(self, command: str, text: str) -> bool:
        if command == "EHLO":
            return self.say("EHLO", self.extensions())
        if command == "STARTTLS":
            going = self.say("STARTTLS", "220 go on")
            if going and "STARTTLS" not in self.owner.script.answers:
                self.encrypt()
            return going
        if command == "AUTH":
            return self.log_in(text)
        if command == "MAIL":
            self.sender = text.partition("<")[2].partition(">")[0]
            self.recipients = []
            asks = self.owner.script.password and not self.logged_in
            return self.say("MAIL", "530 log in first" if asks else "250 fine")
        if command == "RCPT":
            return self.add_recipient(text.partition("<")[2].partition(">")[0])
        if command == "DATA":
            going = self.say("DATA", "354 go on")
            return self.take() if going and "DATA" not in self.owner.script.answers else going
        return self.say(command, "221 goodbye" if command == "QUIT" else "250 fine")

    def extensions(self) -> str:
        names = [name for name in self.owner.script.extensions
                 if not (self.encrypted and name == "STARTTLS")]  # fmt: skip
        if self.owner.script.password:
            names.append("AUTH PLAIN")
        lines = ["localhost", *names]
        return "\r\n".join([*(f"250-{each}" for each in lines[:-1]), f"250 {lines[-1]}"])

    def log_in(self, text: str) -> bool:
        given = b64decode(text.split()[-1]).decode().split("\0")[-1]
        self.logged_in = given == self.owner.script.password
        refusal = f"535 no, {given} and {text.split()[-1]} are wrong"
        return self.say("AUTH", "235 welcome" if self.logged_in else refusal)

    def add_recipient(self, address: str) -> bool:
        answer = self.owner.script.answers.get(f"RCPT {address}", "250 fine")
        if answer.startswith("250"):
            self.recipients.append(address)
        return self.say(f"RCPT {address}", answer)

    def take(self) -> bool:
        if self.owner.script.answers.get("BODY") == "drop":
            return False
        lines = []
        while (line := self.lines.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        answer = self.owner.script.answers.get("DOT", "250 taken")
        if answer.startswith("250"):
            mail = Received(self.sender, tuple(self.recipients), b"".join(lines), self.encrypted)
            self.owner.received.append(mail)
        return not self.owner.script.forgets_to_say and self.say("DOT", answer)
