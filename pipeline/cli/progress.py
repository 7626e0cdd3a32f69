"""How far a run is: a bar on a terminal, a line for each report elsewhere."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from pipeline.report.plain import without_controls
from pipeline.report.terminal import state_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.model import Outcome


LEAST_MADE = 3
"""Reports that must be done before the time for the others can be told from them."""


@contextmanager
def progress(total: int, stream: TextIO, quiet: bool) -> Iterator[Callable[[Outcome], None]]:
    """Gives the function to call with each outcome as it is done."""
    if quiet:
        yield lambda outcome: None
    elif stream.isatty() and os.environ.get("TERM") != "dumb":
        with _bar(total, stream) as done:
            yield done
    else:
        yield _lines(total, stream)


def _lines(total: int, stream: TextIO) -> Callable[[Outcome], None]:
    pace = Pace(total)

    def done(outcome: Outcome) -> None:
        told = pace.after(outcome)
        line = without_controls(state_line(outcome)).replace("\n", " ")
        print(f"[{pace.done}/{total}] {line}{f' ({told})' if told else ''}", file=stream, flush=True)

    return done


class Pace:
    """How fast a run is, and how long it will take. Reports that are unchanged take no time and say nothing of it."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.clock, self.begun = total, clock, clock()
        self.done = self.made = 0

    def after(self, outcome: Outcome) -> str:
        """Reports per minute and the time left, once both can be told; "" for a run of few."""
        self.done += 1
        self.made += not outcome.unchanged
        seconds = self.clock() - self.begun
        if self.made < LEAST_MADE or self.done == self.total or seconds <= 0:
            return ""
        left = round((self.total - self.done) * seconds / self.made)
        return f"{60 * self.made / seconds:.{0 if 60 * self.made >= 10 * seconds else 1}f} a minute, {span(left)} left"


def span(seconds: int) -> str:
    """``45 s``, ``12 min``, ``3 h 05 min``."""
    if seconds < 100:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02d} min"


@contextmanager
def _bar(total: int, stream: TextIO) -> Iterator[Callable[[Outcome], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.fields[pace]}", markup=False),
    )
    pace = Pace(total)
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("reading", total=total, pace="")

        def done(outcome: Outcome) -> None:
            told = pace.after(outcome)
            bar.update(task, advance=1, description=without_controls(outcome.report_id), pace=told)

        yield done
