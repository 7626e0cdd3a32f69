"""One item after another in this process: no time limit, and a crash of a library ends the run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pipeline.executors import Again, Failure, Item, Place, Result, Task, Tell, failure_of, never, timed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Serial:
    def map(
        self, task: Task[Item, Result], items: Sequence[Item], again: Again[Item] = never
    ) -> Iterator[tuple[int, Result | Failure]]:
        for position, item in enumerate(items):
            begun, trying = time.monotonic(), item
            while isinstance(result := once(task, trying), Failure):
                result = timed(result, time.monotonic() - begun)
                instead = again(trying, result)
                if instead is None:
                    break
                trying = instead
            yield position, result


def once(task: Task[Item, Result], item: Item, tell: Tell | None = None) -> Result | Failure:
    """One try; what the task raises becomes a Failure with the place that the task last told of."""
    from concurrent.futures import ThreadPoolExecutor

    places: list[Place | None] = [None]

    def heard(place: Place | None) -> None:
        places[0] = place
        if tell is not None:
            tell(place)

    # A pool of one thread: its future holds what the task raised, so nothing need be caught here.
    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(task, item, heard)
        error = future.exception()
    return future.result() if error is None else failure_of(error, places[0])
