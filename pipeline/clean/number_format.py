"""Which mark is the decimal mark: decided once per document, from what its tables and prose print.

Only numbers that one convention alone explains are witnesses: ``28,8``, ``1.234,56``, ``0.05``, ``1.234.567``. A
column that mixes ``532`` and ``1.415`` is one too: thousandths would stand in all of its rows. ``1.415`` alone is
none: it is what the decision is for. A table that speaks with one voice against the rest of the document (pasted
from other software, a chart) is read by its own convention and left out of the count; an Issue says so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pipeline.clean.lexicon import DECIMAL_MARK
from pipeline.clean.numbers import FIRM_BLANK, fold
from pipeline.model import NumberFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model import Table

    Mark = Literal[",", "."]

LEAST_WITNESSES = 3
"""So many numbers must agree before a table overrules its document."""
CLEAR_MAJORITY = 0.9
"""Share of the witnesses that must agree for the decision to count as certain."""
LEAST_TRIPLES = 3
"""So many numbers like ``1.415``, and none with other decimals, speak for thousands: thousandths are rare."""
LEAST_BARE = 2
"""So many bare numbers from 100 to 999 must share a column with ``1.415`` for it to be a count. Smaller ones do
not tell: a column of ratios holds a bare 1 for its reference group."""

_NUMBER = re.compile(rf"[+-]?\d[\d.,' {FIRM_BLANK}]*\d|\d")
_PROSE = re.compile(r"(?:(?<=€)|(?<=€ )|(?<=\$)|(?<=£))\d[\d.,]*\d|\d[\d.,]*\d(?= ?%)")
_TRIPLE = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_OTHER: dict[str, Mark] = {",": ".", ".": ","}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many numbers fit only one decimal mark, with examples, and what else bears on the decision."""

    votes: Counter[str]
    examples: Mapping[str, str]
    """One for each mark that has a vote."""
    triples: Counter[str]
    """Numbers like ``1.415`` by the mark they hold."""
    groupings: Counter[str]
    """Marks before three digits."""


def witness(number: str) -> Mark | None:
    """The decimal mark that alone explains this number; None when both do, or neither."""
    for mark in _OTHER.values():
        m, o = re.escape(mark), re.escape(_OTHER[mark])
        grouped = rf"[1-9]\d{{0,2}}(?:[{o}' {FIRM_BLANK}]\d{{3}})+{m}\d+"
        several = rf"[1-9]\d{{0,2}}(?:{o}\d{{3}}){{2,}}"
        single = rf"0{m}\d+|\d+{m}(?:\d{{1,2}}|\d{{4,}})|\d{{4,}}{m}\d+"
        if re.fullmatch(f"{grouped}|{several}|{single}", number):
            return mark
    return None


def told_by(table: Table) -> Evidence:
    """Evidence from the cells of a table."""
    return _gather(_columns(table))


def said_in(prose: Sequence[str]) -> Evidence:
    """Evidence from prose where a currency or % shows that a number is meant.

    Numbers of sections (``3.5``), dates and laws stand in prose too, so nothing else in prose counts.
    """
    return _gather([[m.group() for text in prose for m in _PROSE.finditer(fold(text))]])


def _together(voices: Iterable[Evidence]) -> Evidence:
    whole = Evidence(Counter(), {}, Counter(), Counter())
    examples: dict[str, str] = {}
    for voice in voices:
        whole.votes.update(voice.votes)
        for mark, number in voice.examples.items():
            examples.setdefault(mark, number)
        whole.triples.update(voice.triples)
        whole.groupings.update(voice.groupings)
    return replace(whole, examples=examples)


def _gather(columns: Sequence[Sequence[str]]) -> Evidence:
    votes: Counter[str] = Counter()
    examples: dict[str, str] = {}
    triples: Counter[str] = Counter()
    groupings: Counter[str] = Counter()
    for column in columns:
        witnessed = [witness(number) for number in column]
        counts = _counts(column, witnessed)
        for number, told in zip(column, witnessed, strict=True):
            triple = _TRIPLE.fullmatch(number)
            mark = told or (counts.get(triple[1]) if triple else None)
            if mark:
                votes[mark] += 1
                examples.setdefault(mark, number)
            if triple:
                triples[triple[1]] += 1
            groupings.update(re.findall(rf"(?<=\d)([.,' {FIRM_BLANK}])(?=\d{{3}}(?!\d))", number))
    return Evidence(votes, examples, triples, groupings)


def _columns(table: Table) -> list[list[str]]:
    """The numbers of each column, without signs: of cells that hold one number and little else."""
    columns: dict[int, list[str]] = {}
    for cell in table.cells:
        number = _only_number(fold(cell.text))
        if number:
            columns.setdefault(cell.column, []).append(number)
    return list(columns.values())


def _only_number(text: str) -> str | None:
    if re.search(r"\d\s*[-/:]\s*\d|\d\.\s*$|[^\W\d_]{4,}", text) or re.search(r"\d[.,]\d\d?[.,]\d", text):
        return None  # ranges, dates, ratios, "2.", words
    match = _NUMBER.search(text)
    if match is None or re.search(r"\d", re.sub(r"\(.*", "", text[match.end() :])):
        return None
    return match.group().lstrip("+-")


def _counts(column: Sequence[str], witnessed: Sequence[Mark | None]) -> dict[str, Mark]:
    """Mark between thousands -> decimal mark, where ``1.415`` stands among bare numbers below 1000 and nothing
    contradicts. ``witnessed``: what each number of the column tells by itself."""
    bare = sum(re.fullmatch(r"[1-9]\d\d", n) is not None for n in column)
    long = any(re.fullmatch(r"\d{4,}", n) and not re.fullmatch(r"(?:19|20)\d\d", n) for n in column)
    if bare < LEAST_BARE or long:
        return {}
    return {mark: other for mark, other in _OTHER.items() if mark not in witnessed}


def decide_format(tables: Iterable[Table], prose: Sequence[str], language: str) -> NumberFormat:
    """The number format of the document; ``certain`` is False when values depend on a guess."""
    voices, prosaic = [told_by(table) for table in tables], said_in(prose)
    votes = _together([*voices, prosaic]).votes
    leading: Mark = "," if votes[","] >= votes["."] else "."
    agreeing = [voice for voice in voices if not _dissents(voice, leading)]
    return _decide(_together([*agreeing, prosaic]), language)


def _decide(evidence: Evidence, language: str) -> NumberFormat:
    votes = evidence.votes
    if votes:
        mark: Mark = "," if votes[","] >= votes["."] else "."
        certain = votes[mark] >= CLEAR_MAJORITY * votes.total()
        because = (
            f"{votes[',']} numbers fit only a decimal comma and {votes['.']} only a decimal point, "
            f"such as {' and '.join(evidence.examples.values())}"
        )
    else:
        mark, certain, because = _from_thousands(evidence, language)
    printed = sorted(evidence.groupings, key=lambda g: (-evidence.groupings[g], g))
    grouping = [g for g in printed if g not in (mark, " ", FIRM_BLANK)] or [_OTHER[mark]]
    if evidence.groupings[" "] + evidence.groupings[FIRM_BLANK] >= LEAST_WITNESSES:
        grouping.append(" ")
    return NumberFormat(mark, tuple(grouping), language, because, certain)


def _from_thousands(evidence: Evidence, language: str) -> tuple[Mark, bool, str]:
    """No number decides by itself: numbers like ``1.415`` and the language do."""
    prior: Mark | None = DECIMAL_MARK.get(language)
    total = evidence.triples.total()
    if total == 0:
        return prior or ".", True, "no number depends on it"
    by_triples = _OTHER[max(evidence.triples, key=lambda m: evidence.triples[m])]
    if prior in (None, by_triples) and len(evidence.triples) == 1:
        why = f"{total} numbers with three digits after the mark and none with another count; language {language}"
        return by_triples, prior is not None and total >= LEAST_TRIPLES, why
    return prior or by_triples, False, f"only the language ({language}) speaks for it"


def _dissents(voice: Evidence, leading: str) -> bool:
    return voice.votes[leading] == 0 and voice.votes.total() >= LEAST_WITNESSES


def format_of_table(table: Table, document: NumberFormat) -> tuple[NumberFormat, bool]:
    """The format a table is read by, and whether it differs from the document's."""
    if not _dissents(told_by(table), document.decimal):
        return document, False
    mark = _OTHER[document.decimal]
    return replace(document, decimal=mark, grouping=(document.decimal, " "), certain=True), True
