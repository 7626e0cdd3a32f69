"""Labels of rows and columns: their words, what each says on its axis, and what kind of label it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from pipeline.validate.claims.lexicon import cue, fold
from pipeline.validate.claims.likeness import FUNCTION_WEIGHT, is_number, tokens

if TYPE_CHECKING:
    from pipeline.validate.claims.likeness import Vocabulary

LabelKind = Literal["plain", "total", "year", "positive", "negative", "neutral", "unknown", "none", "change"]

LONGEST_GROUP = 120
"""Characters of a group of rows or columns; what is longer is text that a table swallowed, and names nothing."""
SHARED_BY_ALL = 0.05
"""What is left of the weight of a word that all labels of an axis have."""
LEAST_CLASSES = 3
"""Classes of numbers that make a scale."""
MOST_ANSWERS = 60
"""More plain labels on one axis are no answers to a question, and comparing each with each would take long."""
LONGEST_ANSWER = 5
"""Words of an answer such as *(strongly) agree*; what is longer is a statement."""


@dataclass(slots=True)
class Label:
    """A row or a column by its words."""

    text: str
    tokens: tuple[str, ...]
    head: int = 0
    """How many of the tokens are its name, before a colon or bracket with what that means; 0: no such thing."""
    weights: tuple[float, ...] = ()
    """What each token says on this axis: one that all labels share says nothing."""
    kind: LabelKind = "plain"
    end: Literal["smallest", "largest"] | None = None
    """Is it an end of a scale of sizes or ages?"""


def label_text(group: object, leaf: object) -> str:
    """Group and label in one line; a group too long to be one is left out."""
    group, leaf = _string(group), _string(leaf)
    return " ".join(part for part in (group if len(group) <= LONGEST_GROUP else "", leaf) if part)


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _label(text: str, language: str) -> Label:
    name = re.split(r"[:=(]", text, maxsplit=1)[0]
    own = tokens(text, language)
    head = len(tokens(name, language))
    return Label(text, own, head if 0 < head < len(own) else 0)


class Line(NamedTuple):
    """What else is known of a row or column."""

    text: str
    is_total: bool
    is_change: bool
    """Most of its values are differences."""


def axis_labels(lines: Sequence[Line], title: Collection[str], vocabulary: Vocabulary) -> list[Label]:
    """The labels of an axis. ``title``: tokens of the table's title, which say nothing new in a label."""
    labels = [_label(line.text, vocabulary.language) for line in lines]
    _weigh(labels, vocabulary)
    for label, line in zip(labels, lines, strict=True):
        label.kind = _kind(label, line, title, vocabulary)
    _opposites(labels, vocabulary)
    _ends(labels)
    if {"positive", "negative"} - {label.kind for label in labels}:
        for label in labels:
            label.kind = "plain" if label.kind in ("positive", "negative") else label.kind
    return labels


def _weigh(labels: list[Label], vocabulary: Vocabulary) -> None:
    """What all labels of an axis share does not tell one from another."""
    shared = Counter(token for label in labels for token in set(label.tokens))
    others = max(len(labels) - 1, 1)
    for label in labels:
        label.weights = tuple(
            vocabulary.weight(t) * max(SHARED_BY_ALL, 1 - (shared[t] - 1) / others) for t in label.tokens
        )


def _kind(label: Label, line: Line, title: Collection[str], vocabulary: Vocabulary) -> LabelKind:
    low = fold(label.text)
    if line.is_change:
        return "change"
    if (line.is_total or cue(vocabulary.language, "total").match(low)) and _whole(label, title, vocabulary):
        return "total"
    if label.tokens and all(t.isdigit() and len(t) == 4 for t in label.tokens):
        return "year"
    return _answer(low, vocabulary.language)


def _whole(label: Label, title: Collection[str], vocabulary: Vocabulary) -> bool:
    """Is it the total of everything? ``ICT TOTAL`` is that of a group, named by its other words."""
    own = re.sub(r"[(\[].*?[)\]]", " ", label.text)
    total = cue(vocabulary.language, "total")
    rest = [t for t in tokens(total.sub(" ", fold(own)), vocabulary.language) if t not in title]
    if any(vocabulary.weight(t) > FUNCTION_WEIGHT and not is_number(t) for t in rest):
        sums = set(tokens(" ".join(total.findall(fold(own))), vocabulary.language))
        label.weights = tuple(0.0 if t in sums else w for t, w in zip(label.tokens, label.weights, strict=True))
        return False
    return True


def _answer(low: str, language: str) -> LabelKind:
    """What an answer says, by its words; most labels are no answer."""
    words = len(low.split())
    kind: LabelKind
    for kind in ("unknown", "neutral"):
        if words <= 2 * LONGEST_ANSWER and cue(language, kind).search(low):
            return kind
    short = words <= LONGEST_ANSWER
    denials = cue(language, "negation").findall(low)
    if short and cue(language, "disagree").search(low):
        return "negative"
    if short and len(denials) > 1:
        return "neutral"
    if denials and (short or cue(language, "negation").match(re.sub(r"^\W+", "", low))):
        return "none"
    return "positive" if short and cue(language, "agree").search(low) else "plain"


_BOUND = re.compile(r"(?P<below>[<>]?)(?P<number>\d+(?:[.,]\d+)?)[<>]?")
"""The bound of a class; a chapter or a date (1.2.3) is none."""


def _ends(labels: list[Label]) -> None:
    """The first and last of at least three classes of numbers that follow one another."""
    classes = []
    for k, label in enumerate(labels):
        bound = next((m for t in label.tokens if (m := _BOUND.fullmatch(t))), None)
        if bound and label.kind == "plain":
            classes.append((float(bound["number"].replace(",", ".")), bound["below"] != "<", k))
    if len(classes) >= LEAST_CLASSES:
        labels[min(classes)[2]].end = "smallest"
        labels[max(classes)[2]].end = "largest"


def _opposites(labels: list[Label], vocabulary: Vocabulary) -> None:
    """Pairs such as *satisfied* and *dissatisfied* are answers, whatever their words."""
    plain = [x for x in labels if x.kind in ("plain", "none") and len(x.text.split()) <= LONGEST_ANSWER]
    for label in (x for x in labels if x.kind in ("plain", "none") and len(x.text.split()) <= 2 * LONGEST_ANSWER):
        if _denies(label, label, vocabulary):
            label.kind = "neutral"
    plain = [label for label in plain if label.kind == "plain"]
    if len(plain) > MOST_ANSWERS:
        return
    for a in plain:
        for b in plain:
            if "plain" == a.kind == b.kind and _denies(b, a, vocabulary):
                a.kind, b.kind = "positive", "negative"


def _denies(label: Label, other: Label, vocabulary: Vocabulary) -> bool:
    """Does a word of ``label`` say, by its prefix, the opposite of one of ``other``?"""
    return any(
        len(own) > len(word) and vocabulary.similar(own).get(word, 0.0) < 0
        for own in label.tokens
        for word in other.tokens
    )
