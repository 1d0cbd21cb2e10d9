"""gzip is decoded within bounds: rows DEC01 and DEC05 of the fault list."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest

from newsdigest.errors import SourceError
from newsdigest.sources.compression import gunzip

LIMIT = 1_000_000


def test_a_bomb_costs_no_memory() -> None:
    """DEC01: 500 KB that would grow to 512 MB take no more than the limit and a few buffers."""
    bomb = gzip.compress(bytes(1 << 20), 9) * 512
    tracemalloc.start()
    try:
        with pytest.raises(SourceError) as error:
            gunzip(bomb, LIMIT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert error.value.code == "too-large"
    assert peak < 3 * LIMIT


@pytest.mark.parametrize("trailing", [b"\x00" * 512, b"padding of a tape"])
def test_what_follows_the_end_is_ignored(trailing: bytes) -> None:
    """DEC05: as every gzip program does."""
    assert gunzip(gzip.compress(b"The ferry sails.") + trailing, LIMIT) == b"The ferry sails."


def test_members_are_read_as_one() -> None:
    """A file to which another was appended holds both."""
    assert gunzip(gzip.compress(b"one ") + gzip.compress(b"two"), LIMIT) == b"one two"
