"""Give each table of a page its notes: sources, legends of marks, bases, and footnotes its marks point to.

A note stands directly under the table, or between its caption and its top; a footnote anywhere below on the page
when its mark is printed raised in the table. Lengths in points; limits in em of the line they concern.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from pipeline.extract.tables.caption_labels import has_unit, is_bracketed, opens_remainder, read_label
from pipeline.extract.tables.caption_lines import (
    KnownWords,
    Look,
    TextLine,
    join_lines,
    look_of,
    same_size,
    text_lines,
)
from pipeline.extract.tables.note_marks import (
    MARK_SIZE,
    leading_mark,
    marks_in,
    opens_note,
    printed_marks,
    raised_marks,
)
from pipeline.extract.tables.note_rows import without_note_rows
from pipeline.extract.tables.tokens import is_number
from pipeline.geometry import overlap, union
from pipeline.model import Box, Note, Page, Table, Word

FIRST_GAP: Final = 2.2
"""A plain small line is a note when at most this far under the table, in em: a blank line."""

OPENED_GAP: Final = 3.5
"""A line that opens as a note does may stand further away."""

LEADING: Final = 0.75
"""Lines of one note stand at most this far apart, in em: up to one-and-a-half spacing."""

NEXT_GAP: Final = 1.8
"""The next note begins at most this far below the one before, in em."""

ABOVE_GAP: Final = 1.9
"""A note over a table ends at most this far above it, in em."""

LEAD_IN_GAP: Final = 3.0
"""The sentence that announces a table ends at most this far above it, in em: two blank lines."""

SMALL: Final = 0.93
"""Notes without an opening are set at least half a step smaller than the running text: 9 on 10."""

WIDER: Final = 1.5
"""The leading within a note is even: a gap this much wider than the one before begins something else."""

TOUCH: Final = 0.2
"""A line that begins this much above the table's foot, in em, still stands under it."""

OUTDENT: Final = 3.0
"""A note may begin this far to the left of its table, in em."""


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The page around its tables: lines outside them and their captions, and how its running text looks."""

    lines: tuple[TextLine, ...]
    look: Look
    known: Container[str]
    tables: tuple[Table, ...]
    number: int


def attach_notes(page: Page, tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The tables of one page, captions attached, with their notes; rows that were notes leave the cells.

    No word is lost: rows leave the cells only when their words stand in the notes.
    """
    if not tables:
        return ()
    trimmed = tuple(without_note_rows(t) for t in tables)
    around = _surroundings(page, trimmed)
    out = []
    for table, short in zip(tables, trimmed, strict=True):
        notes = _notes(short, around)
        if short is not table and not _holds(notes, table, short):
            notes = _notes(table, _surroundings(page, tables))
            short = table
        out.append(replace(short, notes=notes))
    return tuple(out)


def _surroundings(page: Page, tables: tuple[Table, ...]) -> _Surroundings:
    taken = [w for t in tables for c in t.cells for w in c.words]
    held = {id(w) for w in taken}
    boxes = [t.box for t in tables] + [t.caption.box for t in tables if t.caption]
    free = [w for w in page.words if id(w) not in held]
    outside = [w for w in free if not any(_inside(w, box) for box in boxes)]
    return _Surroundings(text_lines(outside), look_of(free, taken), KnownWords(page.words), tables, page.number)


def _inside(word: Word, box: Box) -> bool:
    return box.x0 <= (word.x0 + word.x1) / 2 <= box.x1 and box.top <= (word.top + word.bottom) / 2 <= box.bottom


def _holds(notes: Sequence[Note], table: Table, short: Table) -> bool:
    kept = {w for c in short.cells for w in c.words}
    told = {w for n in notes for w in n.words}
    return all(w in told for c in table.cells for w in c.words if w not in kept)


def _notes(table: Table, around: _Surroundings) -> tuple[Note, ...]:
    over, under = _over(table, around), _under(table, around)
    told = {m for group in (*over, *under) for m in marks_in(group)}
    words = [w for c in table.cells for w in c.words]
    asked = (raised_marks(words) | {m for m in printed_marks(words) if not m.isalnum()}) - told
    return tuple(_note(group, around) for group in (*over, *under, *_footnotes(table, asked, around)))


def _note(group: Sequence[TextLine], around: _Surroundings) -> Note:
    text = join_lines((" ".join(w.text for w in line.words) for line in group), around.known)
    return Note(
        text=text.rstrip(" :") if text.startswith("(") else text,
        page=around.number,
        box=union(line.box for line in group),
        marks=marks_in(group),
        words=tuple(w for line in group for w in line.words),
    )


# --------------------------------------------------------------------------- directly under the table


def _under(table: Table, around: _Surroundings) -> list[list[TextLine]]:
    """Groups of lines, one per note, from the table's foot down to what is no note."""
    groups: list[list[TextLine]] = []
    marks = printed_marks(w for c in table.cells for w in c.words)
    for line, gap in _with_gaps(_below(table, around), table.box.bottom):
        # A table numbers its own notes anew, also where its marks were not recognised.
        known = marks | {"1", "a"} if _is_footnote(line) else marks
        if groups and _continues(line, groups[-1], gap, around.look):
            groups[-1].append(line)
        elif _is_note(line, gap, bool(groups), known, around.look):
            groups.append([line])
            marks |= _next_marks(leading_mark(line))
        else:
            break
    return groups


def _with_gaps(lines: Sequence[TextLine], edge: float) -> Iterator[tuple[TextLine, float]]:
    """Lines from top to bottom, each with its distance from the one above, in em."""
    for line in lines:
        yield line, (line.box.top - edge) / line.size
        edge = line.box.bottom


def _below(table: Table, around: _Surroundings) -> list[TextLine]:
    """Lines under the table within its width, down to the next table or to a row of values."""
    box = table.box
    others = [b for t in around.tables if t is not table for b in (t.box, t.caption.box if t.caption else t.box)]
    end = min((b.top for b in others if b.top >= box.bottom and overlap(b.x0, b.x1, box.x0, box.x1) > 0), default=None)
    under = [k for k in around.lines if k.box.top >= box.bottom - TOUCH * k.size and _within(k, box)]
    rows = _level_rows([k for k in under if end is None or k.mid <= end])
    return [_one_line(row) for row in takewhile(lambda row: not _holds_values(row), rows)]


def _level_rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines on one baseline together, from left to right, from top to bottom."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda k: k.mid):
        if rows and abs(rows[-1][0].mid - line.mid) < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda k: k.box.x0) for row in rows]


def _holds_values(row: Sequence[TextLine]) -> bool:
    """A row of values, of a table or of none, is no note."""
    return sum(is_number(k.words[0].text) for k in row[1:]) > 1


def _one_line(row: Sequence[TextLine]) -> TextLine:
    """A mark and its text set apart are one line."""
    return TextLine([w for k in row for w in k.words])


def _is_note(line: TextLine, gap: float, begun: bool, marks: set[str], look: Look) -> bool:
    if gap > (NEXT_GAP if begun else OPENED_GAP) or not any(c.isalpha() for c in line.text):
        return False
    mark = leading_mark(line)
    if mark is not None and mark.isalnum():
        return mark in marks  # else a footnote of the text, or a numbered list
    if opens_note(line):
        return True
    if read_label(line.text) or line.bold or gap > FIRST_GAP:
        return False
    return line.size <= SMALL * look.size or is_bracketed(line.text) or opens_remainder(line.text)


def _is_footnote(line: TextLine) -> bool:
    """Opens with a raised or small mark, not with the number of a list."""
    return line.words[0].raised or line.words[0].size < MARK_SIZE * line.size


def _next_marks(mark: str | None) -> set[str]:
    """After note 1 comes note 2."""
    if mark is None or not mark.isalnum():
        return set()
    return {str(int(mark) + 1)} if mark.isdigit() else {chr(ord(mark) + 1)}


def _continues(line: TextLine, group: Sequence[TextLine], gap: float, look: Look) -> bool:
    """Does the line read on in the note: same size, close, and no opening of its own?"""
    first, last = group[0], group[-1]
    if gap > LEADING or not same_size(line.size, last.size) or opens_note(line):
        return False
    if len(group) > 1 and gap > WIDER * max(0.1, (last.box.top - group[-2].box.bottom) / last.size):
        return False
    hangs = line.box.x0 > first.box.x0 + 0.5 * line.size
    if line.size <= SMALL * look.size or hangs or last.text.endswith(":"):
        return True
    # In the size of the running text only a full line reads on: a paragraph that follows must not.
    next_word = line.words[0].x1 - line.words[0].x0
    full = last.box.x1 + next_word + 0.5 * line.size > max(k.box.x1 for k in (*group, line))
    return full and line.bold == last.bold


# --------------------------------------------------------------------------- over the table


def _over(table: Table, around: _Surroundings) -> list[list[TextLine]]:
    """Marked notes and unit lines between the caption and the table, or right above a table without caption."""
    caption = table.caption.box.top if table.caption and table.caption.box.top < table.box.top else 0.0
    top = max([caption, *(t.box.bottom for t in around.tables if t.box.bottom <= table.box.top)])
    near = [k for k in around.lines if top < k.mid < table.box.top and _within(k, table.box)]
    groups: list[list[TextLine]] = []
    edge = table.box.top
    for line in sorted(near, key=lambda k: -k.mid):
        if not caption and edge - line.box.bottom > ABOVE_GAP * line.size:
            break
        mark = leading_mark(line)
        marked = mark is not None and not mark.isalnum()
        if read_label(line.text) or not (marked or is_bracketed(line.text) or opens_remainder(line.text)):
            break
        groups.insert(0, [line])
        edge = line.box.top
    return groups or _lead_in(near, table)


def _within(line: TextLine, box: Box) -> bool:
    return overlap(line.box.x0, line.box.x1, box.x0 - OUTDENT * line.size, box.x1) > 0


def _lead_in(near: Sequence[TextLine], table: Table) -> list[list[TextLine]]:
    """The unit in brackets at the end of the sentence that announces the table: ``(amounts in millions):``."""
    last = max(near, key=lambda k: k.mid, default=None)
    if last is None or table.box.top - last.box.bottom > LEAD_IN_GAP * last.size:
        return []
    before = [k for k in near if 0.5 * last.size < last.mid - k.mid < 2 * last.size and k.looks_like(last)]
    words = [w for k in (*before, last) for w in k.words]
    opened = max((i for i, w in enumerate(words) if w.text[0] in "(["), default=len(words))
    text = " ".join(w.text for w in words[opened:])
    if not re.search(r"^[(\[].*[)\]]\s?[:.]?$", text) or not has_unit(text):
        return []
    return [[TextLine(part) for k in (*before, last) if (part := [w for w in k.words if w in words[opened:]])]]


# --------------------------------------------------------------------------- footnotes its marks point to


def _footnotes(table: Table, asked: set[str], around: _Surroundings) -> list[list[TextLine]]:
    """Footnotes further down the page whose marks the table prints and no note of its own explains."""
    groups: list[list[TextLine]] = []
    rows = _level_rows([k for k in around.lines if k.mid > table.box.bottom])
    for line in (k for row in rows if not _holds_values(row) for k in row):
        mark = leading_mark(line)
        if mark is not None and (line.words[0].raised or not mark.isalnum()):
            groups.append([line])
            continue
        above = next((g for g in reversed(groups) if _follows(line, g[-1])), None)
        if above is not None:
            above.append(line)
    found = [(leading_mark(g[0]), g) for g in groups]
    return [g for i, (mark, g) in enumerate(found) if mark in asked and mark not in {m for m, _ in found[:i]}]


def _follows(line: TextLine, above: TextLine) -> bool:
    """The next line of a footnote: same size, right below, in the same column."""
    near = -0.5 < (line.box.top - above.box.bottom) / line.size <= LEADING
    beneath = overlap(line.box.x0, line.box.x1, above.box.x0, above.box.x1) > 0
    return near and beneath and same_size(line.size, above.size)
