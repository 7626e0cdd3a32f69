"""How a note opens, and which marks it explains: ``* significant``, ``1 Includes``, ``n/a = not asked``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.extract.tables.caption_lines import TextLine
from pipeline.extract.tables.caption_words import BASE_WORDS, NOTE_WORDS
from pipeline.model import Word

SYMBOLS: Final = "*†‡§#^¶°"

_NOTE_WORD = re.compile(
    rf"^[(\[]?(?:{'|'.join(sorted((*NOTE_WORDS, *BASE_WORDS), key=len, reverse=True))})(?:\s?\(\w+\))?\s*[:.–]",
    re.IGNORECASE,
)
_SYMBOL = re.compile(rf"^\(?\s?([{re.escape(SYMBOLS)}]+)\s?\)?\s*(?=\S)")
_STANDS_FOR = re.compile(r"^(\([^)\s]{1,3}\)|[-–—:.…/]{1,3}|[xX])\s+(?=[(=]?\s?[^\W\d_]{2})")
_NUMBERED = re.compile(r"^(\((?:\d{1,2}|[a-z])\)|(?:\d{1,2}|[a-z])\))\s+(?=\S)")
_DEFINED = re.compile(r"(?:^|[;,.]\s+)([^\s=;,]{1,5}|\S+)\s=\s(?=[^\W\d_]{2})")
_INNER = re.compile(rf"(?<=[;.,]\s)([{re.escape(SYMBOLS)}]+)(?=\s\w)")
_TEST = re.compile(r"(?<!\w)(?:p|P|χ|r|t|F)\s?[=<>≤≥]\s?[-−]?[0-9]?[.,]\d")
"""The outcome of a statistical test: ``χ2 = 5.28, v = 3, p = 0.15``."""

_MARK = re.compile(rf"^[({{\[]?(\d{{1,2}}|[a-z]|[{re.escape(SYMBOLS)}]+)[)}}\].,]?$")

_PRINTED = re.compile(rf"(?:^|\W)(\d{{1,2}}|[a-z])\)$|([{re.escape(SYMBOLS)}]+)\)?$")
MARK_ENDS = (")", *SYMBOLS)
"""What a word with a mark in it ends with: hardly any does."""

MARK_SIZE: Final = 0.85
"""A mark set at less than this share of its line's size is a raised one, whatever its baseline."""


def mark_of(text: str) -> str | None:
    """The mark a word is, without its brackets; None when it cannot be one."""
    found = _MARK.match(text.strip())
    return found.group(1) if found else None


def leading_mark(line: TextLine) -> str | None:
    """The footnote mark a line opens with: raised, small, bracketed or a symbol; never a plain number."""
    text = " ".join(w.text for w in line.words)
    symbol = _SYMBOL.match(text)
    if symbol:
        return symbol.group(1)
    first = line.words[0]
    small = first.raised or first.size < MARK_SIZE * line.size
    if small and len(line.words) > 1:
        return mark_of(first.text)
    numbered = _NUMBERED.match(text)
    return numbered.group(1).strip("()") if numbered else None


def opens_note(line: TextLine) -> bool:
    """Does the line open a note: a source, a legend, a base, or the text of a mark?"""
    text = line.text
    if any(p.search(text) for p in (_NOTE_WORD, _STANDS_FOR, _DEFINED, _TEST)):
        return True
    return leading_mark(line) is not None


def marks_in(lines: Sequence[TextLine]) -> tuple[str, ...]:
    """The marks that a note explains, as they are printed at a value."""
    text = " ".join(w.text for line in lines for w in line.words)
    found = [leading_mark(lines[0])]
    stands_for = _STANDS_FOR.match(text)
    if stands_for and found[0] is None:
        found.append(stands_for.group(1))
    found += [m.group(1) for m in _DEFINED.finditer(text)]
    found += [m.group(1) for m in _INNER.finditer(text)]
    return tuple(dict.fromkeys(m for m in found if m))


def raised_marks(words: Iterable[Word]) -> set[str]:
    """Marks printed raised in a table or caption: what its footnotes must explain."""
    marks: set[str] = set()
    for word in words:
        if word.raised:
            marks.update(m for part in re.split(r"[,;]", word.text) if (m := mark_of(part)))
    return marks


def printed_marks(words: Iterable[Word]) -> set[str]:
    """Every text that may be a mark in a table: raised, bracketed or glued to the end of a word or number."""
    marks: set[str] = set()
    for word in words:
        found = _PRINTED.search(word.text) if word.text.endswith(MARK_ENDS) else None
        if found:
            marks.add(found.group(1) or found.group(2))
    return marks | raised_marks(words)
