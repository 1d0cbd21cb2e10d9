"""Notes to services: where their URLs come from, who did not take one, what nobody gets to see."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from newsdigest.config import NotifySettings
from newsdigest.deliver import notify as door
from newsdigest.errors import DeliveryError, UsageError
from newsdigest.render import RenderOptions, render_notification
from tests.pages import article_page
from tests.program import newsdigest
from tests.render.examples import DIGEST
from tests.render.hostile import PAYLOADS, PLACES
from tests.render.oracles import FORBIDDEN

CANARY = "correct-horse-42"


def settings(**changes: Any) -> NotifySettings:
    given = {
        "urls_command": None,
        "urls_file": None,
        "urls_env": None,
        "stories": 5,
        "timeout": 9.0,
    }
    return NotifySettings(**{**given, **changes})


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        status = 500 if "bad" in self.path else 200
        if status == 200:
            self.server.notes.append(json.loads(body))  # type: ignore[attr-defined]
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def service() -> Iterator[HTTPServer]:
    """A service that takes notes as JSON, but not under /bad."""
    pytest.importorskip("apprise")
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.notes = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_urls_are_lines_or_words(tmp_path: Path) -> None:
    """Comments and repeats are left out, and a name gives nothing away."""
    file = tmp_path / "urls"
    file.write_text(f"# mine\nntfy://{CANARY}/x\n\njson://a/{CANARY} ntfy://{CANARY}/x\n")
    first, second = door.read_services(settings(urls_file=file), {})
    assert (first.url, second.url) == (f"ntfy://{CANARY}/x", f"json://a/{CANARY}")
    assert first.name.startswith("ntfy ")
    assert CANARY not in repr((first, second))
    from_variable = door.read_services(settings(urls_env="URLS"), {"URLS": "ntfy://a json://b"})
    assert [each.url for each in from_variable] == ["ntfy://a", "json://b"]
    with pytest.raises(DeliveryError, match="URLs of services from the variable"):
        door.read_services(settings(urls_env="URLS"), {})


def test_without_the_extra_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a traceback of an import."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'newsdigest\[notify\]'"):
        door.check_notify(settings(urls_env="URLS"))


def test_without_urls_it_is_a_wrong_use() -> None:
    """Told before anything is read."""
    pytest.importorskip("apprise")
    with pytest.raises(UsageError, match="urls_command"):
        door.check_notify(settings())


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise's
def test_services_get_the_note_each_for_itself(
    service: HTTPServer, caplog: pytest.LogCaptureFixture
) -> None:
    """One that fails keeps nobody from it, and is the one that is named."""
    place = f"json://127.0.0.1:{service.server_port}"
    good, bad, odd = (
        door.Service(name, url)
        for name, url in (("good", place), ("bad", f"{place}/bad"), ("odd", f"nonsense://{CANARY}"))
    )
    with caplog.at_level(logging.DEBUG):
        assert door.notify([bad, odd, good], "A <b>title</b>", "Some text.") == [bad, odd]
    (note,) = service.notes  # type: ignore[attr-defined]
    assert (note["title"], note["message"]) == ("A <b>title</b>", "Some text.")
    assert CANARY not in caplog.text


def test_the_short_form() -> None:
    """Headlines with who reports them and links, then how many more there are, and what failed."""
    note = render_notification(DIGEST, RenderOptions(), 1)
    assert note.title == "News digest, Sunday 22 November 2026"
    assert note.text.splitlines() == [
        "• Harbour ferry strikes pier in fog, injuring 12 "
        "(Marlow Ledger; also Harbour Post, Evening Line)",
        "https://ledger.example/ferry?id=1&page=2",
        "2 more stories",
        "1 source failed",
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_a_note_can_act(payload: str) -> None:
    """I4: printable, and of as many lines as it has parts."""
    usual = render_notification(DIGEST, RenderOptions(by=())).text.count("\n")
    for place in PLACES:
        note = render_notification(PLACES[place](PAYLOADS[payload]), RenderOptions(by=()))
        assert not FORBIDDEN.search(note.title + note.text), place
        assert "\n" not in note.title
        assert note.text.count("\n") <= usual, place


def test_a_profile_notifies(tmp_path: Path, service: HTTPServer) -> None:
    """By the command, beside a file; who does not take it is named without the URL."""
    page, config = tmp_path / "page.html", tmp_path / "config.toml"
    page.write_text(article_page())
    place = f"json://127.0.0.1:{service.server_port}"
    (tmp_path / "urls").write_text(f"{place}/{CANARY}\n{place}/bad/{CANARY}\n")
    config.write_text(
        f'[notify]\nurls_file = "{tmp_path}/urls"\n[profile.phone]\nnotify = true\n'
        'format = "json"\noutput = "news.json"\n'
    )
    done = newsdigest("digest", page, "--profile", "phone", "--config", config)
    assert (done.status, done.stdout) == (4, b"")
    assert done.stderr.startswith("error: notification to json ")
    assert CANARY not in done.stderr
    assert (tmp_path / "news.json").exists()
    (note,) = service.notes  # type: ignore[attr-defined]
    assert "Ferry landing to reopen in April" in note["message"]
