"""Ways to do one task for many items: one contract, one file for each way.

An executor hands out what became of every item; it never raises what a task raised. So a report that kills
its process costs one failed report, not the run. A task tells where it is, page by page, so that what goes wrong
can be laid to one page, and the item tried once more without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Place(NamedTuple):
    """What a task is doing: one step over one page. Can be pickled."""

    step: str
    page: int


class Answer(NamedTuple):
    """What came of an item, as a worker sends it: a result may be None, or a place."""

    result: Any


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that came to no result, through no error that it knows of."""

    code: str
    """``worker.died``, ``worker.timeout``, ``worker.slow_page``, ``worker.memory`` or ``worker.bug``."""
    message: str
    hint: str
    detail: str = ""
    """The traceback of a bug, for --verbose."""
    place: Place | None = None
    """Where it was when it failed; None where it was at no single page, or did not say."""
    seconds: float = 0.0
    """Wall time since the item was begun, over all tries."""


Tell = Callable[[Place | None], None]
"""Called by a task: it begins this step over this page; None: what follows is no page's alone."""
Task = Callable[[Item, Tell], Result]
Again = Callable[[Item, Failure], Item | None]
"""The item to try instead after a failure, or None to let the failure stand."""


def never(item: object, failure: Failure) -> None:
    """An ``Again`` that lets every failure stand."""


class Executor(Protocol):
    def map(
        self, task: Task[Item, Result], items: Sequence[Item], again: Again[Item] = never
    ) -> Iterator[tuple[int, Result | Failure]]:
        """(position in ``items``, result) of every item, each as it is done: in any order, none left out.

        ``task`` is a function at the top of a module, ``items`` and results can be pickled.
        """
        ...


def failure_of(error: BaseException, place: Place | None = None) -> Failure:
    """What to say of an exception that no stage foresaw."""
    import traceback

    if isinstance(error, MemoryError):
        return Failure(
            "worker.memory",
            "It needs more memory than a report may take.",
            "Raise memory_mb (PIPELINE_MEMORY_MB), or split the PDF.",
            place=place,
        )
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {frames[-1].name}" if frames else ""
    said = str(error).strip().splitlines()[-1:]  # some libraries put a whole traceback in their message
    return Failure(
        "worker.bug",
        f"An error that should not occur: {type(error).__name__}: {''.join(said).strip()}{where}",
        "This is a fault of the pipeline: run again with --verbose and send us what it prints.",
        "".join(traceback.format_exception(error)),
        place,
    )


def timed(failure: Failure, seconds: float) -> Failure:
    """The failure with the wall time that its item took."""
    return replace(failure, seconds=seconds)
