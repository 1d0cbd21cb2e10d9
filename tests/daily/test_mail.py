"""The mail of the morning as cron sends it: the installed command and a server on loopback."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from dataclasses import replace
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.daily.feeds import Item, item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.deliver.smtp_server import CERTIFICATE, SmtpServer
from tests.pages import article_page
from tests.program import COMMAND, Outcome, newsdigest

CANARY = "correct-horse-42"
ME, YOU = "me@example.org", "you@example.org"
NOW, LATER = "2026-11-22T06:00:00Z", "2026-11-23T06:00:00Z"


@pytest.fixture
def web(web: Web) -> Web:
    web.put("/feed", rss("The Post", [item(1), item(2)]))
    return web


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def subscribe(reader: Reader, web: Web, server: SmtpServer, extra: str = "") -> None:
    (reader.home / "password").write_text(CANARY)
    user = "me" if server.script.password else ""
    reader.subscribe(
        [web.url("/feed")],
        f'[mail]\nfrom = "The News <digest@example.org>"\nsmtp = "{server.url(user)}"\n'
        f'password_command = ["cat", "{reader.home}/password"]\ntimeout = 20\n'
        f'[profile.morning]\nnew = true\nmail = {{ to = ["{ME}", "{YOU}"] }}\n{extra}',
    )


def morning(reader: Reader, as_of: str = NOW, *more: str) -> Outcome:
    return reader.run("digest", "--profile", "morning", *more, as_of=as_of)


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def test_a_digest_is_mailed_once(reader: Reader, web: Web) -> None:
    """To everybody in one mail, encrypted; silently; and no mail when nothing is new."""
    with SmtpServer(implicit_tls=True, password=CANARY) as server:
        subscribe(reader, web, server)
        done = morning(reader)
        assert (done.status, done.text, done.stderr) == (0, "", "")
        assert morning(reader, LATER).status == 0
    (mail,) = server.received
    assert (mail.recipients, mail.encrypted) == ((ME, YOU), True)
    assert mail.message["From"] == "The News <digest@example.org>"
    assert mail.message["Subject"] in (item(1).title, item(2).title)
    body = mail.message.get_body(("plain",))
    assert body is not None
    assert item(1).title in " ".join(body.get_content().split())


def test_who_was_refused_is_told_and_gets_it_later(reader: Reader, web: Web) -> None:
    """MAIL02, MAIL03: status 4 with the name; the next run mails the same digest to that one."""
    with SmtpServer(answers={f"RCPT {YOU}": "451 greylisted"}) as server:
        subscribe(reader, web, server)
        failed = morning(reader)
        assert failed.status == 4
        assert failed.stderr == (f"error: mail to {YOU}: 451 greylisted; to be tried again\n")
        server.script.answers.clear()
        web.put("/feed", rss("The Post", [item(1), item(2), item(3)]))
        assert morning(reader, LATER).status == 0
    first, repeat, news = server.received
    assert (first.recipients, repeat.recipients, news.recipients) == ((ME,), (YOU,), (ME, YOU))
    assert first.content == repeat.content
    assert news.message["Message-ID"] != first.message["Message-ID"]


@pytest.mark.parametrize("answers", [{"GREETING": "421 busy"}, {"DOT": "451 later"}])
def test_a_file_does_not_wait_for_the_mail(
    reader: Reader, web: Web, answers: dict[str, str]
) -> None:
    """MAIL08: the file is written, the mail pending, the status 4."""
    with SmtpServer(answers=answers) as server:
        subscribe(reader, web, server, 'format = "json"\noutput = "news.json"\n')
        failed = morning(reader)
        assert failed.status == 4
        assert failed.stderr.count("error: mail to") == 2
        written = (reader.home / "news.json").read_bytes()
        assert item(1).title.encode() in written
        server.script.answers.clear()
        assert morning(reader, LATER).status == 0
    assert (reader.home / "news.json").read_bytes() == written
    (mail,) = server.received
    assert mail.recipients == (ME, YOU)


def test_a_lost_reply_and_a_kill_repeat_the_same_mail(reader: Reader, web: Web) -> None:
    """MAIL01, MAIL05: after the final dot nobody knows; the repeat can be told by its id."""
    with SmtpServer(forgets_to_say=True) as server:
        subscribe(reader, web, server)
        assert morning(reader).status == 4
        server.script.forgets_to_say = False
        # Killed between the server's 250 and our own note of it.
        server.script.delay = 0.3
        command = [str(COMMAND), "digest", "--profile", "morning", "-c", str(reader.config)]
        running = subprocess.Popen([*command, "--as-of", LATER], stderr=subprocess.PIPE)
        while len(server.received) < 2:
            assert running.poll() is None
        running.send_signal(signal.SIGKILL)
        running.communicate()
        server.script.delay = 0.0
        assert morning(reader, LATER).status == 0
        assert morning(reader, LATER).status == 0
    assert len(server.received) == 3
    assert len({mail.content for mail in server.received}) == 1


def test_a_mail_that_is_too_large_is_given_up(reader: Reader, web: Web) -> None:
    """MAIL06: five attempts, then a notice, then silence."""
    with SmtpServer(answers={"MAIL": "552 too large"}) as server:
        subscribe(reader, web, server)
        told = [morning(reader) for _ in range(5)]
        assert {done.status for done in told} == {4}
        assert "given up after 5 attempts" in told[-1].stderr
        assert morning(reader).status == 0
    assert server.received == []


def test_a_wrong_password_stays_secret(reader: Reader, web: Web) -> None:
    """SEC01, SEC02: not on any output, not in the state, not in the list of processes."""
    seen = reader.home / "processes"
    with SmtpServer(password="another") as server:
        subscribe(reader, web, server)
        text = reader.config.read_text()
        (reader.home / "spy").write_text(
            f"cat /proc/[0-9]*/cmdline > {seen}\ncat {reader.home}/password\n"
        )
        spied = text.replace('["cat", ', '["sh", ').replace('/password"]', '/spy"]')
        reader.config.write_text(spied)
        done = morning(reader, NOW, "--verbose")
    assert done.status == 4
    assert "the login is refused: 535" in done.stderr
    assert CANARY not in done.text + done.stderr
    assert CANARY.encode() not in seen.read_bytes()
    for path in reader.state.parent.iterdir():
        assert CANARY.encode() not in path.read_bytes(), path
    shown = reader.run("config", "show", "--profile", "morning")
    assert CANARY not in shown.text
    assert f'mail = {{ to = ["{ME}", "{YOU}"] }}' in shown.text


def test_pages_can_be_mailed_without_a_state(tmp_path: Path) -> None:
    """`digest page.html --mail me@example.org`, by a command; nothing is printed."""
    page = tmp_path / "page.html"
    page.write_text(article_page())
    config = tmp_path / "config.toml"
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/to\ncat > {tmp_path}/mail.eml\n')
    program.chmod(stat.S_IRWXU)
    config.write_text(f'[mail]\nfrom = "digest@example.org"\nsendmail = "{program}"\n')
    done = newsdigest("digest", page, "--mail", ME, "--mail", YOU, "--config", config)
    assert (done.status, done.stdout, done.stderr) == (0, b"", "")
    assert (tmp_path / "to").read_text() == f"-i -f digest@example.org -- {ME} {YOU}\n"
    assert b"Ferry landing to reopen in April" in (tmp_path / "mail.eml").read_bytes()
    program.write_text("#!/bin/sh\nexit 75\n")
    failed = newsdigest("digest", page, "--mail", ME, "--config", config)
    assert (failed.status, failed.stdout) == (4, b"")
    assert failed.stderr == f"error: mail to {ME}: {program} failed: exit status 75\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--mail", ME], "mail.from is not set"), (["--mail", "somebody"], "must be a mail address")],
)
def test_mail_that_cannot_be_is_a_wrong_use(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    """Status 2, before anything is read."""
    done = newsdigest("digest", tmp_path, *arguments)
    assert done.status == 2
    assert said in done.stderr


def test_empty_digests(tmp_path: Path) -> None:
    """A file that was asked for is written, a mail is not; either way can be asked for."""
    head = '<meta property="article:published_time" content="2026-11-01T06:00:00Z">'
    page = tmp_path / "page.html"
    page.write_text(article_page(head=head))
    config = tmp_path / "config.toml"
    program = tmp_path / "sendmail"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/mail\n")
    program.chmod(stat.S_IRWXU)
    config.write_text(f'[mail]\nfrom = "digest@example.org"\nsendmail = "{program}"\n')
    common = ["digest", str(page), "--since", "24h", "--as-of", NOW, "--config", str(config)]
    output = tmp_path / "news.txt"
    assert newsdigest(*common, "--output", output, "--skip-empty").status == 0
    assert not output.exists()
    assert newsdigest(*common, "--output", output).status == 0
    assert "no stories" in output.read_text()
    assert newsdigest(*common, "--mail", ME).status == 0
    assert not (tmp_path / "mail").exists()
    assert newsdigest(*common, "--mail", ME, "--no-skip-empty").status == 0
    assert b"no stories" in (tmp_path / "mail").read_bytes()


def test_cron_mails_with_nothing_around(reader: Reader, web: Web) -> None:
    """IO08: an empty environment, / as directory, no standard streams to speak of."""
    with SmtpServer(implicit_tls=True, password=CANARY) as server:
        subscribe(reader, web, server)
        path, trust = f"PATH={os.environ['PATH']}", f"SSL_CERT_FILE={CERTIFICATE}"
        command = ["digest", "--profile", "morning", "--config", str(reader.config)]
        done = subprocess.run(
            ["env", "-i", path, trust, str(COMMAND), *command, "--as-of", NOW],
            capture_output=True, cwd="/", stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert len(server.received) == 1


def distinct(number: int, base: str) -> Item:
    """An item that shares no name with any other."""
    syllables = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru")
    name = "".join(syllables[int(digit)] for digit in f"{number:03}").capitalize()
    text = " ".join(f"{name}{end}" for end in ("ford", "ville", "dorf", "stad", "burg", "heim"))
    original = item(number, base)
    return replace(original, title=f"{name} opens {name}hall", text=f"{text} agreed on {name}hall.")


def test_mails_name_everything_in_the_end(reader: Reader, web: Web) -> None:
    """DEL01: new stories, of which a mail has no room to name all, are in the next mails."""
    long_path = "/" + "/".join(["a-long-path"] * 25)
    items = [distinct(n, web.url(long_path)) for n in range(300)]
    web.put("/feed", rss("The Post", items))
    named: list[set[int]] = []
    with SmtpServer() as server:
        subscribe(reader, web, server, "minutes = 0\n")
        config = reader.config.read_text()
        reader.config.write_text(config.replace("[fetch]", "[fetch]\nfirst_items = 300", 1))
        for number in range(1, 8):
            assert morning(reader).status == 0
            assert len(server.received) == number
            page = server.received[-1].message.get_body(("html",))
            assert page is not None
            shown = page.get_content()
            named.append({each.number for each in items if each.title in shown})
            if len(set().union(*named)) == 300:
                break
    assert len(named) > 1
    assert set().union(*named) == set(range(300))


def test_a_profile_of_books_mails_the_book(reader: Reader, web: Web) -> None:
    """As an attachment that holds the whole articles, beside the digest as mail."""
    with SmtpServer() as server:
        subscribe(reader, web, server, 'format = "epub"\n')
        done = morning(reader)
        assert (done.status, done.stdout, done.stderr) == (0, b"", "")
        assert morning(reader, LATER).status == 0
    (mail,) = server.received
    (book,) = mail.message.iter_attachments()
    assert book.get_filename() == "newsdigest-2026-11-22.epub"
    with ZipFile(BytesIO(book.get_content())) as archive:
        assert archive.testzip() is None
        pages = "".join(archive.read(name).decode() for name in archive.namelist())
    assert item(1).text.split(". ")[-1].rstrip(".") in " ".join(pages.split())
    body = mail.message.get_body(("plain",))
    assert body is not None
    assert item(1).title in " ".join(body.get_content().split())


def test_a_mail_in_a_file_is_the_one_that_is_sent(reader: Reader, web: Web) -> None:
    """With sender, recipients, the way to unsubscribe and Message-ID."""
    file = reader.home / "digest.eml"
    extra = 'list_unsubscribe = "https://news.example/leave"\n'
    with SmtpServer() as server:
        subscribe(reader, web, server)
        text = reader.config.read_text().replace("timeout = 20\n", f"timeout = 20\n{extra}")
        reader.config.write_text(text)
        done = morning(reader, NOW, "-f", "email", "-o", str(file))
        assert (done.status, done.stderr) == (0, "")
    (mail,) = server.received
    assert mail.content.replace(b"\r\n", b"\n") == file.read_bytes()
    assert mail.message["From"] == "The News <digest@example.org>"
    assert mail.message["To"] == f"{ME}, {YOU}"
    assert mail.message["List-Unsubscribe"] == "<https://news.example/leave>"
    assert mail.message["Message-ID"].endswith("@example.org>")


def test_a_mail_in_a_file_needs_no_server(reader: Reader, web: Web, tmp_path: Path) -> None:
    """Who sends it by other means has set a sender and recipients, or neither."""
    feed = [web.url("/feed")]
    for settings, sender, to in (
        ('[mail]\nfrom = "digest@example.org"\nto = "me@example.org"\n', "digest@example.org", ME),
        ("", "newsdigest@localhost", None),
    ):
        reader.subscribe(feed, settings)
        file = tmp_path / "digest.eml"
        done = reader.run("digest", "-f", "email", "-o", file, as_of=NOW)
        assert (done.status, done.stderr) == (0, "")
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert message["From"].addresses[0].addr_spec == sender
        assert message["To"] == to
