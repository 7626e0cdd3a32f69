"""Outcomes -> the closing lines of a run: what was read, what stands in the way, where to look."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report.plain import without_controls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model import Issue, Outcome

SHOWN_ISSUES = 5
SHOWN_REPORTS = 8
"""More reports than this get one line of totals; the failed ones are always named."""


def closing_lines(outcomes: Sequence[Outcome], out: str) -> list[str]:
    """About ten lines, without control characters."""
    if len(outcomes) == 1:
        lines = _one(outcomes[0])
    else:
        few, total, lines, folders = len(outcomes) <= SHOWN_REPORTS, _Total(), [], False
        for outcome in outcomes:  # once: there may be many, and each is unpacked
            lines += _line(outcome) if few or outcome.status == "failed" else []
            folders = folders or outcome.folder is not None
            total.add(outcome)
        lines.append(total.line())
        if folders:
            lines.append(f"Look at: {_within(out, '*/report.html')}")
    return [without_controls(line).replace("\n", " ") for line in lines]


def state_line(outcome: Outcome) -> str:
    """What became of one report, on one line."""
    counts = outcome.counts
    if outcome.error:
        return f"{outcome.report_id}: failed: {outcome.message}"
    parts = [f"{outcome.report_id}: {outcome.status}", _amount(counts["tables"], "table")]
    parts.append(_amount(counts["values"], "value"))
    if counts["quarantined"]:
        parts.append(f"{counts['quarantined']} in quarantine")
    parts += [_amount(counts[f"{weight}s"], weight) for weight in ("error", "warning") if counts[f"{weight}s"]]
    parts.append("unchanged since the last run" if outcome.unchanged else f"{outcome.seconds:.1f} s")
    return ", ".join(parts)


def issue_line(issue: Issue) -> str:
    """One finding: its weight, its place, its sentence."""
    return f"  {issue.severity}{_place(issue)}: {issue.message}"


def _one(outcome: Outcome) -> list[str]:
    lines = [*_line(outcome), *_more(outcome.counts)]
    if outcome.profile:
        lines.append(f"  held against the profile {outcome.profile}")
    grave = [issue for issue in outcome.issues if issue.severity != "info"]
    grave.sort(key=lambda issue: issue.severity != "error")
    lines += [issue_line(issue) for issue in grave[:SHOWN_ISSUES]]
    if len(grave) > SHOWN_ISSUES:
        lines.append(f"  and {len(grave) - SHOWN_ISSUES} more")
    if outcome.folder:
        lines.append(f"Values:  {_within(outcome.folder, 'observations.csv')}")
        lines.append(f"Look at: {_within(outcome.folder, 'report.html')}")
    return lines


def _more(counts: Mapping[str, int]) -> list[str]:
    """What else the verdict of the report counts, where there is any of it."""
    parts = []
    if counts.get("charts"):
        parts.append(f"{counts['charts_read']} of {_amount(counts['charts'], 'chart')} read")
    if counts.get("unsure"):
        parts.append(f"{_amount(counts['unsure'], 'value')} unsure")
    if counts.get("claims"):
        parts.append(
            f"{_amount(counts['claims'], 'number')} in the text, {counts['claims_differ']} not as in the tables"
        )
    return [f"  {'; '.join(parts)}"] if parts else []


def _line(outcome: Outcome) -> list[str]:
    hint = [f"  what to do: {outcome.hint}"] if outcome.hint else []
    return [state_line(outcome), *hint]


class _Total:
    """What a run of many reports comes to."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        values, tables = (outcome.counts.get(name, 0) for name in ("values", "tables"))
        self.counted.update({"reports": 1, outcome.status: 1, "values": values, "tables": tables})

    def line(self) -> str:
        counted = self.counted
        states = ", ".join(f"{counted[state]} {state}" for state in ("ok", "partial", "failed") if counted[state])
        made = f"{_amount(counted['tables'], 'table')}, {_amount(counted['values'], 'value')}"
        return f"{counted['reports']} reports: {states}; {made}"


def _place(issue: Issue) -> str:
    page = f" page {issue.page}" if issue.page is not None else ""
    return f"{page} {issue.table_id}" if issue.table_id else page


def _amount(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _within(folder: str, name: str) -> str:
    """A path, or a URL as it stands."""
    return f"{folder.rstrip('/')}/{name}" if "://" in folder else str(Path(folder) / name)
