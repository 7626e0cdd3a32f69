"""What the prose claims, held against the tables and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.findings import not_checked, title
from pipeline.model import Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pipeline.model import Block, Issue, NumberFormat
    from pipeline.validate.claims.judge import Judgement

__all__ = ["Claims", "check_claims", "not_looked_at"]


class Claims(NamedTuple):
    frame: pd.DataFrame
    """One row for each number stated in prose; columns as in ``schemas.columns.CLAIM``."""
    issues: tuple[Issue, ...]
    """``claim.differs``, ``reference.missing``, ``reference.ambiguous``."""
    checks: tuple[Check, ...] = ()


def not_looked_at() -> tuple[Check, ...]:
    """The checks of the prose, where there was none to look at."""
    why = (("claim.differs:no_text", 0),)
    codes = ("claim.differs", "reference.missing")
    return tuple(Check(code, title(code), 0, 0, "warning", not_checked(why), why) for code in codes)


def check_claims(observations: pd.DataFrame, blocks: Sequence[Block], number_format: NumberFormat) -> Claims:
    """Every number that the text states, with the value it speaks of and how the two compare.

    ``observations``: those that keep the contract, with their ``section``; ``blocks``: the text in reading order.
    A statement is said to differ only where the sentence names table, row and column beyond doubt and no cell that
    could be meant has its value: a false alarm costs more trust than a miss. Nothing raises.
    """
    from pipeline.validate.claims.frame import claims_frame, differences
    from pipeline.validate.claims.judge import judge
    from pipeline.validate.claims.references import check_references
    from pipeline.validate.claims.report import report_of

    report = report_of(observations, blocks, number_format)
    judgements = judge(blocks, report)
    references, named = check_references(blocks, report)
    differ = differences(judgements)
    return Claims(claims_frame(judgements), (*differ, *references), (_check(judgements, len(differ)), named))


def _check(judgements: Sequence[Judgement], failed: int) -> Check:
    code = "claim.differs"
    open_ones = sum(one.verdict == "unmatched" for one in judgements)
    why = ((f"{code}:unmatched", open_ones),) if open_ones else () if judgements else ((f"{code}:nothing", 0),)
    return Check(code, title(code), len(judgements) - open_ones, failed, "warning", not_checked(why), why)
