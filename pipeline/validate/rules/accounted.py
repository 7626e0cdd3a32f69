"""Every number that is printed in a table stands in one cell, and every such cell became one value or a finding."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.geometry import union
from pipeline.model import Place
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model import Box, CleanTable, Page, Wording

CODE = "number.lost"
TWICE = "number.read_twice"
NO_VALUE = "number.no_value"

BAND = 20.0
"""Points: about two lines of a table."""

AT_HAND = 4
"""Pages of which it is known what their tables hold: these come in order."""

GOOD: Trial = {"keys": (), "readings": 1, "known": True, "kept": True}
"""What a trial is but for what is wrong with it. What nothing is said of is only counted."""

Spot = tuple[int, float, float, float, float]
"""Page and edges of what is printed."""
Told = frozenset[tuple[str, int, int]]


def collect(material: Material) -> Tested:
    left_out: list[str] = []
    pages = material.evidence.pages
    positions = {page.number: position for position, page in enumerate(pages)}
    told: set[tuple[str, int, int]] = set()
    on_page: dict[int, list[int]] = defaultdict(list)
    for at, table in enumerate(material.tables):
        told.update(
            (issue.table_id, issue.row, issue.column)
            for issue in table.issues
            if issue.table_id is not None and issue.row is not None and issue.column is not None
        )
        for number in {cell.page for cell in table.table.cells}:
            on_page[number].append(at)
    used, said = _Used(material.tables, on_page), frozenset(told)

    def every() -> Iterator[Trial | None]:
        yield from _twice(material)
        for table in material.tables:
            yield from _cells(table, said)
            if not all(number in positions for number in table.table.pages):
                left_out.append(f"{CODE}:no_page")
                continue
            for number in table.table.pages:
                yield from _words(table, pages[positions[number]], used.on(number))

    trials, passed = [], 0
    for trial in every():
        if trial is None:
            passed += 1
        else:
            trials.append(trial)
    return Tested(trials, left_out, passed)


class _Used:
    """Where the words with a digit stand that the cells of tables hold, page by page."""

    def __init__(self, tables: Sequence[CleanTable], on_page: Mapping[int, Sequence[int]]) -> None:
        """``on_page``: positions of the tables with a cell on a page."""
        self._tables, self._on_page = tables, on_page
        self._known: OrderedDict[int, frozenset[Spot]] = OrderedDict()

    def on(self, number: int) -> frozenset[Spot]:
        if number not in self._known:
            self._known[number] = frozenset(
                (number, *w[:4])
                for at in self._on_page.get(number, ())
                for cell in self._tables[at].table.cells
                if cell.page == number
                for w in cell.words
                if _has_digit(w.text)
            )
            if len(self._known) > AT_HAND:
                self._known.popitem(last=False)
        return self._known[number]


def _twice(material: Material) -> Iterator[Trial | None]:
    """One for each printed number that became a value, with all values that it became; None where that is one."""
    frame = material.frame
    printed = frame[(frame["source"] == "table") & (frame["value_raw"].fillna("") != "")]
    spot, names = ["page", "x0", "top", "x1", "bottom"], ["observation_id", "table_id", "row", "column", "value_raw"]
    again = printed.duplicated(spot, keep=False)
    yield from (None for _ in range(int((~again).sum())))
    by_spot: dict[Spot, list[tuple[str, str, int, int, str]]] = defaultdict(list)
    for page, x0, top, x1, bottom, *rest in printed.loc[again, [*spot, *names]].itertuples(index=False, name=None):
        by_spot[page, x0, top, x1, bottom].append(tuple(rest))
    for (page, *_), found in by_spot.items():
        _, table_id, row, column, raw = found[-1]
        yield _trial(table_id, page, (row, column), raw, tuple(one[0] for one in found)) | {"readings": len(found)}


def _cells(table: CleanTable, told: Told) -> Iterator[Trial | None]:
    """One for each cell of the body that holds a digit; None where nothing is to be said of it."""
    if not table.values:
        return  # said already: it holds no numbers, or nothing says what they are
    values = {(value.row, value.column) for value in table.values}
    first = min(value.row for value in table.values)
    columns = {axis.index for axis in table.columns}
    for cell in table.table.cells:
        if cell.role != "body" or cell.row < first or cell.column not in columns or not _has_digit(cell.text):
            continue
        at = (cell.row, cell.column)
        known = at in values or (table.table.id, *at) in told
        yield None if known else _trial(table.table.id, cell.page, at, cell.text) | {"known": False}


def _words(table: CleanTable, page: Page, used: frozenset[Spot]) -> Iterator[Trial | None]:
    """One for each word with a digit in the table's region of a page; None where a cell or note holds it."""
    cells = [cell.box for cell in table.table.cells if cell.page == page.number]
    if not cells or not table.values:
        return  # a table without values has its finding
    caption = table.table.caption
    beside: list[Box] = [note.box for note in table.table.notes if note.page == page.number]
    beside += [caption.box] if caption and caption.page == page.number else []
    region = union([*cells, table.table.box] if page.number == table.table.pages[0] else cells)
    bands = _bands([*cells, *beside])
    for w in page.words:
        x, y = (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2
        if not _has_digit(w.text) or not _is_inside(x, y, region):
            continue
        known = (page.number, *w[:4]) in used or any(_is_inside(x, y, box) for box in bands.get(int(y // BAND), ()))
        yield None if known else _trial(table.table.id, page.number, None, w.text) | {"kept": False}


def _bands(boxes: Sequence[Box]) -> dict[int, list[Box]]:
    """Boxes by the bands of the page that they reach into, so that a word is held against those beside it only."""
    found: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        for band in range(int(box.top // BAND), int(box.bottom // BAND) + 1):
            found[band].append(box)
    return found


def _is_inside(x: float, y: float, box: Box) -> bool:
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _trial(table_id: str, page: int, at: tuple[int, int] | None, raw: str, keys: tuple[str, ...] = ()) -> Trial:
    row, column = at or (None, None)
    where = Place(table_id, page=page, row=at and str(at[0] + 1), column=at and str(at[1] + 1))
    return {
        **GOOD, "table_id": table_id, "page": page, "row": row, "column": column, "keys": keys, "where": where,
        "raw": quoted(raw),
    }  # fmt: skip


def message(trial: Mapping[str, Any], code: str) -> Wording:
    if code == TWICE:
        return word(code, where=trial["where"], raw=trial["raw"], ids=", ".join(trial["keys"]))
    return word(code, where=trial["where"], raw=trial["raw"])


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema(
        {
            "readings": pa.Column(int, pa.Check.eq(1, name=TWICE)),
            "known": pa.Column(bool, pa.Check.eq(True, name=NO_VALUE)),
            "kept": pa.Column(bool, pa.Check.eq(True, name=CODE)),
        }
    ),
    message,
    severities={TWICE: "error", NO_VALUE: "warning", CODE: "warning"},
)
"""Numbers lost, or read twice."""
