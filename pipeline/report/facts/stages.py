"""Dossier -> what each stage did, in counts: one entry per stage, in the order of the flow."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.report.facts import READ_STATES, Facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.report import Dossier


def stage_facts(dossier: Dossier) -> list[Facts]:
    """Each with ``stage`` and its counts. No seconds: they stand in run.json, and differ from run to run."""
    pages, tables, charts, validation = dossier.pages, dossier.tables, dossier.charts, dossier.validation
    words = [word for page in pages for word in page.words]
    return [
        {
            "stage": "read",
            "backend": dossier.document.backend,
            "pages": dossier.document.page_count,
            "read": sum(page.state in READ_STATES for page in pages),
            "words": len(words),
            "recognised": sum(word.origin == "ocr" for word in words),
            "hidden": sum(len(page.hidden) for page in pages),
        },
        {
            "stage": "extract",
            "engines": _counted(table.table.engine for table in tables),
            "charts": len(charts),
            "bars": sum(len(chart.bars) for chart in charts),
            "blocks": len(dossier.blocks),
        },
        {
            "stage": "clean",
            "tables": len(tables),
            "values": sum(len(table.values) for table in tables),
            "missing": sum(value.missing is not None for table in tables for value in table.values),
        },
        {"stage": "tidy", "observations": len(validation.accepted) + len(validation.quarantined)},
        {
            "stage": "validate",
            "checks": sum(check.tested > 0 for check in validation.checks),
            "idle": sum(check.tested == 0 for check in validation.checks),
            "accepted": len(validation.accepted),
            "quarantined": len(validation.quarantined),
            "claims": None if validation.claims is None else len(validation.claims),
            "issues": len(validation.issues),
        },
    ]


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
