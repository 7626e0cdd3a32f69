"""What only a cluster can promise: workers die, freeze and differ, and no item is lost by it."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from executor_tasks import act, harm, machine

from pipeline.errors import ClusterError
from pipeline.executors import Failure
from pipeline.executors.dask import ON_THE_WAY, Dask
from pipeline.executors.processes import Processes


def dask(cluster: Any, seconds: float = 60, **changes: Any) -> Dask:
    return Dask(Processes(workers=2, seconds=seconds), cluster.scheduler_address, **changes)


def test_workers_that_die_cost_the_item_that_kills_them_alone(doomed_cluster: Any, tmp_path: Path) -> None:
    items = [("a", ""), ("always kill", str(tmp_path / "all")), ("kill", str(tmp_path / "one")), ("b", ""), ("c", "")]
    results = dict(dask(doomed_cluster).map(harm, items))
    lost = results.pop(1)
    assert results == {0: "A", 2: "KILL", 3: "B", 4: "C"}
    assert isinstance(lost, Failure)
    assert lost.code == "worker.lost"


def test_what_dies_in_its_own_process_costs_no_worker(dask_cluster: Any) -> None:
    before = pids(dask_cluster)
    results = dict(dask(dask_cluster).map(act, ["die", "a", "die", "b"]))
    assert (results[1], results[3]) == ("A", "B")
    assert [failure.code for failure in (results[0], results[2]) if isinstance(failure, Failure)] == ["worker.died"] * 2
    assert pids(dask_cluster) == before


def test_an_item_of_a_frozen_worker_is_sent_to_another(doomed_cluster: Any, tmp_path: Path) -> None:
    marker = tmp_path / "frozen"
    try:
        missed_after = dask(doomed_cluster, seconds=20, slack=-17.0)
        assert list(missed_after.map(harm, [("freeze", str(marker))])) == [(0, "FREEZE")]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(marker.read_text()), signal.SIGCONT)


def test_few_items_are_on_the_way_at_a_time(dask_cluster: Any) -> None:
    class Counted(list[str]):
        sent = 0

        def __iter__(self) -> Iterator[str]:
            for item in super().__iter__():
                self.sent += 1
                yield item

    items = Counted(["a"] * 40)
    for done, _ in enumerate(dask(dask_cluster).map(act, items), 1):
        assert items.sent - done < ON_THE_WAY * 2
    assert items.sent == 40


def test_a_worker_with_another_program_is_refused(dask_cluster: Any) -> None:
    with pytest.raises(ClusterError, match="runs another program"):
        list(dask(dask_cluster, alike=machine).map(act, ["a"]))


def test_no_cluster_at_that_address_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.executors.dask.JOIN_SECONDS", 0.5)
    with pytest.raises(ClusterError, match=r"127\.0\.0\.1:1"):
        list(Dask(Processes(workers=1, seconds=9), "tcp://127.0.0.1:1").map(act, ["a"]))


def pids(cluster: Any) -> list[int]:
    return [nanny.pid for nanny in cluster.workers.values()]
