"""Leaves that come again: ``2021 2022 2021 2022`` under two spanners tells what each spanner stands over.

It holds wherever the spanners are set: flush left, or centred over cells whose edges nobody sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extract.tables.columns import span_of
from pipeline.extract.tables.shapes import Column, Phrase, Span
from pipeline.geometry import overlap


def ranges_of_repeats(lines: Sequence[Sequence[Phrase]], columns: Sequence[Column]) -> Mapping[Phrase, Span]:
    """Header phrases -> first and last column, where the lines below repeat once under each. ``lines``: top down."""
    found: dict[Phrase, Span] = {}
    for j, line in enumerate(lines):
        leaves = _leaves(line, columns)
        for upper in lines[:j] if leaves else ():
            first, last = min(leaves), max(leaves)
            over = sorted((p for p in upper if first <= span_of(p, columns)[0] <= last), key=lambda p: p.x0)
            found.update(_shared_out(over, leaves))
    return found


def _leaves(line: Sequence[Phrase], columns: Sequence[Column]) -> dict[int, Phrase]:
    """The phrases of a line by column, without the stub's, when they fill columns side by side, one each."""
    placed = [(span_of(p, columns), p) for p in line]
    own = {first: p for (first, last), p in placed if first == last and first > 0}
    side_by_side = bool(own) and max(own) - min(own) + 1 == len(own)
    alone = sum(last > 0 for (_, last), _ in placed) == len(own)
    return own if side_by_side and alone else {}


def _shared_out(over: Sequence[Phrase], leaves: Mapping[int, Phrase]) -> dict[Phrase, Span]:
    """Each spanner with its repeat of the leaves; nothing when they do not repeat, or one stands elsewhere."""
    texts = [leaves[k].text for k in sorted(leaves)]
    size = len(texts) // len(over) if len(over) > 1 else 0
    if size < 2 or texts != texts[:size] * len(over) or len(set(texts[:size])) < size:
        return {}
    first = min(leaves)
    spans = [(first + size * i, first + size * i + size - 1) for i in range(len(over))]
    stands = all(overlap(p.x0, p.x1, leaves[a].x0, leaves[b].x1) > 0 for p, (a, b) in zip(over, spans, strict=True))
    return dict(zip(over, spans, strict=True)) if stands else {}
