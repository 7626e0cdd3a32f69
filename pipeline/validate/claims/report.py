"""What holds for every statement of a report: its words, its tables, its subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.validate.claims.labels import label_text
from pipeline.validate.claims.lexicon import fold
from pipeline.validate.claims.likeness import Vocabulary, tokens
from pipeline.validate.claims.matrix import Matrix, matrices
from pipeline.validate.claims.passages import STATING, Style, split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from pipeline.model import Block, NumberFormat

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
    return Report(
        Style(language, number_format.decimal, phrases),
        vocabulary,
        tuple(matrices(held, vocabulary)),
        frozenset(t for block in named if block.page in cover for t in tokens(block.text, language)),
    )


def _phrases(labels: Iterable[str]) -> Iterable[str]:
    for label in labels:
        words = [word for part in fold(label).split() if (word := part.strip(_EDGES))]
        for size in range(2, LONGEST_PHRASE + 1):
            for start in range(len(words) - size + 1):
                yield " ".join(words[start : start + size])
