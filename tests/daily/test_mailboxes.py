"""Newsletters of a mailbox as a source of the daily run: each message once, and none lost."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.deliver.smtp_server import CERTIFICATE
from tests.program import Outcome
from tests.sources.imap.imap_server import PASSWORD, ImapServer
from tests.sources.imap.servers import KINDS, MailboxServer, letter, serving
from tests.terminal import at_terminal

MORNING = datetime(2026, 11, 22, 6, tzinfo=UTC)
NOW = MORNING.isoformat()
LATER = (MORNING + timedelta(hours=2)).isoformat()
TODAY = MORNING.date()


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture
def own() -> Iterator[ImapServer]:
    with ImapServer() as running:
        yield running


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def section(reader: Reader, server: MailboxServer, **settings: object) -> str:
    """A mailbox whose password is in a file."""
    (reader.home / "password").write_text(f"{PASSWORD}\n")
    (reader.home / "password").chmod(0o600)
    values = {"imap": server.url, "password_file": str(reader.home / "password"), **settings}
    lines = (f"{key} = {json.dumps(value)}\n" for key, value in values.items() if value is not None)
    return f"\n[[mailbox]]\n{''.join(lines)}"


def new(reader: Reader, as_of: str = NOW, *more: str) -> list[str]:
    done = reader.run("digest", "--new", "-f", "json", *more, as_of=as_of)
    assert done.status == 0, done.stderr
    return titles(done.stdout) if done.stdout else []


def put(server: MailboxServer, *numbers: int, folder: str = "INBOX", on: date = TODAY) -> None:
    for number in numbers:
        server.put(letter(item(number)), folder=folder, arrived=on)


def expected(*numbers: int) -> list[str]:
    return sorted(item(number).title for number in numbers)


@pytest.mark.parametrize("kind", KINDS)
def test_newsletters_are_delivered_once_and_stay_unread(kind: str, reader: Reader) -> None:
    """BOX01: under the names of their senders, beside the feeds; later only what came since."""
    with serving(kind) as server:
        put(server, 0, 1)
        reader.subscribe([], section(reader, server, name="Letters"))
        done = reader.run("digest", "--new", "-f", "json", as_of=NOW)
        assert (done.status, done.stderr) == (0, "")
        assert sorted(titles(done.stdout)) == expected(0, 1)
        stories = json.loads(done.stdout)["stories"]
        assert {name for story in stories for name in story["sources"]} == {"The Marlow Letter"}
        put(server, 2)
        assert new(reader, LATER) == expected(2)
        assert new(reader, LATER) == []
        assert server.flags() == [set(), set(), set()]


def test_a_mailbox_is_polled_once_an_hour(own: ImapServer, reader: Reader) -> None:
    """As a feed is, and whenever it is forced."""
    reader.subscribe([], section(reader, own))
    for minutes in (0, 20, 40, 61):
        moment = (MORNING + timedelta(minutes=minutes)).isoformat()
        assert reader.run("fetch", as_of=moment).status == 0
    assert sum("EXAMINE" in line for line in own.heard) == 2
    assert reader.run("fetch", "--force", as_of=LATER).status == 0
    assert sum("EXAMINE" in line for line in own.heard) == 3


def test_a_failing_mailbox_is_a_source_with_its_reason(reader: Reader) -> None:
    """At a terminal, by fetch, and by a digest that is not due to ask again."""
    text = """
[[mailbox]]
name = "Letters"
imap = "imap://me@127.0.0.1:1"
starttls = false
password_env = "UNSET"
"""
    reader.subscribe([], text)
    _, sent = at_terminal(
        "fetch", "--config", reader.config, columns=200, with_stderr=True,
        environment={"UNSET": "x"},
    )  # fmt: skip
    assert "1 source asked, 0 new articles, 1 failed: Letters (" in sent.decode()
    words = ("digest", "--new", "--config", reader.config)
    _, sent = at_terminal(*words, columns=200, with_stderr=True, environment={"UNSET": "x"})
    assert "nothing new; 1 source failed: Letters (" in sent.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_poll_takes_the_newest_ten(kind: str, reader: Reader) -> None:
    """BOX01: the rest is history, also once the server has given all of them new numbers."""
    with serving(kind) as server:
        put(server, *range(14))
        reader.subscribe([], section(reader, server))
        assert sorted(new(reader, NOW, "--all")) == expected(*range(4, 14))
        server.renumber()
        put(server, 14)
        assert new(reader, LATER) == expected(14)


@pytest.mark.parametrize("kind", KINDS)
def test_new_numbers_repeat_and_lose_nothing(kind: str, reader: Reader) -> None:
    """BOX02: after a change of UIDVALIDITY messages are known by their headers."""
    with serving(kind) as server:
        put(server, 0, 1)
        reader.subscribe([], section(reader, server))
        assert sorted(new(reader)) == expected(0, 1)
        put(server, 2)
        server.renumber()
        put(server, 3)
        assert sorted(new(reader, LATER)) == expected(2, 3)
        put(server, 4)
        assert new(reader, (MORNING + timedelta(hours=4)).isoformat()) == expected(4)


def test_a_folder_that_was_empty_has_no_history(own: ImapServer, reader: Reader) -> None:
    """All that comes into it after its first poll is news."""
    reader.subscribe([], section(reader, own))
    assert new(reader) == []
    put(own, *range(12))
    assert sorted(new(reader, LATER, "--all")) == expected(*range(12))


def test_old_mail_that_is_moved_into_the_folder_is_no_news(own: ImapServer, reader: Reader) -> None:
    """It was a week old when the folder was first polled, as with entries of feeds."""
    reader.subscribe([], section(reader, own))
    assert new(reader) == []
    own.put(letter(item(0), published=MORNING - timedelta(days=30)), arrived=TODAY)
    put(own, 1)
    assert new(reader, LATER) == expected(1)


@pytest.mark.parametrize("cut", range(900, 9_000, 1_350))
def test_a_server_that_breaks_off_loses_nothing(own: ImapServer, reader: Reader, cut: int) -> None:
    """BOX03: what came whole is kept; the rest, torn messages too, comes with the next poll."""
    put(own, *range(5))
    reader.subscribe([], section(reader, own))
    own.script.cut_after = cut
    first = new(reader)
    is_reported = "the server closed the connection" in reader.run("feeds", "list").text
    assert is_reported or len(first) == 5
    own.script.cut_after = None
    then = new(reader, (MORNING + timedelta(hours=5)).isoformat())
    assert Counter([*first, *then]) == Counter(expected(*range(5)))


def test_what_came_before_a_server_broke_off_is_delivered_at_once(
    own: ImapServer, reader: Reader
) -> None:
    """BOX03: it does not wait for the rest."""
    put(own, *range(5))
    reader.subscribe([], section(reader, own))
    own.script.cut_after = 6_000
    assert 0 < len(new(reader)) < 5


def test_a_message_that_cannot_be_read_is_its_subject(own: ImapServer, reader: Reader) -> None:
    """BOX05: one that the server refuses, one without text, and one of noise; the others are
    whole, and `feeds list` says so."""
    put(own, 0)
    own.put(letter(item(1)), arrived=TODAY)
    own.script.refused[2] = "NO damaged on disk"
    head = "From: Cartoons <c@example.org>\r\nDate: Sun, 22 Nov 2026 05:00:00 +0000\r\n"
    for number in range(2):
        text = f"{head}Message-ID: <{number}@c>\r\nSubject: Picture of the day\r\n\r\n"
        own.put(text.encode(), arrived=TODAY)
    own.put(b"\x00\xff\r\n\r\n\x00" * 50, arrived=TODAY)
    reader.subscribe([], section(reader, own, name="Letters"))
    found = Counter(new(reader))
    assert found == Counter([*expected(0, 1), "Picture of the day", "Picture of the day"])
    listed = " ".join(reader.run("feeds", "list").text.split())
    assert "4 messages could not be read beyond the subject" in listed
    assert "damaged on disk" in listed
    assert new(reader, LATER) == []


def test_only_mail_from_the_wanted_senders(own: ImapServer, reader: Reader) -> None:
    """By address or domain, whatever the case; other mail is never asked for."""
    own.put(letter(item(0), sender="A Friend <friend@home.example>"), arrived=TODAY)
    own.put(letter(item(1), sender="News <NEWS@Letters.example>"), arrived=TODAY)
    own.put(letter(item(2), sender="Post <daily@post.example>"), arrived=TODAY)
    wanted = ["news@letters.example", "@post.example"]
    reader.subscribe([], section(reader, own, **{"from": wanted}))
    assert sorted(new(reader)) == expected(1, 2)
    own.put(letter(item(3), sender="Evil <x@notpost.example>"), arrived=TODAY)
    own.put(letter(item(4), sender="Post <daily@post.example>"), arrived=TODAY)
    assert new(reader, LATER) == expected(4)
    bodies = [line for line in own.heard if "PEEK[]" in line]
    assert [line.split()[3] for line in bodies] == ["2", "3", "5"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_in_two_folders_is_one(kind: str, reader: Reader) -> None:
    """BOX02: copied, or moved from one to the other between two polls."""
    with serving(kind) as server:
        put(server, 0)
        put(server, 0, 1, folder="News")
        two = section(reader, server) + section(reader, server, folder="News")
        reader.subscribe([], two)
        assert sorted(new(reader)) == expected(0, 1)
        put(server, 1, 2)
        assert new(reader, LATER) == expected(2)


def test_mailboxes_have_groups_filters_and_names(own: ImapServer, reader: Reader) -> None:
    """As feeds have; a profile takes them by name or group."""
    put(own, 0, 1)
    put(own, 2, folder="Other")
    reader.subscribe(
        [],
        section(reader, own, name="Letters", groups=["News/Mail"], drop=[f"title:{item(0).title}"])
        + section(reader, own, folder="Other")
        + '\n[profile.a]\nnew = true\nfeeds = ["letters"]\n'
        + '\n[profile.b]\nnew = true\ngroups = ["News"]\n'
        + '\n[profile.c]\nnew = true\nfeeds = ["Other at 127.0.0.1"]\n',
    )
    found = {
        name: titles(reader.run("digest", "--profile", name, "-f", "json", as_of=NOW).stdout)
        for name in "abc"
    }
    assert found == {"a": expected(1), "b": expected(1), "c": expected(2)}
    by_group = reader.run("digest", "--since", "1d", "--by", "group", "-f", "json", as_of=NOW)
    groups = [story["groups"] for story in json.loads(by_group.stdout)["stories"]]
    assert ["News/Mail"] in groups


def test_a_broken_mailbox_is_told_like_a_feed(own: ImapServer, reader: Reader, web: Web) -> None:
    """BOX03: at the digest's end at once, in the status once it has been broken for a day; lists
    and doctor name it."""
    web.put("/feed", rss("The Post", [item(9)]))
    own.script.answers["AUTHENTICATE"] = "TAG NO maintenance\r\n"
    reader.subscribe([web.url("/feed")], section(reader, own, name="Letters"))
    done = reader.run("digest", "--new", "-f", "json", as_of=NOW)
    assert (done.status, titles(done.stdout)) == (0, expected(9))
    (failure,) = json.loads(done.stdout)["failures"]
    assert failure["source"] == "Letters"
    assert "maintenance" in failure["error"]
    later = (MORNING + timedelta(days=2)).isoformat()
    broken = reader.run("fetch", as_of=later)
    assert broken.status == 3
    assert "Letters: the login is refused: maintenance" in broken.stderr
    assert "failing" in reader.run("feeds", "list").text
    (row,) = [r for r in json.loads(reader.run("feeds", "list", "-f", "json").text) if r["error"]]
    assert row["name"] == "Letters"
    own.script.answers.clear()
    put(own, 0)
    assert new(reader, (MORNING + timedelta(days=9)).isoformat()) == expected(0)


def test_commands_for_feeds_leave_mailboxes_alone(own: ImapServer, reader: Reader) -> None:
    """They are the user's own section: `remove` and `rename` say where, `export` has none."""
    reader.subscribe([], section(reader, own, name="Letters"))
    before = reader.config.read_text()
    for words in (("remove", "Letters"), ("rename", "Letters", "Post")):
        done = reader.run("feeds", *words)
        assert done.status == 2
        assert f"Letters is a mailbox ({reader.config}:9)" in done.stderr
    assert "xmlUrl" not in reader.run("feeds", "export").text
    assert reader.config.read_text() == before
    assert "1 mailbox" in reader.run("doctor").text


def test_no_byte_that_is_written_has_the_password(own: ImapServer, reader: Reader) -> None:
    """SEC11: whatever the server says of it, and wherever it is kept."""
    put(own, 0)
    outcomes: list[Outcome] = []
    for number, answer in enumerate((None, f"TAG NO {PASSWORD}\r\n", f"* BYE {PASSWORD}\r\n")):
        own.script.answers = {"EXAMINE": answer} if answer else {}
        reader.subscribe([], section(reader, own))
        clock = (MORNING + timedelta(days=number)).isoformat()
        for words in (
            ("fetch", "-v"), ("digest", "--new", "-f", "json", "-v"), ("feeds", "list"),
            ("feeds", "list", "-f", "json"), ("config", "show"), ("config", "check"),
            ("feeds", "export"), ("doctor",),
        ):  # fmt: skip
            takes_clock = words[0] in ("fetch", "digest")
            outcomes.append(reader.run(*words, as_of=clock if takes_clock else None))
    assert any("***" in done.stderr + done.text for done in outcomes)
    assert [done for done in outcomes if PASSWORD in done.text + done.stderr] == []
    files = [each for each in reader.home.rglob("*") if each.is_file() and each.name != "password"]
    assert [each for each in files if PASSWORD.encode() in each.read_bytes()] == []


@pytest.mark.parametrize("how", ["command", "file", "env"])
def test_where_the_password_is(
    own: ImapServer, reader: Reader, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """As with [mail]: printed by a command, in a file, or in a variable."""
    put(own, 0)
    value = {
        "command": ["printf", f"{PASSWORD}\\nsecond line"],
        "file": str(reader.home / "password"),
        "env": "LETTERS_PASSWORD",
    }[how]
    monkeypatch.setenv("LETTERS_PASSWORD", PASSWORD)
    keys: dict[str, object] = {"password_file": None, f"password_{how}": value}
    reader.subscribe([], section(reader, own, **keys))
    assert new(reader) == expected(0)


def test_a_password_that_is_not_there(own: ImapServer, reader: Reader) -> None:
    """The mailbox fails alone, before the server hears of it; `config check` says it, too."""
    reader.subscribe([], section(reader, own))
    (reader.home / "password").unlink()
    assert "cannot read the password" in reader.run("fetch", "-v", as_of=NOW).stderr
    assert own.heard == []
    check = reader.run("config", "check")
    assert check.status == 2
    assert "config.toml:" in check.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_a_week_of_failures(kind: str, reader: Reader) -> None:
    """BOX01-03: three letters a day, a server that is down or breaks off, is renumbered, and runs
    that are killed: each letter once, none lost."""
    chance = random.Random(7)
    found: Counter[str] = Counter()
    sent = 0
    with serving(kind) as server:
        reader.subscribe([], section(reader, server))
        assert new(reader) == []
        for half_day in range(1, 15):
            moment = MORNING + timedelta(hours=12 * half_day)
            for _ in range(chance.randrange(1, 3)):
                server.put(letter(item(sent), published=moment), arrived=moment.date())
                sent += 1
            if half_day == 7:
                server.renumber()
            if isinstance(server, ImapServer):
                server.script.cut_after = chance.choice([None, None, chance.randrange(9_000)])
            reader.fetch_killed(moment.isoformat(), chance.uniform(0, 0.8))
            found += Counter(new(reader, (moment + timedelta(hours=2)).isoformat(), "--all"))
        if isinstance(server, ImapServer):
            server.script.cut_after = None
        for days in (20, 30):
            found += Counter(new(reader, (MORNING + timedelta(days=days)).isoformat(), "--all"))
    assert found == Counter(expected(*range(sent)))
