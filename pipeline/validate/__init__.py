"""Observations -> Validation: what keeps the contract, what does not, and every finding with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Validation
from pipeline.validate.evidence import Evidence
from pipeline.validate.thresholds import Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from pipeline.model import CleanTable, Issue
    from pipeline.validate.contract import Places
    from schemas.profile import Profile

__all__ = ["Evidence", "Thresholds", "validate"]


def validate(
    observations: pd.DataFrame,
    tables: Sequence[CleanTable],
    issues: Sequence[Issue],
    evidence: Evidence | None = None,
    thresholds: Thresholds | None = None,
    profile: Profile | None = None,
) -> Validation:
    """Apply the contract to every row, then the rules to what keeps it, then hold the prose against it.

    ``issues`` of earlier stages, and those of ``tables``, come first in the result. A value that takes part in a
    failed rule keeps its number and loses confidence; where the rule is one of level error it goes to quarantine.
    What fails is quarantined or told, and each check says what it left out.

    ``profile``: what a person knows of this report. What it takes into doubt is quarantined, after the rules have
    seen it and the prose was held against it: a label that was renamed makes neither a sum nor a sentence wrong.
    Raises ProfileError when a schema of its cannot be read, and else nothing.
    """
    from pipeline.validate.claims import check_claims, not_looked_at
    from pipeline.validate.contract import keep_back, split
    from pipeline.validate.grid import grids
    from pipeline.validate.profile import NOTHING, hold
    from pipeline.validate.rule import Material, apply
    from pipeline.validate.rules import RULES
    from pipeline.validate.totals import printed_totals
    from pipeline.validate.trust import lower_confidence

    evidence, thresholds = evidence or Evidence(), thresholds or Thresholds()
    earlier = tuple(dict.fromkeys([*issues, *(issue for table in tables for issue in table.issues)]))
    parted = split(observations, _told(earlier))
    found = grids(parted.accepted, tables, thresholds.rounding)
    material = Material(parted.accepted, found, printed_totals(found), tables, evidence, thresholds)
    verdicts = [apply(rule, material) for rule in RULES]
    held = hold(profile, parted.accepted, tables, evidence) if profile else NOTHING
    rejected = dict(pair for verdict in verdicts for pair in verdict.rejected)
    parted = keep_back(parted, {key: " ".join([code, *held.failed.get(key, ())]) for key, code in rejected.items()})
    claims = check_claims(parted.accepted, evidence.blocks, evidence.number_format) if evidence.number_format else None
    parted = keep_back(parted, {key: " ".join(codes) for key, codes in held.failed.items()})
    doubted = frozenset().union(*(verdict.doubted for verdict in verdicts))
    return Validation(
        lower_confidence(parted.accepted, doubted, thresholds.doubted_confidence),
        parted.quarantined,
        (
            *earlier,
            *parted.issues,
            *held.issues,
            *(issue for verdict in verdicts for issue in verdict.issues),
            *(claims.issues if claims else ()),
        ),
        (
            parted.check,
            *held.checks,
            *(verdict.check for verdict in verdicts),
            *(claims.checks if claims else not_looked_at()),
        ),
        claims.frame if claims else None,
        held.schemas,
    )


def _told(issues: Iterable[Issue]) -> Places:
    """The cells that a finding points at."""
    return frozenset(
        (issue.table_id, issue.row, issue.column)
        for issue in issues
        if issue.table_id is not None and issue.row is not None and issue.column is not None
    )
