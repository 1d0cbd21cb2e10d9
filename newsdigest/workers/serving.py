"""The child's side: answers calls within limits enforced by the kernel."""

from __future__ import annotations

import importlib
import signal
import socket
from collections.abc import Callable

from newsdigest.errors import NewsdigestError
from newsdigest.guard import NO_MEMORY, collecting, internal_error
from newsdigest.model import Failure
from newsdigest.workers.calls import CALL_LENGTH, decode_calls
from newsdigest.workers.memory import trim_memory
from newsdigest.workers.outcome import OUT_OF_MEMORY, LostResult, ResultWithFailures
from newsdigest.workers.wire import WireError, answer_codec_of

# Calls after which a child gives back the memory that is free between what stays: 1 ms each time.
_CALLS_BETWEEN_TRIMS = 256


def serve(descriptor: str, seconds: str, memory_bytes: str, preload: str) -> None:
    """Answer calls until the parent closes the connection."""
    _limit_memory(int(memory_bytes))
    # Children have a process group of their own, but that can be signalled as well.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if preload:
        importlib.import_module(preload)
    calls = 0
    with socket.socket(fileno=int(descriptor)) as connection:
        while (message := _next_message(connection)) is not None:
            try:
                calls += _answer(message, connection, float(seconds))
            except (BrokenPipeError, ConnectionResetError):
                return
            if calls >= _CALLS_BETWEEN_TRIMS:
                calls = 0
                trim_memory()


def _next_message(connection: socket.socket) -> bytes | None:
    """The next calls; None if the parent is gone."""
    try:
        with connection.makefile("rb", buffering=0) as incoming:
            head = _exactly(incoming.read, CALL_LENGTH.size)
            return _exactly(incoming.read, *CALL_LENGTH.unpack(head))
    except (EOFError, OSError):
        return None


def _exactly(read: Callable[[int], bytes | None], length: int) -> bytes:
    content = bytearray()
    while len(content) < length:
        piece = read(length - len(content))
        if not piece:
            raise EOFError
        content += piece
    return bytes(content)


def _answer(message: bytes, connection: socket.socket, seconds: float) -> int:
    """Send the answers of calls, each of which may take so many seconds, and count them."""
    _limit_cpu(seconds)
    name, extra, items = decode_calls(message)
    module, _, function_name = name.partition(":")
    function = getattr(importlib.import_module(module), function_name)
    calls = 0
    for item in items:
        connection.sendall(_answered(function, [item, *extra]))
        _limit_cpu(seconds)
        calls += 1
    return calls


def _answered(function: Callable[..., object], arguments: list[object]) -> bytes:
    """The bytes of the answer; a LostResult if memory does not suffice to encode it."""
    codec = answer_codec_of(function)
    try:
        return codec.encode(_result(function, arguments))
    except MemoryError:
        return codec.encode(OUT_OF_MEMORY)
    except WireError as error:
        reason = f"internal error: {function.__qualname__}: {error}"
        return codec.encode(LostResult("internal", reason))


def _result(function: Callable[..., object], arguments: list[object]) -> object:
    failures: dict[Failure, None] = {}
    try:
        with collecting(failures):
            result = function(*arguments)
        return ResultWithFailures(result, tuple(failures)) if failures else result
    except NewsdigestError as error:
        return error
    except NO_MEMORY:
        return OUT_OF_MEMORY
    except RecursionError:
        return LostResult("too-complex", "too complex: nested too deeply")
    except Exception as error:  # noqa: BLE001 - one document's bug must not end the others' run
        return LostResult("internal", internal_error(error))


def _limit_cpu(seconds: float) -> None:
    """Have the kernel end this process after `seconds` more of CPU time."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _limit_memory(memory_bytes: int) -> None:
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        memory_bytes = min(memory_bytes, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
