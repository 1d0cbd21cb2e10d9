"""A deadline for everything that happens over one socket."""

from __future__ import annotations

import contextlib
import socket
import threading


class SocketDeadline:
    """Cuts a connection at its deadline; socket timeouts start again at each byte."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._socket: socket.socket | None = None
        self.is_over = False
        self._timer.start()

    def watch(self, connected: socket.socket) -> None:
        # A duplicate of the socket, which stays valid when TLS takes over the first.
        self._socket = connected.dup()

    def _expire(self) -> None:
        self.is_over = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._timer.cancel()
        self._timer.join()
        if self._socket is not None:
            self._socket.close()
