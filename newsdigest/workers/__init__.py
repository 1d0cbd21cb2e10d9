"""A pool of child processes for work on untrusted input.

pool     runs a function over a stream of values in children, keeping their order
child    the parent's side of one child
launch   how a child is started: its import path and its environment
serving  the child's side
calls    how a call is sent to a child
wire     how a result is sent back, as pure data
"""

from typing import TYPE_CHECKING

from newsdigest.later import later

if TYPE_CHECKING:
    from newsdigest.workers.child import WorkerLimits
    from newsdigest.workers.outcome import LostResult
    from newsdigest.workers.pool import WorkerPool

__all__ = ["LostResult", "WorkerLimits", "WorkerPool"]

# Loaded in part, since a child does not need the pool.
__getattr__ = later(
    __name__, {"child": ("WorkerLimits",), "outcome": ("LostResult",), "pool": ("WorkerPool",)}
)
