"""What holds for every statement of a report: its words, its tables, its subject."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from pipeline.validate.claims.label_index import LabelIndex
from pipeline.validate.claims.labels import label_text
from pipeline.validate.claims.lexicon import fold
from pipeline.validate.claims.likeness import Vocabulary, tokens
from pipeline.validate.claims.matrix import Matrix, matrices
from pipeline.validate.claims.passages import STATING, Style, split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from pipeline.model import Block, NumberFormat
    from pipeline.validate.claims.passages import Passage

SHORTLIST = 24
"""Tables that are looked at for a statement by its words; and by each sign that they stand near it, the nearest."""
LONGEST_PHRASE = 5
"""Words of a phrase that is looked up in labels."""
_first_id = attrgetter("first_id")
_EDGES = ".,;:()[]“”‘’\"'…=–—-"


@dataclass(frozen=True, slots=True)
class Report:
    style: Style
    vocabulary: Vocabulary
    tables: tuple[Matrix, ...]
    subject: frozenset[str]
    """Words of its title: every sentence may say them."""
    labels: LabelIndex
    index: Mapping[str, NDArray[np.intp]]
    """Word of a label or title -> positions of the tables that have it."""
    places: Mapping[tuple[str, str | int], Sequence[int]]
    """Section, page or number -> positions of the tables of it."""

    def nearest(self, heard: Mapping[str, float], passage: Passage) -> list[Matrix]:
        """The tables whose words a passage says most of, and those that it names, or that stand near it; in the order
        of their ids.

        ``heard``: word -> how near it is said. Long reports have hundreds of tables; few can be meant.
        """
        chosen = self._alike(heard)
        for place in self._around(passage):
            found = self.places.get(place, ())
            if len(found) > SHORTLIST:
                found = sorted(found, key=lambda k: self.tables[k].distance(passage.page))[:SHORTLIST]
            chosen.update(found)
        return sorted((self.tables[k] for k in chosen), key=_first_id)

    def _alike(self, heard: Mapping[str, float]) -> set[int]:
        if len(self.tables) <= SHORTLIST:
            return {k for word in heard if word in self.index for k in self.index[word].tolist()}
        said = np.zeros(len(self.tables))
        for word, near in heard.items():
            if word in self.index:
                said[self.index[word]] += near * self.vocabulary.weight(word)
        best = np.argsort(-said, kind="stable")[:SHORTLIST]
        return set(best[said[best] > 0].tolist())

    @staticmethod
    def _around(passage: Passage) -> Iterator[tuple[str, str | int]]:
        yield from passage.cited | passage.cited_near
        if passage.section:
            yield "section", passage.section
        for page in range(passage.page - 1, passage.page + 2):
            yield "page", page


def _places(tables: Sequence[Matrix]) -> dict[tuple[str, str | int], list[int]]:
    found: dict[tuple[str, str | int], list[int]] = defaultdict(list)
    for k, table in enumerate(tables):
        if table.number:
            found[table.kind, table.number].append(k)
        if table.section:
            found["section", table.section].append(k)
        for page in table.pages:
            found["page", page].append(k)
    return dict(found)


def report_of(observations: pd.DataFrame, blocks: Sequence[Block], number_format: NumberFormat) -> Report:
    """``observations``: accepted ones, columns as in the contract; ``blocks``: in reading order, with sections."""
    language = number_format.language
    held = observations[observations["value"].notna()]
    pairs = (held[[f"{side}_group", f"{side}_label"]].astype(object) for side in ("row", "column"))
    labels = {label_text(group, leaf) for pair in pairs for group, leaf in pair.itertuples(index=False, name=None)}
    titles = {label_text(None, text) for name in ("title", "note") for text in held[name].unique()}
    cover = {block.page for block in blocks if block.kind == "title"}
    named = [block for block in blocks if block.kind in ("title", "heading")]
    sentences = [s for block in blocks if block.kind in STATING for s in split_sentences(block.text)]
    vocabulary = Vocabulary((*labels, *titles), (*sentences, *(block.text for block in named)), language)
    phrases = frozenset(_phrases(labels)) | {t for label in labels for t in tokens(label, language) if t[0] in "<>"}
    tables = tuple(matrices(held, vocabulary))
    index: dict[str, list[int]] = defaultdict(list)
    for k, table in enumerate(tables):
        for word in table.words:
            index[word].append(k)
    return Report(
        Style(language, number_format.decimal, phrases),
        vocabulary,
        tables,
        frozenset(t for block in named if block.page in cover for t in tokens(block.text, language)),
        LabelIndex(tables, vocabulary),
        {word: np.array(positions, dtype=np.intp) for word, positions in index.items()},
        _places(tables),
    )


def _phrases(labels: Iterable[str]) -> Iterable[str]:
    for label in labels:
        words = [word for part in fold(label).split() if (word := part.strip(_EDGES))]
        for size in range(2, LONGEST_PHRASE + 1):
            for start in range(len(words) - size + 1):
                yield " ".join(words[start : start + size])
