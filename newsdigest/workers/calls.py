"""How calls are sent from the parent to a child: a length, then the pickled calls.

Unpickling is safe in this direction, since a parent can do nothing through its child that it could
not do itself. Nothing is ever unpickled in the other direction, see `wire`.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable, Iterator
from struct import Struct

CALL_LENGTH = Struct(">I")


def encode_calls(
    function: Callable[..., object], extra: Iterable[object], items: Iterable[object]
) -> bytes:
    """The bytes of `function(item, *extra)` for each item; what items share is in them once.

    The function must be importable by module and name.
    """
    message = io.BytesIO()
    # One pickler, which knows what it has written before.
    pickler = pickle.Pickler(message, pickle.HIGHEST_PROTOCOL)
    pickler.dump((f"{function.__module__}:{function.__qualname__}", *extra))
    for item in items:
        pickler.dump(item)
    return CALL_LENGTH.pack(message.tell()) + message.getbuffer()


def decode_calls(content: bytes) -> tuple[str, list[object], Iterator[object]]:
    """The function as "module:name", its further arguments, and the items to call it with."""
    message = io.BytesIO(content)
    unpickler = pickle.Unpickler(message)  # noqa: S301 - from the parent, which is trusted
    name, *extra = unpickler.load()

    def items() -> Iterator[object]:
        while message.tell() < len(content):
            yield unpickler.load()

    return name, extra, items()
