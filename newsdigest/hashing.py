"""The hash that ids are made of.

`hashlib` loads OpenSSL, which is a hundredth of a digest of one page, and then takes this hash from
Python itself. `random` of the standard library passes by it in the same way.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b"]
