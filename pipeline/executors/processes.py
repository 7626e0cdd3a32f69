"""Each item in a process that may die or hang without taking the others along.

A crash in a PDF library kills its process (SIGSEGV, SIGABRT) and some files hang every reader, so an item runs
in a spawned process with limits of wall time and memory. ``concurrent.futures`` loses every item when one worker
dies. Here each worker has a pipe of its own, so that nothing is shared that a dying worker could hold; it serves
one item after another and is replaced only when it died or was stopped.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic

from pipeline.executors import Failure, Item, Result
from pipeline.executors.serial import Serial

ITEMS_PER_WORKER = 50
"""A worker is replaced after so many items, and what a PDF library leaks goes with it."""


@dataclass(frozen=True, slots=True)
class Processes:
    """``seconds``: wall time an item may take. ``memory_mb``: address space of a worker, 0 for no limit."""

    workers: int
    seconds: float
    memory_mb: int = 0

    def map(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[int, Result | Failure]]:
        waiting = deque(enumerate(items))
        idle: list[_Worker[Result]] = []
        busy: list[_Worker[Result]] = []
        try:
            while waiting or busy:
                while waiting and len(busy) < self.workers:
                    worker = idle.pop() if idle else _Worker[Result](self.memory_mb)
                    busy.append(worker)
                    worker.begin(task, *waiting.popleft(), self.seconds)
                first = min(worker.deadline for worker in busy)
                wait([worker.pipe for worker in busy], max(0.0, first - time.monotonic()))
                for worker in [worker for worker in busy if worker.is_done()]:
                    yield worker.position, worker.result(self.seconds)
                    busy.remove(worker)
                    if worker.is_fit():
                        idle.append(worker)
                    else:
                        worker.end()
        finally:
            # Also when left early (interrupted, or nobody asks for more): running items are ended.
            for worker in (*busy, *idle):
                worker.end()


class _Worker(Generic[Result]):
    """One process and the item it has."""

    def __init__(self, memory_mb: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, far_end = context.Pipe()
        self.process = context.Process(target=_serve, args=(far_end, memory_mb), daemon=True)
        self.process.start()
        far_end.close()  # only the worker holds it now: when the worker dies, our end says so
        self.position = -1
        self.deadline = 0.0
        self.served = 0

    def begin(self, task: Callable[[Item], Result], position: int, item: Item, seconds: float) -> None:
        self.position, self.deadline = position, time.monotonic() + seconds
        self.served += 1
        with contextlib.suppress(BrokenPipeError):  # it has died already: result() will say so
            self.pipe.send((task, item))

    def is_done(self) -> bool:
        return self.pipe.poll() or time.monotonic() >= self.deadline

    def result(self, seconds: float) -> Result | Failure:
        """What came back, or what happened instead; a worker that ran out of time is stopped."""
        if not self.pipe.poll():
            self.process.kill()
            self.process.join()
            return Failure(
                "worker.timeout",
                f"It took more than {seconds:g} seconds and was stopped.",
                "Raise document_seconds (PIPELINE_DOCUMENT_SECONDS), or split the PDF.",
            )
        try:
            answer: Result | Failure = self.pipe.recv()
        except (EOFError, OSError):  # closed between answers, or in the middle of one
            self.process.join()
            return Failure(
                "worker.died",
                f"The process that read it died ({_cause(self.process.exitcode)}).",
                "The file makes a PDF library crash: save a copy from a PDF viewer (or `qpdf in.pdf out.pdf`) "
                "and run that.",
            )
        return answer

    def is_fit(self) -> bool:
        return self.process.is_alive() and self.served < ITEMS_PER_WORKER

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _cause(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"


def _serve(pipe: Connection[Any, Any], memory_mb: int) -> None:
    """The worker: answers items until the other end closes."""
    _limit(memory_mb)
    try:
        while True:
            task, item = pipe.recv()
            [(_, answer)] = Serial().map(task, [item])
            pipe.send(answer)
    except (EOFError, BrokenPipeError):
        return  # the parent has gone


def _limit(memory_mb: int) -> None:
    """Runs before any heavy import."""
    # Threads of numerical libraries reserve address space by the core and speed up nothing here.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle: it ends the workers
    if memory_mb and sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
