"""Which of many tables may be the same question: found by what they share, not by holding each against each.

Each of these gives at least the pairs that the rule would find by looking at all of them. Two sets of which a share
must be common have one of the rarest words of either in common: of as many as may be missing, and one more.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pipeline.validate.rules.repeated_sheets import Sheet, Words

Pairs = set[tuple[int, int]]
"""Positions, the smaller first."""
ROUNDING = 1e-9


def sharing(sets: Mapping[int, Words], share: float) -> Pairs:
    """Pairs of sets that may have this share of the smaller in common. A pair of one with itself is one too."""
    if not sets:
        return set()
    having = _having(sets.items())
    return {
        (min(one, other), max(one, other))
        for one, words in sets.items()
        for word in _telling(words, share, having)
        for other in having[word]
    }


def asking(questions: Mapping[int, Words], rows: Mapping[int, Iterable[Words]], share: float) -> Pairs:
    """Pairs of which one has a row with this share of its words in the question of the other."""
    where: dict[Words, list[int]] = defaultdict(list)
    for position, own in rows.items():
        for words in own:
            where[words].append(position)
    having = _having(enumerate(where))
    by_word: dict[str, list[Words]] = defaultdict(list)
    for words in where:
        for word in _telling(words, share, having):
            by_word[word].append(words)
    found: Pairs = set()
    for position, question in questions.items():
        for words in {words for word in question for words in by_word.get(word, ())}:
            if len(words & question) >= share * len(words) - ROUNDING:
                found.update((min(position, other), max(position, other)) for other in where[words])
    return found


def in_order(sheets: Mapping[int, Sheet], fewest_columns: int, least: Callable[[int], int]) -> Pairs:
    """Pairs with as many rows, of which ``least`` have the same values at the same place in so many columns of the
    same labels."""
    index: dict[tuple[int, int, str, float], list[int]] = defaultdict(list)
    found: Pairs = set()
    for position, sheet in sheets.items():
        count, met = len(sheet.rows), Counter[tuple[int, int]]()
        first = list(sheet.rows)[: max(0, count - least(count) + 1)]
        for at, row in enumerate(first):
            for column, words in sheet.columns.items():
                cell = sheet.cells.get((row, column)) if words else None
                if cell is None:
                    continue
                same = index[count, at, column, cell.value]
                same.append(position)
                met.update((other, at) for other in same)
        found.update((other, position) for (other, _), columns in met.items() if columns >= fewest_columns)
    return found


def _having(sets: Iterable[tuple[int, Words]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for position, words in sets:
        for word in words:
            found[word].append(position)
    return found


def _telling(words: Words, share: float, having: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Its rarest words, of which another set with that share of them has one at least."""
    rarest = sorted(words, key=lambda word: (len(having.get(word, ())), word))
    yield from rarest[: len(words) - math.ceil(share * len(words) - ROUNDING) + 1]
