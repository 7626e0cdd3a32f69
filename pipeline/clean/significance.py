"""Significance of a value, where the report itself says how it is shown.

A definition is a clause that names significance, a way of showing it (underlined, bold, a colour, a sign), and
often a direction: ``een onderstreept percentage is significant lager``. Without a definition an underline means
nothing here. A note of the table speaks for that table; running text for the tables on its page, and for all
tables where it says so (``in the tables``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.clean.footnotes import bare_mark
from pipeline.clean.significance_words import (
    BOLD_WORDS,
    COLOR_WORDS,
    HIGHER_WORDS,
    LETTER_WORDS,
    LOWER_WORDS,
    SIGNIFICANT_WORDS,
    TABLE_PLURALS,
    UNDERLINE_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.model import Block, Cell, Significance, Table, Word

Way = Literal["underline", "bold", "color", "mark", "letter"]

_P_VALUE = re.compile(r"\bp\s*[<≤]\s*0?[.,]\d", re.IGNORECASE)
_CLAUSE = re.compile(r"[;.]\s|,\s|\s(?:en|and|und|et|e|y)\s")
LEAST_COLORFUL = 60
"""Channels of a colour further apart than this (of 255) are no grey."""


@dataclass(frozen=True, slots=True)
class Definition:
    """``what``: the sign of a mark, or the name of a colour (``red``, ``green``, ``blue``), else empty."""

    way: Way
    meaning: Significance
    what: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """What the running text defines, each with the position of its block, found once for all tables."""

    everywhere: tuple[tuple[int, Definition], ...]
    """For all tables: the first of each."""
    on_page: Mapping[int, tuple[tuple[int, Definition], ...]]
    """For the tables on a page."""

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Prose:
        everywhere: dict[Definition, int] = {}
        on_page: dict[int, list[tuple[int, Definition]]] = {}
        for position, block in enumerate(blocks):
            found = _defined(block.text) if block.kind in ("footnote", "note", "paragraph", "list_item") else ()
            if found and _has(block.text, TABLE_PLURALS):
                for definition in found:
                    everywhere.setdefault(definition, position)
            elif found:
                on_page.setdefault(block.page, []).extend((position, definition) for definition in found)
        first = tuple((position, definition) for definition, position in everywhere.items())
        return cls(first, {page: tuple(own) for page, own in on_page.items()})

    def for_table(self, table: Table) -> list[Definition]:
        """In the order of the text."""
        own = [pair for page in dict.fromkeys(table.pages) for pair in self.on_page.get(page, ())]
        return [definition for _, definition in sorted((*self.everywhere, *own), key=lambda pair: pair[0])]


def definitions_of(table: Table, legend: Mapping[str, str], prose: Prose) -> tuple[Definition, ...]:
    """All ways of showing significance that hold for this table."""
    texts = [note.text for note in table.notes]
    if table.caption and table.caption.note:
        texts.append(table.caption.note)
    found = [d for text in texts for d in _defined(text)] + prose.for_table(table)
    for mark, meaning in legend.items():
        if is_significance(meaning) and not mark.isdigit():
            found.append(Definition("mark", _direction(meaning), mark))
    return tuple(dict.fromkeys(found))


def _defined(text: str) -> list[Definition]:
    return [d for sentence in re.split(r"(?<=[.!?])\s+", text) for d in _shown(sentence)]


def is_significance(text: str) -> bool:
    """Whether a text speaks of statistical significance."""
    return _has(text, SIGNIFICANT_WORDS) or bool(_P_VALUE.search(text))


def _shown(sentence: str) -> list[Definition]:
    """Definitions by underline, bold, letters or colour in one sentence."""
    if not is_significance(sentence):
        return []
    clauses = _CLAUSE.split(sentence)
    found: list[Definition] = []
    for clause in clauses:
        ways: list[tuple[Way, str]] = []
        if _has(clause, UNDERLINE_WORDS):
            ways.append(("underline", ""))
        if _has(clause, BOLD_WORDS):
            ways.append(("bold", ""))
        if _has(clause, LETTER_WORDS):
            ways.append(("letter", ""))
        ways += [("color", name) for name, words in COLOR_WORDS.items() if _has(clause, words)]
        directed = clause if len(clauses) > 1 and _states_direction(clause) else sentence
        found += [Definition(way, _direction(directed), what) for way, what in ways]
    return found


def _states_direction(text: str) -> bool:
    return _has(text, LOWER_WORDS) or _has(text, HIGHER_WORDS)


def _direction(text: str) -> Significance:
    lower, higher = _has(text, LOWER_WORDS), _has(text, HIGHER_WORDS)
    if lower == higher:
        return "different"
    return "lower" if lower else "higher"


def _has(text: str, stems: Sequence[str]) -> bool:
    """Whether a word of the text begins with one of the stems; a stem that ends in a blank is a whole word."""
    low = " " + re.sub(r"[^\w%-]+", " ", text.casefold()) + " "
    return any(f" {stem}" in low for stem in stems)


def significance_of(
    cell: Cell, marks: Sequence[str], definitions: Sequence[Definition], row: Sequence[Cell]
) -> Significance | None:
    """How a cell stands out, if a definition says what that means. Bold counts only within a row that is not
    bold as a whole (total rows are)."""
    for definition in definitions:
        if definition.way == "mark":
            shown = any(bare_mark(m) == bare_mark(definition.what) for m in marks)
        elif definition.way == "letter":
            shown = any(len(m) == 1 and m.isalpha() for m in marks)
        elif definition.way == "underline":
            shown = _most(cell, lambda w: w.underlined)
        elif definition.way == "bold":
            shown = _most(cell, lambda w: w.bold) and not all(_most(c, lambda w: w.bold) for c in row)
        else:
            what = definition.what
            shown = _most(cell, lambda w, name=what: _color_name(w.color) == name)  # type: ignore[misc]
        if shown:
            return definition.meaning
    return None


def _most(cell: Cell, holds: Callable[[Word], bool]) -> bool:
    words = [w for w in cell.words if not w.raised and any(c.isalnum() for c in w.text)]
    return bool(words) and sum(map(holds, words)) > len(words) / 2


def _color_name(color: str | None) -> str:
    """``red``, ``green`` or ``blue`` for a colour with one strong channel; empty for greys and mixtures."""
    if color is None or not re.fullmatch(r"#[0-9a-f]{6}", color):
        return ""
    channels = {name: int(color[i : i + 2], 16) for name, i in (("red", 1), ("green", 3), ("blue", 5))}
    strongest = max(channels, key=lambda name: channels[name])
    others = [value for name, value in channels.items() if name != strongest]
    return strongest if channels[strongest] - max(others) > LEAST_COLORFUL else ""
