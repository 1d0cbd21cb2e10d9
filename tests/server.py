"""A web server on loopback that says exactly what a test tells it to, byte for byte."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType

Answer = Callable[[socket.socket], None]


class Server:
    """Answers each path by a function that writes to the connection; others get 404."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._answers: dict[str, Answer] = {}
        self._stopping = threading.Event()
        # Request heads as they came, in order of arrival.
        self.requests: list[str] = []

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, path: str, answer: Answer) -> str:
        """Let `answer` write the response to `path`; the URL to ask for."""
        self._answers[path] = answer
        return self.url(path)

    def raw(self, path: str, response: bytes) -> str:
        """Answer `path` with these bytes, then close the connection."""
        return self.answer(path, lambda connection: connection.sendall(response))

    def page(self, path: str, body: bytes | str, **headers: str) -> str:
        """Answer `path` with 200 and a body; `content_type="..."` sets a header of that name."""
        content = body.encode() if isinstance(body, str) else body
        fields = {
            "content-type": "text/html; charset=utf-8",
            "content-length": str(len(content)),
            # As it does: a client that trusted the connection would race with its end.
            "connection": "close",
        }
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return self.raw(path, f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + content)

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        head = f"HTTP/1.1 {status} Found\r\nlocation: {location}\r\n"
        return self.raw(path, f"{head}content-length: 0\r\nconnection: close\r\n\r\n".encode())

    def until_stopped(self, seconds: float) -> bool:
        """Sleep in an answer; True once the server is being stopped."""
        return self._stopping.wait(seconds)

    def __enter__(self) -> Server:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        # Closing alone would leave the accept under way; shutting down wakes it.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # A client may go away at any point of an answer: that is what some tests are about.
        with connection, contextlib.suppress(OSError):
            head = self._read_head(connection)
            self.requests.append(head)
            path = head.split(" ", 2)[1] if head.count(" ") >= 2 else ""
            self._answers.get(path, _not_found)(connection)

    def _read_head(self, connection: socket.socket) -> str:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(4096)
            if not piece:
                break
            data += piece
        return data.decode("latin-1")


def _not_found(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
