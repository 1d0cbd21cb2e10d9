"""How a call travels from the parent to a child: a length, and the call pickled.

A child may unpickle what its own parent sends, since that can do nothing that the parent cannot do
itself. The other way nothing is ever unpickled, see `wire`.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from struct import Struct

CALL_LENGTH = Struct(">I")


def packed_call(function: Callable[..., object], *arguments: object) -> bytes:
    """The bytes of a call of a function, which must be importable by its module and name."""
    name = f"{function.__module__}:{function.__qualname__}"
    content = pickle.dumps((name, *arguments), pickle.HIGHEST_PROTOCOL)
    return CALL_LENGTH.pack(len(content)) + content
