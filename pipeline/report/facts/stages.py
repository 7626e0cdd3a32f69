"""Dossier -> what each stage did, in counts: one entry per stage, in the order of the flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.facts import READ_STATES, Facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report import Dossier
    from pipeline.report.facts.seen import PageSeen, TablesSeen


def stage_facts(dossier: Dossier, pages: Sequence[PageSeen], tables: TablesSeen) -> list[Facts]:
    """Each with ``stage`` and its counts. No seconds: they stand in run.json, and differ from run to run."""
    charts, validation = dossier.charts, dossier.validation
    return [
        {
            "stage": "read",
            "backend": dossier.document.backend,
            "pages": dossier.document.page_count,
            "read": sum(page.state in READ_STATES for page in pages),
            "words": sum(page.words for page in pages),
            "recognised": sum(page.recognised for page in pages),
            "hidden": sum(page.hidden for page in pages),
        },
        {
            "stage": "extract",
            "engines": dict(sorted(tables.engines.items())),
            "charts": len(charts),
            "bars": sum(len(chart.bars) for chart in charts),
            "blocks": len(dossier.blocks),
        },
        {
            "stage": "clean",
            "tables": len(dossier.tables),
            "values": tables.values,
            "missing": tables.missing,
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
