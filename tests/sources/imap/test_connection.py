"""Sessions are encrypted before anything is said, and bounded whatever the server says."""

from __future__ import annotations

import socket
import time
from dataclasses import replace

import pytest

from newsdigest.errors import SourceError
from newsdigest.sources.imap import MailServer, open_folder
from tests.daily.feeds import item
from tests.sources.imap.imap_server import PASSWORD, USER, ImapServer
from tests.sources.imap.servers import KINDS, letter, login, serving


def reason(server: ImapServer, login_: MailServer | None = None) -> str:
    """Why the last message of the INBOX cannot be read."""
    wanted = login_ or login(server)
    with pytest.raises(SourceError) as caught, open_folder(wanted, "INBOX") as folder:
        assert folder.message(folder.last()) is None
    return str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("implicit_tls", [False, True])
def test_a_login_over_tls(kind: str, implicit_tls: bool) -> None:
    """From the start of the connection, or by STARTTLS."""
    with serving(kind, implicit_tls=implicit_tls) as server:
        server.put(letter(item(0)))
        with open_folder(login(server), "INBOX") as folder:
            assert folder.last() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_password(kind: str) -> None:
    """The reason is the server's; what it repeats of the login is not shown."""
    refused = pytest.raises(SourceError, match="the login is refused")
    with serving(kind) as server, refused as no, open_folder(login(server, "canary-x"), "INBOX"):
        pass
    assert "canary" not in str(no.value)


@pytest.mark.parametrize("implicit_tls", [False, True])
def test_an_untrusted_certificate(monkeypatch: pytest.MonkeyPatch, implicit_tls: bool) -> None:
    """Nothing is said over such a connection."""
    monkeypatch.delenv("SSL_CERT_FILE")
    with ImapServer(implicit_tls=implicit_tls) as server:
        assert "the certificate is not valid" in reason(server)
    assert [line for line in server.heard if "AUTH" in line or "LOGIN" in line] == []


def test_a_certificate_for_another_host(own: ImapServer) -> None:
    """It has to be for the host as the user wrote it."""
    other = replace(login(own), host="127.1")
    with pytest.raises(SourceError, match="is not valid"), open_folder(other, "INBOX"):
        pass


@pytest.mark.parametrize("greeting", ["* OK here", "* PREAUTH hello me"])
def test_a_server_that_withdraws_starttls(greeting: str) -> None:
    """Neither password nor folder is named in the clear, not even if no password is asked for."""
    with ImapServer(capabilities="IMAP4rev1 AUTH=PLAIN", greeting=greeting) as server:
        assert "STARTTLS" in reason(server)
    with ImapServer(greeting="* PREAUTH hello me") as other:
        assert reason(other)
    assert [line for line in server.heard + other.heard if "CAPABILITY" not in line] == []


def test_what_is_said_before_tls_does_not_count() -> None:
    """A capability that somebody put before the encryption is asked for again."""
    with ImapServer(capabilities="IMAP4rev1 STARTTLS LOGINDISABLED") as server:
        server.put(letter(item(0)))
        assert "accepts no password" in reason(server)
    assert [line for line in server.heard if PASSWORD in line] == []


def test_a_plain_login_of_the_old_kind(own: ImapServer) -> None:
    """LOGIN, where the server offers nothing else, with quotes round user and password."""
    own.script.capabilities = "IMAP4rev1 STARTTLS"
    own.put(letter(item(0)))
    with open_folder(login(own), "INBOX") as folder:
        assert folder.last() == 1
    assert any(f'LOGIN "{USER}" "{PASSWORD}"' in line for line in own.heard)
    assert "the login is refused" in reason(own, login(own, 'it"s \\ wrong'))


HUGE = "* 1 FETCH (UID 1 BODY[]<0> {2000000000}\r\nshort"
ENDLESS = "* 1 FETCH (UID 1 BODY[]<0> {99999999999999999999999999}\r\n"
NONSENSE = [
    "TAG OK\r\n", "\r\n", "* \r\n", "* 1 FETCH\r\nTAG OK done\r\n", "X" * 2_000_000, "TAG BAD\r\n",
    "* 1 FETCH (UID 1 BODY[]<0> {-5}\r\n", "* BYE go away\r\n", "\x00\xff\r\n", "+ go on\r\n",
    "* 1 FETCH (UID 99 BODY[]<0> {1}\r\nx)\r\nTAG NO \x1b[31mred\r\n", "drop", HUGE, ENDLESS,
]  # fmt: skip


@pytest.mark.parametrize("step", ["CAPABILITY", "AUTHENTICATE", "EXAMINE", "SEARCH", "FETCH"])
@pytest.mark.parametrize("answer", NONSENSE, ids=lambda text: repr(text[:30]))
def test_no_answer_is_more_than_a_failure(own: ImapServer, step: str, answer: str) -> None:
    """BOX04: whatever a server says instead of its answer is one line of a reason."""
    own.put(letter(item(0)))
    own.script.answers[step] = answer
    try:
        with open_folder(login(own, seconds=0.3), "INBOX") as folder:
            folder.after(0, item(0).published.date())
            list(folder.envelopes(folder.newest(1)))
    except SourceError as error:
        said = str(error)
        assert 0 < len(said) < 300
        assert said.isprintable()
        assert PASSWORD not in said


def test_a_literal_that_is_too_long_is_not_read(own: ImapServer) -> None:
    """BOX04: it is refused by its announced length."""
    own.put(letter(item(0)))
    own.script.answers["FETCH"] = HUGE
    assert "longer than what was asked for" in reason(own)


def test_lines_without_end_are_cut_off(own: ImapServer) -> None:
    """BOX04: what nobody asked for counts, too."""
    own.put(letter(item(0)))
    own.script.answers["FETCH"] = "* 1 FETCH (FLAGS ())\r\n" * 400_000
    assert "longer than what was asked for" in reason(own)


def test_a_server_that_says_nothing() -> None:
    """BOX03: it is waited for as long as for any answer."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        server = MailServer("127.0.0.1", port, False, True, USER, PASSWORD, 0.2, 5.0)
        start = time.monotonic()
        refused = pytest.raises(SourceError, match=r"no answer within 0\.2 s")
        with refused, open_folder(server, "INBOX"):
            pass
    assert time.monotonic() - start < 5


def test_a_server_that_drips(own: ImapServer) -> None:
    """BOX03: the session ends at its deadline, however often something comes."""
    own.put(letter(item(0)))
    slow = replace(login(own), answer_seconds=5.0, session_seconds=0.3)
    refused = pytest.raises(SourceError, match=r"not done within 0\.3 s")
    with refused, open_folder(slow, "INBOX") as folder:
        while True:
            folder.message(1)


def test_a_host_that_is_not_there() -> None:
    """The reason names it, or says that nobody answers."""
    server = MailServer("127.0.0.1", 1, True, True, USER, PASSWORD, 1.0, 3.0)
    with pytest.raises(SourceError, match="refused"), open_folder(server, "INBOX"):
        pass
