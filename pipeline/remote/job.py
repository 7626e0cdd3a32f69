"""One report whose PDF or folder is named by URL: fetched, made on this machine by the same code, put back."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline import folder, run
from pipeline.errors import NotFoundError, PipelineError
from pipeline.model import Artifact
from pipeline.storage import is_url, remote
from pipeline.work import Loss, more_losses
from pipeline.write.catalog import row_of
from pipeline.write.manifest import NAME, read_manifest
from pipeline.write.upload import Standing, is_whole, standing, upload_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.config import Settings
    from pipeline.executors import Failure, Tell
    from pipeline.model import Outcome
    from pipeline.storage import Remote

SCRATCH = "tidyreport-"
"""Folders of runs in the system's folder for temporary files."""
SCRATCH_SECONDS = 24 * 3600.0
"""What a killed worker has left there is cleared away after a day."""

Shelf = tuple[tuple[str, bytes], ...]
"""Files of profiles by their path in the folder ``schemas``; small, and the same for all reports of a run."""


@dataclass(frozen=True, slots=True)
class Given:
    """A PDF as named, and what was seen beside it."""

    source: str
    """Path or URL."""
    beside: tuple[str, ...] = ()
    """Names of the files that speak of it: origin, corrections."""


@dataclass(frozen=True, slots=True)
class RemoteJob:
    """One report to make; can be pickled."""

    given: Given
    report_id: str
    settled: bool
    """Whether ``report_id`` is decided; else another name is taken where it is taken by another PDF."""
    out: str
    settings: Settings
    run: str
    """Of this run: under this name its files lie in a folder for temporary files."""
    shelf: Shelf | None = None
    """The profiles to look in; None: those beside the PDF and in the working directory, as for every local PDF."""
    corrections: tuple[str, bytes] | None = None
    """Name and content of the file that a person has named."""
    force: bool = False
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What became of it, and its row of the catalog."""

    outcome: Outcome
    row: Mapping[str, object] | None = None


def attempt(job: RemoteJob, tell: Tell) -> Made:
    """The report made; the error that stops it is told as a failed outcome."""
    begun = time.perf_counter()
    # A worker's tries of one report share a folder, and no other worker on this machine has that.
    scratch = scratch_of(job.run) / f"{os.getppid()}-{job.report_id}"
    try:
        made = _made(job, scratch, tell)
    except PipelineError as error:
        told = run.failed(job.given.source, job.report_id, error, time.perf_counter() - begun)
        # The copy is of no concern to whoever named the URL.
        message = str(told.message).replace(str(scratch / "in"), job.given.source.rpartition("/")[0])
        made = Made(replace(told, message=message))
    # After anything else the next try goes on with what was fetched and read.
    shutil.rmtree(scratch, ignore_errors=True)
    return made


def again(job: RemoteJob, failure: Failure) -> RemoteJob | None:
    """The job without the page that cost its worker; None where it was no page's, or the same as before."""
    losses = more_losses(job.losses, failure)
    return None if losses is None else replace(job, losses=losses)


def _made(job: RemoteJob, scratch: Path, tell: Tell) -> Made:
    """Raises PipelineError."""
    path, settings = _fetched(job, scratch)
    sha256 = folder.fingerprint(path)
    if not is_url(job.out):
        out, report_id = Path(job.out), _name(job, sha256, folder.holder_of(Path(job.out) / job.report_id))
        outcome = run.make(_local(job, path, sha256, report_id, out, settings), tell)
        return _told(job, outcome, str(out / report_id), read_manifest(out / report_id))

    there, out = remote(job.out), scratch / "out"
    found = standing(there, job.report_id)
    report_id = _name(job, sha256, found.holder())
    if report_id != job.report_id:
        found = standing(there, report_id)
    _place_earlier(there, report_id, found, out)
    outcome = run.make(_local(job, path, sha256, report_id, out, settings), tell)
    tell(None)
    if outcome.unchanged:
        manifest = found.manifest
        outcome = replace(outcome, artifacts=(Artifact(NAME, "", found.sizes[NAME]),))
    else:
        upload_report(out / report_id, there, report_id)
        manifest = read_manifest(out / report_id)
    return _told(job, outcome, f"{there.url}/{report_id}", manifest)


def _place_earlier(there: Remote, report_id: str, found: Standing, out: Path) -> None:
    """Puts where ``run.make`` looks what it needs to see that nothing has changed: the manifest without the files that
    are known to be there, and the facts of the report."""
    from pipeline.write.artifact import json_bytes

    shutil.rmtree(out / report_id, ignore_errors=True)
    if found.manifest is None or not is_whole(found):
        return
    facts = found.manifest["files"].get(folder.FACTS)
    if facts is None or not there.fetch(f"{report_id}/{folder.FACTS}", out / report_id / folder.FACTS):
        return
    told = {**found.manifest, "files": {folder.FACTS: facts}}
    (out / report_id / NAME).write_bytes(json_bytes(told))


def _local(job: RemoteJob, path: Path, sha256: str | None, report_id: str, out: Path, settings: Settings) -> run.Job:
    return run.Job(folder.Claim(path, sha256, report_id), out, settings, job.losses, job.force)


def _name(job: RemoteJob, sha256: str | None, holder: str | None) -> str:
    if job.settled or sha256 is None or holder in (None, sha256):
        return job.report_id
    return folder.suffixed(job.report_id, sha256)


def _told(job: RemoteJob, outcome: Outcome, place: str, manifest: dict[str, Any] | None) -> Made:
    files = [Artifact(name, **file) for name, file in (manifest or {"files": {}})["files"].items()]
    files += [artifact for artifact in outcome.artifacts if artifact.path == NAME]
    outcome = replace(outcome, source=job.given.source, folder=place, artifacts=tuple(files))
    return Made(outcome, manifest and row_of(outcome.report_id, manifest))


def _fetched(job: RemoteJob, scratch: Path) -> tuple[Path, Settings]:
    """The PDF on this machine with what speaks of it, and the settings that name these. Raises PipelineError."""
    settings = job.settings
    if job.corrections is not None:
        name, content = job.corrections
        settings = replace(settings, corrections=str(_put(scratch / "corrections" / name, content)))
    if not is_url(job.given.source):
        return Path(job.given.source), settings
    parent, _, name = job.given.source.rpartition("/")
    place, path = remote(parent), scratch / "in" / name
    for beside in job.given.beside:
        place.fetch(beside, path.with_name(beside))
    if not path.exists() and not place.fetch(name, path):
        raise NotFoundError(f"{job.given.source} does not exist")
    schemas = scratch / PurePosixPath(settings.schemas.rstrip("/") or "schemas").name
    schemas.mkdir(parents=True, exist_ok=True)
    for file, content in job.shelf or ():
        _put(schemas / file, content)
    return path, replace(settings, schemas=str(schemas))


def _put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def scratch_of(name: str) -> Path:
    """Of one run on this machine, for this user alone."""
    place = Path(tempfile.gettempdir()) / f"{SCRATCH}{name}"
    if not place.exists():
        _sweep(place.parent)
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def _sweep(parent: Path) -> None:
    for left in parent.glob(f"{SCRATCH}*"):
        try:
            old = time.time() - left.stat().st_mtime > SCRATCH_SECONDS
        except OSError:
            continue
        if old:
            shutil.rmtree(left, ignore_errors=True)
