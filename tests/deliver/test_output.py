"""A digest is written whole or not at all."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from newsdigest.deliver import output, write_file, write_stream
from newsdigest.errors import DeliveryError, UsageError


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """The new content stands under the old name, alone, with the old permissions."""
    target = tmp_path / "digest.md"
    target.write_text("old")
    target.chmod(0o640)
    write_file(target, b"new")
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_keeps_pointing_at_its_target(tmp_path: Path) -> None:
    """FS03: a symbolic link stays one, and the file behind it is replaced."""
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    link.symlink_to(real)
    write_file(link, b"new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_directory_is_a_usage_error(tmp_path: Path) -> None:
    """FS03: a directory cannot be replaced by a digest."""
    with pytest.raises(UsageError, match="directory"):
        write_file(tmp_path, b"new")


def test_a_pipe_is_written_as_a_stream(tmp_path: Path) -> None:
    """FS03: a named pipe gets the bytes and stays a pipe."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(fifo.read_bytes()))
    reader.start()
    write_file(fifo, b"through the pipe")
    reader.join()
    assert got == [b"through the pipe"]
    assert stat.S_ISFIFO(fifo.stat().st_mode)


def test_a_pipe_that_nobody_reads_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FS03: neither one without a reader nor one whose reader has stopped reading."""
    monkeypatch.setattr(output, "PATIENCE", 0.1)
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(DeliveryError, match="nobody reads from it"):
        write_file(fifo, b"new")
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(DeliveryError, match="nobody read from it"):
        write_file(fifo, bytes(1_000_000))
    os.close(reader)


@pytest.mark.parametrize("name", ["missing/digest.md", "loop/digest.md"])
def test_where_it_cannot_be_written_it_says_so(tmp_path: Path, name: str) -> None:
    """FS01: a directory that is not there is a delivery error with the path in it."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(DeliveryError, match=r"digest\.md"):
        write_file(tmp_path / name, b"new")


def test_a_folder_that_is_not_there_is_told_with_the_command_that_makes_it(tmp_path: Path) -> None:
    """FS01: a folder is not made for a name that may be mistyped."""
    missing = tmp_path / "no such" / "folder"
    with pytest.raises(DeliveryError, match=rf"there is no folder .*'mkdir -p '{missing}''"):
        write_file(missing / "digest.md", b"new")
    assert not missing.parent.exists()


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FS02: when the disk fills half way, the old file stands and no temporary file is left."""
    target = tmp_path / "digest.md"
    target.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DeliveryError, match="no space left"):
        write_file(target, b"new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_killed_at_any_moment_the_file_is_old_or_new(tmp_path: Path) -> None:
    """I5: kill -9 during a loop of writes never leaves a torn file."""
    target = tmp_path / "digest.md"
    script = (
        "import sys; from pathlib import Path; from newsdigest.deliver import output, write_file\n"
        "while True:\n"
        "    for letter in b'ab': write_file(Path(sys.argv[1]), bytes([letter]) * 1_000_000)\n"
    )
    for delay in (0.2, 0.25, 0.3, 0.35, 0.4):
        writer = subprocess.Popen([sys.executable, "-c", script, str(target)])
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(delay)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        if target.exists():
            content = target.read_bytes()
            assert content in (b"a" * 1_000_000, b"b" * 1_000_000)


def test_a_stream_gets_everything() -> None:
    """Standard output gets the bytes, flushed."""
    stream = io.BytesIO()
    write_stream(stream, b"digest")
    assert stream.getvalue() == b"digest"


def test_no_standard_output_is_a_delivery_error() -> None:
    """IO02: a closed standard output is told as an error."""
    with pytest.raises(DeliveryError, match="closed"):
        write_stream(None, b"digest")


class Full(io.RawIOBase):
    """A device without room, as /dev/full is, that lets itself be closed."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_stream_is_a_delivery_error() -> None:
    """IO03: what could not be written is told in the system's words."""
    with pytest.raises(DeliveryError, match="no space left"):
        write_stream(cast("BinaryIO", Full()), b"digest")
