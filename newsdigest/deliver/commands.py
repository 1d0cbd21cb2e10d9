"""Runs programs that the user configured: to send mail, or to print a secret."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from newsdigest.deliver.output import reason
from newsdigest.errors import DeliveryError
from newsdigest.valueclasses import valueclass

__all__ = ["Ended", "run_command"]

_LONGEST_COMPLAINT = 300
_MOST_COMPLAINTS = 100_000
_PIECE = 65_536
# Seconds after which output of a program that has ended is complete, even if a background process
# of it still holds the pipe.
_LAST_OUTPUT = 0.2


@valueclass
class Ended:
    """How a program ended."""

    status: int
    output: bytes
    # The last line of its standard error, shortened.
    complaint: str

    @property
    def outcome(self) -> str:
        """`exit status 1: no such user`."""
        how = f"exit status {self.status}" if self.status >= 0 else f"signal {-self.status}"
        return f"{how}: {self.complaint}" if self.complaint else how


def run_command(
    words: Sequence[str],
    content: bytes,
    seconds: float,
    *,
    reads_output: bool = False,
    most_output: int | None = None,
) -> Ended:
    """Run a program, without a shell, with `content` on its standard input.

    DeliveryError if it cannot be started, does not finish in time or, with `most_output`, prints
    more bytes; it is then killed together with its children. With `most_output` children that it
    leaves in its process group are killed in any case: they are no queue runner of a mailer.
    """
    name = Path(words[0]).name
    # Standard error goes to a file: a pipe would stay open as long as any background process of the
    # program, and a mail that was sent would then time out and count as unsent.
    with TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own, as a list of arguments
                list(words),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if reads_output else subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise DeliveryError(f"cannot run {name}: {reason(error)}") from error
        try:
            if most_output is None:
                output, _ = process.communicate(content, timeout=seconds)
            else:
                output = _bounded_output(process, content, seconds, most_output)
        except _TooMuchOutputError as error:
            raise DeliveryError(f"{name} printed more than {most_output:,} bytes") from error
        except subprocess.TimeoutExpired as error:
            raise DeliveryError(f"{name} was not done within {seconds:g} s") from error
        finally:
            _end(process, leaves_children=most_output is None)
        return Ended(process.returncode, output or b"", _last_line(complaints))


class _TooMuchOutputError(Exception):
    """A program printed more than it may."""


def _bounded_output(
    process: subprocess.Popen[bytes], content: bytes, seconds: float, most: int
) -> bytes:
    """What a program prints until it ends. TimeoutExpired, or an error if that is too much."""
    assert process.stdin is not None
    assert process.stdout is not None
    end = time.monotonic() + seconds
    writer = threading.Thread(target=_write_all, args=(process.stdin, content), daemon=True)
    writer.start()
    output = bytearray()
    while True:
        left = end - time.monotonic()
        if left <= 0:
            raise subprocess.TimeoutExpired(process.args, seconds)
        ready, _, _ = select.select([process.stdout], [], [], min(left, _LAST_OUTPUT))
        if ready:
            piece = os.read(process.stdout.fileno(), _PIECE)
            output += piece
            if len(output) > most:
                raise _TooMuchOutputError
            if not piece:
                process.wait(max(0.0, end - time.monotonic()))
                return bytes(output)
        elif process.poll() is not None:
            return bytes(output)


def _write_all(pipe: IO[bytes], content: bytes) -> None:
    """Write the input; a program need not read all of it."""
    with contextlib.suppress(OSError, ValueError):
        pipe.write(content)
        pipe.close()


def _end(process: subprocess.Popen[bytes], *, leaves_children: bool) -> None:
    """Kill the program and its children, however the run ends."""
    is_running = process.returncode is None
    # Those with a session of their own are not of its group.
    others = _descendants(process.pid) if is_running else []
    if is_running or not leaves_children:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    for pid in others:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    if is_running:
        process.wait()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if stream:
                stream.close()


def _descendants(pid: int) -> list[int]:
    """The children of a process and theirs; none where /proc does not list them."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, listed.read_text().split()):
                found += [child, *_descendants(child)]
    return found


def _last_line(complaints: BinaryIO) -> str:
    complaints.seek(0)
    lines = complaints.read(_MOST_COMPLAINTS).decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip()[:_LONGEST_COMPLAINT] if lines else ""
