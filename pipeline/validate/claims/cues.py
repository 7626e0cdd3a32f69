"""What a passage says about a number beside its subject: that it is a change, of all, of an earlier year, a denial."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline.validate.claims.lexicon import cue, entry, fold

if TYPE_CHECKING:
    from pipeline.validate.claims.passages import Passage
    from pipeline.validate.claims.stated import Stated

CLAUSE, BESIDE, SENTENCE, HEADING = 1.0, 0.6, 0.45, 0.2
"""How much a word counts by where it stands: in the number's own clause, between the numbers before and after,
elsewhere in the sentence, in the headings above."""
REACH = 60
"""Characters before and after a number in which words say that it is a change."""


class Cues(NamedTuple):
    """What a passage says about a number beside its subject."""

    total: float
    unknown: float
    neutral: float
    negations: frozenset[str]
    """Words in its own clause that turn it round."""
    change: bool
    """The number tells a change."""
    direction: int
    """1 rise, -1 fall, 0 not said."""
    earlier: bool
    """It is that of an earlier measurement."""
    ends: frozenset[str]
    """``smallest``, ``largest``: named in its own clause."""


def cues_of(stated: Stated, passage: Passage, language: str) -> Cues:
    clause, sentence = fold(passage.clause), fold(passage.sentence)
    before = fold(passage.sentence[: stated.start])[-REACH:]
    after = fold(passage.sentence[stated.end :])[:REACH]
    unknown = cue(language, "unknown")
    rest = unknown.sub(" ", clause)
    rise, fall = (bool(cue(language, name).search(fold(passage.before + passage.after))) for name in ("rise", "fall"))
    return Cues(
        _nearness(cue(language, "everyone"), clause, sentence),
        _nearness(unknown, clause, ""),
        _nearness(cue(language, "neutral"), clause, ""),
        frozenset(cue(language, "negation").findall(rest)) | frozenset(cue(language, "disagree").findall(rest)),
        stated.unit == "percentage point" or stated.signed or _tells_change(before, after, language),
        (rise and not fall) - (fall and not rise),
        bool(cue(language, "earlier").search(clause)),
        frozenset(name for name in ("smallest", "largest") if cue(language, name).search(clause)),
    )


def _nearness(pattern: re.Pattern[str], clause: str, sentence: str) -> float:
    return CLAUSE if pattern.search(clause) else SENTENCE if pattern.search(sentence) else 0.0


def _tells_change(before: str, after: str, language: str) -> bool:
    """``rose by 13``, ``3.0 more than in 2018``, ``13 more than a year earlier``."""
    verbs = "|".join(cue(language, name).pattern for name in ("rise", "fall"))
    links = "|".join(re.escape(fold(word)) for word in entry(language, "by"))
    if re.search(rf"(?:{verbs})\s+(?:[^\W\d_]+\s+)?(?:{links})\s*$", before):
        return True
    than = re.match(rf"\s*(?:{cue(language, 'than').pattern})", after)
    rest = after[than.end() :] if than else ""
    return bool(re.search(rf"\b(?:19|20)\d\d\b|{cue(language, 'earlier').pattern}", rest))
