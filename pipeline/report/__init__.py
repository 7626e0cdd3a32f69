"""Dossier -> what people and machines are told of one report: report.html, report.json, closing lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.model import (
        Artifact,
        Block,
        Chart,
        CleanTable,
        Document,
        Issue,
        NumberFormat,
        Outcome,
        Page,
        Validation,
    )
    from pipeline.report.facts import Facts
    from pipeline.report.pictures import Draw


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything there is to tell about one report."""

    report_id: str
    document: Document
    pages: Sequence[Page]
    tables: Sequence[CleanTable]
    charts: tuple[Chart, ...]
    number_format: NumberFormat
    validation: Validation
    version: str
    """Of the pipeline, for the foot of the page."""
    blocks: tuple[Block, ...] = ()
    """Running text, to tell where a claim stands."""
    profile: Mapping[str, object] | None = None
    """Name of the profile it was held against and how it was recognised; None where there is none."""

    def outcome(self, folder: Path, artifacts: tuple[Artifact, ...], seconds: float) -> Outcome:
        """What became of the PDF, once its files stand in ``folder``."""
        from pipeline.model import Outcome
        from pipeline.report.facts import counts_of, profile_told

        counts = counts_of(self)
        return Outcome(
            source=str(self.document.path),
            report_id=self.report_id,
            status=status_of(self.validation.issues, counts["values"], counts["accepted"]),
            folder=str(folder),
            counts=counts,
            issues=self.validation.issues,
            artifacts=artifacts,
            seconds=seconds,
            profile=profile_told(self.profile),
        )


@dataclass(frozen=True, slots=True)
class Style:
    """How report.html is to be made."""

    language: str = ""
    """``nl`` or ``en``; empty: the document's own where it is one of these, else English."""
    assets: str = "auto"
    """Page pictures ``inside`` the file or ``beside`` it; ``auto``: inside up to a size that opens at once."""


def status_of(issues: Sequence[Issue], values: int, accepted: int) -> Literal["ok", "partial", "failed"]:
    """``failed``: there were values and none passed. ``ok``: no finding above a note. Else ``partial``."""
    if values and not accepted:
        return "failed"
    return "ok" if all(issue.severity == "info" for issue in issues) else "partial"


def report_files(
    dossier: Dossier, style: Style | None = None, draw: Draw | None = None
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The report's files: name and content, in pieces that are made as they are taken, so that of a long report
    nothing is whole in memory. The same dossier always gives the same bytes: no time, no path in them.

    ``draw`` gives the pixels of pages; without it the report has no pictures.
    """
    from pipeline.report.facts import facts_of
    from pipeline.report.page import render
    from pipeline.report.pictures import LOST, Album, pages_worth_showing, pictures
    from pipeline.report.words import words_for

    style = style or Style()
    words = words_for(style.language, dossier.number_format.language)
    facts = facts_of(dossier, words.language)
    sizes = {page.number: (page.width, page.height) for page in dossier.pages if page.state not in LOST}
    with Album(pictures(pages_worth_showing(facts), sizes, draw) if draw else ()) as album:
        yield from render(facts, album, words, style.assets)
    yield "report.json", (text.encode("ascii") for text in _machine(facts))


def _machine(facts: Facts) -> Iterator[str]:
    """A line for each part: one encoder call is many times faster than indentation, and lines can be compared."""
    import json

    lead = "{\n"
    for name, part in facts.items():
        yield f"{lead}{json.dumps(name)}: "
        if name in ("tables", "charts"):  # one by one: all are never there at once
            for position, one in enumerate(part):
                yield f"{', ' if position else '['}{json.dumps(one, allow_nan=False)}"
            yield "]" if part else "[]"
        else:
            yield json.dumps(part, allow_nan=False)
        lead = ",\n"
    yield "\n}\n"
