"""Lines to running text: hyphens at line ends undone where the document itself shows the whole word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.extract.text.lexicon import CONJUNCTIONS

HYPHENS = "\u2010-\u00ad\u0002\ufffe"
"""Hyphens at a line's end; the last three are what PDFs leave of a soft one."""
LEAST_HALF = 3
"""Letters of a word that says something when it stands alone; shorter ones are syllables as often."""
_SOFT = HYPHENS[2:]
_TOKEN = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_LAST = re.compile(rf"([^\s{re.escape(HYPHENS)}]+)[{re.escape(HYPHENS)}]$")
_FIRST = re.compile(r"^[^\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")


def vocabulary(paragraphs: Iterable[Sequence[str]]) -> frozenset[str]:
    """Words of a document (casefolded), those with inner hyphens whole; both halves of a broken word left out.

    Each paragraph is the sequence of its lines.
    """
    words: set[str] = set()
    for lines in paragraphs:
        broken = False
        for line in lines:
            text = _FIRST.sub("", line, count=1) if broken else line
            whole = _LAST.sub("", text)
            words.update(m.group().casefold() for m in _TOKEN.finditer(whole))
            broken = whole != text
    return frozenset(words)


def join_lines(lines: Sequence[str], words: frozenset[str]) -> str:
    """One text of several lines; ``words`` is the document's vocabulary."""
    text = ""
    for line in lines:
        text = _join(text, line.strip(), words) if text else line.strip()
    return text


def _join(text: str, line: str, words: frozenset[str]) -> str:
    if not line:
        return text
    if (address := _ADDRESS.search(text)) and address.group()[-1] in "/-_=&?." and not line[0].isspace():
        return text + line
    last = _LAST.search(text)
    if last is None:
        return f"{text} {line}"
    first = _FIRST.match(line)
    if first is None:
        return f"{text} {line}"
    left, right = last.group(1), first.group()
    if text[-1] in _SOFT:
        return text[:-1] + line
    if right.casefold() in CONJUNCTIONS:
        return f"{text} {line}"
    left_word = re.split(r"[^\w-]", left)[-1] or left
    whole, hyphened = (left_word + right).casefold(), f"{left_word}-{right}".casefold()
    if whole in words:
        return text[:-1] + line
    if hyphened in words or right[0].isupper() or right[0].isdigit() or _abbreviation(left_word):
        return text + line
    halves = left_word.casefold(), right.casefold()
    if all(len(half) >= LEAST_HALF and half in words for half in halves):
        return text + line  # both stand alone elsewhere in the document: age-related
    return text[:-1] + line


def _abbreviation(word: str) -> bool:
    """ICT-, 80-, e-: what a hyphen stays behind."""
    return word.isupper() or not word.isalpha() or len(word) == 1
