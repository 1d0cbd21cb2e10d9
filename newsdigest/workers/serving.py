"""The life of a child: it answers calls within limits that the kernel keeps."""

from __future__ import annotations

import importlib
import signal
from multiprocessing.connection import Connection

from newsdigest.errors import NewsdigestError
from newsdigest.guard import collecting, internal_error
from newsdigest.model import Failure
from newsdigest.workers.outcome import Guarded, Lost


def _call(name: str, arguments: list[object]) -> object:
    module, _, function = name.partition(":")
    failures: dict[Failure, None] = {}
    try:
        with collecting(failures):
            result = getattr(importlib.import_module(module), function)(*arguments)
        return Guarded(result, tuple(failures)) if failures else result
    except NewsdigestError as error:
        return error
    except MemoryError:
        return Lost("too-complex", "too complex: out of memory")
    except RecursionError:
        return Lost("too-complex", "too complex: nested too deeply")
    except Exception as error:  # noqa: BLE001 - one document's bug must not end the others' run
        return Lost("internal", internal_error(error))


def _limit_cpu(seconds: float) -> None:
    """Let the kernel end this process after `seconds` more of CPU time."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _limit_memory(memory_bytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(descriptor: str, seconds: str, memory_bytes: str, preload: str) -> None:
    """The life of a child: answer calls until the parent closes the connection."""
    _limit_memory(int(memory_bytes))
    # The children are in a group of their own, but a group can be signalled as well.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if preload:
        importlib.import_module(preload)
    with Connection(int(descriptor)) as connection:
        while True:
            try:
                name, *arguments = connection.recv()
            except (EOFError, OSError):
                return
            _limit_cpu(float(seconds))
            try:
                _answer(connection, _call(name, arguments))
            except BrokenPipeError:
                return


def _answer(connection: Connection, result: object) -> None:
    """Send a result; one that memory does not suffice to send is lost, and the child goes on."""
    try:
        connection.send(result)
    except MemoryError:
        del result
        connection.send(Lost("too-complex", "too complex: out of memory"))
