"""How far a passage names each row and each column of a table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.validate.claims.cues import BESIDE, CLAUSE, HEADING, SENTENCE, Cues, cues_of
from pipeline.validate.claims.likeness import Vocabulary, tokens

if TYPE_CHECKING:
    from pipeline.validate.claims.labels import Label
    from pipeline.validate.claims.matrix import Matrix
    from pipeline.validate.claims.passages import Passage
    from pipeline.validate.claims.stated import Stated

EARLIER = (0.38, 0.28, 0.22, 0.18)
"""How much a word counts in the sentences before, the nearest first; see ``cues`` for places nearer by."""
FULL = 1.5
"""Weight of the words that name a label fully; of what a longer label has beyond, writers repeat a part."""
BEYOND = 0.35
"""That part."""
DEFAULT = 0.35
"""How far a total, a first answer or the latest year is meant where nothing is named."""
MEANT = 0.75
"""How far an answer is named by a cue: *of them 19 % do not*."""
UNMEANT = -1.0
LITERAL = 0.35
"""Nearness times likeness from which a word counts as said: in the sentence, in nearly these letters."""
UNSAID = -0.5
HINTED = 0.12
"""Share of a label, by nearness, below which it is not named."""
SAID_WHOLLY = 0.9
"""Share of a label from which it is said as a whole."""
FULLER = 0.1
MORE_NAMED = 0.4
"""What more words named can add: *ICT municipalities* outdoes *municipalities*."""


class Context(NamedTuple):
    """What a passage says, as far as labels could say it too."""

    heard: Mapping[str, float]
    """Word of a label -> how near, and how alike, the passage says it."""
    opposed: Mapping[str, float]
    """The same for its opposite."""
    near: Mapping[str, float]
    """Word of the passage -> how near it stands."""
    cues: Cues


def context(stated: Stated, passage: Passage, vocabulary: Vocabulary) -> Context:
    language = vocabulary.language
    near: dict[str, float] = {}
    layers = [
        (passage.headings + " " + (passage.section or ""), HEADING),
        *reversed(list(zip(passage.earlier, EARLIER, strict=False))),
        (passage.sentence, SENTENCE),
        (passage.before + passage.after, BESIDE),
        (passage.clause, CLAUSE),
    ]
    for text, nearness in layers:
        for token in tokens(text, language):
            near[token] = max(nearness, near.get(token, 0.0))
    heard: dict[str, float] = {}
    opposed: dict[str, float] = {}
    for token, nearness in near.items():
        for other, like in vocabulary.similar(token).items():
            into = heard if like > 0 else opposed
            into[other] = max(nearness * abs(like), into.get(other, 0.0))
    return Context(heard, opposed, near, cues_of(stated, passage, language))


class Named(NamedTuple):
    """How far a label is named."""

    score: float
    """For ranking: 0 not at all, 1 fully and near; a little more for each further word, less than 0 where denied."""
    words: float
    """0 to 1: share of it that the passage says, by nearness, in its words or by a cue; without defaults."""
    whole: float = 0.0
    """0 to 1: the same wherever in the sentence or before it that stands."""


UNNAMED = Named(0.0, 0.0)


def name_axes(matrix: Matrix, said: Context, stated: Stated) -> tuple[list[Named], list[Named]]:
    """Rows and columns of ``matrix`` as the passage names them."""
    everyone = [any(label.kind == "total" for label in labels) for labels in (matrix.rows, matrix.columns)]
    of_columns = said._replace(cues=said.cues._replace(total=0.0)) if all(everyone) and stated.unit == "%" else said
    by_columns, by_rows = _polar(matrix.columns), _polar(matrix.rows)
    rows = [_by_words(label, said, by_columns) for label in matrix.rows]
    columns = [_by_words(label, said, by_rows) for label in matrix.columns]
    return (
        _by_kind(matrix.rows, _left_out(matrix, 0, rows), of_columns, stated),
        _by_kind(matrix.columns, _left_out(matrix, 1, columns), said, stated),
    )


def _left_out(matrix: Matrix, axis: int, named: list[Named]) -> list[Named]:
    """A group that is nowhere named is not meant: writers name groups, and leave only the total unsaid."""
    if not matrix.groups[axis]:
        return named
    labels = (matrix.rows, matrix.columns)[axis]
    return [
        n._replace(score=UNSAID) if label.kind == "plain" and n.words < HINTED else n
        for label, n in zip(labels, named, strict=True)
    ]


def _polar(labels: Sequence[Label]) -> bool:
    return any(label.kind == "negative" for label in labels)


def _by_words(label: Label, said: Context, across_answers: bool) -> Named:
    """``across_answers``: the label is a statement that people agree with or not; its opposite names it as well."""
    if said.heard.keys().isdisjoint(label.tokens) and said.opposed.keys().isdisjoint(label.tokens):
        return UNNAMED
    found = []
    for token, weight in zip(label.tokens, label.weights, strict=True):
        near, opposed = said.heard.get(token, 0.0), said.opposed.get(token, 0.0)
        if opposed > near:
            near = 0.8 * opposed if across_answers else -opposed
        found.append((near, weight))
    whole = _share(found)
    if label.head:
        whole = max(whole, _share(found[: label.head]), key=lambda n: n.score)
    return whole


def _share(found: list[tuple[float, float]]) -> Named:
    """Of words with nearness and weight, how much is named: the best named that fill a label's worth of them."""
    total = sum(weight for _, weight in found)
    if not total:
        return Named(0.0, 0.0)
    room = enough = total if total <= FULL else FULL + BEYOND * (total - FULL)
    got = 0.0
    for near, weight in sorted(found, reverse=True):
        if near > 0:
            got += near * min(weight, room)
            room -= min(weight, room)
    denied = sum(near * weight for near, weight in found if near < 0)
    share = max(-1.0, min(1.0, (got + denied) / enough))
    literal = sum(weight for near, weight in found if near >= LITERAL)
    return Named(share * (1 + MORE_NAMED * (1 - math.exp(-literal))), max(share, 0.0), literal / total)


def turned(label: Label, said: Context) -> bool:
    """Does the passage say the opposite of ``label``: by a *not* that is not the label's own, or by an opposite?"""
    denials = sum(1 for word in said.cues.negations if not set(word.split()) & set(label.tokens))
    opposites = sum(
        1 for token in label.tokens if said.opposed.get(token, 0.0) > max(SENTENCE, said.heard.get(token, 0.0))
    )
    return (min(denials, 1) + min(opposites, 1)) % 2 == 1


def _by_kind(labels: Sequence[Label], named: list[Named], said: Context, stated: Stated) -> list[Named]:
    """Totals, years, changes and answers without an opinion are also named by cues, or meant where nothing is."""
    years = sorted(label.text for label in labels if label.kind == "year")
    return [
        _cued(label, found, years, said, stated) for label, found in zip(labels, _fuller(labels, named), strict=True)
    ]


def _fuller(labels: Sequence[Label], named: list[Named]) -> list[Named]:
    """Of two labels that are said, one that has all words of the other and more is what is meant."""
    said = [k for k, n in enumerate(named) if n.whole >= SAID_WHOLLY]
    words = {k: {t for t, w in zip(labels[k].tokens, labels[k].weights, strict=True) if w} for k in said}
    out = list(named)
    for k in said:
        within = [named[j].score + FULLER for j in said if words[j] < words[k]]
        out[k] = named[k]._replace(score=max([named[k].score, *within]))
    return out


def _cued(label: Label, found: Named, years: list[str], said: Context, stated: Stated) -> Named:
    score, words, whole = found
    cued = 0.0
    if label.kind == "total":
        cued, score = said.cues.total, max(score, DEFAULT)
    elif label.kind == "unknown":
        cued, score = said.cues.unknown, score if said.cues.unknown else min(score, UNMEANT)
    elif label.kind == "neutral":
        cued = said.cues.neutral
    elif label.end in said.cues.ends or (label.kind == "none" and said.cues.negations):
        cued = MEANT
    elif label.kind == "change":
        cued, score = MEANT if said.cues.change else 0.0, score if said.cues.change else UNMEANT
    elif label.kind == "year" and len(years) > 1:
        cued = _year(label.text, years, said, stated)
        score, cued = max(score, cued), cued if cued > DEFAULT else 0.0
    return Named(max(score, min(cued, MEANT)), max(words, cued), 1.0) if cued else Named(score, words, whole)


def _year(year: str, years: list[str], said: Context, stated: Stated) -> float:
    if said.cues.earlier or stated.place == 1:
        return MEANT if year == years[-2] else 0.0
    return DEFAULT if year == years[-1] else 0.0


ANSWERS = ("positive", "negative")
"""Kinds of labels that say yes or no to a statement across them."""


def answered(labels: Sequence[Label], named: Sequence[Named], against: bool) -> list[Named]:
    """How far each label of an axis is meant where the statement across it is ``against``: said the other way round
    (see ``turned``). ``named``: how far it is named by words."""
    return [
        found if label.kind not in ANSWERS else _answer(label, found, against)
        for label, found in zip(labels, named, strict=True)
    ]


def _answer(column: Label, found: Named, against: bool) -> Named:
    if (column.kind == "negative") != against:
        return found if found.words >= MEANT else found._replace(score=min(found.score, 0.0))
    if against:
        return Named(max(found.score, MEANT), max(found.words, MEANT), 1.0)
    return found._replace(score=max(found.score, DEFAULT))
