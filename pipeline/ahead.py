"""A long report over several workers: where there are fewer reports than workers, its pages are read in contiguous
parts at one time, each kept in the store; the job that makes the report then finds them done.

A page is read by itself, so it makes no difference to the results who has read it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError
from pipeline.executors import Again, Item, Result, Task, never
from pipeline.executors.serial import Serial
from pipeline.inputs import Inputs
from pipeline.reading import read_ahead
from pipeline.run import Job, again, attempt
from pipeline.store import store_of
from pipeline.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.executors import Executor, Failure, Tell
    from pipeline.executors.processes import Processes
    from pipeline.model import Outcome

LONG = 60
"""Pages from which a second worker is of use: half of them take as long to read as it takes to start."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages of a report; can be pickled."""

    job: Job
    numbers: range


@dataclass(frozen=True, slots=True)
class Long:
    """Said of a report that is better read in parts."""

    pages: int


@dataclass(frozen=True, slots=True)
class InParts:
    """Processes, of which none is idle while a long report is read."""

    executor: Processes
    least: int = LONG
    """Pages from which a report is divided."""

    def map(
        self, task: Task[Item, Result], items: Sequence[Item], again: Again[Item] = never
    ) -> Iterator[tuple[int, Result | Failure]]:
        jobs: Any = items
        if task is not attempt or len(items) >= self.executor.workers:
            return self.executor.map(task, items, again)
        return _results(self.executor, jobs, self.least)  # type: ignore[return-value]


def in_parts(executor: Processes) -> Executor:
    return executor if isinstance(executor, Serial) else InParts(executor)


def _results(executor: Processes, jobs: Sequence[Job], least: int) -> Iterator[tuple[int, Outcome | Failure]]:
    from pipeline.executors.processes import Crew

    long: dict[int, int] = {}
    crew: Crew[Any, Any] = Crew(executor)
    try:
        for position, result in crew.map(partial(attempt_short, least=least), jobs, again):
            if isinstance(result, Long):
                long[position] = result.pages
            else:
                yield position, result
        parts = [part for position, pages in long.items() for part in _parts(jobs[position], pages, executor, long)]
        for _ in crew.map(read_part, parts, _again):
            pass  # a page that cost a worker here costs one more, which then says so
        positions = list(long)
        for position, result in crew.map(attempt, [jobs[position] for position in positions], again):
            yield positions[position], result
    finally:
        crew.end()


def _parts(job: Job, pages: int, executor: Processes, long: dict[int, int]) -> Iterator[Part]:
    """Contiguous, and as many as there are workers for each long report."""
    count = max(1, executor.workers // len(long))
    ends = [1 + pages * k // count for k in range(count + 1)]
    for first, end in pairwise(ends):
        yield Part(job, range(first, end))


def attempt_short(job: Job, tell: Tell, least: int = LONG) -> Outcome | Long:
    """``attempt``, but for a report with ``least`` pages or more that nobody has read yet."""
    from pipeline.read import open_document

    path, settings = job.claim.path, job.settings
    try:
        kept = _kept(job, tell)
        unread = range(0)
        if kept.store.folder is not None and not job.force:
            count = open_document(path, settings.password, settings.backend, settings).page_count
            unread = range(count) if kept.store.get(f"page-{count:05d}") is None else unread
    except PipelineError:
        return attempt(job, tell)  # says what is wrong
    return Long(len(unread)) if len(unread) >= least else attempt(job, tell)


def read_part(part: Part, tell: Tell) -> None:
    """The pages, kept in the store."""
    try:
        read_ahead(part.job.claim.path, part.numbers, part.job.settings, _kept(part.job, tell))
    except PipelineError:
        return  # the job that makes the report will come to it too, and say it


def _again(part: Part, failure: Failure) -> Part | None:
    job = again(part.job, failure)
    return None if job is None else replace(part, job=job)


def _kept(job: Job, tell: Tell) -> Work:
    inputs = Inputs.of(job.claim, job.settings)
    return Work(store_of(job.out, job.claim.sha256, inputs.reading()), tell, job.losses)
