"""Stub -> one path of labels per row: the lines of a label, several label columns, and group headings.

Entries come out in the order they are read. An entry is a row of values with its label, or a heading alone; a cell
that holds a heading and the label of the first row below it (``davon Ablehnungen / nach Artikel 6``) gives both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from pipeline.clean.grid import font_size, raised_marks, text_lines, word_lines
from pipeline.clean.header import is_total
from pipeline.clean.labels import join_lines, take_base, take_marks
from pipeline.clean.lexicon import PART_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.clean.header import Writing
    from pipeline.clean.layout import Layout, Sheet
    from pipeline.model import Cell, Word

INDENT_STEP = 0.35
"""Left edges further apart than this share of the font size are different indents."""


@dataclass(frozen=True, slots=True)
class Style:
    """What sets a label apart from others."""

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    upper: bool = False

    def heavier(self, other: Style) -> bool:
        """Whether this would head the other: larger, bold or capitals where the other is not."""
        if abs(self.size - other.size) > 0.5:
            return self.size > other.size
        return (self.bold, self.upper) > (other.bold, other.upper)


@dataclass(frozen=True, slots=True)
class Entry:
    """One label, with (``filled`` > 0) or without values beside it.

    ``indent``, ``right``: edges of its first line in points, None without a label or where the engine gave no words.
    """

    row: int
    text: str
    filled: int = 0
    outer: tuple[str, ...] = ()
    indent: float | None = None
    right: float | None = None
    style: Style = Style()
    marks: tuple[str, ...] = ()
    base_n: int | None = None
    section: bool = False
    """A title across the body."""

    @property
    def is_total(self) -> bool:
        return is_total(self.text)


def read_stub(sheet: Sheet, layout: Layout, writing: Writing) -> tuple[Entry, ...]:
    """All entries below the header, in reading order, wrapped labels joined."""
    entries: list[Entry] = []
    outer = _outer_labels(sheet, layout, writing)
    for row in range(layout.header, sheet.grid.rows):
        if not sheet.grid.row_cells(row):
            continue
        entries += _row_entries(sheet, layout, writing, row, outer.get(row, ()))
    return _join_wrapped(entries, writing)


def _row_entries(sheet: Sheet, layout: Layout, writing: Writing, row: int, outer: tuple[str, ...]) -> list[Entry]:
    grid = sheet.grid
    filled = sum(1 for c in layout.values if grid.anchored(row, c))
    label = _main_label(sheet, layout, row)
    if label is None:
        alone = [c for c in grid.row_cells(row) if c.column not in layout.stub]
        if len(alone) == 1 and (alone[0].column_span > 1 or sheet.read(row, alone[0].column).reading == "word"):
            return [_entry(row, word_lines(alone[0]), text_lines(alone[0]), writing, section=True)]
        return [Entry(row, "", filled, outer)] if filled or outer else []
    lines, texts = word_lines(label), text_lines(label)
    before, after = _cut_headings(sheet, layout, label, row) if filled and lines else (0, len(texts))
    spans = not filled and any(c in layout.values for c in range(label.column, label.column + label.column_span))
    own = _entry(row, lines[before:after], texts[before:after], writing, section=spans)
    own = replace(own, filled=filled, outer=outer, marks=own.marks + raised_marks(label))
    heads = [_entry(row, lines[:before], texts[:before], writing)] if before else []
    tails = [_entry(row, lines[after:], texts[after:], writing)] if after < len(texts) else []
    return [*heads, own, *tails]


def _entry(
    row: int, lines: Sequence[Sequence[Word]], texts: Sequence[str], writing: Writing, section: bool = False
) -> Entry:
    text = join_lines(texts, writing.vocabulary)
    _, base = take_base(text, writing.fmt)
    text, marks = take_marks(text, writing.marks)
    left, right = (lines[0][0].x0, lines[0][-1].x1) if lines else (None, None)
    return Entry(row, text, 0, (), left, right, _style(lines, text), marks, base, section)


def _style(lines: Sequence[Sequence[Word]], text: str) -> Style:
    words = [w for line in lines for w in line if not w.raised]
    if not words:
        return Style()
    letters = [c for c in text if c.isalpha()]
    return Style(
        size=median(w.size for w in words),
        bold=sum(w.bold for w in words) > len(words) / 2,
        italic=sum(w.italic for w in words) > len(words) / 2,
        upper=len(letters) > 1 and all(c.isupper() for c in letters),
    )


def _main_label(sheet: Sheet, layout: Layout, row: int) -> Cell | None:
    """The innermost label of a row."""
    for column in reversed(layout.stub):
        cell = sheet.grid.anchored(row, column)
        if cell is not None:
            return cell
    return None


def _outer_labels(sheet: Sheet, layout: Layout, writing: Writing) -> dict[int, tuple[str, ...]]:
    """Labels of the columns left of the innermost one; a group's label counts for the rows below it too."""
    if len(layout.stub) < 2:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    rows = range(layout.header, sheet.grid.rows)
    running: dict[int, str] = {}
    inner = layout.stub[-1]
    grouping = {c for c in layout.stub[:-1] if _is_group_column(sheet, layout, c)}
    for row in rows:
        parts: list[str] = []
        innermost = _main_label(sheet, layout, row)
        for position, column in enumerate(layout.stub[:-1]):
            cell = sheet.grid.at(row, column)
            if cell is not None:
                running[column] = join_lines(text_lines(cell), writing.vocabulary)
                for later in layout.stub[position + 1 :]:
                    running.pop(later, None)
            elif column not in grouping or sheet.grid.anchored(row, inner) is None:
                running.pop(column, None)
            if column in running and not (innermost is not None and innermost.column <= column):
                parts.append(running[column])
        found[row] = tuple(parts)
    return found


def _is_group_column(sheet: Sheet, layout: Layout, column: int) -> bool:
    """A column whose labels stand once for several rows: words, with gaps beside inner labels."""
    inner = layout.stub[-1]
    rows = [r for r in range(layout.header, sheet.grid.rows) if sheet.grid.anchored(r, inner)]
    gaps = sum(sheet.grid.at(r, column) is None for r in rows)
    reads = [sheet.read(r, column) for r in rows if sheet.grid.anchored(r, column)]
    return gaps > 0 and sum(p.kind == "text" for p in reads) >= len(reads) / 2


def _cut_headings(sheet: Sheet, layout: Layout, label: Cell, row: int) -> tuple[int, int]:
    """Which lines of a label belong to its row of values: (first, last + 1). The others are headings."""
    lines, texts = word_lines(label), text_lines(label)
    if len(lines) < 2 or len(lines) != len(texts):
        return 0, len(texts)
    beside = [c for v in layout.values if (c := sheet.grid.anchored(row, v)) is not None]
    at = median((c.box.top + c.box.bottom) / 2 for c in beside)
    middles = [(min(w.top for w in line) + max(w.bottom for w in line)) / 2 for line in lines]
    nearest = min(range(len(lines)), key=lambda i: abs(middles[i] - at))
    if abs(middles[nearest] - at) > INDENT_STEP * font_size(label):
        return 0, len(texts)  # values stand between lines: one label of several lines
    below = _label_lines(sheet, layout, row + 1)
    if any(line.endswith(":") for line in _label_lines(sheet, layout, row - 1)[:-1]):
        return 0, len(texts)  # labels of this table begin with a line of their own
    is_last = nearest == len(texts) - 1
    first = nearest if nearest and is_last and _is_heading(lines, texts, nearest, below) else 0
    last = nearest + 1 if nearest + 1 < len(texts) and texts[-1].endswith(":") else len(texts)
    return first, last


def _label_lines(sheet: Sheet, layout: Layout, row: int) -> tuple[str, ...]:
    """The lines of the label of a row of the body, empty outside of it."""
    cell = _main_label(sheet, layout, row) if layout.header <= row < sheet.grid.rows else None
    return text_lines(cell) if cell is not None else ()


def _is_heading(lines: Sequence[Sequence[Word]], texts: Sequence[str], at: int, below: Sequence[str]) -> bool:
    """Whether the lines above line ``at`` are a heading of their own, not the beginning of a wrapped label.

    A heading stands over several rows: where the next label is built the same way, each row has its own beginning.
    """
    head, own = lines[at - 1], lines[at]
    if (head[0].bold, head[0].italic) != (own[0].bold, own[0].italic):
        return True
    if not below:
        return False
    if texts[at - 1].endswith(":"):
        return not any(line.endswith(":") for line in below[:-1])
    first_words = [text.split()[0] for text in texts[:at]]
    word = below[0].split()[0]
    return texts[at].split()[0] == word and word not in first_words


def _join_wrapped(entries: Sequence[Entry], writing: Writing) -> tuple[Entry, ...]:
    """Labels that go on in the next row: a small first letter where labels begin with a capital."""
    lead = [e.text[0] for e in entries if e.text and e.text[0].isalpha() and not _heads_parts(e.text)]
    if sum(c.islower() for c in lead) > len(lead) / 4:
        return tuple(entries)
    out: list[Entry] = []
    for entry in entries:
        before = out[-1] if out else None
        if before is not None and _goes_on(before, entry):
            text = join_lines((before.text, entry.text), writing.vocabulary)
            keep = entry if entry.filled else before
            indent, style = before.indent, before.style
            out[-1] = replace(keep, text=text, indent=indent, style=style, marks=before.marks + entry.marks)
        else:
            out.append(entry)
    return tuple(out)


def _heads_parts(text: str) -> bool:
    """``darunter``, ``of which``: a heading though it begins small."""
    return "-".join(re.findall(r"[^\W\d_]+", text.casefold())) in PART_WORDS


def _goes_on(before: Entry, entry: Entry) -> bool:
    if not (before.text and entry.text and entry.text[0].islower()) or before.section or entry.section:
        return False
    if (before.filled and entry.filled) or before.row == entry.row or before.text.endswith(":"):
        return False
    if (entry.text.endswith(":") and not entry.filled) or _heads_parts(entry.text) or _heads_parts(before.text):
        return False
    same = (before.style.bold, before.style.italic) == (entry.style.bold, entry.style.italic)
    return same and not re.search(r"[.!?]$", before.text)
