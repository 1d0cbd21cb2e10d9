"""Answers stream to a caller that is not asynchronous."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace

from newsdigest.sources.network import NetworkOptions, Request, fetch_stream
from newsdigest.sources.network.streaming import THREAD_NAME
from tests.server import Server

BASE = NetworkOptions(total_seconds=60.0, retries=0, robots=False, host_delay=0.0, per_host=8)


def allowing(server: Server) -> NetworkOptions:
    return replace(BASE, allowed=frozenset({("127.0.0.1", server.port)}))


def test_answers_come_as_they_arrive(server: Server) -> None:
    """A slow server holds up nobody else's answer."""
    others_came = threading.Event()

    def slow(connection: socket.socket) -> None:
        others_came.wait(20.0)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\ns")

    requests = [Request(server.answer("/slow", slow)), *(
        Request(server.page(f"/{n}", "x")) for n in range(40)
    )]  # fmt: skip
    answers = []
    for answer in fetch_stream(requests, allowing(server)):
        time.sleep(0.01)  # a caller that has work of its own
        answers.append(answer)
        if len(answers) == 40:
            others_came.set()
    assert len(answers) == 41
    assert all(answer.document for answer in answers)
    assert answers[-1].request == requests[0]


def test_leaving_early_ends_what_is_under_way(server: Server) -> None:
    """Closing the stream returns at once and leaves no thread behind."""

    def never(connection: socket.socket) -> None:
        server.until_stopped(30)

    requests = [Request(server.page("/quick", "x")), Request(server.answer("/never", never))]
    stream = fetch_stream(requests, allowing(server))
    assert next(stream).document is not None
    start = time.monotonic()
    stream.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 3
    assert THREAD_NAME not in {thread.name for thread in threading.enumerate()}
