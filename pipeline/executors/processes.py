"""Each item in a process that may die or hang without taking the others along.

A crash in a PDF library kills its process (SIGSEGV, SIGABRT) and some files hang every reader, so a worker is
a spawned process with a limit of wall time per item and of memory. ``concurrent.futures`` loses every item
when one worker dies; pebble loses that one item only, and can stop it.
"""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.executors import Failure, Item, Result, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ITEMS_PER_WORKER = 50
"""A worker is replaced after so many items, and what a PDF library leaks goes with it."""


@dataclass(frozen=True, slots=True)
class Processes:
    """``seconds``: wall time an item may take. ``memory_mb``: address space of a worker, 0 for no limit."""

    workers: int
    seconds: float
    memory_mb: int = 0

    def map(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[int, Result | Failure]]:
        import multiprocessing

        from pebble import ProcessPool

        pool = ProcessPool(
            max_workers=max(1, min(self.workers, len(items))),
            max_tasks=ITEMS_PER_WORKER,
            initializer=_limit,
            initargs=(self.memory_mb,),
            context=multiprocessing.get_context("spawn"),
        )
        done = False
        try:
            futures: dict[Future[Result], int] = {
                pool.schedule(task, args=(item,), timeout=self.seconds): position for position, item in enumerate(items)
            }
            for future in as_completed(futures):
                error = future.exception()
                yield futures[future], future.result() if error is None else self._failure(error)
            done = True
        finally:
            # Left early (interrupted, or the caller stopped asking): running items are ended, not awaited.
            if done:
                pool.close()  # type: ignore[no-untyped-call]
            else:
                pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _failure(self, error: BaseException) -> Failure:
        from pebble import ProcessExpired

        if isinstance(error, TimeoutError):
            return Failure(
                "worker.timeout",
                f"It took more than {self.seconds:g} seconds and was stopped.",
                "Raise document_seconds (PIPELINE_DOCUMENT_SECONDS), or split the PDF.",
            )
        if isinstance(error, ProcessExpired):
            return Failure(
                "worker.died",
                f"The process that read it died ({_cause(error.exitcode)}).",
                "The file makes a PDF library crash: save a copy from a PDF viewer "
                "(or `qpdf in.pdf out.pdf`) and run that.",
            )
        return failure_of(error)


def _cause(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"


def _limit(memory_mb: int) -> None:
    """Runs first in every worker, before any heavy import."""
    # Threads of numerical libraries reserve address space by the core and speed up nothing here.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle: it stops the workers
    if memory_mb and sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
