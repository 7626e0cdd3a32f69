"""Labels that look misread: what they say of the values beside and under them.

Most wrong values have the right number under the wrong label, and other tools cannot tell: they have no headers to
compare. So the labels are asked themselves. Each sign was held against documents with truth of kinds the engine was
not made for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.clean.lexicon import DANGLING
from pipeline.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model import Axis, Severity, Table

DEEP_ROW = 3
"""Labels over each other from which on groups of rows are often one too many: sub-headings that follow one another."""
DEEP_COLUMN = 5
"""Header levels that no table needs: rows of the body were taken for header."""
READABLE = frozenset("%‰€$£¥#+±")
"""Signs that say something without letters or digits; ``+/-`` stands over changes."""

Codes = tuple[str, ...]
_CUT = re.compile(r"(?:[/(,&+=]|\s[-–])$")
_BRACKETED = re.compile(r"[(\[].*[)\]]")
_TOLD_ELSEWHERE = frozenset({"header.missing"})
"""Told where it was found, of the column that has none."""
_MEANINGS: dict[str, tuple[Severity, str]] = {
    "label.unreadable": ("warning", "holds signs that cannot be read"),
    "label.cut": ("info", "ends in the middle: the rest may stand beside it"),
    "row.deep": ("info", "has many groups over it, of which one may belong to other rows"),
    "row.repeated": ("info", "comes more than once: what tells the rows apart may be lost"),
    "row.of_header": ("warning", "is that of the column of labels: the row may belong to the header"),
    "header.deep": ("warning", "has many levels: rows of values may be among them"),
    "header.remark": ("info", "has a remark in brackets as a level, which may speak of the whole table"),
    "header.open": ("warning", "may be wrong: nothing on the page tells what the headers over it stand over"),
    "header.uneven": ("info", "has fewer levels than its neighbours and no rules to show where theirs end"),
    "label.gap": ("warning", "holds a wide blank: two cells may have been read as one"),
    "row.part_missing": ("warning", "has fewer parts than others beside several columns of labels"),
    "header.wide": ("warning", "may be wrong: a header of the table reaches over the column beside it"),
}


@dataclass(frozen=True, slots=True)
class LabelDoubts:
    """Codes by row and by column."""

    rows: Mapping[int, Codes] = field(default_factory=dict)
    columns: Mapping[int, Codes] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Codes:
        """What speaks against the labels of one value."""
        return (*self.rows.get(row, ()), *self.columns.get(column, ()))

    def __or__(self, other: LabelDoubts) -> LabelDoubts:
        """The doubts of both."""
        return LabelDoubts(_joined(self.rows, other.rows), _joined(self.columns, other.columns))


def doubted_labels(table: Table, rows: Iterable[Axis], columns: Sequence[Axis], stub: str) -> LabelDoubts:
    """``stub``: the header over the row labels; ``columns``: those that hold values."""
    rows = tuple(rows)
    counts = Counter(axis.path for axis in rows if any(axis.path))
    deepest = max((len(axis.path) for axis in columns), default=0)
    first = min((axis.index for axis in columns), default=0)
    aligned = table.engine == "aligned"
    return LabelDoubts(
        {axis.index: codes for axis in rows if (codes := _of_row(axis, counts, stub))},
        {a.index: codes for a in columns if (codes := _of_column(a, aligned and a.index > first, deepest))},
    )


def tell(table: Table, doubts: LabelDoubts) -> tuple[Issue, ...]:
    """One Issue for each kind of doubt, with the rows or columns it holds for."""
    page = table.pages[0]
    found = []
    for what, axes in (("row", doubts.rows), ("column", doubts.columns)):
        by_code: dict[str, list[int]] = defaultdict(list)
        for index, codes in axes.items():
            for code in codes:
                by_code[code].append(index)
        for code, indexes in by_code.items():
            if code in _TOLD_ELSEWHERE:
                continue
            severity, meaning = _MEANINGS[code]
            which = f"{what}{'s' if len(indexes) > 1 else ''} " + ", ".join(str(i + 1) for i in sorted(indexes))
            message = f"Table {table.id}, page {page}: the label of {which} {meaning}"
            place = {what: min(indexes)}
            found.append(
                Issue(code, severity, message, page, table.id, row=place.get("row"), column=place.get("column"))
            )
    return tuple(found)


def _joined(a: Mapping[int, Codes], b: Mapping[int, Codes]) -> dict[int, Codes]:
    return {index: (*a.get(index, ()), *b.get(index, ())) for index in sorted({*a, *b})}


def _of_row(axis: Axis, counts: Counter[Codes], stub: str) -> Codes:
    signs = {
        "label.unreadable": any(map(_unreadable, axis.path)),
        "label.cut": any(map(_cut, axis.path)),
        "row.deep": sum(map(bool, axis.path)) >= DEEP_ROW,
        "row.repeated": counts[axis.path] > 1,
        "row.of_header": bool(stub) and bool(axis.path) and axis.path[-1].casefold() == stub.casefold(),
    }
    return tuple(code for code, holds in signs.items() if holds)


def _of_column(axis: Axis, unproven: bool, deepest: int) -> Codes:
    """``unproven``: only alignment shows which columns a group covers, and it is not the first column, where a total
    often stands without a group."""
    signs = {
        "label.unreadable": any(map(_unreadable, axis.path)),
        "label.cut": any(map(_cut, axis.path)),
        "header.deep": len(axis.path) >= DEEP_COLUMN,
        "header.remark": any(_BRACKETED.fullmatch(part) for part in axis.path[:-1]),
        "header.uneven": unproven and 0 < len(axis.path) < deepest,
    }
    return tuple(code for code, holds in signs.items() if holds)


def _unreadable(label: str) -> bool:
    """Signs without a known character, or none that says anything: formulas and symbols of fonts without a map."""
    if "\ufffd" in label or any(unicodedata.category(sign) == "Co" for sign in label):
        return True
    return bool(label.strip()) and not any(sign.isalnum() or sign in READABLE for sign in label)


def _cut(label: str) -> bool:
    """Ends in a sign or a word after which something must follow; in capitals it is an abbreviation (``EN``)."""
    words = label.split()
    return bool(_CUT.search(label.strip())) or (len(words) > 1 and words[-1] in DANGLING)
