"""How far a run is: a bar on a terminal, a line for each report elsewhere."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from pipeline.report.plain import without_controls
from pipeline.report.terminal import state_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.model import Outcome


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
    count = 0

    def done(outcome: Outcome) -> None:
        nonlocal count
        count += 1
        line = without_controls(state_line(outcome)).replace("\n", " ")
        print(f"[{count}/{total}] {line}", file=stream, flush=True)

    return done


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
    )
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda outcome: bar.update(task, advance=1, description=without_controls(outcome.report_id))
