"""Progress on standard error: only on a terminal, and only once a run has taken a second."""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import field
from urllib.parse import urlsplit

from newsdigest.cli.streams import columns, rewrite_line
from newsdigest.cli.wording import counted
from newsdigest.masking import masked_address
from newsdigest.valueclasses import recordclass

_QUIET_SECONDS = 1.0
_BETWEEN_SECONDS = 0.1
# Seconds between redraws of a poll's line, even while nothing arrives.
_DRAWN_EVERY = 0.25
# Requests that take longer are named.
_HANGS_AFTER = 2.0
# Answers needed before the remaining time is estimated.
_FEWEST_FOR_A_GUESS = 3


@recordclass
class Stage:
    """The requests of one kind in a poll, by the clock of `time.monotonic`."""

    what: str
    total: int
    began: float
    done: int = 0
    # The start time of each outstanding request, by URL.
    waiting: dict[str, float] = field(default_factory=dict)
    # What came of it so far.
    note: str = ""


def format_stage(stage: Stage, now: float, width: int) -> str:
    """`12 of 40 feeds · 3.1/s · 9 s left · waiting for example.org (14 s)`, as far as it fits.

    A note or a hanging host takes precedence over the time left, and that over the rate.
    """
    rate = stage.done / max(now - stage.began, 0.001)
    can_guess = stage.done >= _FEWEST_FOR_A_GUESS
    count = f"{stage.done} of {stage.total} {stage.what}"
    parts = {
        "count": count,
        "rate": f"{rate:.1f}/s" if can_guess else "",
        "left": f"{_span((stage.total - stage.done) / rate)} left" if can_guess else "",
        "note": stage.note,
        "hanging": _hanging(dict(stage.waiting), now, width - len(f"{count} · ") - 1),
    }
    line, shown = count, ["count"]
    for name in ("note", "hanging", "left", "rate"):
        longer = " · ".join(text for key, text in parts.items() if text and key in (*shown, name))
        if len(longer) < width:
            line, shown = longer, [*shown, name]
    return line


def _hanging(waiting: dict[str, float], now: float, room: int) -> str:
    """The host waited for the longest; only the end of its name if space is short."""
    url, since = min(waiting.items(), key=lambda each: each[1], default=("", now))
    if now - since < _HANGS_AFTER:
        return ""
    host, span = urlsplit(url).hostname or "", f" ({_span(now - since)})"
    line = f"waiting for {host}{span}"
    if len(line) <= room:
        return line
    letters = room - len(span)
    return f"{host if len(host) <= letters else '…' + host[1 - letters :]}{span}"


def _span(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 100 else f"{round(whole / 60)} min"


class Progress:
    """A line that counts finished work and disappears at the end."""

    def __init__(self, *, quiet: bool) -> None:
        on_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._enabled = on_terminal and not quiet and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + _QUIET_SECONDS
        self._shown = False
        self._stage: Stage | None = None
        self._ended = threading.Event()
        self._drawer: threading.Thread | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *exc: object) -> None:
        self._ended.set()
        if self._drawer is not None:
            self._drawer.join()
        if self._shown:
            rewrite_line("")

    def update(self, documents: int, origin: str) -> None:
        """Count one more document as read."""
        now = time.monotonic()
        if not self._enabled or now < self._next or self._has_stage_under_way():
            return
        self._next = now + _BETWEEN_SECONDS
        self._show(f"{counted(documents, 'document')} read  {masked_address(origin)}")

    def begin(self, what: str, total: int) -> None:
        """Show the requests of a poll from now on, even before any is answered."""
        self._stage = Stage(what, total, time.monotonic())
        if self._enabled and self._drawer is None:
            self._drawer = threading.Thread(target=self._draw, daemon=True)
            self._drawer.start()

    def started(self, url: str) -> None:
        if self._stage is not None:
            self._stage.waiting[url] = time.monotonic()

    def ended(self, url: str) -> None:
        if self._stage is not None:
            self._stage.waiting.pop(url, None)
            self._stage.done += 1

    def note(self, text: str) -> None:
        """Show what came of the work so far."""
        if self._stage is not None:
            self._stage.note = text

    def _has_stage_under_way(self) -> bool:
        return self._stage is not None and self._stage.done < self._stage.total

    def _draw(self) -> None:
        while not self._ended.wait(_DRAWN_EVERY):
            now = time.monotonic()
            if self._stage is not None and self._has_stage_under_way() and now >= self._next:
                self._show(format_stage(self._stage, now, columns()))

    def _show(self, line: str) -> None:
        self._shown = True
        rewrite_line(line)
