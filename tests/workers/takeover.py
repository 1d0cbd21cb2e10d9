"""What a child that was taken over can do with the socket to its parent.

Apart from the tests, since children import it in their bounds of time.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from newsdigest.workers.wire import LENGTHS, answer_codec_of


def socket_of_the_parent() -> socket.socket:
    for name in Path("/proc/self/fd").iterdir():
        try:
            return socket.socket(fileno=os.dup(int(name.name)))
        except OSError:
            continue
    raise AssertionError("no socket")


class Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.kill, (os.getppid(), signal.SIGKILL)


def take_over(kind: str) -> int:
    connection = socket_of_the_parent()
    match kind:
        case "pickle":
            content = pickle.dumps(Evil())
            connection.sendall(struct.pack("!i", len(content)) + content)
        case "pickle in a frame":
            content = pickle.dumps(Evil())
            connection.sendall(LENGTHS.pack(len(content), 0) + content)
        case "half":
            connection.sendall(LENGTHS.pack(100, 100) + b"[0")
            time.sleep(60)
        case "drip":
            connection.sendall(LENGTHS.pack(1_000_000, 0))
            while True:
                connection.sendall(b" ")
                time.sleep(0.01)
        case "huge":
            connection.sendall(LENGTHS.pack(2**32 - 1, 2**32 - 1))
            time.sleep(60)
        case "flood":
            while True:
                connection.sendall(b"[" * 1_000_000)
        case "two":
            connection.sendall(answer_codec_of(take_over).encode(1) * 2)
        case "type":
            connection.sendall(answer_codec_of(stop).encode(True))
        case "noise":
            print("Traceback (most recent call last):", kind * 99, file=sys.stderr, flush=True)
            os.write(2, b"Traceback\n")
            os._exit(3)
    return 7


def stop(content: bytes) -> bool:
    """Stop reading for ever after the first answer."""
    if len(content) == 1:
        pid = os.getpid()
        subprocess.Popen(
            [sys.executable, "-c", f"import os, time; time.sleep(0.5); os.kill({pid}, 19)"]
        )
    return True
