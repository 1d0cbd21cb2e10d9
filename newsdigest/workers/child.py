"""The parent's side of one child process."""

from __future__ import annotations

import signal
import socket
import time
from dataclasses import dataclass, field
from subprocess import DEVNULL, Popen

from newsdigest.language import printable
from newsdigest.workers.launch import child_command, child_environment
from newsdigest.workers.outcome import OUT_OF_MEMORY, Lost
from newsdigest.workers.wire import LENGTHS, AnswerCodec, WireError

_PATIENCE = 5
# A child imports the parser and its data before its first piece of work; a machine under load
# must not make that look like a page that is too complex.
_START_SECONDS = 3.0
_READ_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one piece of work may cost."""

    # CPU time. The slowest of 711 real pages takes 0.2 s.
    seconds: float = 4.0
    # Address space of a child. It starts with 35 MB, and a real page of 10 MB adds 40 MB; two
    # children at this bound together with the parent stay under 400 MB of resident memory.
    memory_bytes: int = 160_000_000

    @property
    def patience(self) -> float:
        """Seconds by the clock, for work that hangs: a busy machine may be slow without fault."""
        return _PATIENCE * self.seconds

    @property
    def answer_bytes(self) -> int:
        """No child has a longer answer: it would have to hold both the value and its bytes."""
        return self.memory_bytes // 2


@dataclass(slots=True)
class Child:
    """One child process and the connection to it."""

    limits: WorkerLimits
    preload: str
    connection: socket.socket = field(init=False)
    alive: bool = field(init=False, default=True)
    _process: Popen[bytes] = field(init=False)
    _fresh: bool = field(init=False, default=True)
    # What has come of an answer so far.
    _received: bytearray = field(init=False, default_factory=bytearray)

    def __post_init__(self) -> None:
        seconds, memory = str(self.limits.seconds), str(self.limits.memory_bytes)
        self.connection, theirs = socket.socketpair()
        with theirs:
            self._process = Popen(  # noqa: S603 - this very program, no shell
                child_command(str(theirs.fileno()), seconds, memory, self.preload),
                pass_fds=[theirs.fileno()],
                stdin=DEVNULL,
                stdout=DEVNULL,
                # What a child has to say it answers; a traceback could hold what it has read.
                stderr=DEVNULL,
                # Ctrl-C in a terminal goes to the whole group; the parent decides what ends.
                process_group=0,
                env=child_environment(),
            )

    def deadline(self) -> float:
        """When work that begins now must be done, by the monotonic clock."""
        fresh, self._fresh = self._fresh, False
        return time.monotonic() + self.limits.patience + (_START_SECONDS if fresh else 0.0)

    def send(self, call: bytes) -> bool:
        """Whether the child took the call; one that does not read it may not hold up the run."""
        self.connection.settimeout(self.limits.patience + _START_SECONDS)
        try:
            self.connection.sendall(call)
        except OSError:
            return False
        return True

    def receive(self) -> bool:
        """Take what has come; whether the answer, or the end of the child, is complete."""
        try:
            piece = self.connection.recv(_READ_AT_ONCE, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            piece = b""
        self._received += piece
        return not piece or self._is_complete()

    def _is_complete(self) -> bool:
        """Whether the answer is there, or is known to be none."""
        if len(self._received) < LENGTHS.size:
            return False
        length: int = sum(LENGTHS.unpack_from(self._received))
        return length > self.limits.answer_bytes or len(self._received) >= LENGTHS.size + length

    def answer(self, codec: AnswerCodec) -> object:
        """What was received, or a Lost for a child that died or sent what is no answer."""
        received, self._received = self._received, bytearray()
        if len(received) < LENGTHS.size:
            return self._obituary()
        numbers, content = LENGTHS.unpack_from(received)
        start, end = LENGTHS.size + numbers, LENGTHS.size + numbers + content
        if numbers + content > self.limits.answer_bytes:
            self.kill()
            return Lost("too-complex", "too complex: the result is too large")
        if len(received) < end:
            return self._obituary()
        try:
            # Whatever follows the answer is taken for a part of it, which it refuses.
            return codec.decode(bytes(received[LENGTHS.size : start]), bytes(received[start:]))
        except WireError as error:
            self.kill()
            return Lost("crashed", printable(f"parser gave no answer ({error})"))
        except MemoryError:
            self.kill()
            return OUT_OF_MEMORY

    def _obituary(self) -> Lost:
        self.kill()
        died_of = -self._process.returncode if self._process.returncode else 0
        if died_of == signal.SIGXCPU:
            return Lost("too-complex", "too complex: out of CPU time")
        return Lost("crashed", f"parser died ({_signal_name(died_of)})")

    def kill(self) -> None:
        self.alive = False
        self.connection.close()
        # An idle child ends by itself when its connection closes; one in a parse does not.
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "ended early"
