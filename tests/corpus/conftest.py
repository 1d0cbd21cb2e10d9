from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsdigest.corpus.engine import Cluster
from tests.corpus import clusters


@pytest.fixture(scope="module")
def threads() -> Iterator[Cluster]:
    """A cluster within this process."""
    with clusters.threads() as cluster:
        yield cluster
