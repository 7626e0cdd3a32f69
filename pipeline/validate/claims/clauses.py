"""The clause of a number: the words between commas, brackets and other numbers that belong to it."""

from __future__ import annotations

import functools
import re

from pipeline.validate.claims.lexicon import any_of

BRACKET_WORDS = 8
"""Most words in a bracket that gives the number for what stands before it."""
_CLAUSE_END = re.compile(r"[,;:](?!\d)|[–—•]|\s-\s")
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")


def unit_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the number stands: the whole bracket, when it is given in one."""
    for match in _BRACKET.finditer(text):
        if match.start() < start and end < match.end() and len(match[0].split()) <= BRACKET_WORDS:
            return match.span()
    return start, end


def clause_of(text: str, units: list[tuple[int, int]], k: int, language: str) -> tuple[str, str, str]:
    """The number's own clause, and the text up to the numbers before and after."""
    start, end = units[k]
    low = max((u[1] for u in units[:k] if u[1] <= start), default=0)
    high = min((u[0] for u in units[k + 1 :] if u[0] >= end), default=len(text))
    left = _left(text, low, start, language, bracketed=any(u[1] == low and text[u[1] - 1] in ")]" for u in units))
    in_bracket = text[start] in "([" and text[end - 1] in ")]"
    right = _right(text, end, high, language, last=high == len(text), in_bracket=in_bracket)
    return text[left:right], text[low:start], text[end:high]


def _left(text: str, low: int, start: int, language: str, bracketed: bool) -> int:
    """Where the clause begins: behind the last comma; with another number before it, behind an ``and``."""
    ends = [m.end() for m in _CLAUSE_END.finditer(_without_brackets(text), low, start)]
    if ends:
        return ends[-1]
    links = [m.start() for m in _links(language).finditer(text, low, start)] if low else []
    return (links[0] if bracketed else links[-1]) if links else low


def _right(text: str, end: int, high: int, language: str, last: bool, in_bracket: bool) -> int:
    """Where it ends: at the next comma; with another number behind it, before the last ``and``."""
    if in_bracket and text[end : end + 1] in (",", ".", ";", ":", ""):
        return end
    stop = _CLAUSE_END.search(_without_brackets(text), end, high)
    if stop:
        return stop.start()
    links = [] if last else [m.start() for m in _links(language).finditer(text, end, high)]
    return (links[0] if in_bracket else links[-1]) if links else high


def _without_brackets(text: str) -> str:
    """The text with what stands in brackets blanked: a comma there ends no clause."""
    return _BRACKET.sub(lambda m: " " * len(m[0]), text)


@functools.cache
def _links(language: str) -> re.Pattern[str]:
    """Words between two statements; not the *to* of ``16 to 24``."""
    words = any_of(language, "links")
    return re.compile(rf"(?<!\w)(?:(?<!\d\s)(?:{words})(?!\w)|(?:{words})(?!\w)(?!\s\d))", re.IGNORECASE)
