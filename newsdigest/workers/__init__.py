"""Processes of their own for work on foreign input, and a pool of them.

pool     hands values of a stream to children and gives what they make of them, in order
child    the parent's side of one child
launch   how a child is started: its import path and its environment
serving  the child's own side
calls    how a call travels to a child
wire     how a value travels back, as data alone
"""

from typing import TYPE_CHECKING

from newsdigest.later import later

if TYPE_CHECKING:
    from newsdigest.workers.child import WorkerLimits
    from newsdigest.workers.outcome import Lost
    from newsdigest.workers.pool import WorkerPool

__all__ = ["Lost", "WorkerLimits", "WorkerPool"]

# Opened in part, since a child has no use for the pool.
__getattr__ = later(
    __name__, {"child": ("WorkerLimits",), "outcome": ("Lost",), "pool": ("WorkerPool",)}
)
