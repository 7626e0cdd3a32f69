"""One contract over every executor, and what only processes can promise."""

import os
import sys

import pytest
from executor_tasks import act, environment, give_back, walk, without

from pipeline.executors import Executor, Failure, Place
from pipeline.executors.dask import Dask
from pipeline.executors.processes import ALLOCATOR, Processes
from pipeline.executors.serial import Serial

EXECUTORS = {"serial": Serial(), "processes": Processes(workers=2, seconds=60)}


@pytest.fixture(params=[*EXECUTORS, "dask"])
def executor(request: pytest.FixtureRequest) -> Executor:
    if request.param in EXECUTORS:
        return EXECUTORS[request.param]
    return Dask(Processes(workers=2, seconds=60), request.getfixturevalue("dask_cluster").scheduler_address)


def test_every_item_comes_back_once_with_its_position(executor: Executor) -> None:
    words = ["a", "b", "c", "d"]
    assert sorted(executor.map(act, words)) == list(enumerate("ABCD"))


def test_nothing_and_a_place_are_results_too(executor: Executor) -> None:
    items = [None, Place("read", 2), 3]
    assert sorted(executor.map(give_back, items), key=lambda pair: pair[0]) == list(enumerate(items))


def test_no_items_is_no_work(executor: Executor) -> None:
    assert list(executor.map(act, [])) == []


def test_what_a_task_raises_costs_that_item_only(executor: Executor) -> None:
    results = dict(executor.map(act, ["a", "bug", "bomb", "b"]))
    assert (results[0], results[3]) == ("A", "B")
    assert isinstance(results[1], Failure)
    assert results[1].code == "worker.bug"
    assert "KeyError" in results[1].message
    assert "executor_tasks.py" in results[1].detail
    assert isinstance(results[2], Failure)
    assert results[2].code == "worker.memory"


def test_what_fails_at_one_page_is_tried_again_without_it(executor: Executor) -> None:
    walks = [("a", "bug", "b", "bomb", "c"), ("d",)]
    results = dict(executor.map(walk, walks, without))
    assert results == {0: "A WORKER.BUG B WORKER.MEMORY C", 1: "D"}


def test_what_earlier_items_left_in_a_worker_costs_no_later_item() -> None:
    results = dict(Processes(workers=1, seconds=60).map(act, ["a", "tired", "b", "tired"]))
    assert results == {0: "A", 1: "TIRED", 2: "B", 3: "TIRED"}


def test_a_page_that_kills_or_hangs_costs_that_page() -> None:
    limits = Processes(workers=1, seconds=300, page_seconds=2)
    [(_, result)] = limits.map(walk, [("a", "die", "b", "hang", "c")], without)
    assert result == "A WORKER.DIED B WORKER.SLOW_PAGE C"


def test_the_time_for_pages_ends_before_the_time_for_all() -> None:
    [(_, result)] = Processes(workers=1, seconds=9).map(walk, [("a", "hang")], without)
    assert result == "A WORKER.TIMEOUT"


def test_a_failure_that_comes_again_stands() -> None:
    [(_, result)] = Serial().map(walk, [("a", "bug")], lambda words, failure: None)
    assert isinstance(result, Failure)
    assert (result.code, result.place) == ("worker.bug", ("read", 2))


def test_a_dead_and_a_hanging_worker_cost_their_own_items() -> None:
    results = dict(Processes(workers=2, seconds=5).map(act, ["die", "hang", "a", "b"]))
    assert [results[2], results[3]] == ["A", "B"]
    assert isinstance(results[0], Failure)
    assert results[0].code == "worker.died"
    assert "SIGKILL" in results[0].message
    assert isinstance(results[1], Failure)
    assert results[1].code == "worker.timeout"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of address space")
def test_the_memory_limit_stops_a_bomb() -> None:
    [(_, result)] = Processes(workers=1, seconds=60, memory_mb=2048).map(act, ["grow"])
    assert isinstance(result, Failure)
    assert result.code == "worker.memory"


def test_a_worker_serves_several_items_and_an_early_leaver_leaves_no_process() -> None:
    results = Processes(workers=1, seconds=60).map(act, ["pid", "pid", "die", "pid", "hang"])
    first, second = next(results)[1], next(results)[1]
    assert first == second
    next(results)
    third = next(results)[1]
    assert third != first
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(int(third), 0)  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is asked in this way")
def test_only_workers_are_told_how_to_hand_out_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "GLIBC_TUNABLES"
    monkeypatch.delenv(name, raising=False)
    assert list(Processes(workers=1, seconds=60).map(environment, [name])) == [(0, ALLOCATOR)]
    assert name not in os.environ
    monkeypatch.setenv(name, "glibc.malloc.arena_max=1")
    assert list(Processes(workers=1, seconds=60).map(environment, [name])) == [(0, "glibc.malloc.arena_max=1")]
