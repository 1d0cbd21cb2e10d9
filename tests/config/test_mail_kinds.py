"""Addresses, servers, commands and subjects as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsdigest.config.kinds import InvalidValue
from newsdigest.config.mail_kinds import (
    SUBJECT_FIELDS,
    Address,
    Addresses,
    Command,
    ImapUrl,
    MailChoice,
    Senders,
    SmtpUrl,
    Subject,
    UnsubscribeUrl,
    VariableName,
    parse_address,
)
from newsdigest.errors import RenderError, UsageError
from newsdigest.render import MailHeaders, RenderOptions, render_digest
from tests.render.examples import DIGEST

HERE = Path("/")


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("me@example.org", "me@example.org", ""),
        ("The News <me@example.org>", "me@example.org", "The News"),
        ('"News, the" <me+x@example.org>', "me+x@example.org", "News, the"),
        (" me@münchen.example ", "me@xn--mnchen-3ya.example", ""),
        ("root@localhost", "root@localhost", ""),
    ],
)
def test_addresses(written: str, address: str, name: str) -> None:
    """With and without a name; a domain in its ASCII form."""
    found = Address().accept(written, HERE)
    assert (found.address, found.name) == (address, name)
    assert Address().accept(str(found), HERE) == found


@pytest.mark.parametrize(
    "written",
    ["me", "me@", "@example.org", "a b@example.org", "-oQ/tmp@example.org", "jörg@example.org",
     "a@b@c", "me@exa mple.org", "a@example.org, b@example.org", "x <a@b.c> <d@e.f>", "a@b\nBcc: c",
     "a@-b.c", "a@b..c" + "d" * 300, "", 5],
)  # fmt: skip
def test_what_is_no_address(written: Any) -> None:
    """Nothing that a server or a command could take for something else."""
    with pytest.raises(InvalidValue):
        Address().accept(written, HERE)


def test_what_is_accepted_can_be_written_into_a_mail() -> None:
    """The configuration is not more generous than the format."""
    for written in ("me@example.org", "a!#$%&'*+/=?^_`{|}~-.b@x-y.example", "_@localhost"):
        headers = MailHeaders(Address().accept(written, HERE).address)
        assert written in render_digest(DIGEST, "email", RenderOptions(mail=headers))
    with pytest.raises(RenderError):
        render_digest(DIGEST, "email", RenderOptions(mail=MailHeaders("-x@example.org")))


def test_lists_of_addresses() -> None:
    """A list, or one text with commas; each address once; a mistake names its place."""
    listed = Addresses().accept(["a@example.org", "B <b@example.org>", "a@example.org"], HERE)
    assert [each.address for each in listed] == ["a@example.org", "b@example.org"]
    assert Addresses().accept("a@example.org, B <b@example.org>", HERE) == listed
    with pytest.raises(InvalidValue) as raised:
        Addresses().accept(["a@example.org", "b"], HERE)
    assert raised.value.index == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("smtps://mail.example.org", "smtps://mail.example.org:465"),
        ("smtp://me@mail.example.org", "smtp://me@mail.example.org:587"),
        ("smtps://me%40example.org@[::1]:2465", "smtps://me%40example.org@[::1]:2465"),
        ("smtp://localhost:25/", "smtp://localhost:25"),
    ],
)
def test_servers(written: str, shown: str) -> None:
    """The ports are those of the standards; a user may be an address."""
    assert str(SmtpUrl().accept(written, HERE)) == shown


def test_the_user_is_read_as_meant() -> None:
    """Percent escapes are undone."""
    assert SmtpUrl().accept("smtps://me%40example.org@x.example", HERE).user == "me@example.org"


@pytest.mark.parametrize(
    "written",
    ["mail.example.org", "http://x.example", "smtp://", "smtp://x:0", "smtp://x:99999",
     "smtp://x/path", "smtp://x?y", "smtp://me:hunter2@x.example", "smtp://a%0d%0ab@x.example",
     "smtp://[x", 5],
)  # fmt: skip
def test_what_is_no_server(written: Any) -> None:
    """Told without repeating it, since it may hold a password."""
    with pytest.raises(InvalidValue) as raised:
        SmtpUrl().accept(written, HERE)
    assert "hunter2" not in str(raised.value)


def test_commands() -> None:
    """Split as a shell splits, but never given to one."""
    kind = Command()
    assert kind.accept("pass show 'my mail'", HERE) == ("pass", "show", "my mail")
    assert kind.accept(["a b", "$(c)"], HERE) == ("a b", "$(c)")
    for wrong in ("", "pass 'x", [], [""], 5):
        with pytest.raises(InvalidValue):
            kind.accept(wrong, HERE)


def test_subjects() -> None:
    """The names that render fills in, and no others; braces have no other use."""
    for name in SUBJECT_FIELDS:
        text = Subject().accept(f"News: {{{name}}}", HERE)
        mail = render_digest(DIGEST, "email", RenderOptions(mail=MailHeaders(subject=text)))
        assert f"{{{name}}}" not in mail
    for wrong in ("{titel}", "{title", "}", "{}", "{title.x}", "a\nb"):
        with pytest.raises(InvalidValue):
            Subject().accept(wrong, HERE)


def test_profiles_choose_mail() -> None:
    """true, false or a table; written back as it was."""
    kind = MailChoice()
    table = {"to": ["a@example.org"], "subject": "{headline}"}
    for value in (True, False, table):
        accepted = kind.accept(value, HERE)
        assert accepted.is_wanted == bool(value)
        import tomllib

        again = tomllib.loads(f"x = {kind.literal(accepted)}")["x"]
        assert kind.accept(again, HERE) == accepted
    mistakes: list[Any] = [{"cc": []}, {"to": ["x"]}, {"subject": 5}, "yes", 1]
    for wrong in mistakes:
        with pytest.raises(InvalidValue):
            kind.accept(wrong, HERE)


def test_the_way_out_and_the_name_of_a_variable() -> None:
    """Only what can stand in a header, and only a name."""
    for url in ("https://x.example/leave?a=b", "mailto:me@example.org?subject=off"):
        assert UnsubscribeUrl().accept(url, HERE) == url
    for wrong in ("http://x.example", "https://x>y", "https://x\ny", "mailto:ü@x"):
        with pytest.raises(InvalidValue):
            UnsubscribeUrl().accept(wrong, HERE)
    assert VariableName().accept("MAIL_PASSWORD", HERE) == "MAIL_PASSWORD"
    with pytest.raises(InvalidValue) as raised:
        VariableName().accept("correct horse", HERE)
    assert "horse" not in str(raised.value)


def test_an_address_on_the_command_line() -> None:
    """Told as a wrong use."""
    with pytest.raises(UsageError, match="mail address"):
        parse_address("somebody")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("imaps://me@mail.example.org", "imaps://me@mail.example.org"),
        (
            "imaps://me@example.org@mail.example.org:993/",
            "imaps://me%40example.org@mail.example.org",
        ),
        ("imap://me@[::1]:1143", "imap://me@[::1]:1143"),
    ],
)
def test_servers_of_mailboxes(written: str, shown: str) -> None:
    """The usual ports of the standard are left out; a user may be an address."""
    assert str(ImapUrl().accept(written, HERE)) == shown


@pytest.mark.parametrize(
    "written",
    ["imaps://mail.example.org", "imaps://@x.example", "imaps://me:hunter2@x.example",
     "imaps://me@x.example/INBOX", "smtps://me@x.example", "me@x.example", "imaps://me@x:0", 5],
)  # fmt: skip
def test_what_is_no_server_of_mailboxes(written: Any) -> None:
    """It needs a user, and holds neither password nor folder."""
    with pytest.raises(InvalidValue) as raised:
        ImapUrl().accept(written, HERE)
    assert "hunter2" not in str(raised.value)


def test_senders() -> None:
    """Addresses, and domains with the sign before them; a bare domain would be a slip."""
    wanted = ["news@letters.example", "@post.example"]
    assert Senders().accept(wanted, HERE) == tuple(wanted)
    for wrong in ("post.example", "The Post <a@post.example>", "a@b@c"):
        with pytest.raises(InvalidValue, match="must be an address"):
            Senders().accept([wrong], HERE)
