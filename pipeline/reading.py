"""The first two stages, page by page: read -> extract. A page that costs its worker costs no other page.

A page is packed as soon as it is done, and unpacked where it is needed: words of all pages at once would be most of the
memory of a run.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from pipeline import work
from pipeline.errors import DamagedError, InputError, NoPagesError, NoTextError, NotFoundError
from pipeline.executors import Place
from pipeline.model import Box, Content, Document, Issue, Page, PageContent, TableCorrection
from pipeline.packed import Packed, Shelf, pack
from pipeline.profiles import Recognised, recognise
from pipeline.work import Kept, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Settings
    from pipeline.extract.charts.pictures import Pictured, Render
    from schemas.profile import Profile

REPAIRED = "document.repaired"
PAGE_STEPS = ("read", "recognise", "tables")


@dataclass(slots=True)
class Stopwatch:
    """Seconds per stage, for the manifest."""

    begun: float = field(default_factory=time.perf_counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def lap(self, stage: str) -> None:
        """The time since the last lap went to this stage."""
        self.seconds[stage] = self.seconds.get(stage, 0.0) + self.total() - sum(self.seconds.values())

    def total(self) -> float:
        return time.perf_counter() - self.begun


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands on the pages of a document, each for itself."""

    document: Document
    pages: Packed[Page]
    contents: Packed[PageContent]
    """Of each page."""
    pictured: Packed[Pictured]
    """Charts that are pictures, of each page that has pictures."""
    recognised: Recognised | None = None
    """The profile of this report; None where none recognises it."""
    issues: tuple[Issue, ...] = ()
    """Of recognising it."""

    def digest(self) -> str:
        """Of all that a document is made of when its pages are joined."""
        parts = " ".join(part.digest() for part in (self.pages, self.contents, self.pictured))
        return hashlib.sha256(parts.encode()).hexdigest()[:32]

    def content(self) -> Content:
        """The pages joined."""
        from pipeline.extract import join

        charts = tuple(chart for charts, _ in self.pictured for chart in charts)
        issues = tuple(issue for _, issues in self.pictured for issue in issues)
        return join(self.pages, self.contents, (charts, issues))

    def findings(self, content: Content) -> tuple[Issue, ...]:
        """What is said of the document and of its pages, charts apart: above all, what could not be read."""
        of_pages = (issue for page in self.pages for issue in page.issues)
        return (*self.document.issues, *content.issues, *of_pages)


def read_content(
    path: Path,
    settings: Settings,
    watch: Stopwatch | None = None,
    kept: Work | None = None,
    profiles: Sequence[Profile] = (),
) -> Reading:
    """The first two stages, page by page, and which of the profiles is the report's.

    Raises InputError, and ProfileError when there is no profile of the name that the settings want.
    """
    from pipeline.read import open_document

    watch, kept = watch or Stopwatch(), kept or Work()
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises on names too long
        raise NotFoundError(f"{path} is a folder that holds no PDF: name a PDF, or put some there.")
    try:
        document = _counted(open_document(path, settings.password, settings.backend, settings), settings, kept)
    except (DamagedError, NoPagesError) as error:
        return _repaired(path, settings, watch, kept, profiles, error)
    return _read(document, settings, watch, kept, profiles)


def _read(document: Document, settings: Settings, watch: Stopwatch, kept: Work, profiles: Sequence[Profile]) -> Reading:
    try:
        numbers = range(1, document.page_count + 1)
        pages, contents, outlines = _pages(document, numbers, settings, watch, kept)
        _refuse_unread(document, outlines)
    except InputError:
        kept.store.clear()
        raise
    recognised, doubts = recognise(profiles, document, pages, settings.profile if profiles else "")
    if recognised and recognised.profile.corrections:
        contents, refused = _corrected(pages, contents, recognised.profile.corrections, kept)
        doubts = (*doubts, *refused)
    render = partial(_pixels, document.path, settings)
    pictured = _pictured(pages, outlines, contents, render, kept)
    kept.tell(None)
    watch.lap("extract")
    return Reading(document, pages, contents, pictured, recognised, doubts)


def read_ahead(path: Path, numbers: range, settings: Settings, kept: Work) -> None:
    """Some pages of a document, for whoever reads all of it later. Raises InputError."""
    from pipeline.read import open_document

    _pages(open_document(path, settings.password, settings.backend, settings), numbers, settings, Stopwatch(), kept)


def _counted(document: Document, settings: Settings, kept: Work) -> Document:
    """The document with what a second reader says of the number of its pages."""
    from pipeline.read import compare_counts

    loss = kept.loss(0, "count")
    named = hashlib.sha256(os.fsencode(document.path.name)).hexdigest()[:16]  # what is found names the file
    earlier = kept.kept("count", named, tuple)
    if earlier is not None:
        found = earlier[0].value
    elif loss is None:
        kept.tell(Place("count", 0))
        found = compare_counts(document, settings.password, settings)
        kept.keep("count", named, found)
    else:
        found = (Issue("document.one_reader", "info", f"No second reader could count the pages. {loss.reason}"),)
    return replace(document, issues=(*document.issues, *found))


def _repaired(
    path: Path, settings: Settings, watch: Stopwatch, kept: Work, profiles: Sequence[Profile], error: InputError
) -> Reading:
    """A second try over a rewritten copy, marked as such. Raises ``error`` when that gives no text either."""
    from pipeline.read import open_document
    from pipeline.read.gate import sha256_of
    from pipeline.read.repair import available, repaired

    if not available() or kept.loss(0, "repair") is not None:
        raise error
    kept.tell(Place("repair", 0))
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        if not repaired(path, copy, settings.password):
            raise error
        try:
            reading = _read(open_document(copy, None, settings.backend, settings), settings, watch, kept, profiles)
        except InputError:
            raise error from None
    if not any(page.words for page in reading.pages):
        raise error
    message = f"{path.name} could not be opened and was rewritten first; what was lost by that does not show. Compare."
    issue = Issue(REPAIRED, "warning", message)
    document = replace(reading.document, path=path, sha256=sha256_of(path))
    return replace(reading, document=replace(document, issues=(*document.issues, issue)))


def _pages(
    document: Document, numbers: range, settings: Settings, watch: Stopwatch, kept: Work
) -> tuple[Packed[Page], Packed[PageContent], tuple[Page, ...]]:
    """Each page, what stands on it, and its outline; a lost page in its place, with the reason."""
    from pipeline.extract import page_content
    from pipeline.extract.ocr.pages import recognised
    from pipeline.read import read_pages
    from pipeline.read.assemble import lost_page

    done = _Done()
    for number in numbers:
        if (earlier := kept.kept("page", number, Page, PageContent)) is not None:
            done.add(number, earlier)
    lost = {number: kept.loss(number, *PAGE_STEPS) for number in numbers}
    wanted = [number for number in numbers if number not in done.outlines and lost[number] is None]
    render = partial(_pixels, document.path, settings)
    kept.tell(Place("read", wanted[0]) if wanted else None)
    reader = read_pages(document, wanted, settings.password, limits=settings)
    for number in numbers:
        loss = lost[number]
        if number in done.outlines:
            continue
        if loss is not None:
            state: Literal["failed", "skipped"] = "failed" if loss.code == "page.failed" else "skipped"
            page = lost_page(number, state, *work.issues_of(loss, number, document.page_count))
            done.add(number, (Kept.of(page), Kept.of(PageContent())))
            continue
        kept.tell(Place("read", number))
        page = next(reader)
        kept.tell(Place("recognise", number))
        page = recognised(page, render)
        watch.lap("read")
        kept.tell(Place("tables", number))
        done.add(number, kept.keep("page", number, page, page_content(page)))
        watch.lap("extract")
    return done.pages(numbers), done.contents(numbers), tuple(done.outlines[number] for number in numbers)


class _Done:
    """Pages that are done, packed, in whatever order that was."""

    def __init__(self) -> None:
        self.outlines: dict[int, Page] = {}
        """Number, size, state, pictures and issues."""
        self._shelf = Shelf()
        self._places: dict[int, tuple[int, int]] = {}

    def add(self, number: int, kept: tuple[Kept, ...]) -> None:
        page, content = kept
        self.outlines[number] = replace(page.value, words=(), rules=(), fills=(), curves=(), links=(), hidden=())
        self._places[number] = self._shelf.add(page.packed), self._shelf.add(content.packed)

    def pages(self, numbers: Sequence[int]) -> Packed[Page]:
        return Packed.on(self._shelf, (self._places[number][0] for number in numbers))

    def contents(self, numbers: Sequence[int]) -> Packed[PageContent]:
        return Packed.on(self._shelf, (self._places[number][1] for number in numbers))


def _corrected(
    pages: Sequence[Page], contents: Packed[PageContent], corrections: Sequence[TableCorrection], kept: Work
) -> tuple[Packed[PageContent], tuple[Issue, ...]]:
    """The pages of which a person says where a table stands, read again with that."""
    from pipeline.extract import page_content
    from pipeline.extract.tables.corrected import beyond

    found: dict[int, bytes] = {}
    for number in sorted({correction.page for correction in corrections if 1 <= correction.page <= len(pages)}):
        own = [correction for correction in corrections if correction.page == number]
        kept.tell(Place("tables", number))
        found[number - 1] = pack(page_content(pages[number - 1], own))
    return contents.with_packed(found), beyond(corrections, len(pages))


def _pictured(
    pages: Sequence[Page], outlines: Sequence[Page], contents: Sequence[PageContent], render: Render, kept: Work
) -> Packed[Pictured]:
    """Charts that are pictures, page by page."""
    from pipeline.extract.charts.pictures import page_pictures

    # A picture at one place of many pages is design: what is found on one page depends on the pictures of all.
    step = f"pictures-{hashlib.sha256(pack([page.pictures for page in outlines])).hexdigest()[:16]}"
    found: list[bytes] = []
    for number in [page.number for page in outlines if page.pictures]:
        loss, earlier = kept.loss(number, "pictures"), kept.kept(step, number, tuple)
        if earlier is not None:
            [done] = earlier
        elif loss is not None:
            done = Kept.of(((), work.issues_of(loss, number, len(pages))))
        else:
            kept.tell(Place("pictures", number))
            pictured = page_pictures(pages[number - 1], outlines, contents[number - 1].captions, render)
            [done] = kept.keep(step, number, pictured)
        found.append(done.packed)
    return Packed(found)


def _refuse_unread(document: Document, pages: Sequence[Page]) -> None:
    """Raises InputError when nothing can come of these pages; a page that is blank has nothing to lose."""
    if any(page.state == "text" or any(i.code == "page.empty" for i in page.issues) for page in pages):
        return
    name, count = document.path.name, document.page_count
    if any(page.state in ("empty", "no text layer", "unreadable fonts") for page in pages):
        raise NoTextError(f"{name} has no readable text on any of its {count} pages.")
    first = next((issue.message for page in pages for issue in page.issues if issue.severity == "error"), "")
    error = DamagedError(f"{name}: none of its {count} pages could be read. {first}")
    if any(page.state in ("failed", "skipped") for page in pages):
        error.hint = (
            "What is said of the page may name a limit to raise; else open the file in a viewer and save a copy."
        )
    raise error


def _pixels(path: Path, settings: Settings, number: int, box: Box, scale: float) -> tuple[Any, Box] | None:
    from pipeline.read.render import render

    return render(path, number, box, scale, settings.password, settings)
