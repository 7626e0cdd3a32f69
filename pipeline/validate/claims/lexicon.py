"""The words of ``words.yaml``, compiled: how each language states numbers and speaks about them."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

from pipeline.packaged import packaged

FALLBACK = "en"
"""Words used for a document whose language is not listed; its numbers in digits are read all the same."""
_NEVER = re.compile(r"(?!)")


def _data() -> dict[str, dict[str, Any]]:
    return packaged("pipeline.validate.claims", "words.yaml")


def languages() -> tuple[str, ...]:
    """Codes of the languages whose words are known."""
    return tuple(sorted(_data()))


def entry(language: str, name: str) -> Any:
    """A list or mapping of words."""
    return _data().get(language, _data()[FALLBACK])[name]


@functools.lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Lower case, without accents, one kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'")).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def alternatives(words: list[str]) -> str:
    """A regular expression for any of ``words``, the longest first; blanks match any white space."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))


@functools.cache
def any_of(language: str, name: str) -> str:
    """``alternatives`` of the words called ``name``."""
    return alternatives(entry(language, name))


@functools.cache
def cue(language: str, name: str) -> re.Pattern[str]:
    """Finds any of the words called ``name`` as whole words in a text that went through ``fold``."""
    words = [fold(word) for word in entry(language, name)]
    return re.compile(rf"(?<!\w)(?:{alternatives(words)})(?!\w)") if words else _NEVER


@functools.cache
def bounds(language: str) -> re.Pattern[str]:
    """Finds *or more*, *at least*, *less than*: a sentence that speaks of several answers. Single words of these
    lists (*from*, *over*) bound a number only right before it."""
    alone = [fold(w) for name in ("at_least", "at_most") for w in entry(language, name)]
    pairs = [fold(w) for name in ("less", "more") for w in entry(language, name) if " " in w]
    return re.compile(rf"(?<!\w)(?:{alternatives(alone + pairs)})(?!\w)")


@functools.cache
def function_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in entry(language, "function"))


@functools.cache
def references(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """("table" | "figure", pattern with the group ``number``): how a text names a table or figure.

    ``tables 4.3 and B.1`` names one by this pattern and another by what follows: see ``passages.referred``.
    """
    number = r"(?P<number>(?:[A-Z]\.?)?\d+(?:[.\-]\d+)*[a-z]?)(?!\w)(?!%)"
    return tuple(
        (kind, re.compile(rf"(?<!\w)(?:{alternatives(words)})\s+{number}", re.IGNORECASE))
        for kind, words in entry(language, "references").items()
    )
