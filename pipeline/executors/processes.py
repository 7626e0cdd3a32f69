"""Each item in a process that may die or hang without taking the others along.

A crash in a PDF library kills its process (SIGSEGV, SIGABRT) and some files hang every reader, so an item runs
in a spawned process with limits of wall time and memory. ``concurrent.futures`` loses every item when one worker
dies. Here each worker has a pipe of its own, so that nothing is shared that a dying worker could hold; it serves
one item after another and is replaced only when it died or was stopped.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic

from pipeline.executors import Again, Answer, Failure, Item, Place, Result, Task, never, timed

ITEMS_PER_WORKER = 50
"""A worker is replaced after so many items, and what a PDF library leaks goes with it."""
LONGEST_WAIT = 3600.0
"""Seconds at a time; the system cannot wait without end for something that may also end by the clock."""
PAGES_SHARE = 2 / 3
"""Of the time of an item, for its pages: what is made of those that were done by then needs some too."""

ALLOCATOR = "glibc.malloc.mmap_threshold=1048576:glibc.malloc.trim_threshold=1048576:glibc.malloc.hugetlb=1"
"""How the C library of a worker hands out memory (glibc; others do not look): a piece of a megabyte or more goes back
to the system when it is freed, and is no hole that the next piece does not fit in. Large pages make that cheap. Of use
where pictures are recognised: their networks take and give hundreds of megabytes for each. It is read when a process
begins, so it is for the parent to say."""

OF_THE_WORKER = frozenset({"worker.died", "worker.memory", "worker.bug"})
"""Failures that may be owed to what earlier items have left in a worker, such as memory held by a library: the item is
tried as it is in a worker of its own, so that no item's result hangs on the items before it."""


@dataclass(frozen=True, slots=True)
class Processes:
    """``seconds``: wall time an item may take, over all tries; ``page_seconds``: a step over one page;
    ``memory_mb``: address space of a worker. 0: no limit."""

    workers: int
    seconds: float
    memory_mb: int = 0
    page_seconds: float = 0.0

    def map(
        self, task: Task[Item, Result], items: Sequence[Item], again: Again[Item] = never
    ) -> Iterator[tuple[int, Result | Failure]]:
        crew: Crew[Item, Result] = Crew(self)
        try:
            yield from crew.map(task, items, again)
        finally:
            crew.end()


@dataclass(frozen=True, slots=True)
class Crew(Generic[Item, Result]):
    """Workers with these limits that are kept from one ``map`` to the next."""

    limits: Processes
    idle: list[_Worker[Item, Result]] = field(default_factory=list)

    def map(
        self, task: Task[Item, Result], items: Sequence[Item], again: Again[Item] = never
    ) -> Iterator[tuple[int, Result | Failure]]:
        from multiprocessing.connection import wait

        waiting = deque(_Turn(position, item) for position, item in enumerate(items))
        busy: list[_Worker[Item, Result]] = []
        try:
            while waiting or busy:
                while waiting and len(busy) < self.limits.workers:
                    turn = waiting.popleft()
                    if turn.wants_fresh and self.idle:
                        self.idle.pop().end()
                    kept = self.idle and not turn.wants_fresh
                    busy.append(worker := self.idle.pop() if kept else _Worker(self.limits))
                    worker.begin(task, turn)
                first = min(worker.patience_ends() for worker in busy)
                wait([worker.pipe for worker in busy], min(max(0.0, first - time.monotonic()), LONGEST_WAIT))
                for worker in [worker for worker in busy if worker.is_done()]:
                    busy.remove(worker)
                    turn, result = worker.outcome()
                    if worker.is_fit():
                        self.idle.append(worker)
                    else:
                        worker.end()
                    if not isinstance(result, Failure) or turn.is_over():
                        yield turn.position, result
                    elif worker.served > 1 and result.code in OF_THE_WORKER:
                        waiting.appendleft(replace(turn, wants_fresh=True))
                    elif (instead := again(turn.item, result)) is not None:
                        waiting.appendleft(replace(turn, item=instead))
                    else:
                        yield turn.position, result
        finally:
            # Also when left early (interrupted, or nobody asks for more): running items are ended.
            for worker in busy:
                worker.end()

    def end(self) -> None:
        while self.idle:
            self.idle.pop().end()


@dataclass(frozen=True, slots=True)
class _Turn(Generic[Item]):
    """An item and the time it has. Times are those of ``time.monotonic``."""

    position: int
    item: Item
    wants_fresh: bool = False
    begun: float = 0.0
    pages_end: float = math.inf
    end: float = math.inf

    def started(self, seconds: float) -> _Turn[Item]:
        """The clock runs from the first try on; a try after the time for pages is up has all that is left."""
        now = time.monotonic()
        begun = self.begun or now
        seconds = seconds or math.inf
        pages_end = begun + PAGES_SHARE * seconds
        return replace(self, begun=begun, pages_end=pages_end if now < pages_end else math.inf, end=begun + seconds)

    def is_over(self) -> bool:
        return time.monotonic() >= self.end


class _Worker(Generic[Item, Result]):
    """One process and the item it has."""

    def __init__(self, limits: Processes) -> None:
        import multiprocessing  # costs a run that has nothing to do more than that run

        from pipeline.executors.worker import serve

        context = multiprocessing.get_context("spawn")
        self.limits = limits
        self.pipe, far_end = context.Pipe()
        self.process = context.Process(target=serve, args=(far_end, limits.memory_mb), daemon=True)
        with _allocator():
            self.process.start()
        far_end.close()  # only the worker holds it now: when the worker dies, our end says so
        self.turn: _Turn[Item]
        self.place: Place | None = None
        self.page_end = math.inf
        self.answer: Answer | None = None
        self.served = 0

    def begin(self, task: Task[Item, Result], turn: _Turn[Item]) -> None:
        self.turn, self.place, self.page_end, self.answer = turn.started(self.limits.seconds), None, math.inf, None
        self.served += 1
        with contextlib.suppress(BrokenPipeError):  # it has died already: is_done() will see it
            self.pipe.send((task, turn.item))

    def patience_ends(self) -> float:
        """When the worker is stopped unless it says something before."""
        pages_end = math.inf if self.place is None else self.turn.pages_end
        return min(self.turn.end, self.page_end, pages_end)

    def is_done(self) -> bool:
        """Takes in what the worker has told, and stops one that ran out of time."""
        try:
            while self.answer is None and self.pipe.poll():
                told = self.pipe.recv()
                if isinstance(told, Answer):
                    self.answer = told
                else:
                    self._moved(told)
        except (EOFError, OSError):  # closed between messages, or in the middle of one
            self.process.join()
            self.answer = Answer(self._died())
        if self.answer is None and time.monotonic() >= self.patience_ends():
            self.process.kill()
            self.process.join()
            self.answer = Answer(self._too_slow())
        return self.answer is not None

    def outcome(self) -> tuple[_Turn[Item], Result | Failure]:
        """After ``is_done``."""
        assert self.answer is not None
        result: Result | Failure = self.answer.result
        if isinstance(result, Failure):
            result = timed(result, time.monotonic() - self.turn.begun)
        return self.turn, result

    def is_fit(self) -> bool:
        """Not after a failure either: what ran out of memory, or stumbled, may be left in a bad state."""
        failed = self.answer is not None and isinstance(self.answer.result, Failure)
        return self.process.is_alive() and self.served < ITEMS_PER_WORKER and not failed

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def _moved(self, place: Place | None) -> None:
        self.place, seconds = place, self.limits.page_seconds
        self.page_end = time.monotonic() + seconds if place is not None and seconds else math.inf

    def _too_slow(self) -> Failure:
        if time.monotonic() >= self.page_end:
            return Failure(
                "worker.slow_page",
                f"A page took more than {self.limits.page_seconds:g} seconds and was stopped.",
                "Raise page_seconds (PIPELINE_PAGE_SECONDS).",
                place=self.place,
            )
        return Failure(
            "worker.timeout",
            f"It took more than {self.limits.seconds:g} seconds and was stopped.",
            "Raise document_seconds (PIPELINE_DOCUMENT_SECONDS), or split the PDF.",
            place=self.place,
        )

    def _died(self) -> Failure:
        return Failure(
            "worker.died",
            f"The process that read it died ({_cause(self.process.exitcode)}).",
            "The file makes a PDF library crash: save a copy from a PDF viewer (or `qpdf in.pdf out.pdf`) "
            "and run that.",
            place=self.place,
        )


@contextlib.contextmanager
def _allocator() -> Iterator[None]:
    """A process that is started meanwhile has ``ALLOCATOR``, unless the user has settings of their own."""
    name = "GLIBC_TUNABLES"
    if name in os.environ or sys.platform != "linux":
        yield
        return
    os.environ[name] = ALLOCATOR
    try:
        yield
    finally:
        del os.environ[name]


def _cause(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"
