"""The best of the rival readings of each region; a region that no reading explains holds no table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.extract.tables.climb import climb
from pipeline.extract.tables.evidence import ACCEPT, table_evidence
from pipeline.extract.tables.frames import SAME_END, Frame, find_frames
from pipeline.extract.tables.grid_evidence import holds_table, misread
from pipeline.extract.tables.grids import find_grids
from pipeline.extract.tables.hanging import find_hanging
from pipeline.extract.tables.panes import split_panes
from pipeline.extract.tables.phrases import rows_of
from pipeline.extract.tables.rejoin import rejoin
from pipeline.extract.tables.runs import find_runs
from pipeline.extract.tables.shapes import Grid, Layout, Phrase, Reading, Region, Row
from pipeline.extract.tables.trim import trim
from pipeline.geometry import overlap, union
from pipeline.model import Box

if TYPE_CHECKING:
    from pipeline.extract.tables.engine import TableEngine

RULED_SCORE: Final = 0.9
HANGING_SCORE: Final = 0.6
"""Paragraphs beside labels: no number aligns, so less sure than rules."""
FULL_EVIDENCE: Final = 4.0
"""Evidence from which an aligned table is beyond doubt."""


def read_regions(layout: Layout, engines: Mapping[str, TableEngine]) -> list[Reading]:
    """The chosen reading of every region that holds a table: grids first, then frames and runs of what is left."""
    found = _Found()
    panes = [(pane, find_frames(pane)) for pane in split_panes(layout)]
    grids = find_grids(layout)
    for pane, frames in panes:
        for frame in frames:
            if any(_goes_beyond(frame, grid) for grid in grids):
                found.take(_read_frame(pane, frame, engines), frame.box, frame.phrases)
    for grid in grids:
        if not any(_meet(grid.box, box) for box in found.taken):
            reading = _read_grid(layout, grid, engines)
            found.take(reading, grid.box, (p for s in (reading.slots if reading else ()) for p in s.phrases))
    parts: list[_Part] = []
    for pane, frames in panes:
        for frame in frames:
            if found.used.isdisjoint(frame.phrases):
                reading = _read_frame(pane, frame, engines)
                found.take(reading, frame.box, frame.phrases)
                parts.append(_Part(frame.rows, reading))
        for table in find_hanging(pane, found.used):
            if not any(_meet(table.box, box) for box in found.taken):
                reading = Reading("aligned", table.slots, HANGING_SCORE, reasons=("labels level with paragraphs",))
                found.take(reading, table.box, table.phrases)
        for run in find_runs(pane, found.used, found.taken):
            parts.append(_read_run(pane, run, found.used, engines))
            found.take(parts[-1].reading)
    _rejoin(layout, parts, found, engines)
    return found.readings


class _Part(NamedTuple):
    """Rows of a frame or of a run, and what they were read as: None when they are no table of their own."""

    rows: Sequence[Row]
    reading: Reading | None


@dataclass(slots=True)
class _Found:
    """The readings so far, and what they hold of the page: boxes and phrases that no later reading may take."""

    readings: list[Reading] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    used: set[Phrase] = field(default_factory=set)

    def take(self, reading: Reading | None, box: Box | None = None, phrases: Iterable[Phrase] = ()) -> None:
        """A run is given without box and phrases: the runs of a pane do not overlap."""
        if reading is None:
            return
        self.readings.append(reading)
        if box is not None:
            self.taken.append(box)
        self.used.update(phrases)


def _rejoin(layout: Layout, parts: Sequence[_Part], found: _Found, engines: Mapping[str, TableEngine]) -> None:
    """Reads parts that are one table as one, in place of what each was read as."""
    for members, rows in rejoin(layout, [part.rows for part in parts], found.used):
        own = [parts[i].reading for i in members]
        known = [r for r in own if r is not None]
        box = union((p.x0, p.top, p.x1, p.bottom) for r in rows for p in r.phrases)
        whole = engines["aligned"].read(layout, Region(box, tuple(rows))) if known else None
        if whole is not None:
            score = min(r.score for r in known)
            found.readings = [r for r in found.readings if not any(r is o for o in known)]
            found.take(replace(whole, score=score, reasons=("its numbers go on over a gap", *whole.reasons)))


def _goes_beyond(frame: Frame, grid: Grid) -> bool:
    """Is a grid that is open at a side only a part of the frame: has the frame rows of text over or under it?"""
    box = frame.box
    if all(any(abs(v.at - side) < SAME_END for v in grid.verticals) for side in (box.x0, box.x1)):
        return False
    same_width = abs(grid.box.x0 - box.x0) < SAME_END and abs(grid.box.x1 - box.x1) < SAME_END
    if not same_width or grid.box.top < box.top - SAME_END or grid.box.bottom > box.bottom + SAME_END:
        return False
    return any(not grid.box.top < r.mid < grid.box.bottom for r in frame.rows)


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
            reasons = ("cells of the grid hold several rows or columns", *rival.reasons)
            return replace(rival, score=RULED_SCORE, reasons=reasons)
    return replace(ruled, score=RULED_SCORE, reasons=("rules part all cells",))


def _read_frame(layout: Layout, frame: Frame, engines: Mapping[str, TableEngine]) -> Reading | None:
    evidence = table_evidence(layout, frame.rows)
    if evidence < ACCEPT:
        return None
    reading = engines["aligned"].read(layout, Region(frame.box, frame.rows))
    if reading is None:
        return None
    return replace(
        reading, score=min(1.0, evidence / FULL_EVIDENCE), reasons=("rules open and close it", *reading.reasons)
    )


def _with_values(run: Sequence[Row]) -> Sequence[Row]:
    """The rows up to the last one with a number, which may go on what stands above."""
    last = max((i for i, r in enumerate(run) if r.has_values()), default=len(run) - 1)
    return run[: last + 1]


def _read_run(layout: Layout, run: Sequence[Row], used: set[Phrase], engines: Mapping[str, TableEngine]) -> _Part:
    rows = trim(layout, run)
    evidence = table_evidence(layout, rows)
    if evidence < ACCEPT:
        return _Part(_with_values(run), None)
    climbed = climb(layout, rows, used)
    box = union((p.x0, p.top, p.x1, p.bottom) for r in climbed for p in r.phrases)
    reading = engines["aligned"].read(layout, Region(box, climbed))
    if reading is not None and len({s.column0 for s in reading.slots}) > 1 and len({s.row0 for s in reading.slots}) > 1:
        reasons = (f"evidence {evidence:.1f} of {ACCEPT} needed", *reading.reasons)
        return _Part(climbed, replace(reading, score=min(1.0, evidence / FULL_EVIDENCE), reasons=reasons))
    return _Part(climbed, None)
