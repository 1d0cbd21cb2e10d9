"""The installed command, run as a user runs it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.contract import check_printed
from tests.warm import WarmProgram

COMMAND = Path(sys.executable).with_name("newsdigest")
_WITH_PACKAGES = (
    "import sys; sys.path.append(sys.argv.pop(1)); from newsdigest.__main__ import main; main()"
)
# Variables by which an interpreter decides at its start how it works.
_READ_AT_START = ("PYTHON", "LC_", "LANG")


@dataclass(frozen=True, slots=True)
class Outcome:
    status: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        return self.stdout.decode()


def newsdigest(
    *arguments: str | Path,
    stdin: bytes | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
    folder: Path | None = None,
    packages: Path | None = None,
) -> Outcome:
    """Run the command to its end, in `folder` if given; `environment` is added to the test's.

    It is started warm, see `tests.warm`, unless that would make a difference. `packages` is a
    directory of packages that it finds installed beside its own.
    """
    if any(name.startswith(_READ_AT_START) for name in environment or {}):
        return started_cold(
            *arguments, stdin=stdin, environment=environment, timeout=timeout, folder=folder
        )
    command = [sys.executable, "-c", _WITH_PACKAGES, packages] if packages else [COMMAND]
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb"), tempfile.TemporaryFile() as stderr, _pipe_of(stdin) as pipe:
        with os.fdopen(write_end, "wb"):
            running = WarmProgram(
                [*command, *arguments],
                stdin=pipe,
                stdout=write_end,
                stderr=stderr.fileno(),
                env={**os.environ, **(environment or {})},
                cwd=folder,
            )
        try:
            content = _all_of(read_end, timeout)
            status = running.wait(timeout)
        except subprocess.TimeoutExpired:
            running.kill()
            raise
        stderr.seek(0)
        check_printed(arguments, status, content)
        return Outcome(status, content, stderr.read().decode("utf-8", "replace"))


@contextmanager
def _pipe_of(content: bytes | None) -> Iterator[int]:
    """A pipe out of which the content comes; for None, what leads to nothing."""
    if content is None:
        yield subprocess.DEVNULL
        return
    read_end, write_end = os.pipe()

    def write() -> None:
        with suppress(BrokenPipeError), os.fdopen(write_end, "wb") as pipe:
            pipe.write(content)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        yield read_end
    finally:
        os.close(read_end)
        writing.join()


def _all_of(pipe: int, timeout: float) -> bytes:
    """What comes out of a pipe until nobody can write to it any more."""
    deadline = time.monotonic() + timeout
    parts: list[bytes] = []
    while select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
        part = os.read(pipe, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)
    raise subprocess.TimeoutExpired("newsdigest", timeout)


def left_by_its_reader(*arguments: str | Path) -> Outcome:
    """Run the command with a pipe for standard output that nobody reads from."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb"), tempfile.TemporaryFile() as stderr:
        status = WarmProgram([COMMAND, *arguments], stdout=write_end, stderr=stderr.fileno()).wait(
            60.0
        )
        stderr.seek(0)
        return Outcome(status, b"", stderr.read().decode())


def started_cold(
    *arguments: str | Path,
    stdin: bytes | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
    folder: Path | None = None,
) -> Outcome:
    """The same by the script that was installed, in an interpreter that knows nothing yet."""
    assert COMMAND.exists(), "install the package first: pip install -e ."
    done = subprocess.run(
        [COMMAND, *(str(argument) for argument in arguments)],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env={**os.environ, **(environment or {})},
        timeout=timeout,
        cwd=folder,
        check=False,
    )
    check_printed(arguments, done.returncode, done.stdout)
    return Outcome(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
