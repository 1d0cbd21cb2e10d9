"""Signals that end a command: the first one with all clean-up, a second one at once."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Any, NoReturn

INTERRUPTED, TERMINATED = 130, 143

_STATUSES = {
    signal.SIGINT: INTERRUPTED,
    signal.SIGTERM: TERMINATED,
    signal.SIGHUP: TERMINATED,
}
# Seconds after which a dropped exception is raised again: the callback that dropped it, a few lines
# of Python, has returned by then; if not, it is raised once more.
_AGAIN_SECONDS = 0.005


class Terminated(SystemExit):
    """Raised when SIGTERM or SIGHUP arrives.

    Of all classes that are not Exceptions, asyncio passes on only this and KeyboardInterrupt.
    """


class Stop:
    """A context manager in which signals end the command, and whether one has arrived.

    Signals that the process was started to ignore, as nohup does with SIGHUP, stay ignored.
    """

    def __init__(self) -> None:
        # The exit status for the signal; None if none has arrived.
        self.status: int | None = None
        self._before: dict[int, Any] = {}
        self._hook_before = sys.unraisablehook

    def __enter__(self) -> Stop:
        self._hook_before = sys.unraisablehook
        sys.unraisablehook = self._raise_dropped
        for number in _STATUSES:
            before = signal.getsignal(number)
            if before in (signal.SIG_DFL, signal.default_int_handler):
                self._before[number] = before
                signal.signal(number, self._stop)
        return self

    def __exit__(self, *exc: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, before in self._before.items():
            signal.signal(number, before)
        sys.unraisablehook = self._hook_before

    def _stop(self, number: int, frame: FrameType | None) -> NoReturn:
        for each in self._before:
            signal.signal(each, signal.SIG_DFL)
        self.status = _STATUSES[signal.Signals(number)]
        self._raise()

    def _raise(self) -> NoReturn:
        if self.status == INTERRUPTED:
            raise KeyboardInterrupt
        raise Terminated(self.status)

    def _raise_dropped(self, dropped: sys.UnraisableHookArgs) -> None:
        """Raise again what Python drops in destructors and callbacks of weak references.

        A stop that arrives there would be lost: merely importing a module runs such a callback.
        """
        if self.status is None or dropped.exc_type not in (KeyboardInterrupt, Terminated):
            self._hook_before(dropped)
            return
        signal.signal(signal.SIGALRM, lambda number, frame: self._raise())
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
