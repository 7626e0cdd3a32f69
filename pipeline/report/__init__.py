"""Dossier -> what people and machines are told of one report: report.html, report.json, closing lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
    from pipeline.report.pictures import Draw


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything there is to tell about one report."""

    report_id: str
    document: Document
    pages: Sequence[Page]
    tables: tuple[CleanTable, ...]
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


def report_files(dossier: Dossier, style: Style | None = None, draw: Draw | None = None) -> dict[str, bytes]:
    """The report's files by name. The same dossier always gives the same bytes: no time, no path in them.

    ``draw`` gives the pixels of pages; without it the report has no pictures.
    """
    import json

    from pipeline.report.facts import facts_of
    from pipeline.report.page import render
    from pipeline.report.pictures import LOST, pages_worth_showing, pictures
    from pipeline.report.words import words_for

    style = style or Style()
    words = words_for(style.language, dossier.number_format.language)
    facts = facts_of(dossier, words.language)
    sizes = {page.number: (page.width, page.height) for page in dossier.pages if page.state not in LOST}
    shown = list(pictures(pages_worth_showing(facts), sizes, draw)) if draw else []
    # A line for each part: one encoder call is many times faster than indentation, and lines can be compared.
    parts = (f"{json.dumps(name)}: {json.dumps(part, allow_nan=False)}" for name, part in facts.items())
    machine = "{\n" + ",\n".join(parts) + "\n}\n"
    return {**render(facts, shown, words, style.assets), "report.json": machine.encode("ascii")}
