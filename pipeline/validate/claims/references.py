"""Tables and figures that the text names: one that does not exist, or a number that several bear."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from pipeline.findings import not_checked, sentence, title, word
from pipeline.model import Check, Issue
from pipeline.validate.claims.lexicon import references
from pipeline.validate.claims.passages import STATING, referred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Block
    from pipeline.validate.claims.report import Report

Named = tuple[str, str]
"""``("table", "3.1")``"""
LEAST_NUMBERED = 2
"""Captions with numbers of a kind from which a report numbers them, so that one can be said to be missing."""


class _Borne(NamedTuple):
    """Who bears the numbers."""

    captions: frozenset[Named]
    tables: dict[Named, list[tuple[str, int]]]
    """Ids and first pages of those that were read."""


def check_references(blocks: Sequence[Block], report: Report) -> tuple[tuple[Issue, ...], Check]:
    """``reference.missing`` and ``reference.ambiguous``, one for each number, at the first place that names it."""
    borne = _borne(blocks, report)
    issues: list[Issue] = []
    cited = _cited(blocks, report.style.language)
    for named, page in cited.items():
        tables = borne.tables.get(named, [])
        if len(tables) > 1:
            issues.append(_ambiguous(named, page, tables))
        elif not tables and named not in borne.captions:
            issues += _missing(named, page, borne)
    why = () if cited else (("reference.missing:nothing", 0),)
    failed = sum(issue.code == "reference.missing" for issue in issues)
    check = Check("reference.missing", title("reference.missing"), len(cited), failed, "warning", not_checked(why), why)
    return tuple(issues), check


def _borne(blocks: Sequence[Block], report: Report) -> _Borne:
    tables: dict[Named, list[tuple[str, int]]] = defaultdict(list)
    for matrix in report.tables:
        if matrix.number:
            tables[(matrix.kind, matrix.number)].append((matrix.table_id, min(matrix.pages)))
    captions = {
        (kind, match["number"].rstrip("."))
        for block in blocks
        for kind, pattern in references(report.style.language)
        if (match := pattern.match(block.text.lstrip("*• ")))
    }
    return _Borne(frozenset(captions | set(tables)), dict(tables))


def _cited(blocks: Sequence[Block], language: str) -> dict[Named, int]:
    """What the text names -> the first page that does. A block that begins with the name is its caption."""
    found: dict[Named, int] = {}
    for block in blocks:
        if block.kind in STATING:
            begins = any(pattern.match(block.text.lstrip("*• ")) for _, pattern in references(language))
            for named in list(referred(block.text, language))[begins:]:
                found.setdefault(named, block.page)
    return found


def _missing(named: Named, page: int, borne: _Borne) -> list[Issue]:
    kind, number = named
    known = sorted(n for k, n in borne.captions if k == kind)
    if len(known) < LEAST_NUMBERED:
        return []
    chapter = number.rpartition(".")[0]
    near = [n for n in known if n.rpartition(".")[0] == chapter]
    wording = word(f"reference.missing:{kind}", page=page, number=number, known=", ".join(near or known))
    return [Issue("reference.missing", "warning" if near else "info", sentence(wording), page, wording=wording)]


def _ambiguous(named: Named, page: int, tables: list[tuple[str, int]]) -> Issue:
    kind, number = named
    places = ", ".join(f"{table_id} (p. {first})" for table_id, first in tables)
    wording = word(f"reference.ambiguous:{kind}", page=page, number=number, count=len(tables), places=places)
    return Issue("reference.ambiguous", "info", sentence(wording), page, tables[0][0], wording=wording)
