"""How far two readings of one table agree: the share of their cells that say the same in the same place."""

from __future__ import annotations

import re

from pipeline.model import Table


def agreement(a: Table, b: Table) -> float:
    """0 to 1: twice the cells equal in text at aligned rows and columns, over the cells of both (an F1).

    Rows and columns are aligned in order by what they hold, so that a title taken for a first row, or one empty
    column more, costs its own cells and not all below it. White space counts for nothing. Symmetric but for ties.
    """
    grid_a, grid_b = _texts(a), _texts(b)
    if not grid_a or not grid_b:
        return 0.0
    rows = _aligned(_lines(grid_a, 0), _lines(grid_b, 0))
    columns = _aligned(_lines(grid_a, 1), _lines(grid_b, 1))
    equal = sum(
        grid_b.get((rows[r], columns[c])) == text for (r, c), text in grid_a.items() if r in rows and c in columns
    )
    return 2 * equal / (len(grid_a) + len(grid_b))


def _texts(table: Table) -> dict[tuple[int, int], str]:
    """Cells that hold text, by their top left position."""
    return {(c.row, c.column): text for c in table.cells if (text := re.sub(r"\s+", "", c.text))}


def _lines(grid: dict[tuple[int, int], str], axis: int) -> dict[int, frozenset[str]]:
    """Row (axis 0) or column (axis 1) -> the texts it holds."""
    lines: dict[int, set[str]] = {}
    for place, text in grid.items():
        lines.setdefault(place[axis], set()).add(text)
    return {k: frozenset(v) for k, v in sorted(lines.items())}


def _aligned(a: dict[int, frozenset[str]], b: dict[int, frozenset[str]]) -> dict[int, int]:
    """Line of a -> line of b, in order, so that the texts shared are most (dynamic programming)."""
    keys_a, keys_b = list(a), list(b)
    best = [[0] * (len(keys_b) + 1) for _ in range(len(keys_a) + 1)]
    for i, p in enumerate(keys_a):
        for j, q in enumerate(keys_b):
            shared = len(a[p] & b[q])
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], best[i][j] + shared)
    pairs, i, j = {}, len(keys_a), len(keys_b)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs[keys_a[i]] = keys_b[j]
    return pairs
