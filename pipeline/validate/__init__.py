"""Observations -> Validation: what keeps the contract, what does not, and every finding with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Validation

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pipeline.model import Block, CleanTable, Issue, NumberFormat


def validate(
    observations: pd.DataFrame,
    tables: Sequence[CleanTable],
    issues: Sequence[Issue],
    blocks: Sequence[Block] = (),
    number_format: NumberFormat | None = None,
) -> Validation:
    """Apply the contract to every row, then the rules to what keeps it, then hold the prose against it.

    ``blocks``: the running text; ``number_format``: how it writes numbers (without it the prose is not checked).

    ``issues`` of earlier stages, and those of ``tables``, come first in the result. A value that takes part in a
    failed rule keeps its number and loses confidence. Nothing raises: what fails is quarantined or told.
    """
    from pipeline.validate.claims import check_claims, check_repeated
    from pipeline.validate.contract import split
    from pipeline.validate.grid import grids
    from pipeline.validate.rule import Material, apply
    from pipeline.validate.rules import RULES
    from pipeline.validate.totals import printed_totals
    from pipeline.validate.trust import lower_confidence

    earlier = tuple(dict.fromkeys([*issues, *(issue for table in tables for issue in table.issues)]))
    told = frozenset(
        (issue.table_id, issue.row, issue.column)
        for issue in earlier
        if issue.table_id is not None and issue.row is not None and issue.column is not None
    )
    parted = split(observations, told)
    found = grids(parted.accepted, tables)
    material = Material(parted.accepted, found, printed_totals(found))
    verdicts = [apply(rule, material) for rule in RULES]
    claims = check_claims(parted.accepted, blocks, number_format) if number_format else None
    told_by_prose = (*check_repeated(parted.accepted), *(claims.issues if claims else ()))
    return Validation(
        lower_confidence(parted.accepted, frozenset().union(*(verdict.doubted for verdict in verdicts))),
        parted.quarantined,
        (*earlier, *parted.issues, *(issue for verdict in verdicts for issue in verdict.issues), *told_by_prose),
        (parted.check, *(verdict.check for verdict in verdicts)),
        claims.frame if claims else None,
    )
