"""How a call is sent from the parent to a child: a length, then the pickled call.

Unpickling is safe in this direction, since a parent can do nothing through its child that it could
not do itself. Nothing is ever unpickled in the other direction, see `wire`.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from struct import Struct

CALL_LENGTH = Struct(">I")


def encode_call(function: Callable[..., object], *arguments: object) -> bytes:
    """The bytes of a function call; the function must be importable by module and name."""
    name = f"{function.__module__}:{function.__qualname__}"
    content = pickle.dumps((name, *arguments), pickle.HIGHEST_PROTOCOL)
    return CALL_LENGTH.pack(len(content)) + content
