"""CleanTable, Chart -> Observations: one row per value, the first DataFrame of the flow."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pipeline.tidy.charts import chart_records
from pipeline.tidy.tables import table_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pipeline.model import Chart, CleanTable


def observations(report_id: str, tables: Sequence[CleanTable], charts: Sequence[Chart]) -> pd.DataFrame:
    """One row per value of tables and charts alike; columns, order and dtypes as in schemas/columns.py.

    Sorted by page, table, row and column. Boxes in points. Nothing is judged here: a cell that could not
    be read has neither a value nor a reason for its absence, and the contract sends it to quarantine.
    """
    from pipeline.tidy.frame import frame_of

    of_tables = (record for table in tables for record in table_records(report_id, table))
    return frame_of(chain(of_tables, (record for chart in charts for record in chart_records(report_id, chart))))
