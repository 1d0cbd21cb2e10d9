"""Feeds behind a login: header fields from a file or a command go to the feed's own place alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.server import Server

NOW, SOON, LATER = "2026-11-22T06:00Z", "2026-11-22T06:20Z", "2026-11-22T08:00Z"
CANARY = "canary-7f3a91"
FIELD = f"Cookie: session={CANARY}"
PAGE = "<html><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"


@pytest.fixture
def other() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """A file with one header field, outside of what the program writes."""
    path = tmp_path / "secrets" / "paper.txt"
    path.parent.mkdir()
    path.write_text(f"{FIELD}\n")
    path.chmod(0o600)
    return path


def subscribed(tmp_path: Path, url: str, **settings: object) -> Reader:
    """A subscriber to one feed with these settings of its own."""
    home = tmp_path / "home"
    home.mkdir()
    reader = Reader(home)
    reader.subscribe([url])
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    reader.config.write_text(reader.config.read_text() + lines)
    return reader


def with_login(server: Server, path: str) -> list[bool]:
    """For each request for a path, whether it bore the login."""
    return [FIELD in head for head in server.requests if head.split(" ")[1] == path]


def feed_with_pages(server: Server, *links: str) -> str:
    """A feed at /feed whose items hold a sentence each, and the rest at these links."""
    items = "".join(
        f"<item><title>{item(n).title}</title><link>{link}</link>"
        f"<description>{item(n).text[:80]}...</description></item>"
        for n, link in enumerate(links)
    )
    body = f"<rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>"
    return server.page("/feed", body, content_type="application/rss+xml")


def test_a_login_goes_to_the_feed_and_to_its_pages_alone(
    tmp_path: Path, server: Server, other: Server, secrets: Path
) -> None:
    """SEC09: to its scheme, host and port; not to another port, and not to robots.txt."""
    here = server.page("/here", PAGE.format(title=item(0).title, text=item(0).text))
    there = other.page("/there", PAGE.format(title=item(1).title, text=item(1).text))
    reader = subscribed(tmp_path, feed_with_pages(server, here, there), headers_file=str(secrets))
    reader.config.write_text(f'{reader.config.read_text()}\n[[feed]]\nurl = "{other.url("/own")}"')
    other.page("/own", rss("The Other", [item(7)]), content_type="application/rss+xml")
    done = reader.run("digest", "--new", "-f", "json", as_of=NOW)
    assert len(titles(done.stdout)) == 3
    assert with_login(server, "/feed") == [True]
    assert with_login(server, "/here") == [True]
    assert with_login(server, "/robots.txt") == [False]
    assert FIELD not in "".join(other.requests)
    assert with_login(other, "/own") == [False]


def test_a_login_does_not_follow_a_redirect_elsewhere(
    tmp_path: Path, server: Server, other: Server, secrets: Path
) -> None:
    """SEC09: within the place it does; what lies elsewhere is asked without it."""
    other.page("/feed", rss("The Paper", [item(1)]), content_type="application/rss+xml")
    server.redirect("/a", "/b", 301)
    server.redirect("/b", other.url("/feed"))
    reader = subscribed(tmp_path, server.url("/a"), headers_file=str(secrets))
    text = reader.config.read_text()
    reader.config.write_text(f'{text}\n[[feed]]\nurl = "{other.url("/x")}"\n')
    reader.run("fetch", as_of=NOW)
    assert (with_login(server, "/a"), with_login(server, "/b")) == ([True], [True])
    assert FIELD not in "".join(other.requests)


def test_nothing_that_is_written_holds_a_login(
    tmp_path: Path, server: Server, secrets: Path
) -> None:
    """SEC09: not the state, the configuration or any output, though the server says it again."""
    echo = f"HTTP/1.1 403 No {CANARY}\r\nlocation: /?{CANARY}\r\ncontent-length: 0\r\n\r\n"
    url = server.raw("/feed", echo.encode())
    reader = subscribed(tmp_path, url, headers_command=["cat", str(secrets)])
    told = [
        reader.run("fetch", "-v", as_of=NOW),
        reader.run("digest", "--new", "-v", as_of=LATER),
        reader.run("feeds", "list"),
        reader.run("feeds", "export", "--secrets"),
        reader.run("config", "show", "--origin"),
        reader.run("config", "check"),
        reader.run("doctor"),
    ]
    assert with_login(server, "/feed") == [True, True]
    assert "HTTP 403 No ***" in told[0].stderr
    written = b"".join(path.read_bytes() for path in reader.home.rglob("*") if path.is_file())
    shown = "".join(done.text + done.stderr for done in told)
    assert CANARY.encode() not in written
    assert CANARY not in shown


def test_a_redirect_that_repeats_a_login_is_not_remembered(
    tmp_path: Path, server: Server, secrets: Path
) -> None:
    """SEC09: a new address with the login in it is followed, and never taken over."""
    server.redirect("/feed", f"/new/{CANARY}", 301)
    server.page(f"/new/{CANARY}", rss("The Paper", [item(1)]), content_type="text/xml")
    reader = subscribed(tmp_path, server.url("/feed"), headers_file=str(secrets))
    assert reader.run("fetch", as_of=NOW).status == 0
    written = b"".join(path.read_bytes() for path in reader.home.rglob("*") if path.is_file())
    assert CANARY.encode() not in written


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("Cookie session=x", "header line 1 is not a field such as 'Cookie: a=b'"),
        (f"X-Key: {CANARY}\nHost: {CANARY}", "header line 2: Host is for newsdigest to set"),
        (f"X-Key: {CANARY}\u00e9", "header line 1 is not a field such as 'Cookie: a=b'"),
        (f"X-Key: a\nx-key: {CANARY}", "header line 2 repeats x-key"),
        ("", "found nothing to use as the headers from"),
    ],
)
def test_what_is_no_header_field_costs_that_feed_alone(
    tmp_path: Path, server: Server, secrets: Path, lines: str, reason: str
) -> None:
    """SEC10: it is not asked without its login; `config check` says the same; no secret is told."""
    secrets.write_text(lines)
    url = server.page("/feed", rss("The Paper", [item(1)]), content_type="text/xml")
    reader = subscribed(tmp_path, url, headers_file=str(secrets))
    done = reader.run("fetch", "-v", as_of=NOW)
    assert reason in done.stderr
    assert server.requests == []
    checked = reader.run("config", "check")
    assert checked.status == 2
    assert reason in checked.stderr
    assert CANARY not in done.stderr + checked.stderr


def test_a_command_that_fails_costs_that_feed_alone(tmp_path: Path, server: Server) -> None:
    """SEC10: what it complains of stays its own, and other feeds are polled."""
    url = server.page("/feed", rss("The Paper", [item(1)]), content_type="text/xml")
    command = ["sh", "-c", f"echo {CANARY} >&2; exit 3"]
    reader = subscribed(tmp_path, url, headers_command=command)
    free = server.page("/free", rss("The Free", [item(2)]), content_type="text/xml")
    reader.config.write_text(f'{reader.config.read_text()}\n[[feed]]\nurl = "{free}"\n')
    done = reader.run("fetch", "-v", as_of=NOW)
    assert "the command for the headers failed: exit status 3" in done.stderr
    assert "articles: 1 new" in done.stderr
    assert CANARY not in done.stderr
    assert with_login(server, "/feed") == []


def test_a_command_runs_only_for_feeds_that_are_due(
    tmp_path: Path, server: Server, secrets: Path
) -> None:
    """A safe is not opened every quarter of an hour for a feed that is asked once an hour."""
    url = server.page("/feed", rss("The Paper", [item(1)]), content_type="text/xml", etag='"1"')
    runs = tmp_path / "runs"
    command = ["sh", "-c", f"echo run >> {runs}; cat {secrets}"]
    reader = subscribed(tmp_path, url, headers_command=command)
    for as_of in (NOW, SOON, LATER):
        assert reader.run("fetch", as_of=as_of).status == 0
    assert runs.read_text().count("run") == 2
