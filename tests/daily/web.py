"""A small web on loopback that behaves: conditional requests, kept connections, scripted faults."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass
class Reply:
    """What a path answers; a 200 has an ETag, and 304 for who sends it back."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    # Seconds before the answer.
    delay: float = 0.0

    @property
    def etag(self) -> str:
        return f'"{blake2b(self.body, digest_size=8).hexdigest()}"'


class Web:
    """A server whose paths the test fills; what it does not know is 404."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        # How often each path was asked for, and with which status it answered.
        self.asked: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.web = self

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(
        self, path: str, body: bytes | str, media_type: str = "text/xml", **changes: Any
    ) -> str:
        content = body.encode() if isinstance(body, str) else body
        self.replies[path] = Reply(content, headers={"content-type": media_type}, **changes)
        return self.url(path)

    def fail(self, path: str, status: int, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = Reply(b"", status, named)
        return self.url(path)

    def __enter__(self) -> Web:
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
    request_queue_size = 128
    web: Web

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in the middle of an answer is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are written apart; without this each answer waits for an acknowledgement.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        web = self.server.web
        web.asked[self.path] += 1
        reply = web.replies.get(self.path, Reply(status=404))
        time.sleep(reply.delay)
        same = reply.status == 200 and self.headers.get("if-none-match") == reply.etag
        status, body = (304, b"") if same else (reply.status, reply.body)
        web.statuses[status] += 1
        self.send_response(status)
        if status == 200:
            self.send_header("etag", reply.etag)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""
