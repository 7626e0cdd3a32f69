"""How far a passage names each row and each column of a table."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.validate.claims.cues import BESIDE, CLAUSE, HEADING, SENTENCE, Cues, cues_of
from pipeline.validate.claims.likeness import Vocabulary, tokens

if TYPE_CHECKING:
    from pipeline.validate.claims.labels import Label
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
    spoken: frozenset[str]
    """Words of labels that it says, or the opposite of."""
    denials: tuple[frozenset[str], ...]
    """Each *not* of its own clause, by its words."""
    opposites: frozenset[str]
    """Words of labels whose opposite it says in the number's own clause or beside it, and nearer than themselves."""


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
    cues = cues_of(stated, passage, language)
    return Context(
        heard,
        opposed,
        near,
        cues,
        frozenset((*heard, *opposed)),
        tuple(frozenset(word.split()) for word in sorted(cues.negations)),
        frozenset(word for word, like in opposed.items() if like > max(SENTENCE, heard.get(word, 0.0))),
    )


class Named(NamedTuple):
    """How far a label is named."""

    score: float
    """For ranking: 0 not at all, 1 fully and near; a little more for each further word, less than 0 where denied."""
    words: float
    """0 to 1: share of it that the passage says, by nearness, in its words or by a cue; without defaults."""
    whole: float = 0.0
    """0 to 1: the same wherever in the sentence or before it that stands."""


UNNAMED = Named(0.0, 0.0)


class Meant(NamedTuple):
    """What a passage says without words of a label: see ``Cues``."""

    total: float
    unknown: float
    neutral: float
    denied: bool
    change: bool
    earlier: bool
    ends: frozenset[str]


def meant_by(cues: Cues, stated: Stated) -> Meant:
    earlier = cues.earlier or stated.place == 1
    return Meant(cues.total, cues.unknown, cues.neutral, bool(cues.negations), cues.change, earlier, cues.ends)


def by_words(label: Label, said: Context, across_answers: bool) -> Named:
    """``across_answers``: the label is a statement that people agree with or not; its opposite names it as well."""
    heard = said.heard
    nears = [heard.get(token, 0.0) for token in label.tokens]
    if said.opposed and not said.opposed.keys().isdisjoint(label.tokens):
        for k, token in enumerate(label.tokens):
            opposed = said.opposed.get(token, 0.0)
            if opposed > nears[k]:
                nears[k] = 0.8 * opposed if across_answers else -opposed
    whole = _share(tuple(nears), label.weights)
    if label.head:
        name = _share(tuple(nears[: label.head]), label.weights[: label.head])
        return name if name.score > whole.score else whole
    return whole


@functools.lru_cache(maxsize=8192)
def _share(nears: tuple[float, ...], weights: tuple[float, ...]) -> Named:
    """Of words with nearness and weight, how much is named: the best named that fill a label's worth of them.

    Kept for statements that follow: most say the same of a label, such as a *the*."""
    total = sum(weights)
    if not total:
        return UNNAMED
    room = enough = total if total <= FULL else FULL + BEYOND * (total - FULL)
    got = denied = literal = 0.0
    said = []
    for near, weight in zip(nears, weights, strict=True):
        if near > 0:
            said.append((near, weight))
            if near >= LITERAL:
                literal += weight
        elif near < 0:
            denied += near * weight
    for near, weight in sorted(said, reverse=True) if len(said) > 1 else said:
        taken = min(weight, room)
        got += near * taken
        room -= taken
    share = max(-1.0, min(1.0, (got + denied) / enough))
    return Named(share * (1 + MORE_NAMED * (1 - math.exp(-literal))), max(share, 0.0), literal / total)


def turned(label: Label, said: Context) -> bool:
    """Does the passage say the opposite of ``label``: by a *not* that is not the label's own, or by an opposite?"""
    denied = any(denial.isdisjoint(label.tokens) for denial in said.denials)
    return denied != (not said.opposites.isdisjoint(label.tokens))


def fuller(labels: Sequence[Label], named: list[Named], said: Sequence[int]) -> list[Named]:
    """Of two labels that are said as a whole (``said``: where they stand), one that has all words of the other and more
    is what is meant."""
    words = {k: {t for t, w in zip(labels[k].tokens, labels[k].weights, strict=True) if w} for k in said}
    out = list(named)
    for k in said:
        within = [named[j].score + FULLER for j in said if words[j] < words[k]]
        out[k] = named[k]._replace(score=max([named[k].score, *within]))
    return out


def cued(label: Label, found: Named, years: Sequence[str], meant: Meant) -> Named:
    """Totals, years, changes and answers without an opinion are also named by cues, or meant where nothing is."""
    score, words, _ = found
    cue = 0.0
    if label.kind == "total":
        cue, score = meant.total, max(score, DEFAULT)
    elif label.kind == "unknown":
        cue, score = meant.unknown, score if meant.unknown else min(score, UNMEANT)
    elif label.kind == "neutral":
        cue = meant.neutral
    elif label.end in meant.ends or (label.kind == "none" and meant.denied):
        cue = MEANT
    elif label.kind == "change":
        cue, score = MEANT if meant.change else 0.0, score if meant.change else UNMEANT
    elif label.kind == "year" and len(years) > 1:
        cue = _year(label.text, years, meant)
        score, cue = max(score, cue), cue if cue > DEFAULT else 0.0
    return Named(max(score, min(cue, MEANT)), max(words, cue), 1.0) if cue else found._replace(score=score)


def _year(year: str, years: Sequence[str], meant: Meant) -> float:
    if meant.earlier:
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
