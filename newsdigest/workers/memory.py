"""Free memory of a process, given back to the system."""

from __future__ import annotations

__all__ = ["trim_memory"]


def trim_memory() -> None:
    """Give back what is free between objects in use, as far as the C library can.

    After 3,500 entries of feeds that is 15 MB of a child, after grouping 10,000 articles 70 MB of
    its parent. It takes a millisecond or two.
    """
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU library alone
    if trim is not None:
        trim(0)
