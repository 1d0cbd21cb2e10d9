"""A Dask cluster within the process of a test, which starts at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from distributed import LocalCluster

from newsdigest.corpus.engine import Cluster


@contextmanager
def threads() -> Iterator[Cluster]:
    with LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=False,
        # Another process of the tests may have the port of the dashboard.
        scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
    ) as cluster:
        yield Cluster(cluster.scheduler_address, patience=5)
