"""What a signal does to a command wherever the command just is: rows PROC01, PROC02."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest
import typer

from newsdigest.cli.status import Status, command
from newsdigest.cli.stopping import Stop
from newsdigest.errors import StateError

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)]


@pytest.fixture(autouse=True)
def default_handlers() -> None:
    """A runner of tests may have been started to ignore some of them."""
    for number, _ in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def status_of(work: Callable[[], Status]) -> int:
    with pytest.raises(typer.Exit) as ended:
        command(work)()
    return int(ended.value.exit_code)


class Leaving:
    """Receives a signal while it is destroyed."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __del__(self) -> None:
        signal.raise_signal(self._number)


@pytest.mark.parametrize(("number", "status"), SIGNALS)
def test_a_stop_that_python_drops_is_raised_again(
    number: int, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """A signal that arrives in a destructor ends the run all the same, without a word."""
    reached = []

    def work() -> Status:
        Leaving(number)
        time.sleep(5.0)
        reached.append("the end")
        return Status.DONE

    assert status_of(work) == status
    assert reached == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("number", "status"), SIGNALS)
@pytest.mark.parametrize("kind", [StateError, RuntimeError, OSError])
def test_a_stop_that_became_another_error_is_still_a_stop(
    number: int, status: int, kind: type[Exception], capfd: pytest.CaptureFixture[str]
) -> None:
    """The status is the signal's, and the error that a library made of it is not shown."""

    def work() -> Status:
        try:
            signal.raise_signal(number)
        except BaseException as error:
            raise kind("made of it") from error
        return Status.DONE

    assert status_of(work) == status
    assert capfd.readouterr() == ("", "")


def test_an_error_without_a_signal_goes_up() -> None:
    """A bug of the program is not taken for a stop."""

    def work() -> Status:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        command(work)()


@pytest.mark.parametrize(("number", "status"), SIGNALS)
def test_what_is_ignored_stays_ignored(number: int, status: int) -> None:
    """As with nohup, or in the background of a shell."""

    def work() -> Status:
        signal.raise_signal(number)
        return Status.DONE

    signal.signal(number, signal.SIG_IGN)
    assert status_of(work) == 0
    signal.signal(number, signal.SIG_DFL)
    assert status_of(work) == status


def test_everything_is_as_before_in_the_end() -> None:
    """Handlers are put back, and a second signal is left to the system."""
    before = [signal.getsignal(number) for number, _ in SIGNALS]
    with Stop():
        assert all(signal.getsignal(number) != signal.SIG_DFL for number, _ in SIGNALS)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert all(signal.getsignal(number) == signal.SIG_DFL for number, _ in SIGNALS)
    assert [signal.getsignal(number) for number, _ in SIGNALS] == before
