"""The rows or the columns of a table, and how far a passage names each: only labels that share a word are looked at."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.validate.claims.naming import ANSWERS, UNNAMED, Meant, Named, answered, by_words, cued, fuller, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.validate.claims.labels import Label
    from pipeline.validate.claims.naming import Context

UNSAID = -0.5
HINTED = 0.12
"""Share of a label, by nearness, below which it is not named."""
SAID_WHOLLY = 0.9
"""Share of a label from which it is said as a whole."""


class AxisNamed(NamedTuple):
    """How far each label of an axis is named."""

    named: Sequence[Named]
    """By words and cues."""
    meant: tuple[Sequence[Named], Sequence[Named]]
    """Where the statement across them is not, and where it is, said the other way round."""
    scores: tuple[NDArray[np.float64], NDArray[np.float64]]
    """Of these."""
    turned: NDArray[np.intp] | None
    """1 for a label that is said the other way round, else 0; None where that says nothing."""


class Axis:
    """The labels of an axis by their words. What the cues of a passage say of a label is worked out once for each kind
    of passage, and what its words say only for labels that have one of them."""

    def __init__(self, labels: Sequence[Label], across: Sequence[Label], groups: bool) -> None:
        """``groups``: the labels name groups beside a total of all."""
        self.labels = labels
        self.has_total = any(label.kind == "total" for label in labels)
        self._groups = groups
        self._across_answers = any(label.kind == "negative" for label in across)
        self._has_answers = any(label.kind in ANSWERS for label in labels)
        self._can_turn = any(label.kind in ANSWERS for label in across)
        self._years = sorted(label.text for label in labels if label.kind == "year")
        self._places: dict[str, list[int]] = defaultdict(list)
        for k, label in enumerate(labels):
            for token in dict.fromkeys(label.tokens):
                self._places[token].append(k)
        self._words = frozenset(self._places)
        self._unsaid: dict[Meant, AxisNamed] = {}

    def named(self, said: Context, meant: Meant) -> AxisNamed:
        """``meant``: what the cues of ``said`` say of this axis."""
        found = self._unsaid.get(meant)
        if found is None:
            found = self._unsaid[meant] = self._found([self._cued(k, UNNAMED, meant) for k in range(len(self.labels))])
        common = self._words & said.spoken
        if common:
            found = self._by_words({k for word in common for k in self._places[word]}, found, said, meant)
        if self._can_turn and (said.denials or said.opposites):
            found = found._replace(turned=np.array([turned(label, said) for label in self.labels], dtype=np.intp))
        return found

    def _by_words(self, common: set[int], unsaid: AxisNamed, said: Context, meant: Meant) -> AxisNamed:
        named = list(unsaid.named)
        whole = []
        for k in sorted(common):
            named[k] = by_words(self.labels[k], said, self._across_answers)
            if named[k].whole >= SAID_WHOLLY:
                whole.append(k)
        if len(whole) > 1:
            named = fuller(self.labels, named, whole)
        for k in common:
            named[k] = self._cued(k, named[k], meant)
        return self._found(named)

    def _cued(self, k: int, found: Named, meant: Meant) -> Named:
        label = self.labels[k]
        if self._groups and label.kind == "plain" and found.words < HINTED:
            # A group that is nowhere named is not meant: writers name groups, and leave only the total unsaid.
            found = found._replace(score=UNSAID)
        return found if label.kind == "plain" and not label.end else cued(label, found, self._years, meant)

    def _found(self, named: list[Named]) -> AxisNamed:
        scores = np.array([found.score for found in named])
        if not self._has_answers:
            return AxisNamed(named, (named, named), (scores, scores), None)
        meant = answered(self.labels, named, against=False), answered(self.labels, named, against=True)
        each = np.array([found.score for found in meant[0]]), np.array([found.score for found in meant[1]])
        return AxisNamed(named, meant, each, None)
