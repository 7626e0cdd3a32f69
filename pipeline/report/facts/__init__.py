"""Dossier -> the facts of the report as plain lists and dicts: report.json, and what report.html shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline import findings
from pipeline.model import Box, Chart, Issue
from pipeline.packed import lay_by
from pipeline.report import Dossier, status_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pipeline.model import Validation
    from pipeline.report.facts.seen import PageSeen

FORMAT = 1
"""Raised when a field of report.json is renamed or removed."""

LOW_CONFIDENCE = 0.8
"""Values less sure than this stand out: one in five of them may be wrong."""

READ_STATES = ("text", "empty")
SEVERITIES = ("error", "warning", "info")

Facts = dict[str, Any]


def facts_of(dossier: Dossier, language: str = findings.DEFAULT_LANGUAGE) -> Facts:
    """All there is to tell. Lengths in points, pages from 1, rows and columns from 0, as everywhere. Those of tables
    and charts are held packed where they are many.

    ``language``: of what findings and checks say to people; ``message`` and ``title`` stay English.
    """
    from pipeline.report.facts.charts import chart_facts
    from pipeline.report.facts.claims import claim_facts
    from pipeline.report.facts.held import held_back
    from pipeline.report.facts.seen import TablesSeen, pages_seen
    from pipeline.report.facts.stages import stage_facts
    from pipeline.report.facts.tables import Judged, table_facts

    document, validation = dossier.document, dossier.validation
    quarantined = held_back(validation.quarantined)
    judged, seen, pages = Judged(validation.accepted, quarantined), TablesSeen(), pages_seen(dossier.pages)
    tables = lay_by(table_facts(table, judged, language) for table in seen.passing(dossier.tables))
    counts = counts_of(dossier)
    claims = claim_facts(validation.claims, dossier.blocks)
    return {
        "format": FORMAT,
        "report_id": dossier.report_id,
        "status": status_of(validation.issues, counts["values"], counts["accepted"]),
        "version": dossier.version,
        "source": {
            "file": document.path.name,
            "sha256": document.sha256,
            "pages": document.page_count,
            "title": document.title,
            "producer": document.producer,
            "backend": document.backend,
        },
        "numbers": {
            "language": dossier.number_format.language,
            "decimal": dossier.number_format.decimal,
            "grouping": list(dossier.number_format.grouping),
            "evidence": dossier.number_format.evidence,
            "certain": dossier.number_format.certain,
        },
        "profile": dossier.profile and dict(dossier.profile),
        "corrected": _corrected(validation),
        "counts": counts,
        "stages": stage_facts(dossier, pages, seen),
        "language": language,
        "checks": _checks(dossier, language),
        "issues": _issues(validation.issues, language),
        "pages": _pages(pages, seen.pages),
        "not_read": _not_read(pages, dossier.charts),
        "tables": tables,
        "charts": lay_by(chart_facts(chart, judged) for chart in dossier.charts),
        "claims": claims,
        "quarantine": list(quarantined.values()),
    }


def counts_of(dossier: Dossier) -> dict[str, int]:
    validation = dossier.validation
    issues, claims = validation.issues, validation.claims
    accepted, quarantined = len(validation.accepted), len(validation.quarantined)
    return {
        "pages": dossier.document.page_count,
        "tables": len(dossier.tables),
        "charts": len(dossier.charts),
        "charts_read": sum(chart.read for chart in dossier.charts),
        "values": accepted + quarantined,
        "accepted": accepted,
        "quarantined": quarantined,
        "unsure": int((validation.accepted["confidence"] < LOW_CONFIDENCE).sum()) if accepted else 0,
        "claims": 0 if claims is None else len(claims),
        "claims_differ": 0 if claims is None else int((claims["verdict"] == "differs").sum()),
        **{f"{severity}s": sum(i.severity == severity for i in issues) for severity in SEVERITIES},
    }


def _corrected(validation: Validation) -> list[str]:
    """Observations with a person's correction."""
    frames = [f for f in (validation.accepted, validation.quarantined) if "corrected" in f]
    return [str(key) for frame in frames for key in frame["observation_id"][frame["corrected"].astype(bool)]]


def profile_told(profile: Mapping[str, Any] | None) -> str | None:
    """Which profile the report was held against and why, in words."""
    if profile is None:
        return None
    origin = "" if profile["own"] else ", which comes with the program"
    return f"{profile['name']}{origin}: {profile['recognised']}"


def by_weight(issues: Iterable[Issue]) -> list[Issue]:
    """Errors first, then warnings, then notes; in page order within each."""
    return sorted(issues, key=lambda i: (SEVERITIES.index(i.severity), i.page or 0))


def issue_facts(issue: Issue) -> Facts:
    return {
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.message,
        "page": issue.page,
        "table_id": issue.table_id,
        "row": issue.row,
        "column": issue.column,
        "box": box_facts(issue.box),
    }


def issue_from(facts: Mapping[str, Any]) -> Issue:
    """The issue that ``issue_facts`` made these facts of, in English only; what else the facts hold is passed over."""
    names = ("code", "severity", "message", "page", "table_id", "row", "column")
    box = facts["box"]
    return Issue(**{name: facts[name] for name in names}, box=Box(*box) if box else None)


def box_facts(box: Box | None) -> list[float] | None:
    return [round(float(edge), 2) for edge in box] if box else None


def plain(value: Any) -> Any:
    """A pandas scalar as JSON knows it: missing values of every kind become None."""
    if value is None or value != value or str(value) == "<NA>":
        return None
    return value.item() if hasattr(value, "item") else value


def told(issue: Issue, language: str) -> Facts:
    """An issue with what it ``said`` to a reader in that language, and the language it is said in."""
    said = findings.message(issue, language)
    return {**issue_facts(issue), "said": said, "said_in": language if issue.wording else findings.DEFAULT_LANGUAGE}


def _issues(issues: tuple[Issue, ...], language: str) -> list[Facts]:
    """By weight, each with the number that it has in ``issues.csv``."""
    numbers = {id(issue): number for number, issue in enumerate(issues, start=1)}
    return [{"issue_id": f"i{numbers[id(issue)]:04d}", **told(issue, language)} for issue in by_weight(issues)]


def _checks(dossier: Dossier, language: str) -> list[Facts]:
    return [
        {
            "code": check.code,
            "title": check.title,
            "said": findings.title_of(check, language),
            "severity": check.severity,
            "tested": check.tested,
            "failed": check.failed,
            "not_checked": check.not_checked,
            "left_out": findings.not_checked_of(check, language),
        }
        for check in dossier.validation.checks
    ]


def _pages(pages: Iterable[PageSeen], with_table: Collection[int]) -> list[Facts]:
    """What became of each page: tables, no tables, or why it was not read."""
    states = {True: "tables", False: "no tables"}
    return [
        {"page": page.number, "state": states[page.number in with_table] if page.state in READ_STATES else page.state}
        for page in pages
    ]


def _not_read(pages: Iterable[PageSeen], charts: Iterable[Chart]) -> list[Facts]:
    found: list[Facts] = []
    for page in pages:
        if page.state not in READ_STATES:
            found.append({"page": page.number, "what": page.state, "count": None})
        if page.hidden:
            found.append({"page": page.number, "what": "hidden", "count": page.hidden})
    found += [
        {"page": chart.page, "what": "chart", "count": None, "chart_id": chart.id} for chart in charts if not chart.read
    ]
    return sorted(found, key=lambda entry: entry["page"])
