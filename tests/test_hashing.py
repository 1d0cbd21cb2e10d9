"""The hash that ids are made of."""

from __future__ import annotations

import hashlib

from newsdigest.hashing import blake2b


def test_it_is_the_hash_of_the_standard_library() -> None:
    """An id from either is the same."""
    ours, theirs = (hash(b"an article", digest_size=8) for hash in (blake2b, hashlib.blake2b))
    assert ours.hexdigest() == theirs.hexdigest()
