"""Showing results immediately in a pager or a browser."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from newsdigest.errors import DeliveryError

# Options of less: quit if the text fits, keep colours, leave the text on the screen.
_LESS = "FRX"
_DEFAULT_PAGER = "less"
# Directories of pages shown in a browser, and how long they are kept.
_PAGES = "newsdigest-page-"
_PAGE_SECONDS = 86_400


def show_in_pager(content: bytes) -> bool:
    """Show a text in $PAGER or less; returns whether it was shown.

    It is not if standard output is not a terminal, if the text fits on it, or if there is no pager.
    Quitting the pager early is not an error.
    """
    command = shlex.split(os.environ.get("PAGER", _DEFAULT_PAGER))
    if not command or os.environ.get("TERM") == "dumb" or _fits(content):
        return False
    environment = {"LESS": _LESS, **os.environ}
    try:
        with interrupts_for_the_child():
            subprocess.run(  # noqa: S603 - the user's own command, no shell
                command, input=content, env=environment, check=False
            )
    except OSError:
        return False
    return True


def _fits(content: bytes) -> bool:
    """Whether a text has fewer lines than the terminal, or there is no terminal."""
    if sys.stdout is None or not sys.stdout.isatty():
        return True
    try:
        rows = os.get_terminal_size(sys.stdout.fileno()).lines
    except OSError:
        return True
    return content.count(b"\n") < rows


@contextlib.contextmanager
def interrupts_for_the_child() -> Iterator[None]:
    """Leave Ctrl-C to the pager or editor, so that it does not end the run."""
    # Not SIG_IGN, which the child would inherit.
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def new_page(suffix: str) -> Path:
    """A path for a temporary page, in a directory that only the user can read.

    A browser may reload it, so it is kept; pages of earlier days are deleted.
    """
    _remove_old_pages(Path(tempfile.gettempdir()))
    return Path(tempfile.mkdtemp(prefix=_PAGES)) / f"digest.{suffix}"


def _remove_old_pages(folder: Path) -> None:
    for path in folder.glob(f"{_PAGES}*"):
        with contextlib.suppress(OSError):
            found = path.lstat()
            is_old = time.time() - found.st_mtime > _PAGE_SECONDS
            if is_old and found.st_uid == os.geteuid() and stat.S_ISDIR(found.st_mode):
                shutil.rmtree(path)


def show_in_browser(path: Path) -> None:
    """Open a file in a browser; DeliveryError if none could be started."""
    import webbrowser

    with contextlib.suppress(webbrowser.Error):
        if webbrowser.open(path.absolute().as_uri()):
            return
    raise DeliveryError(f"no browser could be started: open {path}")
