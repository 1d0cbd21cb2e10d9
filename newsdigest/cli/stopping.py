"""Signals that end a command: through every clean-up on the way, a second one at once."""

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
# How long after an exception was dropped it is raised again: the callback that dropped it, which
# is a few lines of Python, has returned by then; if not, it is raised once more.
_AGAIN_SECONDS = 0.005


class Terminated(SystemExit):
    """SIGTERM or SIGHUP arrived.

    Of all that is not an Exception, asyncio lets only this and KeyboardInterrupt through as it is.
    """


class Stop:
    """Whether a signal asked the command to end; a context manager in which it does end it.

    Signals that the process was started to ignore, as nohup does with SIGHUP, stay ignored.
    """

    def __init__(self) -> None:
        # The exit status that the signal asks for; None where none arrived.
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
        """Python drops what is raised in a destructor or in the callback of a weak reference.

        A stop that arrives there would be lost: importing a module alone runs such a callback.
        """
        if self.status is None or dropped.exc_type not in (KeyboardInterrupt, Terminated):
            self._hook_before(dropped)
            return
        signal.signal(signal.SIGALRM, lambda number, frame: self._raise())
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
