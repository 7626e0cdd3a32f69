"""A cluster of two worker processes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def dask_cluster() -> Iterator[Any]:
    """Two deaths of a worker are one too many for an item."""
    import dask
    from distributed import LocalCluster

    # Read by the scheduler, which is in this process.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0",
            memory_limit=0, silence_logs=50,
        ) as cluster,
    ):  # fmt: skip
        yield cluster
