"""One PDF in a process of its own, as in a run: a page that costs the process costs no other page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from pipeline import work
from pipeline.errors import PipelineError
from pipeline.executors import Failure
from pipeline.store import Store
from pipeline.work import Loss, Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.config import Settings
    from pipeline.executors import Tell

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Pdf:
    """One PDF to look at; can be pickled."""

    path: Path
    settings: Settings
    folder: Path
    """Where its pages are kept between two tries."""
    losses: tuple[Loss, ...] = ()

    def kept(self, tell: Tell) -> Work:
        return Work(Store(self.folder), tell, self.losses)


def alone(task: Callable[[Pdf, Tell], Result | PipelineError], path: Path, settings: Settings) -> Result:
    """What ``task``, a function at the top of a module, makes of the PDF; tried again without each page that fails.

    Raises the PipelineError that the task returns, or one that says how its process ended.
    """
    from pipeline.executors.processes import Processes

    executor = Processes(1, settings.document_seconds, settings.memory_mb, settings.page_seconds)
    with TemporaryDirectory() as folder:
        [(_, found)] = executor.map(task, [Pdf(path, settings, Path(folder))], _again)
    if isinstance(found, Failure):
        error = PipelineError(f"{path}: {found.message}")
        error.code, error.hint = found.code, found.hint
        raise error
    if isinstance(found, PipelineError):
        raise found
    return found


def _again(pdf: Pdf, failure: Failure) -> Pdf | None:
    losses = work.more_losses(pdf.losses, failure)
    return None if losses is None else replace(pdf, losses=losses)
