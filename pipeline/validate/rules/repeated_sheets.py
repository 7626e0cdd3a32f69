"""Tables and charts as they are compared with each other: a value for each pair of labels, and little else."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model import Place
from pipeline.validate.claims.labels import label_text
from pipeline.validate.claims.lexicon import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

LONG = 5
"""Words of a label that says what was asked by itself, whatever the title."""
AT_ONCE = 2000
"""Rows of the observations that are there as Python values at one time."""
NEEDED = (
    "table_id", "row", "column", "value", "value_raw", "statistic", "observation_id", "page", "row_label",
    "column_group", "column_label", "number", "title", "note", "source",
)  # fmt: skip
_MARKS = re.compile(r"[^\W_]+")

Words = frozenset[str]
Labels = tuple[str, str]
"""Of a row and a column."""


class Cell(NamedTuple):
    labels: Labels
    value: float
    statistic: str
    raw: str
    key: str
    """Its observation_id."""
    page: int
    row: int
    column: int


@dataclass(slots=True)
class Sheet:
    """A table or chart with a value for each pair of labels."""

    place: Place
    title: Words
    """Of title and note."""
    question: Words
    """Of the title alone."""
    cells: dict[Labels, Cell] = field(default_factory=dict)
    rows: dict[str, Words] = field(default_factory=dict)
    columns: dict[str, Words] = field(default_factory=dict)

    @property
    def stated(self) -> bool:
        """Most of its rows are whole statements."""
        return sum(len(words) >= LONG for words in self.rows.values()) * 2 > len(self.rows)

    def content(self) -> bytes:
        """The same for sheets that say the same, wherever they stand: comparing one is comparing all of them."""
        cells = [(cell.labels, cell.value, cell.statistic, cell.raw) for cell in self.cells.values()]
        return hashlib.sha256(repr((sorted(self.title), sorted(self.question), cells)).encode()).digest()


def sheets_of(observations: pd.DataFrame) -> list[Sheet]:
    """In the order of the observations; those without a number are left out."""
    held = observations[observations["value"].notna()].reindex(columns=list(NEEDED))
    found: dict[str, Sheet] = {}
    text, words = cache(label_text), cache(_words)
    same: dict[str, str] = {}
    for start in range(0, len(held), AT_ONCE):
        for record in held.iloc[start : start + AT_ONCE].astype(object).itertuples(index=False, name=None):
            table_id, row, column, value, raw, statistic, key, page, label, group, leaf, *about = record
            sheet = found.get(str(table_id))
            if sheet is None:
                number, title, note, source = about
                named = number if isinstance(number, str) else None
                place = Place(str(table_id), named, int(page), chart=source == "chart")
                sheet = Sheet(place, words(text(title, note)), words(text(None, title)))
                found[str(table_id)] = sheet
            labels = text(None, label), text(group, leaf)
            if labels not in sheet.cells:
                raw = same.setdefault(raw, raw) if isinstance(raw, str) else ""
                statistic = same.setdefault(str(statistic), str(statistic))
                sheet.cells[labels] = Cell(labels, float(value), statistic, raw, str(key), page, row, column)
                sheet.rows.setdefault(labels[0], words(labels[0]))
                sheet.columns.setdefault(labels[1], words(labels[1]))
    return list(found.values())


def classes_of(sheets: Sequence[Sheet]) -> list[int]:
    """Of each sheet, the position of the first with the same content."""
    first: dict[bytes, int] = {}
    return [first.setdefault(sheet.content(), position) for position, sheet in enumerate(sheets)]


def _words(text: str) -> Words:
    return frozenset(_MARKS.findall(fold(text)))
