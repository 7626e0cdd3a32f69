"""The flow: PDF -> read -> extract -> clean -> tidy -> validate -> write -> report; and many PDFs in a run."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import folder, work
from pipeline.config import Settings
from pipeline.errors import ChangedError, PipelineError, ValidationError
from pipeline.executors import Executor, Failure, Place
from pipeline.executors.serial import Serial
from pipeline.folder import Claim
from pipeline.model import Issue, Outcome
from pipeline.reading import REPAIRED, Reading, Stopwatch, read_content
from pipeline.version import code_version, recognisers
from pipeline.work import Loss, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pipeline.executors import Tell
    from pipeline.tidy.corrections import Corrected
    from schemas.profile import Profile

log = logging.getLogger(__name__)

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


def run_report(path: str | Path, out: str | Path = "extracted", settings: Settings | None = None) -> Outcome:
    """Turns one PDF into a folder of data in ``out`` and says what became of it.

    Raises a PipelineError when the PDF cannot be read or the folder cannot be written; what loses or doubts
    data without that is an Issue of the outcome. Unchanged input is not worked on again.
    """
    _prepare(Path(out))
    [claim] = folder.claims([Path(path)], Path(out))
    outcome = make(Job(claim, Path(out), settings or Settings()))
    work.sweep(Path(out))
    _list_reports([outcome], Path(out))
    return outcome


def make(job: Job, tell: Tell = lambda place: None) -> Outcome:
    """The flow on one screen. ``tell`` hears of each page that is begun. Raises PipelineError."""
    from pipeline.clean import clean_charts, clean_content
    from pipeline.profiles import identity
    from pipeline.report import Dossier, Style, report_files
    from pipeline.tidy import observations
    from pipeline.tidy.corrections import correct, corrected_charts, corrected_tables, with_unread
    from pipeline.validate import Evidence, Thresholds, validate
    from pipeline.write import Package, read_origin, write_report
    from schemas.corrections import corrections_beside, read_corrections
    from schemas.profile import folders_for, load_profiles

    watch = Stopwatch()
    claim = job.claim
    profiles = load_profiles(folders_for(claim.path, job.settings.schemas))
    corrections = corrections_beside(claim.path, job.settings.corrections)
    shaping = _shaping(job, profiles, folder.profile_before(claim, job.out))
    earlier = folder.earlier_outcome(claim, job.out, shaping)
    plain = {**job.settings.shaping(), "recognisers": recognisers(), "code": code_version()}
    kept = Work(work.place_of(job.out, claim.sha256, plain), tell, job.losses)
    if earlier is not None and not work.is_open(earlier.issues):
        kept.clear()
        return _judged(replace(earlier, seconds=watch.total()))

    reading = read_content(claim.path, job.settings, watch, kept, profiles)
    document, pages, content = reading.document, reading.pages, reading.content
    if claim.sha256 and not claim.sha256 == document.sha256 == folder.fingerprint(claim.path):
        raise ChangedError(f"{claim.path}: the file was changed or removed while it was read.")
    profile = reading.recognised.profile if reading.recognised else None
    tables, number_format = clean_content(content, pages)
    content = replace(content, charts=clean_charts(content.charts, number_format))
    watch.lap("clean")
    stated = read_corrections(corrections) if corrections else ()
    tables = with_unread(tables, stated)
    corrected = correct(observations(claim.report_id, tables, content.charts), stated)
    frame, tables = corrected.observations, corrected_tables(tables, corrected.applied)
    content = replace(content, charts=corrected_charts(content.charts, corrected.applied))
    watch.lap("tidy")
    origin, doubts = read_origin(claim.path, document.sha256)
    issues = (*corrected.issues, *doubts, *_issues(replace(reading, content=content), values=len(frame)))
    evidence = Evidence(content.blocks, number_format, content.charts, pages)
    thresholds = Thresholds.of(profile.thresholds) if profile else None
    validation = validate(frame, tables, issues, evidence, thresholds, profile)
    watch.lap("validate")

    held_against = {**reading.recognised.facts(), "tables": dict(validation.schemas)} if reading.recognised else None
    settings = {**shaping, "held_against": identity(profiles, profile.name if profile else None)}
    package = Package(
        claim.report_id, document, content, tables, validation, number_format, origin, settings, watch.seconds,
        held_against, _told(corrections, corrected),
    )  # fmt: skip
    dossier = Dossier(
        claim.report_id, document, pages, tables, content.charts, number_format, validation, code_version(),
        content.blocks, held_against,
    )  # fmt: skip
    style = Style(job.settings.language, job.settings.report_assets)
    # The copy that a repaired file was read from is gone by now, and the file itself cannot be drawn.
    repaired = any(issue.code == REPAIRED for issue in document.issues)
    files = report_files(dossier, style, None if repaired else partial(_drawn, job, kept))
    watch.lap("report")
    artifacts = write_report(job.out / claim.report_id, package, files)
    kept.done(validation.issues)
    return _judged(dossier.outcome(job.out / claim.report_id, artifacts, watch.total()))


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


def _shaping(job: Job, profiles: Sequence[Profile], name: str | None) -> dict[str, object]:
    """All that can change what is written, but for the PDF: ``name`` is the profile it is held against."""
    from pipeline.profiles import identity, recognition_digest
    from schemas.corrections import corrections_beside

    path = corrections_beside(job.claim.path, job.settings.corrections)
    return {
        **job.settings.shaping(),
        "profiles": recognition_digest(profiles),
        "held_against": identity(profiles, name),
        "corrections": path and folder.fingerprint(path),
        "recognisers": list(recognisers()),
        "code": code_version(),
    }


def _told(path: Path | None, corrected: Corrected) -> dict[str, object] | None:
    """The corrections, for the manifest."""
    if path is None:
        return None
    return {"file": path.name, "applied": len(corrected.applied), "refused": corrected.refused}


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
    tables, number_format = clean_content(reading.content, reading.pages)
    frame = observations(name, tables, ())
    evidence = Evidence(reading.content.blocks, number_format, reading.content.charts, reading.pages)
    validation = validate(frame, tables, (), evidence)
    heading = next((block.text for block in reading.content.blocks if block.kind == "title"), None)
    edition = Edition(reading.document, heading, tables, number_format, validation.accepted, validation.issues)
    return draft(edition, name), reading.findings()


def run_batch(
    paths: Iterable[str | Path],
    out: str | Path = "extracted",
    settings: Settings | None = None,
    executor: Executor | None = None,
    done: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """One outcome for each PDF, in the order given; one that fails costs no other.

    ``executor``: how they are run; by default one after another in this process. ``done`` is called with each
    outcome as soon as it is known. Raises OutputError when nothing can be written in ``out``, and ProfileError on a
    fault in a profile.
    """
    out, settings = Path(out), settings or Settings()
    _prepare(out)
    claims = folder.claims([Path(path) for path in paths], out)
    check_profiles((claim.path for claim in claims), settings)
    # A copy of a PDF under the same name is the same report: it is made once and reported twice.
    claimed: dict[object, Claim] = {}
    for claim in claims:
        claimed.setdefault(_key(claim), claim)
    jobs = [Job(claim, out, settings) for claim in claimed.values()]
    made: dict[object, Outcome] = {}
    for position, result in (executor or Serial()).map(attempt, jobs, again):
        claim = jobs[position].claim
        outcome = _lost(claim, result) if isinstance(result, Failure) else result
        made[_key(claim)] = outcome
        if done:
            done(outcome)
    outcomes = [replace(made[_key(claim)], source=str(claim.path)) for claim in claims]
    work.sweep(out)
    _list_reports(outcomes, out)
    return outcomes


def _prepare(out: Path) -> None:
    """Puts right what a killed run has left. Raises OutputError when nothing can be written in ``out``."""
    from pipeline.write import recover_all

    folder.check_writable(out)
    recover_all(out)
    work.sweep(out)


def check_profiles(pdfs: Iterable[Path], settings: Settings) -> None:
    """Raises ProfileError on a fault in any profile in sight, before any work is done."""
    from pipeline.profiles import check_wanted
    from schemas.profile import folders_for, load_profiles

    for folders in dict.fromkeys(folders_for(pdf, settings.schemas) for pdf in pdfs):
        check_wanted(load_profiles(folders), settings.profile)


def attempt(job: Job, tell: Tell) -> Outcome:
    """``make``, with the error that stops the report told as a failed outcome."""
    begun = time.perf_counter()
    try:
        return make(job, tell)
    except PipelineError as error:
        return Outcome(
            source=str(job.claim.path),
            report_id=job.claim.report_id,
            status="failed",
            folder=None,
            error=error.code,
            message=str(error),
            hint=error.hint,
            exit_code=error.exit_code,
            seconds=time.perf_counter() - begun,
        )


def again(job: Job, failure: Failure) -> Job | None:
    """The job without the page that cost its worker; None where it was no page's, or the same as before."""
    losses = work.more_losses(job.losses, failure)
    if losses is None:
        return None
    log.info("%s: %s\n%s", job.claim.path, losses[-1], failure.detail)
    return replace(job, losses=losses)


def _lost(claim: Claim, failure: Failure) -> Outcome:
    """The outcome of a report whose worker came to no end that it could tell of itself."""
    log.info("%s\n%s", claim.path, failure.detail)
    return Outcome(
        source=str(claim.path),
        report_id=claim.report_id,
        status="failed",
        folder=None,
        error=failure.code,
        message=failure.message,
        hint=failure.hint,
        exit_code=PipelineError.exit_code,
        seconds=failure.seconds,
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


def _issues(reading: Reading, values: int) -> tuple[Issue, ...]:
    """All findings of the stages so far, and one more where there is nothing to use."""
    content = reading.content
    found = [*reading.issues, *reading.findings()]
    found += [issue for chart in content.charts for issue in chart.issues]
    if not content.tables:
        message = f"No table was found on {len(reading.pages)} pages; look whether the report holds one."
        found.append(Issue("tables.none", "warning", message))
    elif not values:
        message = "No table holds a number, so there are no values; the tables are written as printed."
        found.append(Issue("values.none", "warning", message))
    return tuple(found)


def _key(claim: Claim) -> object:
    return (claim.report_id, claim.sha256) if claim.sha256 else claim.path


def _list_reports(outcomes: Sequence[Outcome], out: Path) -> None:
    """Brings the catalog up to date, unless nothing has changed."""
    from pipeline.write import is_listed, write_catalog

    if any(outcome.folder and not (outcome.unchanged and is_listed(Path(outcome.folder))) for outcome in outcomes):
        write_catalog(out)
