"""Servers that close the connection instead of answering."""

from __future__ import annotations

import socket
import threading

from tests.program import newsdigest


def test_a_connection_closed_without_an_answer_is_said_in_our_words() -> None:
    """The words can stand in the middle of a line, as in "... since 2026-11-21 06:30"."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def close_each() -> None:
            for _ in range(4):
                connection, _ = server.accept()
                connection.recv(4096)
                connection.close()

        threading.Thread(target=close_each, daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        done = newsdigest("read", url)
    assert done.status == 1
    assert done.stderr == f"error: {url}: the server closed the connection without an answer\n"
