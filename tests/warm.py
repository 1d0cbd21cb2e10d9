"""Programs started without the half second that their imports cost.

A process imports all of newsdigest once and forks for each program it is asked to run. What runs
is the real entry point in a process of its own, with its own arguments, environment, directory,
files, signals, limits and exit status; only the imports and the reading of the data are done
before. What an interpreter decides at its start (the encoding of its streams, the seed of its
hashes) is as it was in that process: what depends on it is started in the usual way.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
_COMMAND = "from newsdigest.__main__ import main; main()"
_NURSERY = "import sys; from tests.nursery import main; main(*sys.argv[1:])"
# Where the process that forks listens, once it runs.
address: str | None = None


class WarmProgram:
    """A program that was started, with the part of subprocess.Popen's face that is used here."""

    def __init__(
        self,
        arguments: Sequence[str | Path],
        *,
        stdin: int | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
        pass_fds: Sequence[int] = (),
        process_group: int | None = None,
        start_new_session: bool = False,
        env: Mapping[str, str] | None = None,
        cwd: str | Path | None = None,
    ) -> None:
        """`arguments` begin with the command, or with the interpreter, "-c" and a program."""
        words = [str(argument) for argument in arguments]
        is_command = words[0] != sys.executable
        program = words.index("-c") + 1 if not is_command else 0
        request = {
            "program": words[program] if program else _COMMAND,
            "arguments": ["-c", *words[program + 1 :]] if program else words,
            "environment": dict(os.environ if env is None else env),
            "folder": str(cwd or Path.cwd()),
            "group": process_group is not None,
            "session": start_new_session,
            "files": [0, 1, 2, *pass_fds],
        }
        self.returncode: int | None = None
        self._connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._connection.connect(_nursery())
        with Path(os.devnull).open("r+b") as null:
            own = [
                standard if wanted is None else null.fileno() if wanted < 0 else wanted
                for standard, wanted in enumerate((stdin, stdout, stderr))
            ]
            socket.send_fds(self._connection, [json.dumps(request).encode()], [*own, *pass_fds])
            self.pid = int(self._connection.recv(64))

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self.returncode = int(self._connection.recv(64))
            except (BlockingIOError, TimeoutError):
                raise subprocess.TimeoutExpired("newsdigest", timeout or 0) from None
            self._connection.close()
        return self.returncode

    def kill(self) -> None:
        """Like that of Popen: one that ended just now is not found, which is no fault."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def _nursery() -> str:
    """The address of the process that forks, which is started when it is first needed."""
    global address
    if address is None:
        address = str(Path(tempfile.mkdtemp(prefix="newsdigest-tests-")) / "socket")
        ready, told = os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY, address, str(told)],
            cwd=ROOT,
            # It ends when nobody holds the other end: however this process went.
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[told],
        )
        os.close(told)
        with os.fdopen(ready, "rb") as waiting:
            assert waiting.read() == b"ready"
        atexit.register(_end, process, Path(address))
    return address


def _end(process: subprocess.Popen[bytes], address: Path) -> None:
    process.communicate()
    address.unlink()
    address.parent.rmdir()
