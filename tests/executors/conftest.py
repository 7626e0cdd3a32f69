"""Clusters of two worker processes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def cluster() -> Iterator[Any]:
    """One death of a worker is laid to all that it had."""
    import dask
    from distributed import LocalCluster

    # Read by the scheduler, which is in this process.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0",
            memory_limit=0, silence_logs=50,
        ) as found,
    ):  # fmt: skip
        yield found


@pytest.fixture(scope="session")
def dask_cluster() -> Iterator[Any]:
    with cluster() as found:
        yield found


@pytest.fixture
def doomed_cluster() -> Iterator[Any]:
    """Its workers may be killed."""
    with cluster() as found:
        yield found
