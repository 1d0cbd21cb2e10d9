"""`python -m newsdigest` and the console script."""

from __future__ import annotations

import signal
from types import FrameType


def main() -> None:
    # A shell lets what it starts in the background ignore interrupts, and that stays.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    try:
        from newsdigest.cli import app

        app(prog_name="newsdigest")
    except KeyboardInterrupt:  # before a command could begin
        raise SystemExit(130) from None


def _interrupt(number: int, frame: FrameType | None) -> None:
    """The first Ctrl-C ends the run through every clean-up on the way, a second one at once."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
