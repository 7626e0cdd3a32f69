"""Tables that run on over pages become one: rows run on, a repeated header is dropped, cells keep their page.

Two tables are one only when nothing but running lines and notes stands between them, their columns stand at the
same places, and the second has the same header, or none and no caption of its own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from pipeline.extract.tables.caption_labels import is_continued, without_continued
from pipeline.extract.tables.caption_lines import USUAL_SIZE, TextLine, look_of, same_size, text_lines
from pipeline.extract.tables.caption_words import TOTAL_WORDS
from pipeline.extract.tables.marks import opens_note
from pipeline.extract.tables.note_marks import leading_mark
from pipeline.extract.tables.running import Nearby
from pipeline.extract.tables.tokens import is_number
from pipeline.geometry import overlap, union
from pipeline.model import Box, Caption, Cell, Page, Table, Word

SAME_PLACE: Final = 1.0
"""Columns stand at one place when left edges, right edges or middles agree within this many em."""

INSIDE: Final = 0.8
"""Or when the narrower lies within the wider by this share: a column of short texts under long ones."""

MIRRORED: Final = 0.06
"""Left and right pages may be set apart by this share of the page's width."""

SPACE_LEFT: Final = 0.2
"""A table that is cut off leaves at most this share of the page's height: one tall row."""

NOTE_SIZE: Final = 0.93
"""Footnotes are set at most this large against the running text."""

SAME_PITCH: Final = 1.25
"""A title below the last row is no farther from it than rows are from one another, by this factor."""

_TOTAL = re.compile(rf"^(?:{'|'.join(TOTAL_WORDS)})\b", re.IGNORECASE)


def stitch(tables: Iterable[Table], pages: Sequence[Page]) -> tuple[Table, ...]:
    """``stitched``, all of it."""
    return tuple(stitched(tables, pages))


def stitched(tables: Iterable[Table], pages: Sequence[Page]) -> Iterator[Table]:
    """Tables of a document in page order -> the same with continuations joined to their beginning, each as soon as
    nothing can follow it.

    A joined table has ``pages`` of all its parts, the id, box and caption of the first, the notes of all.
    """
    nearby, sheets = Nearby(pages), _Sheets()
    begun: deque[Table] = deque()
    for number, own in groupby(tables, key=lambda table: table.pages[0]):
        while begun and begun[0].pages[-1] < number - 1:
            yield begun.popleft()
        sheets.tables[number] = tuple(own)
        for table in sheets.tables[number]:
            ended = [place for place, t in enumerate(begun) if t.pages[-1] == number - 1]
            place = max(ended, key=lambda k: _box_on(begun[k], number - 1).bottom, default=None)
            if place is not None:
                for one in _placed(begun[place], table):
                    if not _may_be_one(begun[place], one):
                        continue
                    upper, lower = sheets.of(number - 1, nearby), sheets.of(number, nearby)
                    why = _why_one(begun[place], one, upper, lower) if upper and lower else None
                    if why and upper:
                        begun[place] = _join(_with_last_title(begun[place], upper), one, why)
                        break
                else:
                    begun.append(table)
                continue
            begun.append(table)
        sheets.leave(number)
    yield from begun


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page seen from its tables: the lines outside them, their captions and notes, and no running lines."""

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    foot: float
    """Where the text ends at the latest: the top of the running foot, or the page's end."""
    size: float
    tops: tuple[float, ...]
    """Where its tables begin."""

    @classmethod
    def of(cls, page: Page, own: Sequence[Table], running: frozenset[TextLine]) -> _Sheet:
        taken = [w for t in own for c in t.cells for w in c.words] + [w for t in own for n in t.notes for w in n.words]
        held = {*taken, *(w for line in running for w in line.words)}
        boxes = [t.caption.box for t in own if t.caption and t.caption.page == page.number]
        free = [w for w in page.words if w not in held and not any(_inside(w, b) for b in boxes)]
        feet = [k.box.top for k in running if k.box.top > page.height / 2]
        return cls(
            page.number,
            page.width,
            page.height,
            text_lines(free),
            min(feet, default=page.height),
            look_of(free, taken).size,
            tuple(t.box.top for t in own),
        )


class _Sheets:
    """The page at hand and the one before it, each looked at when two tables may be one."""

    def __init__(self) -> None:
        self.tables: dict[int, tuple[Table, ...]] = {}
        """Of each page, as they came from it."""
        self._made: dict[int, _Sheet | None] = {}

    def of(self, number: int, nearby: Nearby) -> _Sheet | None:
        if number not in self._made:
            page = nearby.page(number)
            own = self.tables.get(number, ())
            self._made[number] = None if page is None else _Sheet.of(page, own, nearby.running(page))
        return self._made[number]

    def leave(self, number: int) -> None:
        """No earlier page than this is needed any more."""
        for kept in (self.tables, self._made):
            for old in [old for old in kept if old < number]:
                del kept[old]


def _inside(word: Word, box: Box) -> bool:
    return box.x0 <= (word.x0 + word.x1) / 2 <= box.x1 and box.top <= (word.top + word.bottom) / 2 <= box.bottom


def _box_on(table: Table, page: int) -> Box:
    return union(c.box for c in table.cells if c.page == page)


# --------------------------------------------------------------------------- are two tables one?


def _may_be_one(first: Table, second: Table) -> bool:
    """Told by their captions alone: the second has none, or the same, or the one below that is of both."""
    same = second.caption is None or _same_caption(first.caption, second.caption)
    return same or _captioned_below(first, second)


def _captioned_below(first: Table, second: Table) -> bool:
    """Is there one caption, under the second?"""
    return first.caption is None and second.caption is not None and second.caption.box.top > second.box.bottom - 1


def _why_one(first: Table, second: Table, upper: _Sheet, lower: _Sheet) -> str | None:
    """Why the second table is the first one's continuation; None when it is not, or when it cannot be told."""
    said = second.caption is not None and is_continued(second.caption.title)
    if not _ends_page(first, upper, said) or not _begins_page(second, lower):
        return None
    if not _same_columns(first, second, lower.width):
        return None
    header = _header(second)
    if header:
        return "identical header" if header == _header(first) else None
    if _captioned_below(first, second):
        return None
    if said:
        return "caption says so"
    if second.caption is None and not _ends_with_total(first) and _same_kinds(first, second):
        return "neither header nor caption"
    return None


def _placed(first: Table, second: Table) -> Iterator[Table]:
    """The second table as it is; and where the first has one more column of labels, as its columns after that: the
    label of a group that goes on is not printed again."""
    yield second
    outer = [c for c in first.cells if c.column == 0 and c.role == "stub"]
    inner = any(c.column == 1 and c.role == "stub" for c in first.cells)
    columns = (max(c.column + c.column_span for c in table.cells) for table in (first, second))
    if not outer or not inner or next(columns) != next(columns) + 1:
        return
    spans = {(c.row, c.text): c.column_span for c in first.cells if c.role == "header" and c.column == 0}
    yield replace(
        second,
        cells=tuple(
            c._replace(column_span=spans[c.row, c.text])
            if c.column == 0 and c.role == "header" and (c.row, c.text) in spans
            else c._replace(column=c.column + 1)
            for c in second.cells
        ),
    )


def _same_caption(first: Caption | None, second: Caption) -> bool:
    """One label and number, and one title but for the word that says it goes on."""
    title = without_continued(second.title).casefold()
    if first is None:
        return is_continued(second.title)
    if (first.label.casefold(), first.number) != (second.label.casefold(), second.number):
        return second.number is None and not second.label and not title
    return not title or title == without_continued(first.title).casefold()


def _ends_page(table: Table, sheet: _Sheet, said: bool) -> bool:
    """Is it the last thing on its page, but for footnotes, and near its end?"""
    bottom = _box_on(table, sheet.number).bottom
    if any(top > bottom for top in sheet.tops):
        return False
    below = [k for k in sheet.lines if k.mid > bottom]
    small = NOTE_SIZE * sheet.size
    for line in sorted(below, key=lambda k: k.mid):
        if leading_mark(line) is not None and line.words[0].raised:
            small = max(small, line.size)
        if line.size > small:
            return False
    end = min([sheet.foot, *(k.box.top for k in below)])
    return said or end - bottom <= SPACE_LEFT * sheet.height


def _begins_page(table: Table, sheet: _Sheet) -> bool:
    top = min(table.box.top, table.caption.box.top) if table.caption else table.box.top
    return not any(k.mid < top for k in sheet.lines) and not any(t < table.box.top for t in sheet.tops)


def _same_columns(first: Table, second: Table, width: float) -> bool:
    """As many columns, each at the same place, after a shift of the whole between left and right pages."""
    a, b = _columns(first, first.pages[-1]), _columns(second, second.pages[0])
    if 0 in a and 0 not in b:
        del a[0]  # labels of groups, of which none begins on the second page
    if len(a) != len(b) or set(a) != set(b):
        return False
    sizes = [w.size for c in second.cells for w in c.words]
    em = median(sizes) if sizes else USUAL_SIZE
    shift = median(min((q - p for p, q in zip(a[k], b[k], strict=True)), key=abs) for k in a)
    if abs(shift) > MIRRORED * width:
        return False
    return all(
        min(abs(q - p - shift) for p, q in zip(a[k], b[k], strict=True)) <= SAME_PLACE * em
        or overlap(a[k][0] + shift, a[k][1] + shift, b[k][0], b[k][1]) >= INSIDE * min(_width(a[k]), _width(b[k]))
        for k in a
    )


def _columns(table: Table, page: int) -> dict[int, tuple[float, float, float]]:
    """Column -> left edge, right edge and middle of its cells on a page."""
    spans: dict[int, list[Box]] = {}
    for cell in table.cells:
        if cell.page == page and cell.column_span == 1:
            spans.setdefault(cell.column, []).append(cell.box)
    return {
        k: (min(b.x0 for b in v), max(b.x1 for b in v), (min(b.x0 for b in v) + max(b.x1 for b in v)) / 2)
        for k, v in spans.items()
    }


def _width(column: tuple[float, float, float]) -> float:
    return column[1] - column[0]


def _header_cells(table: Table) -> list[Cell]:
    """Without the title of a section right below the names of the columns: the first of one page is not that of the
    next."""
    cells = [c for c in table.cells if c.role == "header"]
    while cells:
        last = max(c.row for c in cells)
        lowest = [c for c in cells if c.row + c.row_span > last]
        if len(cells) <= 1 or len(lowest) > 1 or lowest[0].column > 0 or lowest[0].row < last:
            break
        cells.remove(lowest[0])
    return cells


def _header(table: Table) -> list[tuple[int, int, str]]:
    cells = _header_cells(table)
    return sorted((c.row, c.column, re.sub(r"\W+", "", without_continued(c.text)).casefold()) for c in cells)


def _ends_with_total(table: Table) -> bool:
    last = max(c.row for c in table.cells)
    return any(c.row == last and c.column <= 1 and _TOTAL.match(c.text) for c in table.cells)


def _same_kinds(first: Table, second: Table) -> bool:
    """In every column numbers go on as numbers and words as words."""
    kinds = []
    for table in (first, second):
        values: dict[int, list[bool]] = {}
        for cell in table.cells:
            if cell.role != "header" and cell.text:
                values.setdefault(cell.column, []).append(is_number(cell.text.split()[0]))
        kinds.append({k: sum(v) * 2 > len(v) for k, v in values.items()})
    return all(kinds[0][k] == kinds[1][k] for k in kinds[0].keys() & kinds[1].keys())


# --------------------------------------------------------------------------- one table of two


def _with_last_title(table: Table, sheet: _Sheet) -> Table:
    """With the title of a section that is the last line of its page: nothing stood below it that would have told."""
    stub = [c for c in table.cells if c.page == sheet.number and c.role == "stub" and c.column == 0]
    bottom = _box_on(table, sheet.number).bottom
    line = min((k for k in sheet.lines if k.mid > bottom), key=lambda k: k.mid, default=None)
    if line is None or not stub:
        return table
    em = stub[0].words[0].size
    tops = sorted({c.box.top for c in stub})
    pitch = median([b - a for a, b in pairwise(tops)]) if len(tops) > 1 else 0.0
    flush = line.box.x0 - min(c.box.x0 for c in stub) < SAME_PLACE * em
    as_a_row = line.box.top - tops[-1] < SAME_PITCH * pitch and same_size(line.size, em)
    if not flush or not as_a_row or leading_mark(line) is not None or opens_note(line.text):
        return table
    row = max(c.row + c.row_span for c in table.cells)
    title = Cell(row, 0, line.text, sheet.number, line.box, "stub", words=line.words, lines=(len(line.words),))
    return replace(table, cells=(*table.cells, title))


def _join(first: Table, second: Table, why: str) -> Table:
    header = {c.row for c in _header_cells(second)}
    body = sorted({c.row for c in second.cells} - header)
    start = max(c.row + c.row_span for c in first.cells)
    rows = {r: start + i for i, r in enumerate(body)}
    cells = tuple(
        c._replace(row=rows[c.row], role="body" if c.role == "header" else c.role)
        for c in second.cells
        if c.row in rows
    )
    known = {n.text for n in first.notes}
    margins = [m for m in (first.margin, second.margin) if m is not None]
    return replace(
        first,
        pages=(*first.pages, *second.pages),
        caption=first.caption or second.caption,
        cells=(*first.cells, *cells),
        score=min(first.score, second.score),
        margin=min(margins, default=None),
        notes=(*first.notes, *(n for n in second.notes if n.text not in known)),
        reasons=(*first.reasons, f"goes on on page {second.pages[0]}: {why}"),
    )
