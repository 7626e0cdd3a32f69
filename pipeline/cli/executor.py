"""Settings -> the way in which the reports of a run are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config import worker_count
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.executors import Executor


def executor_of(settings: Settings) -> Executor:
    """Raises UsageError on a scheduler that nothing would ask."""
    from pipeline.ahead import in_parts
    from pipeline.executors.processes import Processes

    if settings.scheduler and settings.executor != "dask":
        raise UsageError(f"a scheduler goes with the executor dask, not with {settings.executor}")
    if settings.executor == "serial":
        from pipeline.executors.serial import Serial

        return Serial()
    # Also for one PDF: a crash of a PDF library then costs a line, not the run.
    limits = Processes(worker_count(settings), settings.document_seconds, settings.memory_mb, settings.page_seconds)
    if settings.executor == "processes":
        return in_parts(limits)
    from pipeline.executors.dask import Dask

    return Dask(limits, settings.scheduler, program)


def program() -> tuple[object, ...]:
    """What could make a difference between two machines: our code, what recognises letters, the libraries."""
    from pipeline.version import code_version, recognisers
    from pipeline.write.manifest import versions

    return code_version(), recognisers(), versions()
