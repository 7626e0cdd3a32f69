"""The confidence of each value, 0 to 1. From 0.9 on a value is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.clean.numbers import Printed
    from pipeline.model import Axis, Table

DOUBT_FACTORS: dict[str, float] = {
    "number.ambiguous": 0.4,
    "number.blank_inside": 0.7,
    "number.leading_zero": 0.7,
    "number.other_format": 0.9,
    "number.second": 0.85,
    "number.spaced_sign": 0.9,
}
"""What each doubt about reading a number leaves of the confidence."""
LABEL_FACTORS: dict[str, float] = {
    "header.deep": 0.3,
    "header.missing": 0.6,
    "header.open": 1.0,  # the margin of the table says it
    "header.remark": 0.6,
    "header.repeated": 0.85,
    "header.uneven": 0.6,
    "header.wide": 0.4,
    "label.cut": 0.3,
    "label.gap": 0.3,
    "label.unreadable": 0.3,
    "row.deep": 0.7,
    "row.of_header": 0.3,
    "row.part_missing": 0.5,
    "row.repeated": 0.7,
}
"""What each doubt about a label leaves: about the share of such values that were right on documents typeset from
LaTeX and on those of ICDAR 2013 with their rules taken away, which are harder than reports."""
NO_COLUMN_LABEL = 0.3
NO_ROW_LABEL = 0.4
RIVAL_CLOSE = 0.75
"""What a rival reading of the table that scores as well leaves of the confidence."""
CLEAR_MARGIN = 0.2
"""From this margin on a rival does not count."""


def confidence_of(
    table: Table, printed: Printed, row: Axis, column: Axis, labels: Iterable[str] = (), seen: float = 1.0
) -> float:
    """score x margin x reading x labels x seen, each 0 to 1.

    score: of the table's reading; margin: 1 where no rival was near, down to RIVAL_CLOSE; reading: product of
    DOUBT_FACTORS; labels: the worst of LABEL_FACTORS among ``labels`` (they tend to come together), and
    NO_COLUMN_LABEL, NO_ROW_LABEL where a value has none; seen: of the words, where they were recognised.
    """
    confidence = table.score * seen
    if table.margin is not None:
        confidence *= RIVAL_CLOSE + (1 - RIVAL_CLOSE) * min(1.0, max(0.0, table.margin) / CLEAR_MARGIN)
    for doubt in printed.doubts:
        confidence *= DOUBT_FACTORS.get(doubt, 1.0)
    confidence *= min((LABEL_FACTORS[code] for code in labels), default=1.0)
    if not column.path:
        confidence *= NO_COLUMN_LABEL
    if not any(row.path):
        confidence *= NO_ROW_LABEL
    return round(confidence, 4)
