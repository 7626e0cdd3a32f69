"""The rules that look at more than one value, one file each; a new one is a file and a line below."""

from __future__ import annotations

from pipeline.validate.rule import Rule
from pipeline.validate.rules import (
    bases,
    labels,
    percent_range,
    percent_total,
    printed_total,
    repeated_cells,
    table_numbers,
    total_between,
)

RULES: tuple[Rule, ...] = (
    percent_total.RULE,
    printed_total.RULE,
    total_between.RULE,
    percent_range.RULE,
    labels.RULE,
    bases.RULE,
    repeated_cells.RULE,
    table_numbers.RULE,
)
"""In the order in which a report tells of them."""
