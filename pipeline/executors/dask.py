"""Each item on a worker of a Dask cluster: the same guarded process, on many machines.

dask.distributed finds a worker for every item and another when a worker dies. It cannot end a task that hangs or that
eats its memory, so the limits are kept where the item runs: a thread of a worker has one child process (``Processes``)
that serves one item after another and may die alone. What is left to do here: few items on the way at a time, a second
copy of one that is not heard of any more, and an end to all of it.
"""

from __future__ import annotations

import contextlib
import logging
import math
import multiprocessing
import os
import queue
import threading
import time
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic

from pipeline.errors import ClusterError, DependencyError
from pipeline.executors import Again, Answer, Failure, Item, Result, Task, Tell, failure_of, never, timed
from pipeline.executors.processes import Crew, Processes
from pipeline.version import code_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from distributed import Client, Future

ON_THE_WAY = 2
"""Items per thread: the next one is there when one is done, and a million are never in the scheduler's memory."""
SLACK_SECONDS = 60.0
"""Added to the time of an item before it is missed: to find a worker, to start a process, to move the result."""
COPIES = 2
"""Of one item: the second when the first is missed; when that is missed too, the item is given up."""
JOIN_SECONDS = 60.0
"""How long a cluster may take to have its first worker, and a scheduler to answer."""
ALONE_SECONDS = 300.0
"""How long a cluster may have no worker during a run: machines that are being replaced take some minutes."""
LOOPBACK = "127.0.0.1"
"""A cluster that is started here is reached from here only."""
LOOK_SECONDS = 5.0
"""How often the cluster is asked for its workers, and what is on the way is looked through."""

_kept = threading.local()
"""The child process of this thread of a worker: it outlives a task, for starting one costs seconds."""


@dataclass(frozen=True, slots=True)
class Dask:
    """``limits``: of an item; ``scheduler``: address of a cluster; "": one is started on this machine with
    ``limits.workers`` processes. ``alike``: a function at the top of a module whose value must be the same here and on
    every worker, so that it makes no difference to the results where an item runs."""

    limits: Processes
    scheduler: str = ""
    alike: Callable[[], object] = code_version
    slack: float = SLACK_SECONDS

    def map(
        self, task: Task[Item, Result], items: Sequence[Item], again: Again[Item] = never
    ) -> Iterator[tuple[int, Result | Failure]]:
        """Raises ClusterError when there is no cluster, or its workers run another program; DependencyError."""
        if not items:
            return
        with _client(self) as client:
            errand = _Errand(_Placed(task, str(Path.cwd())), again, self.limits, self.alike, self.alike())
            flight = _Flight(client, partial(guarded, errand), _patience(self))
            try:
                yield from flight.results(items)
            finally:
                client.cancel([future for sent in flight.sent.values() for future in sent.futures], force=True)


@dataclass(frozen=True, slots=True)
class _Placed(Generic[Item, Result]):
    """A task in the folder that the run was started in, where the worker has that: relative paths mean the same."""

    task: Task[Item, Result]
    folder: str

    def __call__(self, item: Item, tell: Tell) -> Result:
        with contextlib.suppress(OSError):
            os.chdir(self.folder)
        return self.task(item, tell)


@dataclass(frozen=True, slots=True)
class _Errand(Generic[Item, Result]):
    """What is the same for all items of a run."""

    task: Task[Item, Result]
    again: Again[Item]
    limits: Processes
    alike: Callable[[], object]
    here: object
    """The value of ``alike`` on the machine that began the run."""


def guarded(errand: _Errand[Item, Result], item: Item) -> tuple[float, Result | Failure]:
    """What a worker does: the item in a child process that may die, and the wall time. Raises ClusterError."""
    if getattr(_kept, "errand", None) != errand:
        there = errand.alike()
        if there != errand.here:
            raise ClusterError(f"a worker runs another program than the machine that asks: {there}, not {errand.here}")
        # Workers under a nanny may have no children, lest these be left behind; ours end with their parent.
        multiprocessing.current_process().daemon = False
        if hasattr(_kept, "crew"):
            _kept.crew.end()
        _kept.errand, _kept.crew = errand, Crew(replace(errand.limits, workers=1))
    begun = time.monotonic()
    [(_, result)] = _kept.crew.map(errand.task, [item], errand.again)
    return time.monotonic() - begun, result


@dataclass(slots=True)
class _Sent(Generic[Item]):
    """An item on its way."""

    item: Item
    futures: list[Future]
    begun: float
    missed_at: float
    """When it should be back."""
    alone: bool
    """Nothing else is on its way, so that what befalls its worker is its own doing."""


@dataclass(slots=True)
class _Flight(Generic[Item]):
    """Items on their way, by position."""

    client: Client
    work: Callable[[Item], tuple[float, Any]]
    patience: float
    """Seconds until an item is missed."""
    sent: dict[int, _Sent[Item]] = field(default_factory=dict)
    back: queue.SimpleQueue[tuple[int, Future]] = field(default_factory=queue.SimpleQueue)
    suspects: list[tuple[int, Item]] = field(default_factory=list)
    """Items whose workers died. Dask lays a death to all that the worker had, so each is tried once more alone."""
    looked: float = -math.inf
    manned: float = math.inf
    """When there was a worker last."""
    room: int = 1

    def results(self, items: Sequence[Item]) -> Iterator[tuple[int, Any]]:
        waiting = iter(enumerate(items))
        more = True
        while more or self.sent or self.suspects:
            self._look()
            if not more and not self.sent:
                self._send(*self.suspects.pop(0), alone=True)
            while more and len(self.sent) < self.room:
                found = next(waiting, None)
                more = found is not None
                if found is not None:
                    self._send(*found)
            with contextlib.suppress(queue.Empty):
                position, future = self.back.get(timeout=LOOK_SECONDS)
                answer = self._answer(position, future)
                if answer is not None:
                    yield position, answer.result
            yield from self._given_up()

    def _look(self) -> None:
        """How many items the cluster has room for now: workers come and go."""
        if time.monotonic() - self.looked < LOOK_SECONDS:
            return
        self.looked = time.monotonic()
        threads = sum(self.client.nthreads().values()) if self.client.status == "running" else 0
        if threads:
            self.room, self.manned = ON_THE_WAY * threads, self.looked
        elif self.client.status != "running" or self.looked > self.manned + ALONE_SECONDS:
            lost = "scheduler" if self.client.status != "running" else "last worker"
            raise ClusterError(f"the cluster has lost its {lost}; reports that were done are kept")

    def _send(self, position: int, item: Item, alone: bool = False) -> None:
        now = time.monotonic()
        self.sent[position] = _Sent(item, [self._future(position, item)], now, now + self.patience, alone)

    def _future(self, position: int, item: Item, **where: Any) -> Future:
        future = self.client.submit(self.work, item, pure=False, **where)
        future.add_done_callback(lambda done: self.back.put((position, done)))
        return future

    def _answer(self, position: int, future: Future) -> Answer | None:
        """What became of it; None while another copy, or a new try, is on its way, and for one that was given up."""
        sent = self.sent.get(position)
        if sent is None or not any(future is known for known in sent.futures):
            return None
        seconds = time.monotonic() - sent.begun
        if future.status == "finished":
            seconds, result = future.result()
        else:
            sent.futures.remove(future)
            if sent.futures:
                return None
            result = _failure(future)
            if result is None:  # the scheduler has forgotten it: it was restarted
                sent.futures.append(self._future(position, sent.item))
                return None
            if result.code == LOST and not sent.alone:
                self.suspects.append((position, sent.item))
                self._forget(position)
                return None
        self._forget(position)
        return Answer(timed(result, seconds) if isinstance(result, Failure) else result)

    def _given_up(self) -> Iterator[tuple[int, Failure]]:
        """Sends a copy of each item that is missed; one that has been copied before is given up."""
        now = time.monotonic()
        for position, sent in list(self.sent.items()):
            if now < sent.missed_at:
                continue
            if now < sent.begun + COPIES * self.patience:
                sent.missed_at = now + self.patience
                sent.futures += self._copies(position, sent)
                continue
            self._forget(position)
            message = f"Two workers of the cluster have not answered in {now - sent.begun:.0f} seconds."
            yield position, timed(Failure(LOST, message, LOST_HINT), now - sent.begun)

    def _copies(self, position: int, sent: _Sent[Item]) -> list[Future]:
        """One on another worker, where there is one: the same worker would do both in one folder for scratch."""
        keys = {future.key for future in sent.futures}
        others = [worker for worker, doing in self.client.processing().items() if not keys & set(doing)]
        return [self._future(position, sent.item, workers=others)] if others else []

    def _forget(self, position: int) -> None:
        futures = self.sent.pop(position).futures
        self.client.cancel([future for future in futures if not future.done()], force=True)


LOST = "worker.lost"
LOST_HINT = (
    "Run again: what is done is not done twice. If it is lost again, look into the log of the workers; "
    "a PDF alone cannot do that."
)


def _failure(future: Future) -> Failure | None:
    """Of one that came to no result; None where it has to be sent again. Raises ClusterError."""
    from distributed import KilledWorker

    if future.status != "error":
        return None
    error = future.exception()
    if isinstance(error, ClusterError):
        raise error
    if isinstance(error, ImportError):
        raise ClusterError(f"a worker of the cluster cannot run this program: {error}")
    if isinstance(error, KilledWorker):
        return Failure(LOST, "Every worker of the cluster that had it was killed or lost.", LOST_HINT)
    return failure_of(error)


def _patience(dask: Dask) -> float:
    """An item may wait for those that the thread has before it."""
    return ON_THE_WAY * (dask.limits.seconds + dask.slack) if dask.limits.seconds else math.inf


@contextlib.contextmanager
def _client(dask: Dask) -> Iterator[Client]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise DependencyError("the executor dask needs dask.distributed: pip install 'tidyreport[dask]'") from error
    # It logs every worker that comes and goes; what that costs a report is told as the outcome of the report.
    for part in ("client", "core", "nanny"):
        logging.getLogger(f"distributed.{part}").setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as held:
        address: Any = dask.scheduler
        if not address:
            # No limit of memory: Dask would count its own process, and the child has a limit of its own.
            cluster = LocalCluster(
                n_workers=dask.limits.workers, threads_per_worker=1, processes=True, host=LOOPBACK,
                dashboard_address=f"{LOOPBACK}:0", scheduler_kwargs={"dashboard": False}, memory_limit=0,
                silence_logs=logging.CRITICAL,
            )  # fmt: skip
            address = held.enter_context(cluster)
        try:
            client = held.enter_context(Client(address, timeout=JOIN_SECONDS, set_as_default=False))
            client.wait_for_workers(1, timeout=JOIN_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            raise ClusterError(f"no cluster with workers answers at {dask.scheduler}: {error}") from error
        yield client
