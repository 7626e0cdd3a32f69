"""What a caption's text says: its label and number, and where the title ends and the remainder begins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from pipeline.extract.tables.caption_words import (
    ANSWER_WORDS,
    BASE_WORDS,
    CONTINUED_WORDS,
    EXHIBIT_WORDS,
    FIGURE_WORDS,
    NUMBER_WORDS,
    TABLE_WORDS,
    UNIT_WORDS,
)

CaptionKind = Literal["table", "figure", "either"]


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _spaced(words: tuple[str, ...]) -> str:
    """Allow a blank after the first letter: small capitals come as a large T and a smaller ABLE."""
    return "|".join(rf"{w[0]}\s?{w[1:]}" for w in sorted(words, key=len, reverse=True) if w[0].isalpha())


_NUMBER: Final = (
    r"(?:[A-Z]{1,3}[.\-–]?)?\d{1,4}(?:[.\-–/]\d{1,3}){0,4}(?:[a-z](?![\w'’])|\s[a-z](?=[.:)]|$))?"  # 3.5, B.1, ES-1, 4a
    r"|(?=[IVXLC])(?:X{0,3}|XL|LX{0,3})(?:IX|IV|V?I{0,3})(?:[.\-–]\d{1,3})*(?![\w'’])"  # IV, II.3
    r"|[A-Z](?=\s*(?:[.:|–—-]|$))"  # Table A:
)
_LABEL = re.compile(
    rf"^[^\w(\[]{{0,2}}(?:(?:{_any(CONTINUED_WORDS)})\W{{1,3}})?"
    rf"(?P<label>(?P<table>{_spaced(TABLE_WORDS)})|(?P<figure>{_spaced(FIGURE_WORDS)})"
    rf"|(?P<either>{_spaced(EXHIBIT_WORDS)}))(?![\w'’-])(?P<dot>\.?)\s*(?:(?:{_any(NUMBER_WORDS)})(?!\w)\.?\s*)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"(?P<number>{_NUMBER})(?P<stop>\s*[.:|)–—-]*)(?P<rest>.*)$", re.DOTALL)
_UNNUMBERED = re.compile(r"(?P<stop>[:|–—])(?P<rest>.*)$", re.DOTALL)
_CONTINUED = re.compile(rf"(?:^|[\s(\[,;–—-])(?:{_any(CONTINUED_WORDS)})(?=[\s)\].,:;–—-]|$)", re.IGNORECASE)
_UNIT = re.compile(
    rf"(?<!\w)(?:{_any(UNIT_WORDS)})(?!\w)|[%‰€$£]|(?<!\w)[xX×]\s?(?:€\s?)?1[., ]?000(?!\d)|(?<!\w)[nN]\s?=\s?\d"
    rf"|(?<!\w)(?:{_any(ANSWER_WORDS)})(?!\w)|(?<!\w)(?:m[²³2]|km[²2]?|ha|kg|ton(?:nes?|s)?|GWh|kWh|MWh|°C)(?!\w)",
    re.IGNORECASE,
)
_OPENS_REMAINDER = re.compile(
    rf"^[(\[]?\s*(?:(?:(?:alle[ns]?|all|tutti|tous|todos)\s)?(?:{_any(BASE_WORDS)})\s*(?:[:=]|\d)"
    rf"|(?:in|en|alle|all|as|als|is|x|×)?\s?(?:the\s|de\s|der\s)?(?:1[., ]?000\s?)?"
    rf"(?:{_any(UNIT_WORDS)}|[%‰€$£])(?!\w)"
    rf"|[xX×]\s?(?:€\s?)?1[., ]?000|[nN]\s?=\s?\d|{_any(ANSWER_WORDS)})",
    re.IGNORECASE,
)
_BASE_SENTENCE = re.compile(rf"(?<=[.?!’”\"';:])\s+(?=(?:{_any(BASE_WORDS)})\s*[:=])", re.IGNORECASE)

REMAINDER_WORDS: Final = 14
"""A line that opens with a unit and has more words than this is a sentence, not a unit or base line."""


_TOKEN = re.compile(r"\w+")
_HEADS = (*TABLE_WORDS, *FIGURE_WORDS, *EXHIBIT_WORDS)
_HEAD = re.compile("|".join((*_HEADS, *(word[1:] for word in _HEADS))), re.IGNORECASE)


class Label(NamedTuple):
    """``Tabel 3.5`` and what follows it on the line."""

    kind: CaptionKind
    word: str
    number: str | None
    stopped: bool
    """A colon, full stop or dash parts the number from what follows."""
    rest: str
    continued: bool


def may_hold_label(texts: Iterable[str]) -> bool:
    """Whether any line of these words can open with a label: most pages have no word that does."""
    return any(map(_holds_head, texts))


@lru_cache(maxsize=65536)
def _holds_head(text: str) -> bool:
    return any(_HEAD.fullmatch(token) for token in _TOKEN.findall(text))


@lru_cache(maxsize=4096)
def read_label(text: str) -> Label | None:
    """The label a line opens with; None when it opens with none, or with the word alone (``Table of contents``)."""
    opening = _LABEL.match(text)
    if not opening:
        return None
    after = text[opening.end() :]
    found = _NUMBERED.match(after) or _UNNUMBERED.match(after)
    if not found:
        return None
    number = found.groupdict().get("number")
    if number is None and opening["figure"]:  # "Figuur:" or "Map:" alone is no caption one can cite
        return None
    kind: CaptionKind = "table" if opening["table"] else "figure" if opening["figure"] else "either"
    return Label(
        kind,
        re.sub(r"\s+", "", opening["label"] + opening["dot"]),
        re.sub(r"\s+", "", number).rstrip(".") if number else None,
        bool(found["stop"].strip()),
        found["rest"].strip(),
        is_continued(text),
    )


def is_continued(text: str) -> bool:
    """Does the text say that the table began earlier: (vervolg), continued, Fortsetzung, suite, segue?"""
    return bool(_CONTINUED.search(text))


def without_continued(text: str) -> str:
    """The text without the words that say it goes on, and their brackets or dash."""
    return re.sub(r"[\s()\[\],;–—-]*$", "", _CONTINUED.sub(" ", text)).strip()


def is_bracketed(text: str) -> bool:
    """Is the whole text one bracketed group?"""
    text = text.strip()
    return len(text) > 2 and text[0] in "([" and _opening(text) == 0


def has_unit(text: str) -> bool:
    """Does the text say what is counted or in what unit, or who answered?"""
    return bool(_UNIT.search(text))


def opens_remainder(text: str) -> bool:
    """Is this line a unit line or a base line: ``in € 1.000``, ``% of respondents``, ``Basis: alle Befragten``?"""
    whole = text.count("(") == text.count(")")  # else the end of a bracket that a sentence opened
    return whole and bool(_OPENS_REMAINDER.match(text)) and len(text.split()) <= REMAINDER_WORDS


def split_remainder(text: str) -> tuple[str, str]:
    """Title text -> title, remainder: trailing bracketed groups with a unit or base, or a base sentence."""
    title, remainder = text.strip(), ""
    base = _BASE_SENTENCE.search(title)
    if base:
        title, remainder = title[: base.start()], title[base.end() :]
    while title[-1:] in (")", "]"):
        start = _opening(title)
        group = title[start:] if start is not None else ""
        if not start or not has_unit(group) or title[start - 1] not in " \u00a0’”\"'?.!)]":
            break
        title, remainder = title[:start].rstrip(), f"{group} {remainder}".strip()
    return title, remainder


def _opening(text: str) -> int | None:
    """Where the bracket that closes at the end of the text opens."""
    depth = 0
    for i in range(len(text) - 1, -1, -1):
        depth += (text[i] in ")]") - (text[i] in "([")
        if depth == 0:
            return i
    return None
