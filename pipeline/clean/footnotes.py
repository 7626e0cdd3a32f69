"""What the marks of a table mean: mark -> text of the note or footnote that defines it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.clean.lexicon import MISSING_MEANINGS
from pipeline.clean.numbers import SIGNS, SUPERSCRIPTS, fold, split_marks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model import Block, Missing, Table

_LEAD = re.compile(
    rf"(?P<mark>[{re.escape(SIGNS)}]+|[{SUPERSCRIPTS}]+|\(\d{{1,2}}\)|\(?[a-z]\)|\d{{1,2}}[.)]?(?=\s))\s*(?P<text>\S.*)",
    re.S,
)
_PAIR = re.compile(r"(?:^|[;,]\s*)(?P<mark>\S{1,5})\s*=\s*(?P<text>[^;=]+?)\s*(?=;|$|,\s*\S{1,5}\s*=)")
"""``- = nihil; n/a = not asked``"""


def legend_of(table: Table, blocks: Sequence[Block]) -> Mapping[str, str]:
    """Marks that notes of the table, or footnotes and notes on its pages, define. The table's own come first."""
    found: dict[str, str] = {}
    for note in table.notes:
        _add(found, note.text, note.marks)
    for block in blocks:
        if block.page not in table.pages or block.kind not in ("footnote", "note"):
            continue
        if block.number:
            found.setdefault(bare_mark(block.number), block.text.strip())
        elif block.kind == "note":
            _add(found, block.text, ())
    return found


def _add(found: dict[str, str], text: str, marks: Sequence[str]) -> None:
    pairs = [(m["mark"], m["text"].strip(" .")) for m in _PAIR.finditer(text)]
    if pairs:
        for mark, meaning in pairs:
            found.setdefault(fold(mark), meaning)
        return
    lead = _LEAD.match(text.strip())
    if lead:
        found.setdefault(bare_mark(lead["mark"]), lead["text"].strip())
    elif len(marks) == 1:
        found.setdefault(bare_mark(marks[0]), text.strip())


def bare_mark(mark: str) -> str:
    """``(2)``, ``2)``, ``2.`` and a superscript 2 are the mark ``2``."""
    plain = "".join(split_marks(mark)) if set(mark) & set(SUPERSCRIPTS) else mark
    return plain.strip("().") or mark


def texts_of(marks: Sequence[str], legend: Mapping[str, str]) -> tuple[str, ...]:
    """The notes that define these marks, each once, in order."""
    found = (legend.get(mark) or legend.get(bare_mark(mark)) for mark in marks)
    return tuple(dict.fromkeys(text for text in found if text))


def meaning_of(marker: str, legend: Mapping[str, str]) -> Missing | None:
    """What the report's own legend says a missing marker stands for, None when it says nothing we know."""
    text = legend.get(fold(marker), "").casefold()
    return next((kind for kind, stems in MISSING_MEANINGS if any(stem in text for stem in stems)), None)
