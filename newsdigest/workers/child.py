"""The parent's side of one child process."""

from __future__ import annotations

import importlib
import signal
import socket
import time
from dataclasses import field
from subprocess import DEVNULL, Popen

from newsdigest.language import printable
from newsdigest.valueclasses import recordclass, valueclass
from newsdigest.workers.forking import ForkedProcess, can_fork
from newsdigest.workers.launch import child_command, child_environment
from newsdigest.workers.outcome import OUT_OF_MEMORY, LostResult
from newsdigest.workers.wire import LENGTHS, AnswerCodec, WireError

_PATIENCE = 5
# A child first imports the parser and its data; on a busy machine that must not look like a page
# that is too complex.
_START_SECONDS = 3.0
_READ_AT_ONCE = 1 << 18


@valueclass
class WorkerLimits:
    """The limits for one piece of work."""

    # CPU time. The slowest of 711 real pages takes 0.2 s.
    seconds: float = 4.0
    # Address space of a child. It starts with 35 MB, and a real page of 10 MB adds 40 MB; the
    # parent and two children at this limit stay under 400 MB of resident memory.
    memory_bytes: int = 160_000_000

    @property
    def patience(self) -> float:
        """Wall-clock seconds before work counts as hung; generous, for busy machines."""
        return _PATIENCE * self.seconds

    @property
    def answer_bytes(self) -> int:
        """The longest possible answer: a child has to hold both the value and its bytes."""
        return self.memory_bytes // 2


@recordclass
class Child:
    """One child process and the connection to it."""

    limits: WorkerLimits
    preload: str
    # Whether it may be a copy of this process.
    may_fork: bool = False
    connection: socket.socket = field(init=False)
    alive: bool = field(init=False, default=True)
    # Whether it has done nothing yet.
    is_fresh: bool = field(init=False, default=True)
    _process: Popen[bytes] | ForkedProcess = field(init=False)
    # What was received and not taken as an answer yet.
    _received: bytearray = field(init=False, default_factory=bytearray)
    # Whether nothing more will be received.
    _has_ended: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.connection, theirs = socket.socketpair()
        with theirs:
            self._process = self._started(theirs)

    def _started(self, connection: socket.socket) -> Popen[bytes] | ForkedProcess:
        seconds, memory = self.limits.seconds, self.limits.memory_bytes
        if self.may_fork and can_fork():
            if self.preload:
                importlib.import_module(self.preload)
            return ForkedProcess(connection, seconds, memory)
        number = connection.fileno()
        return Popen(  # noqa: S603 - this very program, no shell
            child_command(str(number), str(seconds), str(memory), self.preload),
            pass_fds=[number],
            stdin=DEVNULL,
            stdout=DEVNULL,
            # Errors are sent as answers; a traceback could contain what the child has read.
            stderr=DEVNULL,
            # Ctrl-C in a terminal signals the whole group; the parent decides what to end.
            process_group=0,
            env=child_environment(),
        )

    def deadline(self) -> float:
        """The deadline for work that begins now, by the monotonic clock."""
        fresh, self.is_fresh = self.is_fresh, False
        return time.monotonic() + self.limits.patience + (_START_SECONDS if fresh else 0.0)

    def send(self, message: bytes) -> bool:
        """Send calls; False if the child is gone or does not read them in time."""
        self.connection.settimeout(self.limits.patience + _START_SECONDS)
        try:
            self.connection.sendall(message)
        except OSError:
            return False
        return True

    def receive(self) -> None:
        """Read what has arrived."""
        try:
            piece = self.connection.recv(_READ_AT_ONCE, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        self._received += piece
        self._has_ended = not piece

    @property
    def has_answer(self) -> bool:
        """Whether an answer is complete, too long to be accepted, or will never come."""
        if self._has_ended:
            return True
        if len(self._received) < LENGTHS.size:
            return False
        length: int = sum(LENGTHS.unpack_from(self._received))
        return length > self.limits.answer_bytes or len(self._received) >= LENGTHS.size + length

    def answer(self, codec: AnswerCodec, *, is_last: bool) -> object:
        """The next answer, or a LostResult for a child that died or sent something else."""
        if len(self._received) < LENGTHS.size:
            return self._reason_of_death()
        numbers, content = LENGTHS.unpack_from(self._received)
        if numbers + content > self.limits.answer_bytes:
            self.kill()
            return LostResult("too-complex", "too complex: the result is too large")
        start = LENGTHS.size + numbers
        end = start + content
        if len(self._received) < end:
            return self._reason_of_death()
        if is_last:
            end = len(self._received)  # more than the answer is rejected by the codec
        with memoryview(self._received) as received:
            parts = bytes(received[LENGTHS.size : start]), bytes(received[start:end])
        del self._received[:end]
        try:
            return codec.decode(*parts)
        except WireError as error:
            self.kill()
            return LostResult("crashed", printable(f"parser gave no answer ({error})"))
        except MemoryError:
            self.kill()
            return OUT_OF_MEMORY

    def _reason_of_death(self) -> LostResult:
        self.kill()
        died_of = -self._process.returncode if self._process.returncode else 0
        if died_of == signal.SIGXCPU:
            return LostResult("too-complex", "too complex: out of CPU time")
        return LostResult("crashed", f"parser died ({_signal_name(died_of)})")

    def kill(self) -> None:
        self.alive = False
        self.connection.close()
        # An idle child ends by itself when its connection closes; a busy one does not.
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "ended early"
