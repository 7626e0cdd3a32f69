"""The tidy contract: what every observation must be before it is written (pandera).

Two schemas, because the two levels end differently: a row that breaks ``ERRORS`` goes to quarantine, a row
that breaks ``WARNINGS`` is written with a finding. Every check is named by the code of its finding.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandera.pandas as pa

from schemas.columns import OBSERVATION, Field, dtype

if TYPE_CHECKING:
    import pandas as pd


def _checks(field: Field) -> list[pa.Check]:
    checks = []
    code = f"observation.domain.{field.name}"
    if field.enum:
        checks.append(pa.Check.isin(list(field.enum), name=code))
    if field.pattern:
        # Not str_matches with ``$``: that lets a line break through at the end.
        checks.append(pa.Check(partial(_is_wholly, pattern=field.pattern), name=code))
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum, name=code))
    if field.maximum is not None:
        checks.append(pa.Check.le(field.maximum, name=code))
    if field.kind == "float":
        # Infinity survives the bounds of a column that has none, and is no number in JSON.
        checks.append(pa.Check(np.isfinite, name=f"observation.not_finite.{field.name}"))
    return checks


def _is_wholly(texts: pd.Series[str], pattern: str) -> pd.Series[bool]:
    return texts.str.fullmatch(pattern)


def _column(field: Field) -> pa.Column:
    return pa.Column(
        dtype(field),
        checks=_checks(field),
        nullable=not field.required,
        unique=field.name == "observation_id",
        report_duplicates="all",
        title=field.title,
        description=field.description,
    )


def _value_or_reason(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["value"].notna() != frame["missing"].notna()


def _box_has_an_extent(frame: pd.DataFrame) -> pd.Series[bool]:
    return ~((frame["x0"] > frame["x1"]) | (frame["top"] > frame["bottom"]))


ERRORS = pa.DataFrameSchema(
    {field.name: _column(field) for field in OBSERVATION},
    checks=[
        pa.Check(_value_or_reason, name="observation.value_or_missing", ignore_na=False),
        pa.Check(_box_has_an_extent, name="observation.box", ignore_na=False),
    ],
    strict=True,
    ordered=True,
    name="observation",
)
"""What an observation must be. Columns exactly those of output.md, in order; nothing is coerced."""


LIKELY_MOST = 200.0
"""Per cent: a ratio may be a little over 100 (a turnout where others vote too), seldom twice as much."""


def _is_percent(frame: pd.DataFrame) -> pd.Series[bool]:
    return (frame["statistic"] == "percent") & frame["value"].notna()


def _over_whole(frame: pd.DataFrame) -> pd.Series[bool]:
    """Over 100 but with decimals, as only a number that was calculated has."""
    value = frame["value"]
    return (value > 100) & (value <= LIKELY_MOST) & (value % 1 != 0)


WARNINGS = pa.DataFrameSchema(
    checks=[
        pa.Check(
            lambda f: ~_is_percent(f) | (f["value"] <= 100) | _over_whole(f),
            name="percent.out_of_range",
            ignore_na=False,
        ),
        pa.Check(lambda f: ~_is_percent(f) | ~_over_whole(f), name="percent.over_whole", ignore_na=False),
        pa.Check(lambda f: ~_is_percent(f) | (f["value"] >= 0), name="percent.negative", ignore_na=False),
    ],
    name="observation, doubtful",
)
"""What an observation should be. Rules that look at more than one row stand in pipeline/validate."""
