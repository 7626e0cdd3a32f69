"""Findings, numbered in the order in which they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.write.tabular import sheet
from schemas.columns import ISSUE, observation_id

if TYPE_CHECKING:
    from pipeline.model import Issue
    from pipeline.write.package import Package, Sheet


def issues(package: Package) -> Sheet:
    validation = package.validation
    known = {*validation.accepted["observation_id"], *validation.quarantined["observation_id"]}
    rows = [_row(number, issue, known) for number, issue in enumerate(validation.issues, start=1)]
    return sheet("issues", "Findings", ISSUE, rows)


def _row(number: int, issue: Issue, known: set[str]) -> dict[str, object]:
    key = None
    if issue.table_id is not None and issue.row is not None and issue.column is not None:
        key = observation_id(issue.table_id, issue.row, issue.column)
    return {
        "issue_id": f"i{number:04d}",
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.message,
        "page": issue.page,
        "table_id": issue.table_id,
        "row": issue.row,
        "column": issue.column,
        "observation_id": key if key in known else None,
    }
