"""Ways to do one task for many items: one contract, one file for each way.

An executor hands out what became of every item; it never raises what a task raised. So a report that kills
its process costs one failed report, not the run.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that came to no result, through no error that it knows of."""

    code: str
    """``worker.died``, ``worker.timeout``, ``worker.memory`` or ``worker.bug``."""
    message: str
    hint: str
    detail: str = ""
    """The traceback of a bug, for --verbose."""


class Executor(Protocol):
    def map(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[int, Result | Failure]]:
        """(position in ``items``, result) of every item, each as it is done: in any order, none left out.

        ``task`` is a function at the top of a module, ``items`` and results can be pickled.
        """
        ...


def failure_of(error: BaseException) -> Failure:
    """What to say of an exception that no stage foresaw."""
    if isinstance(error, MemoryError):
        return Failure(
            "worker.memory",
            "It needs more memory than a report may take.",
            "Raise memory_mb (PIPELINE_MEMORY_MB), or split the PDF.",
        )
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {frames[-1].name}" if frames else ""
    return Failure(
        "worker.bug",
        f"An error that should not occur: {type(error).__name__}: {error}{place}",
        "This is a fault of the pipeline: run again with --verbose and send us what it prints.",
        "".join(traceback.format_exception(error)),
    )
