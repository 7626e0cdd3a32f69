"""The rules that look at more than one value, one file each; a new one is a file and a line below."""

from __future__ import annotations

from pipeline.validate.rule import Rule
from pipeline.validate.rules import (
    accounted,
    bars,
    bases,
    counts,
    decimal_places,
    differences,
    labels,
    missing_tables,
    percent_range,
    percent_total,
    printed_total,
    printed_value,
    repeated_cells,
    table_numbers,
    total_between,
    weighted_mean,
)

RULES: tuple[Rule, ...] = (
    printed_value.RULE,
    accounted.RULE,
    percent_total.RULE,
    printed_total.RULE,
    total_between.RULE,
    weighted_mean.RULE,
    counts.RULE,
    differences.RULE,
    percent_range.RULE,
    decimal_places.RULE,
    labels.RULE,
    bars.RULE,
    bases.RULE,
    repeated_cells.RULE,
    table_numbers.RULE,
    missing_tables.RULE,
)
"""In the order in which a report tells of them."""
