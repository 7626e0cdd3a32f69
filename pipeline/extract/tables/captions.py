"""Give each table of a page its caption: label, number, title or question, and remainder.

Evidence, in this order: a line that opens with a label (``Tabel 3.5``), nearest above; the page's other captions
(a page sets them above or below, not both); then beside; then, without a label, a bold, larger or coloured line
right above. Lengths in points; limits in em.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.extract.tables.caption_blocks import (
    Start,
    caption_starts,
    lines_down,
    make_caption,
    split_block,
    with_labels_joined,
)
from pipeline.extract.tables.caption_labels import is_bracketed, may_hold_label
from pipeline.extract.tables.caption_lines import KnownWords, Look, TextLine, look_of, text_lines
from pipeline.extract.tables.caption_rows import holds, without_caption_rows
from pipeline.extract.tables.caption_titles import title_above
from pipeline.geometry import overlap
from pipeline.model import Box, Caption, Page, Table, Word

LABELLED_GAP: Final = 3.0
"""A labelled caption ends at most this far from its table, in em: two blank lines."""

BESIDE_GAP: Final = 4.0
"""A caption in the margin stands at most this far beside its table, in em."""


@dataclass(frozen=True, slots=True)
class _Found:
    start: Start
    block: tuple[TextLine, ...]
    gap: float


def attach_captions(page: Page, tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The tables of one page with their captions; rows that were captions are taken out of the cells.

    A table without a caption keeps ``caption`` None. No word is lost: a row leaves the cells only when its words
    stand in the caption.
    """
    if not tables:
        return ()
    trimmed = tuple(without_caption_rows(t) for t in tables)
    captions = _captions(page, trimmed)
    out = []
    for table, short, caption in zip(tables, trimmed, captions, strict=True):
        kept = short if short is table or (caption and holds(caption, table, short)) else table
        out.append(replace(kept, caption=caption))
    return tuple(out)


def page_captions(page: Page, tables: tuple[Table, ...] = ()) -> tuple[Caption, ...]:
    """Every labelled caption of the page, of figures too, from top to bottom."""
    if not may_hold_label({w.text for w in page.words}):
        return ()
    lines, look, known = _page_lines(page, tables)
    found = []
    for start in caption_starts(lines, look.size):
        block = _flowing(start, lines, start.line.box.x0, start.line.box.x1)
        titles, rest = split_block(block, start.label, start.line.box.x1)
        found.append(make_caption(titles, rest, start.label, page.number, known))
    return tuple(found)


def _page_lines(page: Page, tables: tuple[Table, ...]) -> tuple[tuple[TextLine, ...], Look, Container[str]]:
    taken = [w for t in tables for c in t.cells for w in c.words]
    held = {id(w) for w in taken}
    free = [w for w in page.words if id(w) not in held and not any(_inside(w, t.box) for t in tables)]
    return with_labels_joined(text_lines(free)), look_of(free, taken), KnownWords(page.words)


def _inside(word: Word, box: Box) -> bool:
    """Leaders between a label and its value belong to no cell, and are no text beside the table either."""
    return box.x0 < (word.x0 + word.x1) / 2 < box.x1 and box.top < (word.top + word.bottom) / 2 < box.bottom


def _captions(page: Page, tables: tuple[Table, ...]) -> list[Caption | None]:
    lines, look, known = _page_lines(page, tables)
    starts = caption_starts(lines, look.size)
    found = _labelled(starts, lines, tables)
    out: list[Caption | None] = []
    for i, table in enumerate(tables):
        hit = found.get(i)
        if hit:
            titles, rest = split_block(hit.block, hit.start.label, table.box.x1)
        else:
            titles, rest = title_above(table, tables, lines, starts, look)
        label = hit.start.label if hit else None
        out.append(make_caption(titles, rest, label, page.number, known) if titles else None)
    return out


# --------------------------------------------------------------------------- labelled captions


def _labelled(starts: Sequence[Start], lines: Sequence[TextLine], tables: tuple[Table, ...]) -> dict[int, _Found]:
    own = [s for s in starts if s.label.kind != "figure"]
    above = {i: f for i, t in enumerate(tables) if (f := _above(t, tables, own, starts, lines))}
    below = {i: f for i, t in enumerate(tables) if (f := _below(t, tables, own, lines))}
    first, second = (above, below) if _prefers(above, below) else (below, above)
    found = dict(first)
    used = {id(f.start) for f in found.values()}
    for i, hit in second.items():
        if i not in found and id(hit.start) not in used:
            found[i] = hit
            used.add(id(hit.start))
    for i, table in enumerate(tables):
        if i not in found and (beside := _beside(table, [s for s in own if id(s) not in used], lines)):
            found[i] = beside
    return found


def _prefers(above: dict[int, _Found], below: dict[int, _Found]) -> bool:
    """Does this page set its captions above? By the number of tables served, then by distance."""
    if len(above) != len(below):
        return len(above) > len(below)
    up: float = sum(f.gap for f in above.values())
    down: float = sum(f.gap for f in below.values())
    return up <= down  # in one expression mypyc takes the second sum for a whole number


def _above(
    table: Table, tables: tuple[Table, ...], own: Sequence[Start], starts: Sequence[Start], lines: Sequence[TextLine]
) -> _Found | None:
    """The nearest label above, when nothing but its own lines stands between it and the table."""
    start = max(
        (s for s in _within_reach(table, tables, starts) if s.line.mid < table.box.top),
        key=lambda s: s.line.mid,
        default=None,
    )
    if start is None or start not in own or _blocked(table, tables, start.line.mid, table.box.top):
        return None
    left, right = min(table.box.x0, start.line.box.x0), max(table.box.x1, start.line.box.x1)
    block = lines_down(start.line, lines, left, right, table.box.top)
    gap = (table.box.top - block[-1].box.bottom) / block[-1].size
    return _Found(start, tuple(block), gap) if gap <= LABELLED_GAP else None


def _last(starts: Iterable[Start]) -> Start | None:
    return max(starts, key=lambda s: s.line.mid, default=None)


def _below(table: Table, tables: tuple[Table, ...], own: Sequence[Start], lines: Sequence[TextLine]) -> _Found | None:
    start = min(
        (s for s in _within_reach(table, tables, own) if s.line.mid > table.box.bottom),
        key=lambda s: s.line.mid,
        default=None,
    )
    if start is None or _blocked(table, tables, table.box.bottom, start.line.mid):
        return None
    gap = (start.line.box.top - table.box.bottom) / start.line.size
    left, right = min(table.box.x0, start.line.box.x0), max(table.box.x1, start.line.box.x1)
    return _Found(start, tuple(_flowing(start, lines, left, right)), gap) if gap <= LABELLED_GAP else None


def _beside(table: Table, own: Sequence[Start], lines: Sequence[TextLine]) -> _Found | None:
    """A caption in the margin: its first line stands level with the upper half of the table."""
    middle = (table.box.top + table.box.bottom) / 2
    best: _Found | None = None
    for start in own:
        box, size = start.line.box, start.line.size
        gap = -overlap(box.x0, box.x1, table.box.x0, table.box.x1) / size
        if 0 < gap <= BESIDE_GAP and table.box.top - LABELLED_GAP * size < start.line.mid < middle:
            block = _flowing(start, lines, box.x0, box.x1)
            if best is None or gap < best.gap:
                best = _Found(start, tuple(block), gap)
    return best


def _flowing(start: Start, lines: Sequence[TextLine], left: float, right: float) -> list[TextLine]:
    """Lines that read on in one style where no table below says how far the caption goes."""
    block = lines_down(start.line, lines, left, right, float("inf"))
    style = start.line if start.label.rest or len(block) < 2 else block[1]
    end = 1 if start.label.rest or len(block) < 2 else 2
    while end < len(block) and (block[end].looks_like(style) or is_bracketed(block[end].text)):
        end += 1
    return block[:end]


def _within_reach(table: Table, tables: tuple[Table, ...], starts: Sequence[Start]) -> list[Start]:
    """Labels over or under the table itself; failing these, half its width to either side, short of other tables."""
    mine = [s for s in starts if _meet(s.line.box, table.box)]
    if mine:
        return mine
    beside = [
        t.box
        for t in tables
        if t is not table and overlap(t.box.top, t.box.bottom, table.box.top, table.box.bottom) > 0
    ]
    pad = 0.5 * (table.box.x1 - table.box.x0)
    left = max([table.box.x0 - pad, *(b.x1 for b in beside if b.x1 <= table.box.x0)])
    right = min([table.box.x1 + pad, *(b.x0 for b in beside if b.x0 >= table.box.x1)])
    return [s for s in starts if overlap(s.line.box.x0, s.line.box.x1, left, right) > 0]


def _blocked(table: Table, tables: tuple[Table, ...], top: float, bottom: float) -> bool:
    """Does another table stand in between?"""
    return any(t is not table and top < t.box.top < bottom and _meet(t.box, table.box) for t in tables)


def _meet(a: Box, b: Box) -> bool:
    return overlap(a.x0, a.x1, b.x0, b.x1) > 0
