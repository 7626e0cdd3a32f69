"""Tables that a person says are missed or misread: where they stand, how many header rows they have.

Each is done only where the page still prints the words that it was written for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.tables.choose import read_regions
from pipeline.extract.tables.engines import ENGINES
from pipeline.extract.tables.finish import to_tables
from pipeline.extract.tables.layout import lay_out
from pipeline.extract.tables.phrases import lines_of, rows_of
from pipeline.extract.tables.shapes import Reading, Region
from pipeline.findings import finding, word
from pipeline.geometry import area, intersection
from schemas.profile import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import Box, Issue, Page, Table, TableCorrection, Word, Wording

SAME = 0.5
"""Share of its area that a table found has inside the box of a person: it is then that table."""
COVERED = 0.9
"""Share of the words in the box that an ordinary reading must hold to be taken for the table that is meant."""
SHOWN = 20
"""Letters beyond those expected that a message shows of what is printed."""
SAID = "a person has said where it stands"
HEADER_SAID = "a person has said how many header rows it has"


def correct_tables(
    page: Page, found: Sequence[Table], corrections: Sequence[TableCorrection]
) -> tuple[tuple[Table, ...], tuple[Issue, ...]]:
    """The tables of a page with what a person says of them; an error for each correction that is refused."""
    tables, issues = list(found), []
    for correction in corrections:
        if correction.page != page.number:
            continue
        if correction.box is None:
            why = _with_header(tables, correction)
        else:
            why = _with_box(page, tables, correction, correction.box)
        if why:
            issues.append(_refused(correction, why))
    return tuple(sorted(tables, key=lambda t: (t.box.top, t.box.x0))), tuple(issues)


def beyond(corrections: Iterable[TableCorrection], page_count: int) -> tuple[Issue, ...]:
    """An error for each correction of a page that the report does not have."""
    outside = (correction for correction in corrections if not 1 <= correction.page <= page_count)
    return tuple(_refused(correction, word("correction.refused:no_page")) for correction in outside)


def _refused(correction: TableCorrection, why: Wording) -> Issue:
    wording = word("correction.refused:table", page=correction.page, file=correction.place, why=(why,))
    return finding("error", wording, correction.page, box=correction.box)


def _with_header(tables: list[Table], correction: TableCorrection) -> Wording | None:
    """Sets the header of the table that begins with the words printed; or tells why not."""
    meant = [k for k, table in enumerate(tables) if _begins(_first_words(table), correction.printed)]
    if len(meant) != 1:
        if not meant:
            return word("correction.refused:none_begins", printed=correction.printed)
        return word("correction.refused:several_begin", count=len(meant), printed=correction.printed)
    tables[meant[0]] = _marked(tables[meant[0]], correction)
    return None


def _with_box(page: Page, tables: list[Table], correction: TableCorrection, box: Box) -> Wording | None:
    """Puts the table that stands in the box in the place of what was found there; or tells why not."""
    words = tuple(word for word in page.words if _inside(word, box))
    printed = " ".join(word.text for line in lines_of(words) for word in line)
    if not _begins(printed, correction.printed):
        if not printed:
            return word("correction.refused:empty_box")
        now = printed[: len(correction.printed) + SHOWN]
        return word("correction.refused:box", now=now, printed=correction.printed)
    reading = _read(replace(page, words=words), box)
    if reading is None:
        return word("correction.refused:no_table")
    there = [table for table in tables if intersection(table.box, box) >= SAME * area(table.box)]
    for table in there:
        tables.remove(table)
    taken = {table.id for table in (*tables, *there)}
    name = there[0].id if there else next(n for k in range(1, 1000) if (n := f"p{page.number:03d}-t{k}") not in taken)
    [read] = to_tables([reading], page.number)
    tables.append(_marked(replace(read, id=name), correction))
    return None


def _read(page: Page, box: Box) -> Reading | None:
    """The ordinary reading of what is in the box where it takes in nearly all of it; else all of it, by its columns."""
    layout = lay_out(page)
    phrases = layout.inside(box, 0.0)
    for usual in read_regions(layout, ENGINES):
        if sum(len(p.words) for slot in usual.slots for p in slot.phrases) >= COVERED * len(page.words):
            return usual
    # A person has said that this is a table: nothing in it is running text.
    plain = replace(layout, prose=frozenset())
    reading = ENGINES["aligned"].read(plain, Region(box, tuple(rows_of(phrases))))
    if reading is None or len({s.column0 for s in reading.slots}) < 2 or len({s.row0 for s in reading.slots}) < 2:
        return None
    return reading


def _marked(table: Table, correction: TableCorrection) -> Table:
    said = [SAID] if correction.box else []
    said += [HEADER_SAID] if correction.header_rows is not None else []
    return replace(table, header_rows=correction.header_rows, corrected=True, reasons=(*table.reasons, *said))


def _begins(text: str, printed: str) -> bool:
    return squeezed(text).startswith(squeezed(printed))


def _first_words(table: Table) -> str:
    """What it prints, line by line as far as its cells tell."""
    words = [word for cell in table.cells for word in cell.words]
    return " ".join(word.text for line in lines_of(words) for word in line)


def _inside(word: Word, box: Box) -> bool:
    return box.x0 <= (word.x0 + word.x1) / 2 <= box.x1 and box.top <= (word.top + word.bottom) / 2 <= box.bottom
