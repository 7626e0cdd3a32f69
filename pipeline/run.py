"""The flow: PDF -> read -> extract -> clean -> tidy -> validate -> write -> report; and many PDFs in a run."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import folder
from pipeline.config import Settings
from pipeline.errors import ChangedError, OutputError, PipelineError, ValidationError
from pipeline.executors import Executor, Failure, Place
from pipeline.folder import Claim
from pipeline.inputs import Inputs
from pipeline.model import Outcome
from pipeline.packed import Packed, pack, unpack
from pipeline.reading import REPAIRED, Reading, Stopwatch, read_content
from pipeline.store import store_of, sweep
from pipeline.work import Loss, Work, is_open, more_losses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pipeline.executors import Tell
    from pipeline.model import Issue
    from pipeline.report.pictures import Draw

log = logging.getLogger(__name__)

SWEPT_AFTER = 500
"""Reports after which a long run clears away what it keeps beyond its room."""
DRAW = "draw"
"""Making the picture of a page for the report: the one step over a page that costs no data when it fails."""


@dataclass(frozen=True, slots=True)
class Job:
    """One report to make; can be pickled."""

    claim: Claim
    out: Path
    settings: Settings
    losses: tuple[Loss, ...] = ()
    """Pages that cost an earlier try its worker."""
    force: bool = False
    """Made anew, whatever earlier runs have read and written."""
    alone: bool = False
    """No other report is made in this run: whoever makes it lists it too, with the libraries at hand for that."""


def run_report(
    path: str | Path, out: str | Path = "extracted", settings: Settings | None = None, force: bool = False
) -> Outcome:
    """Turns one PDF into a folder of data in ``out`` and says what became of it.

    Raises a PipelineError when the PDF cannot be read or the folder cannot be written; what loses or doubts
    data without that is an Issue of the outcome. Unchanged input is not worked on again, unless with ``force``.
    """
    out, settings = Path(out), settings or Settings()
    prepare(out, settings)
    [claim] = folder.claims([Path(path)], out)
    outcome = make(Job(claim, out, settings, force=force))
    finish([outcome], out, settings)
    return outcome


def make(job: Job, tell: Tell = lambda place: None) -> Outcome:
    """The flow on one screen. ``tell`` hears of each page that is begun. Raises PipelineError."""
    watch, claim = Stopwatch(), job.claim
    inputs = Inputs.of(claim, job.settings)
    kept = Work(store_of(job.out, claim.sha256, inputs.reading()), tell, job.losses)
    if not job.force and (before := inputs.outcome_before(job.out)):
        return _judged(replace(before, seconds=watch.total()))
    from pipeline import steps
    from pipeline.report import Style, report_files
    from pipeline.write import read_origin, write_catalog, write_report

    if job.force and not job.losses:
        kept.store.clear()
    kept.store.used()
    reading = read_content(claim.path, job.settings, watch, kept, inputs.profiles)
    if claim.sha256 and not claim.sha256 == reading.document.sha256 == folder.fingerprint(claim.path):
        raise ChangedError(f"{claim.path}: the file was changed or removed while it was read.")
    cleaned = steps.clean(reading, kept)
    watch.lap("clean")
    tidied = steps.tidy(cleaned, inputs)
    watch.lap("tidy")
    origin, doubts = read_origin(claim.path, reading.document.sha256)
    validation = steps.validate(reading, tidied, doubts)
    tidied = tidied.judged(validation)
    watch.lap("validate")
    package = steps.package(reading, tidied, validation, inputs)
    dossier = steps.dossier(reading, tidied, package)
    files = report_files(dossier, Style(job.settings.language, job.settings.report_assets), _draw(job, reading, kept))
    package = replace(package, origin=origin, timings=watch.seconds)
    artifacts = write_report(job.out / claim.report_id, package, files)
    if not job.settings.cache_mb and not is_open(validation.issues):
        kept.store.clear()
    if job.alone:
        with suppress(OutputError):  # it is tried again at the end, and said
            write_catalog(job.out)
    return _judged(dossier.outcome(job.out / claim.report_id, artifacts, watch.total()))


def _draw(job: Job, reading: Reading, kept: Work) -> Draw | None:
    """How the report gets pictures of pages. The copy that a repaired file was read from is gone by now, and the file
    itself cannot be drawn."""
    if any(issue.code == REPAIRED for issue in reading.document.issues):
        return None
    return partial(_drawn, job, kept)


def _drawn(
    job: Job, kept: Work, numbers: Sequence[int], pixels_per_point: float, longest: int
) -> Iterator[tuple[int, Any]]:
    """Pixels of pages for the report; one that cost an earlier try its worker is passed over."""
    from pipeline.read.render import render_pages

    def begun() -> Iterator[int]:
        for number in numbers:
            if kept.loss(number, DRAW) is None:
                kept.tell(Place(DRAW, number))
                yield number

    yield from render_pages(job.claim.path, begun(), pixels_per_point, longest, job.settings.password)
    kept.tell(None)


def draft_schemas(path: Path, settings: Settings, kept: Work | None = None) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """The files of ``schemas/<name>/`` that hold the next edition of this report to what was read of it now; and what
    could not be read for them. Raises PipelineError.
    """
    from pipeline.clean import clean_content
    from pipeline.draft import Edition, draft
    from pipeline.tidy import observations
    from pipeline.validate import Evidence, validate

    name = folder.slug(path.stem)
    reading = read_content(path, settings, kept=kept)
    content = reading.content()
    tables, number_format = clean_content(content, reading.pages)
    frame = observations(name, tables, ())
    evidence = Evidence(content.blocks, number_format, content.charts, reading.pages)
    validation = validate(frame, tables, (), evidence)
    heading = next((block.text for block in content.blocks if block.kind == "title"), None)
    edition = Edition(reading.document, heading, tables, number_format, validation.accepted, validation.issues)
    return draft(edition, name), reading.findings(content)


def run_batch(
    paths: Iterable[str | Path],
    out: str | Path = "extracted",
    settings: Settings | None = None,
    executor: Executor | None = None,
    done: Callable[[Outcome], None] | None = None,
    force: bool = False,
) -> Sequence[Outcome]:
    """One outcome for each PDF, in the order given; one that fails costs no other. They are packed: findings of ten
    thousand reports would fill memory.

    ``executor``: how they are run; by default one after another in this process. ``done`` is called with each
    outcome as soon as it is known. ``force``: also unchanged ones are made anew. Raises OutputError when nothing can be
    written in ``out``, and ProfileError on a fault in a profile.
    """
    from pipeline.executors.serial import Serial

    out, settings = Path(out), settings or Settings()
    prepare(out, settings)
    claims = folder.claims([Path(path) for path in paths], out)
    check_profiles((claim.path for claim in claims), settings)
    # A copy of a PDF under the same name is the same report: it is made once and reported twice.
    claimed: dict[object, Claim] = {}
    for claim in claims:
        claimed.setdefault(_key(claim), claim)
    made: dict[object, bytes] = {}
    jobs: list[Job] = []
    for key, claim in claimed.items():
        before = None if force else _unchanged(claim, out, settings)
        if before is None:
            jobs.append(Job(claim, out, settings, force=force))
            continue
        made[key] = pack(before)
        if done:
            done(before)
    jobs = [replace(job, alone=len(jobs) == 1) for job in jobs]
    for position, result in (executor or Serial()).map(attempt, jobs, again) if jobs else ():
        claim = jobs[position].claim
        if isinstance(result, Failure):
            result = failed(str(claim.path), claim.report_id, result, result.seconds)
        made[_key(claim)] = pack(result)
        if done:
            done(result)
        if len(made) % SWEPT_AFTER == 0:
            sweep(out, settings.cache_mb)
    found = (replace(unpack(made[_key(claim)]), source=str(claim.path)) for claim in claims)
    outcomes = Packed[Outcome](pack(outcome) for outcome in found)
    finish(outcomes, out, settings, listed=len(jobs) == 1)
    return outcomes


def _unchanged(claim: Claim, out: Path, settings: Settings) -> Outcome | None:
    """What ``make`` would find unchanged, without a worker. What it would open or refuse is left to it."""
    from pipeline.write.manifest import NAME

    begun = time.perf_counter()
    # Where nothing stands, what it would be held against need not be gathered: a parser, and a digest of all code.
    if settings.password is not None or not (out / claim.report_id / NAME).exists():
        return None
    try:
        before = Inputs.of(claim, settings).outcome_before(out)
    except PipelineError:
        return None
    return _judged(replace(before, seconds=time.perf_counter() - begun)) if before else None


def prepare(out: Path, settings: Settings) -> None:
    """Puts right what a killed run has left. Raises OutputError when nothing can be written in ``out``."""
    from pipeline.write import recover_all

    folder.check_writable(out)
    recover_all(out)
    sweep(out, settings.cache_mb)


def check_profiles(pdfs: Iterable[Path], settings: Settings) -> None:
    """Raises ProfileError on a fault in any profile in sight, before any work is done. Those that come with the program
    have none."""
    from pipeline.profiles import check_wanted
    from schemas.profile import SHIPPED, folders_for, load_profiles

    for folders in dict.fromkeys(folders_for(pdf, settings.schemas) for pdf in pdfs):
        looked_in = folders if settings.profile else [folder for folder in folders if folder != SHIPPED]
        check_wanted(load_profiles(looked_in), settings.profile)


def attempt(job: Job, tell: Tell) -> Outcome:
    """``make``, with the error that stops the report told as a failed outcome."""
    begun = time.perf_counter()
    try:
        return make(job, tell)
    except PipelineError as error:
        return failed(str(job.claim.path), job.claim.report_id, error, time.perf_counter() - begun)


def again(job: Job, failure: Failure) -> Job | None:
    """The job without the page that cost its worker; None where it was no page's, or the same as before."""
    losses = more_losses(job.losses, failure)
    if losses is None:
        return None
    log.info("%s: %s\n%s", job.claim.path, losses[-1], failure.detail)
    return replace(job, losses=losses)


def failed(source: str, report_id: str, error: PipelineError | Failure, seconds: float) -> Outcome:
    """The outcome of a report that was stopped, or whose worker came to no end that it could tell of itself."""
    message, exit_code = str(error), PipelineError.exit_code
    if isinstance(error, Failure):
        log.info("%s\n%s", source, error.detail)
        message = error.message
    else:
        exit_code = error.exit_code
    return Outcome(
        source=source,
        report_id=report_id,
        status="failed",
        folder=None,
        error=error.code,
        message=message,
        hint=error.hint,
        exit_code=exit_code,
        seconds=seconds,
    )


def _judged(outcome: Outcome) -> Outcome:
    """The outcome with the error that a report without one good value is."""
    if outcome.status != "failed":
        return outcome
    return replace(
        outcome,
        error=ValidationError.code,
        message=f"None of the {outcome.counts['values']} values passed the checks.",
        hint=ValidationError.hint,
        exit_code=ValidationError.exit_code,
    )


def _key(claim: Claim) -> object:
    return (claim.report_id, claim.sha256) if claim.sha256 else claim.path


def finish(outcomes: Sequence[Outcome], out: Path, settings: Settings, listed: bool = False) -> None:
    """Clears away what is kept too long, and brings the catalog up to date, unless nothing has changed.

    ``listed``: what was made should be listed already, by whoever made it.
    """
    from pipeline.write import is_listed, write_catalog

    sweep(out, settings.cache_mb)
    made = [(outcome.unchanged or listed, Path(outcome.folder)) for outcome in outcomes if outcome.folder]
    if not all(known and is_listed(folder) for known, folder in made):
        write_catalog(out)
