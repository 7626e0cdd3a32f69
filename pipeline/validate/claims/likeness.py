"""Words of labels and prose: which are forms of one another, which are opposites, and how much each says.

``gemeenteambtenaren`` speaks of GEMEENTEN, ``Rijksambtenaren`` of RIJKSOVERHEID, ``satisfied`` of *satisfaction*;
``dissatisfied`` says the opposite. Words count as alike by a shared beginning or as parts of a compound that the
report itself takes apart. What is rare in the report says more (inverse document frequency, K. Sparck Jones 1972,
over its sentences and labels).
"""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from pipeline.validate.claims.lexicon import cue, entry, fold, function_words

SHORTEST_STEM = 4
"""Letters two words must share at their beginning to be forms of one."""
LONGEST_ENDING = 3
"""Letters that an inflection may add; where more follow, the stem itself must be longer than an inflection's."""
STEM_SHARE = 0.6
"""Share of the shorter word that their common beginning must be."""
BEGINS = 0.85
"""Least likeness of a word to one that goes on where it ends: *satisfied*, *gemeente-ambtenaren*."""
PART = 0.8
"""Likeness of a compound to one of its parts."""
HEAD = 0.5
"""Likeness of a word to a compound that only ends in it: *programme* says little of one programme by name."""
SHORTEST_PART = 3
OTHER_BOUND = 0.25
"""Likeness of ``> 20000`` to ``20000``: the same mark on the scale, the other side of it perhaps."""
FUNCTION_WEIGHT = 0.08
"""Weight of words that carry no subject; not nil, so that a label made of them alone can be named."""
NUMBER_WEIGHT = 0.6
"""Least weight of a number in a label: it tells levels, years and sizes apart."""
SAME_WORD = 0.8
"""Likeness from which two words count as one for how common they are."""

_TOKEN = re.compile(r"[<>]?\d+(?:[.,]\d+)+|[<>]?\d+|[^\W\d_][^\W_]*")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,' \u202f\u00a0]\d{3})+(?!\d)(?![.,]\d)")


@functools.lru_cache(maxsize=50_000)
def tokens(text: str, language: str) -> tuple[str, ...]:
    """Words and numbers of a text: lower case, without accents; bounds tied to their number (``>100000``)."""
    plain = _GROUPED.sub(lambda m: re.sub(r"\D", "", m[0]), fold(text))
    plain = re.sub(r"\b[^\W\d_]+\b", lambda m: _cardinals(language).get(m[0], m[0]), plain)
    plain = _after(language, "more_after").sub(r">\1 \2", plain)
    plain = _after(language, "less_after").sub(r"<\1 \2", plain)
    for sign, name in ((">", "more"), ("<", "less")):
        plain = _before(language, name).sub(rf"{sign}", plain)
    plain = re.sub(r"([<>])=?\s*(?:€|\$|£)?\s*(?=\d)", r"\1", plain.replace("≥", ">").replace("≤", "<"))
    return tuple(_TOKEN.findall(plain))


@functools.cache
def _cardinals(language: str) -> dict[str, str]:
    return {fold(str(k)): str(v) for k, v in entry(language, "cardinals").items() if int(v) > 1}


@functools.cache
def _before(language: str, name: str) -> re.Pattern[str]:
    return re.compile(cue(language, name).pattern + r"\s*(?:€|\$|£)?\s*(?=\d)")


@functools.cache
def _after(language: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d<>])(\d+)((?:\s+[^\W\d_]+)?)(?:\s+{cue(language, name).pattern}|\s*\+(?![\d/]))")


def is_number(token: str) -> bool:
    return token[-1:].isdigit() and not token[:1].isalpha()


def alike(a: str, b: str) -> float:
    """0 to 1: how far two words may be forms of one, by their beginnings."""
    if a == b:
        return 1.0
    if is_number(a) or is_number(b):
        return OTHER_BOUND if a.lstrip("<>") == b.lstrip("<>") else 0.0
    a, b = _single(a), _single(b)
    short, long = sorted((a, b), key=len)
    shared = next((k for k, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if shared < SHORTEST_STEM or shared < STEM_SHARE * len(short):
        return 0.0
    if len(long) - shared > LONGEST_ENDING and shared <= SHORTEST_STEM:
        return 0.0
    like = 0.5 + 0.5 * shared / len(long)
    return max(like, BEGINS) if shared >= len(short) - 1 else like


@functools.lru_cache(maxsize=50_000)
def _single(word: str) -> str:
    """Doubled letters written once: Dutch *digitaal, digitale*, English *planned, plan*."""
    return re.sub(r"(.)\1", r"\1", word)


class Vocabulary:
    """Every word of a report, which words of its labels each speaks of, and how much a word says."""

    def __init__(self, labels: Iterable[str], sentences: Iterable[str], language: str) -> None:
        self.language = language
        texts = [tokens(text, language) for text in dict.fromkeys((*labels, *sentences))]
        self._texts: dict[str, set[int]] = defaultdict(set)
        for k, text in enumerate(texts):
            for token in text:
                self._texts[token].add(k)
        self._count = len(texts)
        self._stems: dict[str, list[str]] = defaultdict(list)
        for token in self._texts:
            self._stems[_single(token)[:SHORTEST_STEM]].append(token)
        self._compounds: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._weights: dict[str, float] = {}
        self._similar: dict[str, dict[str, float]] = {}
        self._function = function_words(language)
        self._prefixes = tuple(fold(prefix) for prefix in entry(language, "negating"))
        for token in self._texts:
            for part in self._parts(token):
                self._compounds[_single(part)[:SHORTEST_STEM]].append((part, token))

    def weight(self, token: str) -> float:
        """0 to 1: how much the word says in this report."""
        if token not in self._weights:
            self._weights[token] = self._weigh(token)
        return self._weights[token]

    def _weigh(self, token: str) -> float:
        if token in self._function or (len(token) == 1 and not token.isdigit()):
            return FUNCTION_WEIGHT
        family = [t for t, like in self.similar(token).items() if like >= SAME_WORD]
        found = len(set().union(self._texts.get(token, set()), *(self._texts[t] for t in family)))
        most = math.log((self._count + 1) / 1.5)
        weight = math.log((self._count + 1) / (max(found, 1) + 0.5)) / most if most > 0 else 1.0
        return max(weight, NUMBER_WEIGHT if is_number(token) else FUNCTION_WEIGHT)

    def similar(self, token: str) -> dict[str, float]:
        """Words of the report that ``token`` speaks of -> how alike, 0 to 1; opposites below 0."""
        if token not in self._similar:
            self._similar[token] = self._find(token)
        return self._similar[token]

    def _find(self, token: str) -> dict[str, float]:
        found = self._forms(token)
        for part, whole in self._compounds.get(_single(token)[:SHORTEST_STEM], ()):
            share = HEAD if whole.endswith(part) else PART
            found[whole] = max(found.get(whole, 0.0), share * alike(token, part))
        for part in self._parts(token):
            for other, like in self._forms(part).items():
                found[other] = max(found.get(other, 0.0), PART * like)
        for prefix in self._prefixes:
            base = token.removeprefix(prefix)
            if base != token and len(base) >= SHORTEST_STEM:
                opposite = self._forms(base)
            else:
                opposite = self._forms(prefix + token)
            for other, like in opposite.items():
                if like >= SAME_WORD and (base != token) != other.startswith(prefix):
                    found[other] = -like
        return found

    def _forms(self, token: str) -> dict[str, float]:
        out = {}
        for other in self._stems.get(_single(token)[:SHORTEST_STEM], ()):
            like = alike(token, other)
            if like > 0:
                out[other] = like
        if is_number(token):
            number = token.lstrip("<>")
            out |= {o: alike(token, o) for o in (number, "<" + number, ">" + number) if o in self._texts}
        elif token in self._texts:
            out[token] = 1.0
        return out

    def _parts(self, token: str) -> Collection[str]:
        """The parts of a compound whose last part is a word of the report."""
        for k in range(SHORTEST_PART, len(token) - SHORTEST_STEM + 1):
            head = token[k:]
            if head in self._texts and head not in self._function and token[:k] not in self._prefixes:
                return [p for p in (token[:k], head) if len(p) >= SHORTEST_STEM or p in self._texts]
        return ()
