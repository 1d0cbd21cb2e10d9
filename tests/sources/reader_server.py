"""A reader on loopback with the Google Reader API, as FreshRSS or as Miniflux gives it.

After their own descriptions: FreshRSS's `p/api/greader.php`, Miniflux's `internal/googlereader`.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

USER, PASSWORD = "me", "canary-5e77b0"
_LONG_ID = "tag:google.com,2005:reader/item/"
_READ = "user/-/state/com.google/read"
_READING_LIST = "user/-/state/com.google/reading-list"


@dataclass
class Subscribed:
    title: str
    site: str | None = None
    labels: tuple[str, ...] = ()


@dataclass
class Unread:
    """An item, unread at first."""

    number: int
    feed: int
    title: str
    content: str
    link: str | None
    published: int
    is_read: bool = False


@dataclass
class Script:
    """How the server behaves."""

    # By the end of a path, the status it answers with instead, or "drop" to end the connection.
    failures: dict[str, int | str] = field(default_factory=dict)
    # Where answers with those statuses lead.
    location: str | None = None
    # By the end of a path, what it says instead.
    answers: dict[str, bytes] = field(default_factory=dict)
    # Ends each answer after so many bytes.
    cut_after: int | None = None
    # Answers this many requests, and fails the others.
    requests_left: int | None = None


class ReaderServer:
    """One server; every request is in `asked`, its form fields in `forms`."""

    def __init__(self, kind: str = "freshrss") -> None:
        self.kind = kind
        self.script = Script()
        self.feeds: dict[int, Subscribed] = {}
        self.items: dict[int, Unread] = {}
        self.asked: list[str] = []
        self.forms: list[dict[str, list[str]]] = []
        self._next = 1_700_000_000_000_001 if kind == "freshrss" else 1
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self

    @property
    def prefix(self) -> str:
        return "/api/greader.php" if self.kind == "freshrss" else ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{self.prefix}"

    @property
    def auth(self) -> str:
        return f"{USER}/8e6845e089457af25303abc6f53356eb60bdb5f8"

    @property
    def token(self) -> str:
        """Of FreshRSS one of its own, padded to 57 letters; of Miniflux the same as for headers."""
        return "8e6845e089457af25303abc6f53356eb".ljust(57, "Z") if self.is_freshrss else self.auth

    @property
    def is_freshrss(self) -> bool:
        return self.kind == "freshrss"

    def add(self, feed: int, title: str, content: str, published: float, link: str | None) -> int:
        """A new unread item; returns its id."""
        number = self._next
        self._next += 1
        self.items[number] = Unread(number, feed, title, content, link, int(published))
        return number

    def unread(self) -> list[str]:
        return [item.title for item in self.items.values() if not item.is_read]

    def count(self, end: str) -> int:
        return sum(urlsplit(path).path.endswith(end) for path in self.asked)

    def __enter__(self) -> ReaderServer:
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


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: ReaderServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        self.act({})

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        form = parse_qs(self.rfile.read(length).decode())
        self.server.owner.forms.append(form)
        self.act(form)

    def act(self, form: dict[str, list[str]]) -> None:
        owner = self.server.owner
        owner.asked.append(self.path)
        path = urlsplit(self.path).path
        if self.is_scripted(path):
            return
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if not path.startswith(owner.prefix):
            self.give(b"", 404)
        elif path.endswith("/accounts/ClientLogin"):
            self.log_in(form)
        elif not self.is_logged_in(form):
            self.give(b"Unauthorized", 401)
        else:
            name = path.removeprefix(f"{owner.prefix}/reader/api/0/").replace("/", "_")
            getattr(self, f"do_{name.replace('-', '_')}", self.unknown)(query, form)

    def is_scripted(self, path: str) -> bool:
        script = self.server.owner.script
        if script.requests_left is not None:
            script.requests_left -= 1
            if script.requests_left < 0:
                self.give(b"", 500)
                return True
        for end, failure in script.failures.items():
            if path.endswith(end):
                if failure == "drop":
                    self.close_connection = True
                else:
                    self.give(PASSWORD.encode(), int(failure))
                return True
        for end, answer in script.answers.items():
            if path.endswith(end):
                self.give(answer)
                return True
        return False

    def is_logged_in(self, form: dict[str, list[str]]) -> bool:
        """FreshRSS reads the header alone, Miniflux that of GET and the token of POST."""
        owner = self.server.owner
        if self.command == "POST" and not owner.is_freshrss:
            return form.get("T") == [owner.token]
        return self.headers["authorization"] == f"GoogleLogin auth={owner.auth}"

    def log_in(self, form: dict[str, list[str]]) -> None:
        if (form.get("Email"), form.get("Passwd")) != ([USER], [PASSWORD]):
            self.give(b"Error=BadAuthentication", 401)
            return
        auth = self.server.owner.auth
        self.give(f"SID={auth}\nLSID={auth}\nAuth={auth}\n".encode())

    def unknown(self, query: dict[str, str], form: dict[str, list[str]]) -> None:
        self.give(b"", 400) if self.server.owner.is_freshrss else self.give(b"[]")

    def do_token(self, query: dict[str, str], form: dict[str, list[str]]) -> None:
        self.give(f"{self.server.owner.token}\n".encode())

    def do_subscription_list(self, query: dict[str, str], form: dict[str, list[str]]) -> None:
        assert query["output"] == "json"
        user = "-" if self.server.owner.is_freshrss else "1"
        subscriptions = [
            {
                "id": f"feed/{number}",
                "title": feed.title,
                "categories": [
                    {"id": f"user/{user}/label/{label}", "label": label} for label in feed.labels
                ],
                "url": f"https://feeds.example/{number}?token=canary",
                "htmlUrl": feed.site or "",
            }
            for number, feed in self.server.owner.feeds.items()
        ]
        self.give_json({"subscriptions": subscriptions})

    def do_stream_items_ids(self, query: dict[str, str], form: dict[str, list[str]]) -> None:
        owner = self.server.owner
        assert (query["s"], query["output"]) == (_READING_LIST, "json")
        count, after = int(query.get("n", 20)), query.get("c", "")
        unread = [item for item in owner.items.values() if not item.is_read or "xt" not in query]
        ids = sorted((item.number for item in unread), reverse=True)
        if owner.is_freshrss:
            ids = [each for each in ids if not after or each < int(after)]
            more = ids[count - 1] if len(ids) >= count else None
        else:
            start = int(after or 0)
            ids = ids[start:]
            more = start + count if len(ids) > count else None
        found: dict[str, Any] = {"itemRefs": [{"id": str(each)} for each in ids[:count]]}
        self.give_json(found if more is None else {**found, "continuation": str(more)})

    def do_stream_items_contents(self, query: dict[str, str], form: dict[str, list[str]]) -> None:
        owner = self.server.owner
        assert self.command == "POST"
        assert owner.is_freshrss or form["output"] == ["json"]
        found = [owner.items.get(self.number(id)) for id in form["i"]]
        items = [self.item(each) for each in found if each is not None]
        if not items and not owner.is_freshrss:
            self.give(b'{"error_message": "no items"}', 400)
        else:
            self.give_json({"id": _READING_LIST, "items": items})

    def number(self, id: str) -> int:
        assert id.startswith(_LONG_ID)
        return int(id.removeprefix(_LONG_ID), 16)

    def item(self, item: Unread) -> dict[str, Any]:
        owner = self.server.owner
        feed = owner.feeds[item.feed]
        user = "-" if owner.is_freshrss else "1"
        made = {
            "id": f"{_LONG_ID}{item.number:016x}",
            "title": item.title,
            "published": item.published,
            "alternate": [{"href": item.link}] if item.link else [],
            "categories": [f"user/{user}/state/com.google/reading-list"],
            "summary": {"content": item.content},
            "origin": {"streamId": f"feed/{item.feed}", "title": feed.title},
        }
        if not owner.is_freshrss:
            made["canonical"] = made["alternate"]
            made["content"] = {"direction": "ltr", "content": item.content}
            made["updated"] = item.published + 300
            made["origin"] |= {"htmlUrl": feed.site or ""}  # type: ignore[operator]
        return made

    def do_edit_tag(self, query: dict[str, str], form: dict[str, list[str]]) -> None:
        owner = self.server.owner
        if form.get("T") != [owner.token]:
            self.give(b"Unauthorized", 401)
            return
        assert form["a"] == [_READ]
        for id in form["i"]:
            if item := owner.items.get(self.number(id)):
                item.is_read = True
        self.give(b"OK")

    def give_json(self, value: object) -> None:
        self.give(json.dumps(value).encode(), media_type="application/json")

    def give(self, content: bytes, status: int = 200, media_type: str = "text/plain") -> None:
        cut = self.server.owner.script.cut_after
        self.send_response(status)
        if self.server.owner.script.location:
            self.send_header("location", self.server.owner.script.location)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[:cut])
        if cut is not None and cut < len(content):
            self.close_connection = True
