"""Progress on standard error: only on a terminal, and only once a run has taken a second."""

from __future__ import annotations

import os
import sys
import time

from newsdigest.cli.streams import tell_in_place
from newsdigest.masking import masked_address

_QUIET_SECONDS = 1.0
_BETWEEN_SECONDS = 0.1


class Progress:
    """One line that counts documents and is gone when the work is done."""

    def __init__(self, *, quiet: bool) -> None:
        on_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._enabled = on_terminal and not quiet and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + _QUIET_SECONDS
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._shown:
            tell_in_place("")

    def update(self, documents: int, origin: str) -> None:
        now = time.monotonic()
        if not self._enabled or now < self._next:
            return
        self._next = now + _BETWEEN_SECONDS
        self._shown = True
        tell_in_place(f"{documents:,} documents read  {masked_address(origin)}")
