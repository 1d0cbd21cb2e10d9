"""Processes of their own for work on foreign input, and a pool of them.

pool     hands values of a stream to children and gives what they make of them, in order
launch   how a child is started: its import path and its environment
serving  the life of a child
"""

from typing import TYPE_CHECKING

from newsdigest.later import later

if TYPE_CHECKING:
    from newsdigest.workers.outcome import Lost
    from newsdigest.workers.pool import WorkerLimits, WorkerPool

__all__ = ["Lost", "WorkerLimits", "WorkerPool"]

# Opened in part, since a child has no use for the pool.
__getattr__ = later(__name__, {"outcome": ("Lost",), "pool": ("WorkerLimits", "WorkerPool")})
