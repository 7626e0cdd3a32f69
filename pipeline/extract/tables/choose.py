"""The best of the rival readings of each region; a region that no reading explains holds no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.tables.evidence import ACCEPT, table_evidence
from pipeline.extract.tables.frames import Frame, find_frames
from pipeline.extract.tables.grid_evidence import holds_table, misread
from pipeline.extract.tables.grids import find_grids
from pipeline.extract.tables.header import climb
from pipeline.extract.tables.panes import split_panes
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.runs import find_runs
from pipeline.extract.tables.shapes import Grid, Layout, Phrase, Reading, Region, Row
from pipeline.extract.tables.trim import trim
from pipeline.geometry import overlap, union
from pipeline.model import Box

if TYPE_CHECKING:
    from pipeline.extract.tables.engine import TableEngine

RULED_SCORE = 0.9
FULL_EVIDENCE = 4.0
"""Evidence from which an aligned table is beyond doubt."""


def read_regions(layout: Layout, engines: Mapping[str, TableEngine]) -> list[Reading]:
    """The chosen reading of every region that holds a table: grids first, then runs of what is left."""
    readings: list[Reading] = []
    taken: list[Box] = []
    used: set[Phrase] = set()
    for grid in find_grids(layout):
        if any(_meet(grid.box, box) for box in taken):
            continue
        reading = _read_grid(layout, grid, engines)
        if reading is not None:
            readings.append(reading)
            taken.append(grid.box)
            used.update(p for s in reading.slots for p in s.phrases)
    for pane in split_panes(layout):
        for frame in find_frames(pane):
            if any(p in used for r in frame.rows for p in r.phrases):
                continue
            reading = _read_frame(pane, frame, engines)
            if reading is not None:
                readings.append(reading)
                taken.append(frame.box)
                used.update(p for r in frame.rows for p in r.phrases)
        for run in find_runs(pane, used, taken):
            reading = _read_run(pane, run, used, engines)
            if reading is not None:
                readings.append(reading)
    return readings


def _meet(a: Box, b: Box) -> bool:
    return overlap(a.x0, a.x1, b.x0, b.x1) > 0 and overlap(a.top, a.bottom, b.top, b.bottom) > 0


def _read_grid(layout: Layout, grid: Grid, engines: Mapping[str, TableEngine]) -> Reading | None:
    region = Region(grid.box, tuple(rows_of(layout.inside(grid.box, 1.0))), grid)
    ruled = engines["ruled"].read(layout, region)
    if ruled is None or not holds_table(layout, grid, ruled.slots):
        return None
    if misread(ruled.slots):
        rival = engines["aligned"].read(layout, region)
        if rival and len({s.column0 for s in rival.slots}) >= len({s.column0 for s in ruled.slots}):
            return replace(rival, score=RULED_SCORE, reasons=("cells of the grid hold several rows or columns",))
    return replace(ruled, score=RULED_SCORE, reasons=("rules part all cells",))


def _read_frame(layout: Layout, frame: Frame, engines: Mapping[str, TableEngine]) -> Reading | None:
    evidence = table_evidence(layout, frame.rows)
    if evidence < ACCEPT:
        return None
    reading = engines["aligned"].read(layout, Region(frame.box, frame.rows))
    if reading is None:
        return None
    return replace(reading, score=min(1.0, evidence / FULL_EVIDENCE), reasons=("rules open and close it",))


def _read_run(
    layout: Layout, run: Sequence[Row], used: set[Phrase], engines: Mapping[str, TableEngine]
) -> Reading | None:
    rows = trim(layout, run)
    evidence = table_evidence(layout, rows)
    if evidence < ACCEPT:
        return None
    climbed = climb(layout, rows, used)
    box = union((p.x0, p.top, p.x1, p.bottom) for r in climbed for p in r.phrases)
    region = Region(box, climbed)
    reading = engines["aligned"].read(layout, region)
    if reading is None:
        return None
    if len({s.column0 for s in reading.slots}) < 2 or len({s.row0 for s in reading.slots}) < 2:
        return None
    return replace(
        reading, score=min(1.0, evidence / FULL_EVIDENCE), reasons=(f"evidence {evidence:.1f} of {ACCEPT} needed",)
    )
