"""Commands at a terminal of a size that a test chooses."""

from __future__ import annotations

import os
import pty
import struct
import subprocess
import termios
from collections.abc import Mapping
from fcntl import ioctl
from pathlib import Path

from tests.program import COMMAND
from tests.warm import WarmProgram


def at_terminal(
    *arguments: str | Path,
    rows: int = 24,
    columns: int = 80,
    environment: Mapping[str, str] | None = None,
    with_stderr: bool = False,
) -> tuple[int, bytes]:
    """The exit status, and what the terminal of so many rows was sent."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = WarmProgram(
        [COMMAND, *arguments],
        stdin=slave, stdout=slave, stderr=slave if with_stderr else subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", **(environment or {})},
        start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    sent = b""
    try:
        while piece := os.read(master, 65536):
            sent += piece
    except OSError:  # how Linux tells the end of a terminal
        pass
    os.close(master)
    return process.wait(60.0), sent
