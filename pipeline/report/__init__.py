"""Dossier -> what people and machines are told of one report: report.html, report.json, closing lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model import (
        Artifact,
        Chart,
        CleanTable,
        Document,
        Issue,
        NumberFormat,
        Outcome,
        Page,
        Validation,
    )


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything there is to tell about one report."""

    report_id: str
    document: Document
    pages: tuple[Page, ...]
    tables: tuple[CleanTable, ...]
    charts: tuple[Chart, ...]
    number_format: NumberFormat
    validation: Validation
    version: str
    """Of the pipeline, for the foot of the page."""

    def outcome(self, folder: Path, artifacts: tuple[Artifact, ...], seconds: float) -> Outcome:
        """What became of the PDF, once its files stand in ``folder``."""
        from pipeline.model import Outcome
        from pipeline.report.facts import counts_of

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
        )


def status_of(issues: Sequence[Issue], values: int, accepted: int) -> Literal["ok", "partial", "failed"]:
    """``failed``: there were values and none passed. ``ok``: no finding above a note. Else ``partial``."""
    if values and not accepted:
        return "failed"
    return "ok" if all(issue.severity == "info" for issue in issues) else "partial"


def report_files(dossier: Dossier) -> dict[str, bytes]:
    """The report's files by name. The same dossier always gives the same bytes: no time, no path in them."""
    import json

    from pipeline.report.facts import facts_of
    from pipeline.report.page import render

    facts = facts_of(dossier)
    machine = json.dumps(facts, ensure_ascii=False, allow_nan=False, indent=1)
    return {"report.html": render(facts).encode("utf-8"), "report.json": machine.encode("utf-8") + b"\n"}
