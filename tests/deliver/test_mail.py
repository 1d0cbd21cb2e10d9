"""Sending as the configuration says: commands in place of servers; where passwords come from."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from newsdigest.config import Mailbox, MailSettings, SmtpServer
from newsdigest.deliver.mail import Envelope, Refusal, check_mail, send_mail
from newsdigest.errors import UsageError
from tests.deliver import smtp_server

CANARY = "correct-horse-42"
ENVELOPE = Envelope("digest@example.org", ("a@example.org", "b@example.org"), b"Subject: x\n\n.\n")
SETTINGS = MailSettings(
    from_=Mailbox("digest@example.org"),
    to=(),
    smtp=SmtpServer("127.0.0.1", 1, "me", implicit_tls=False),
    starttls=False,
    password_command=None,
    password_file=None,
    password_env=None,
    sendmail=None,
    subject="{title}",
    list_unsubscribe=None,
    timeout=20.0,
)


def script(path: Path, text: str) -> tuple[str, ...]:
    """A program of the user's."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return (str(path),)


def by_command(path: Path, text: str, **changes: float) -> tuple[Refusal, ...]:
    settings = replace(SETTINGS, sendmail=(*script(path, text), "first arg"), **changes)  # type: ignore[arg-type]
    return send_mail(ENVELOPE, settings, {})


def test_a_command_gets_the_mail_and_the_addresses(tmp_path: Path) -> None:
    """As sendmail does: addresses behind `--`, each an argument, no shell between."""
    text = f'printf "%s\\n" "$@" > {tmp_path}/arguments; cat > {tmp_path}/mail'
    assert by_command(tmp_path / "send", text) == ()
    assert (tmp_path / "mail").read_bytes() == ENVELOPE.message
    assert (tmp_path / "arguments").read_text().splitlines() == [
        *("first arg", "-i", "-f", "digest@example.org", "--", "a@example.org", "b@example.org")
    ]


@pytest.mark.parametrize(
    ("text", "said", "is_final"),
    [
        ("exit 1", "exit status 1", False),
        ("echo x >&2; echo 'queue full' >&2; exit 75", "exit status 75: queue full", False),
        ("exit 67", "exit status 67", True),
        ("kill -9 $$", "signal 9", False),
        ("cat; printf '\\033[31mred' >&2; exit 1", "exit status 1: [31mred", False),
    ],
)  # fmt: skip
def test_a_command_that_fails(tmp_path: Path, text: str, said: str, is_final: bool) -> None:
    """MAIL07: nobody got it, and the reason is the status and the last complaint."""
    refusals = by_command(tmp_path / "send", text)
    assert [each.recipient for each in refusals] == ["a@example.org", "b@example.org"]
    assert refusals[0].reason.replace("[31m", "").endswith(said.replace("[31m", ""))
    assert "\x1b" not in refusals[0].reason
    assert {each.is_final for each in refusals} == {is_final}


def test_a_command_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    """MAIL07: a mail is not waited for without end."""
    began = time.monotonic()
    refusals = by_command(
        tmp_path / "send", f"sleep 60 & echo $! > {tmp_path}/pid; wait", timeout=1.0
    )
    assert time.monotonic() - began < 15.0
    assert "not done within 1 s" in refusals[0].reason
    pid = int((tmp_path / "pid").read_text())
    while _is_running(pid):
        assert time.monotonic() - began < 15.0
        time.sleep(0.05)


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_a_command_may_leave_something_in_the_background(tmp_path: Path) -> None:
    """The mail is out when the command ends, whoever still holds its standard error."""
    began = time.monotonic()
    assert by_command(tmp_path / "send", "sleep 30 &") == ()
    assert time.monotonic() - began < 15.0


def test_a_command_that_is_not_there() -> None:
    """MAIL07: told by its name."""
    (first, _) = send_mail(ENVELOPE, replace(SETTINGS, sendmail=("/no/such/sendmail",)), {})
    assert first.reason == "cannot run sendmail: no such file or directory"
    assert first.is_outage


@pytest.mark.parametrize("source", ["command", "file", "env"])
def test_where_the_password_comes_from(tmp_path: Path, source: str) -> None:
    """The first line of a command's output or of a file, or a variable; never in an argument."""
    file = tmp_path / "password"
    file.write_text(f"{CANARY}\r\nuser: me\n")
    changes = {
        "command": {"password_command": ("cat", str(file))},
        "file": {"password_file": file},
        "env": {"password_env": "MAIL_PASSWORD"},
    }[source]
    with smtp_server.SmtpServer(password=CANARY) as server:
        place = SmtpServer("127.0.0.1", server.port, "me", implicit_tls=False)
        settings = replace(SETTINGS, smtp=place, **changes)  # type: ignore[arg-type]
        check_mail(settings)
        assert send_mail(ENVELOPE, settings, {"MAIL_PASSWORD": CANARY}) == ()
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"echo {CANARY} >&2; exit 3", "the command for the password failed: exit status 3"),
        ("true", "found nothing to use as the password from its command"),
        (f"echo {CANARY}; sleep 60", "pass was not done within 1 s"),
    ],
)
def test_passwords_that_are_not_to_be_had(tmp_path: Path, text: str, said: str) -> None:
    """SEC04: told in one line without what was printed, and nothing is sent."""
    command = script(tmp_path / "pass", text)
    settings = replace(SETTINGS, password_command=command, timeout=1.0)
    refusals = send_mail(ENVELOPE, settings, {})
    assert [each.reason for each in refusals] == [said, said]
    assert CANARY not in repr(refusals)
    assert all(each.is_outage for each in refusals)


def test_no_file_and_no_variable(tmp_path: Path) -> None:
    """Both are told by their names."""
    gone = replace(SETTINGS, password_file=tmp_path / "gone")
    assert f"{tmp_path}/gone: no such file" in send_mail(ENVELOPE, gone, {})[0].reason
    unset = replace(SETTINGS, password_env="MAIL_PASSWORD")
    assert "the variable MAIL_PASSWORD" in send_mail(ENVELOPE, unset, dict(os.environ))[0].reason


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (replace(SETTINGS, from_=None), "mail.from is not set"),
        (replace(SETTINGS, smtp=None), "neither mail.smtp nor mail.sendmail"),
        (SETTINGS, "where the password is"),
        (
            replace(SETTINGS, smtp=SmtpServer("mail.example", 25, "me", implicit_tls=False),
                    password_env="X"),
            "no password is sent to mail.example",
        ),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_told_at_once(settings: MailSettings, said: str) -> None:
    """Before anything is read or polled."""
    with pytest.raises(UsageError, match=said):
        check_mail(settings)


def test_settings_that_can_work() -> None:
    """A relay without a login, a command, a login that is encrypted."""
    relay = SmtpServer("mail.example", 25, None, implicit_tls=False)
    check_mail(replace(SETTINGS, smtp=relay))
    check_mail(replace(SETTINGS, smtp=None, sendmail=("sendmail",)))
    login = SmtpServer("mail.example", 465, "me", implicit_tls=True)
    check_mail(replace(SETTINGS, smtp=login, password_env="X"))
