"""Page -> tables, from words and rules alone.

1. ``layout``: words -> phrases, rules, stacks of rules, prose
2. ``grids``, ``runs``: regions that may hold a table
3. ``engines``: rival readings of each region
4. ``choose``: the reading that explains its region best, if any does
5. ``finish``: roles, texts, ids
"""

from __future__ import annotations

from pipeline.extract.tables.choose import read_regions
from pipeline.extract.tables.engines import ENGINES
from pipeline.extract.tables.finish import to_tables
from pipeline.extract.tables.layout import lay_out
from pipeline.model import Page, Table


def find_tables(page: Page) -> tuple[Table, ...]:
    """The tables of one page, in reading order, with ids ``p010-t1``."""
    return to_tables(read_regions(lay_out(page), ENGINES), page.number)
