"""Handing mail in at a server, whatever it does: rows MAIL01 to MAIL06, SEC02."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from newsdigest.deliver.smtp import (
    Envelope,
    Login,
    Refusal,
    Server,
    is_loopback,
    send_by_smtp,
)
from tests.deliver.smtp_server import CERTIFICATE, SmtpServer

TO = ("a@example.org", "b@example.org", "c@example.org")
MESSAGE = b"Subject: News\nMessage-ID: <1@example.org>\n\n.\n..\nText.\n"
ENVELOPE = Envelope("digest@example.org", TO, MESSAGE)
CANARY = "correct-horse-42"


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def send(
    server: SmtpServer,
    *,
    password: str | None = None,
    starttls: bool = True,
    seconds: float = 20.0,
    host: str = "127.0.0.1",
) -> tuple[Refusal, ...]:
    login = Login("me", password) if password else None
    place = Server(host, server.port, server.implicit_tls, starttls, login, seconds)
    return send_by_smtp(ENVELOPE, place)


def refused(refusals: tuple[Refusal, ...]) -> list[str]:
    return [each.recipient for each in refusals]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("implicit_tls", [True, False])
def test_a_mail_arrives_encrypted(implicit_tls: bool) -> None:
    """RFC 8314 and RFC 3207: with the password, byte for byte, to all in one go."""
    with SmtpServer(implicit_tls=implicit_tls, password=CANARY) as server:
        assert send(server, password=CANARY) == ()
    (mail,) = server.received
    assert (mail.sender, mail.recipients, mail.encrypted) == ("digest@example.org", TO, True)
    assert mail.content == MESSAGE.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("extensions", [(), ("8BITMIME", "SMTPUTF8"), ("SIZE",)])
def test_no_extension_is_needed(extensions: tuple[str, ...]) -> None:
    """A server that knows nothing but the standard of 1982 takes it too, where that is allowed."""
    with SmtpServer(extensions=extensions) as server:
        assert send(server, starttls=False) == ()
    assert len(server.received) == 1


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    "script",
    [
        {"extensions": ("SIZE",)},
        {"answers": {"STARTTLS": "454 not today"}},
        {"answers": {"STARTTLS": "drop"}},
        {"answers": {"EHLO": "250-localhost\r\n250-XSTARTTLS\r\n250 AUTH PLAIN"}},
    ],
)
def test_encryption_cannot_be_stripped(script: dict[str, Any]) -> None:
    """MAIL04: where STARTTLS is missing or fails, no login and no mail is sent."""
    with SmtpServer(password=CANARY, **script) as server:
        refusals = send(server, password=CANARY)
    assert refused(refusals) == [*TO]
    assert all(each.is_outage and not each.is_final for each in refusals)
    assert not any(line.startswith(("AUTH", "MAIL")) for line in server.heard)


@pytest.mark.parametrize("implicit_tls", [True, False])
def test_a_bad_certificate_ends_it(implicit_tls: bool) -> None:
    """MAIL04: one that nobody vouches for gets no password, and the reason says so."""
    with SmtpServer(implicit_tls=implicit_tls, password=CANARY) as server:
        refusals = send(server, password=CANARY)
    assert "certificate is not valid" in refusals[0].reason
    assert not any(line.startswith(("AUTH", "MAIL")) for line in server.heard)


@pytest.mark.usefixtures("trusted")
def test_the_certificate_must_be_for_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is trusted, but for another name, is bad too."""
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *rest: real("127.0.0.1", *rest))
    with SmtpServer(implicit_tls=True) as server:
        refusals = send(server, host="mail.example")
    assert "certificate is not valid" in refusals[0].reason


@pytest.mark.usefixtures("trusted")
def test_a_refused_login_does_not_tell_the_password() -> None:
    """SEC02: not even where the server repeats it, plain or encoded."""
    with SmtpServer(password="another") as server:
        refusals = send(server, password=CANARY)
    assert "535" in refusals[0].reason
    assert "login is refused" in refusals[0].reason
    encoded = next(line for line in server.heard if line.startswith("AUTH")).split()[-1]
    assert CANARY not in refusals[0].reason
    assert encoded not in refusals[0].reason
    assert CANARY not in repr(Server("h", 1, False, True, Login("me", CANARY), 1.0))


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("password", "answers"), [("pässword", {}), ("password", {"AUTH": "334 abc"})]
)
def test_a_login_that_cannot_be(password: str, answers: dict[str, str]) -> None:
    """Letters that it does not carry, a challenge that is none: told without the password."""
    with SmtpServer(password="x", answers=answers) as server:
        refusals = send(server, password=password)
    assert refusals[0].reason.endswith("cannot log in with this user and password")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ({"answers": {"GREETING": "421 too busy"}}, "421 too busy"),
        ({"answers": {"GREETING": "drop"}}, "closed the connection"),
        ({"answers": {"EHLO": "drop"}}, "closed the connection"),
        ({"answers": {"DATA": "drop"}}, "closed the connection"),
        ({"answers": {"BODY": "drop"}}, ""),
        ({"answers": {"DOT": "drop"}}, "closed the connection"),
        ({"forgets_to_say": True}, "closed the connection"),
    ],
)
def test_connections_that_end_early(script: dict[str, Any], said: str) -> None:
    """MAIL01: whenever the server leaves before it said 250, the mail counts as not sent."""
    with SmtpServer(**script) as server:
        refusals = send(server, starttls=False)
    assert refused(refusals) == [*TO]
    assert said in refusals[0].reason
    assert not any(each.is_final for each in refusals)


def test_nobody_there() -> None:
    """MAIL01: a port where nobody listens."""
    with SmtpServer() as server:
        pass
    refusals = send(server)
    assert f"127.0.0.1:{server.port}: connection refused" in refusals[0].reason
    assert refusals[0].is_outage


@pytest.mark.parametrize("answer", ["421 bye", "500 what?", "drop"])
def test_a_mail_that_is_out_is_out(answer: str) -> None:
    """What the server says to the goodbye changes nothing."""
    with SmtpServer(answers={"QUIT": answer}) as server:
        assert send(server, starttls=False) == ()
    assert len(server.received) == 1


def test_one_recipient_is_refused() -> None:
    """MAIL02: the others get the mail, and it is told who did not and why."""
    with SmtpServer(answers={"RCPT b@example.org": "550 no such user"}) as server:
        (refusal,) = send(server, starttls=False)
    assert refusal == Refusal("b@example.org", "550 no such user", is_final=True)
    assert server.received[0].recipients == ("a@example.org", "c@example.org")


def test_all_recipients_are_refused() -> None:
    """Each with what was said to it."""
    answers = {f"RCPT {each}": f"45{n} later {n}" for n, each in enumerate(TO)}
    with SmtpServer(answers=answers) as server:
        refusals = send(server, starttls=False)
    assert [each.reason for each in refusals] == ["450 later 0", "451 later 1", "452 later 2"]
    assert not any(each.is_final or each.is_outage for each in refusals)


@pytest.mark.parametrize(
    ("answers", "is_final"),
    [
        ({"MAIL": "552 too large"}, True),
        ({"DOT": "552 too large"}, True),
        ({"DATA": "554 no"}, True),
        ({"DOT": "451 disk full"}, False),
        ({"RCPT a@example.org": "421 enough"}, False),
    ],
)
def test_refusals_are_for_now_or_for_good(answers: dict[str, str], is_final: bool) -> None:
    """MAIL03, MAIL06: by the first figure of the reply."""
    with SmtpServer(answers=answers) as server:
        refusals = send(server, starttls=False)
    assert refused(refusals) == [*TO]
    assert {each.is_final for each in refusals} == {is_final}
    assert server.received == []


@pytest.mark.parametrize("script", [{"delay": 30.0}, {"drip": 0.2}])
def test_a_slow_server_is_left(script: dict[str, Any]) -> None:
    """The time for a mail is the time for all of it, however it is spent."""
    began = time.monotonic()
    with SmtpServer(**script) as server:
        refusals = send(server, starttls=False, seconds=1.0)
        assert time.monotonic() - began < 10.0
    assert "not done within 1 s" in refusals[0].reason


def test_what_a_server_says_is_one_safe_line() -> None:
    """SEC01, I4: no control characters, and not more than fits."""
    with SmtpServer(answers={"DOT": "554-\x1b[31mred\r\n554 " + "x" * 3000}) as server:
        (first, *_) = send(server, starttls=False)
    assert "\x1b" not in first.reason
    assert "\n" not in first.reason
    assert len(first.reason) <= 200


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.8.9.1", True),
        ("mail.example", False), ("localhost.evil.example", False), ("10.0.0.1", False),
        ("0.0.0.0", False),
    ],
)  # fmt: skip
def test_what_is_this_machine(host: str, is_here: bool) -> None:
    """By its written address alone."""
    assert is_loopback(host) == is_here
