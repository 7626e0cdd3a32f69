"""All labels of a report by their words: those that have certain words are found without a look at the others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline.validate.claims.likeness import FUNCTION_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.validate.claims.labels import Label
    from pipeline.validate.claims.likeness import Vocabulary
    from pipeline.validate.claims.matrix import Matrix


class LabelIndex:
    """The labels of rows and columns of all tables; those with the same words count as one."""

    def __init__(self, tables: Sequence[Matrix], vocabulary: Vocabulary) -> None:
        labels = [label for table in tables for label in (*table.rows, *table.columns)]
        self._vocabulary = vocabulary
        self._having: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for tokens in dict.fromkeys(label.tokens for label in labels):
            for token in set(tokens):
                self._having[token].append(tokens)
        self._naming: dict[str, list[frozenset[str]]] = defaultdict(list)
        for own in dict.fromkeys(self._own(label) for label in labels):
            if own:
                self._naming[min(own)].append(own)

    def _own(self, label: Label) -> frozenset[str]:
        """Words that tell it from others."""
        weighed = zip(label.tokens, label.weights, strict=True)
        return frozenset(t for t, w in weighed if w and self._vocabulary.weight(t) > FUNCTION_WEIGHT)

    def having(self, words: Collection[str], most: int) -> Iterator[tuple[str, ...]]:
        """Tokens of the labels that have all ``words`` and at most so many tokens."""
        if words:
            for tokens in min((self._having.get(word, []) for word in words), key=len):
                if len(tokens) <= most and set(words) <= set(tokens):
                    yield tokens

    def is_named(self, said: Collection[str], but: AbstractSet[str]) -> bool:
        """Do the words that are said name a label in full, one that has none of ``but``?"""
        spoken = set(said)
        return any(own <= spoken and own.isdisjoint(but) for word in spoken for own in self._naming.get(word, ()))
