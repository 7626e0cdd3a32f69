"""A run whose PDFs or outputs are named by URL: each report is fetched, made and put back by itself."""

from __future__ import annotations

import secrets
import shutil
from collections import defaultdict
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline import folder, run
from pipeline.config import Settings
from pipeline.errors import ProfileError
from pipeline.executors import Failure
from pipeline.executors.serial import Serial
from pipeline.remote.inputs import Shelves, given
from pipeline.remote.job import Given, Made, RemoteJob, again, attempt, scratch_of
from pipeline.storage import is_url, plain, remote, storage
from pipeline.write.catalog import update_catalog
from pipeline.write.upload import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pipeline.executors import Executor, Tell
    from pipeline.model import Outcome

__all__ = ["Given", "given", "run_batch"]

RUN_BYTES = 8


def run_batch(
    named: Iterable[str | Path | Given],
    out: str | Path = "extracted",
    settings: Settings | None = None,
    executor: Executor | None = None,
    done: Callable[[Outcome], None] | None = None,
    force: bool = False,
) -> Sequence[Outcome]:
    """As ``pipeline.run.run_batch``, for PDFs and a folder that may be named by URL; without one, that is called.

    Raises also UnreachableError, and DependencyError where what reaches a URL is not installed.
    """
    pdfs, out, settings, executor = given(named), plain(str(out)), settings or Settings(), executor or Serial()
    if not is_url(out) and not any(is_url(pdf.source) for pdf in pdfs):
        return run.run_batch([pdf.source for pdf in pdfs], out, settings, executor, done, force)
    if is_url(out):
        remote(out).check()
    else:
        run.prepare(Path(out), settings)
    token = secrets.token_hex(RUN_BYTES)
    try:
        jobs, copies = _jobs(pdfs, out, settings, executor, token, force)
        made = _mapped(jobs, executor, done)
    finally:
        shutil.rmtree(scratch_of(token), ignore_errors=True)
    outcomes = [replace(made[copy].outcome, source=pdf.source) for pdf, copy in zip(pdfs, copies, strict=True)]
    if is_url(out):
        update_catalog(remote(out), {one.outcome.report_id: one.row for one in made if one.row})
    else:
        run.finish(outcomes, Path(out), settings)
    return outcomes


def _mapped(jobs: Sequence[RemoteJob], executor: Executor, done: Callable[[Outcome], None] | None) -> list[Made]:
    made: dict[int, Made] = {}
    for position, result in executor.map(attempt, jobs, again):
        if isinstance(result, Failure):
            job = jobs[position]
            result = Made(run.failed(job.given.source, job.report_id, result, result.seconds))
        made[position] = result
        if done:
            done(result.outcome)
    return [made[position] for position in range(len(jobs))]


def _jobs(
    pdfs: Sequence[Given], out: str, settings: Settings, executor: Executor, token: str, force: bool
) -> tuple[list[RemoteJob], list[int]]:
    """The reports to make, and for each PDF which of them is its own: a copy under the same name is made once.

    Raises ProfileError on a fault in any profile in sight.
    """
    shelves = Shelves(settings.schemas)
    _check_profiles(pdfs, shelves, settings)
    corrections = _corrections(settings)
    settings = replace(settings, corrections="" if corrections else settings.corrections)
    jobs: list[RemoteJob] = []
    places: dict[tuple[str, str | None], int] = {}
    copies = []
    for pdf, (report_id, settled, sha256) in zip(pdfs, _names(pdfs, out, executor), strict=True):
        key = (report_id, sha256 or pdf.source)
        if key not in places:
            places[key] = len(jobs)
            shelf = shelves.of(pdf.source) if is_url(pdf.source) else None
            jobs.append(RemoteJob(pdf, report_id, settled, out, settings, token, shelf, corrections, force))
        copies.append(places[key])
    return jobs, copies


def _check_profiles(pdfs: Sequence[Given], shelves: Shelves, settings: Settings) -> None:
    run.check_profiles((Path(pdf.source) for pdf in pdfs if not is_url(pdf.source)), settings)
    for shelf in dict.fromkeys(shelves.of(pdf.source) for pdf in pdfs if is_url(pdf.source)):
        with TemporaryDirectory() as scratch:
            schemas = Path(scratch) / "schemas"
            schemas.mkdir()
            for name, content in shelf:
                (schemas / name).parent.mkdir(exist_ok=True)
                (schemas / name).write_bytes(content)
            run.check_profiles([Path(scratch) / "any.pdf"], replace(settings, schemas=str(schemas)))


def _corrections(settings: Settings) -> tuple[str, bytes] | None:
    """The file that a person has named, read here: a worker may not see it. Raises ProfileError."""
    if not settings.corrections:
        return None
    parent, _, name = plain(settings.corrections).rpartition("/")
    content = storage(parent or ".").read(name)
    if content is None:
        raise ProfileError(f"--corrections {settings.corrections}: there is no such file")
    return name, content


def _names(pdfs: Sequence[Given], out: str, executor: Executor) -> list[tuple[str, bool, str | None]]:
    """Name of the report of each PDF, whether that is settled, and the sha256 where it had to be known.

    Only PDFs that want one name are looked into here: the others are told apart where they are fetched.
    """
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for position, pdf in enumerate(pdfs):
        wanted[folder.slug(PurePosixPath(pdf.source).stem)].append(position)
    shared = [position for positions in wanted.values() if len(positions) > 1 for position in positions]
    names: list[tuple[str, bool, str | None]] = [("", False, None)] * len(pdfs)
    for slug, [first, *_] in wanted.items():
        names[first] = slug, False, None
    found = dict(executor.map(_fingerprint, [pdfs[position].source for position in shared]))
    taken: dict[str, str | None] = {}
    for place, position in enumerate(shared):
        told = found[place]
        sha256 = told if isinstance(told, str) else None
        slug = folder.slug(PurePosixPath(pdfs[position].source).stem)
        holder = taken[slug] if slug in taken else _holder(out, slug)
        name = slug if sha256 is None or holder in (None, sha256) else folder.suffixed(slug, sha256)
        if sha256 is not None:
            taken[name] = sha256
        names[position] = name, True, sha256 or pdfs[position].source
    return names


def _holder(out: str, name: str) -> str | None:
    return standing(remote(out), name).holder() if is_url(out) else folder.holder_of(Path(out) / name)


def _fingerprint(source: str, tell: Tell) -> str | None:
    """sha256 of a PDF; None where it cannot be read: making its report will say why. Raises UnreachableError."""
    if not is_url(source):
        return folder.fingerprint(Path(source))
    parent, _, name = source.rpartition("/")
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "any.pdf"
        return folder.fingerprint(path) if remote(parent).fetch(name, path) else None
