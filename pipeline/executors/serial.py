"""One item after another in this process: no time limit, and a crash of a library ends the run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from pipeline.executors import Failure, Item, Result, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Serial:
    def map(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[int, Result | Failure]]:
        # A pool of one thread: its futures hold what a task raised, so nothing need be caught here.
        with ThreadPoolExecutor(max_workers=1) as pool:
            for position, item in enumerate(items):
                future = pool.submit(task, item)
                error = future.exception()
                yield position, future.result() if error is None else failure_of(error)
