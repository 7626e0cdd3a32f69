"""What holds for every statement of a report: its words, its tables, its subject."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.validate.claims.labels import label_text
from pipeline.validate.claims.lexicon import fold
from pipeline.validate.claims.likeness import Vocabulary, tokens
from pipeline.validate.claims.matrix import Matrix, matrices
from pipeline.validate.claims.passages import STATING, Style, split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from pipeline.model import Block, NumberFormat

SHORTLIST = 24
"""Tables that are looked at for a statement, beside those near it."""
LONGEST_PHRASE = 5
"""Words of a phrase that is looked up in labels."""
_EDGES = ".,;:()[]“”‘’\"'…=–—-"


@dataclass(frozen=True, slots=True)
class Report:
    style: Style
    vocabulary: Vocabulary
    tables: tuple[Matrix, ...]
    subject: frozenset[str]
    """Words of its title: every sentence may say them."""
    index: Mapping[str, tuple[int, ...]]
    """Word of a label or title -> positions of the tables that have it."""

    def nearest(self, heard: Mapping[str, float], close: Callable[[Matrix], bool]) -> list[Matrix]:
        """The tables whose words a passage says most of, and those that are ``close`` to it anyway.

        ``heard``: word -> how near it is said. Long reports have hundreds of tables; few can be meant.
        """
        said: dict[int, float] = defaultdict(float)
        for word, near in heard.items():
            for position in self.index.get(word, ()):
                said[position] += near * self.vocabulary.weight(word)
        best = set(sorted(said, key=lambda k: (-said[k], k))[:SHORTLIST])
        return [table for k, table in enumerate(self.tables) if k in best or close(table)]


def report_of(observations: pd.DataFrame, blocks: Sequence[Block], number_format: NumberFormat) -> Report:
    """``observations``: accepted ones, columns as in the contract; ``blocks``: in reading order, with sections."""
    language = number_format.language
    held = observations[observations["value"].notna()]
    pairs = [(held["row_group"], held["row_label"]), (held["column_group"], held["column_label"])]
    labels = {label_text(group, leaf) for groups, leaves in pairs for group, leaf in zip(groups, leaves, strict=True)}
    titles = {label_text(None, title) for title in held["title"]} | {label_text(None, note) for note in held["note"]}
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
        {word: tuple(positions) for word, positions in index.items()},
    )


def _phrases(labels: Iterable[str]) -> Iterable[str]:
    for label in labels:
        words = [word for part in fold(label).split() if (word := part.strip(_EDGES))]
        for size in range(2, LONGEST_PHRASE + 1):
            for start in range(len(words) - size + 1):
                yield " ".join(words[start : start + size])
