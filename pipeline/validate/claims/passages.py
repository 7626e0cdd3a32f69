"""A paragraph -> its statements, each with the words around it, the nearest first."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.model import Block
from pipeline.validate.claims.clauses import clause_of, unit_of
from pipeline.validate.claims.lexicon import any_of, fold, references
from pipeline.validate.claims.likeness import tokens
from pipeline.validate.claims.stated import WORDS_TOLERANCE, Stated, stated_numbers

STATING = ("paragraph", "list_item", "footnote", "quote", "note")
"""Kinds of blocks that state numbers; headings repeat what the text says."""
SMALLEST_COUNT = 10
"""Smaller whole numbers without a unit number or list things more often than they state a finding."""
YEARS = (1900, 2100)
BOUND_REACH = 15
"""Characters before and after a number within which words make it a bound."""

_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"”’)\]]*[⁰¹²³⁴-⁹]*\s+(?=[A-ZÀ-Þ“‘\"(•\d])|(?<=[.!?…][⁰¹²³⁴-⁹])\s+|(?<=[.!?…][⁰¹²³⁴-⁹]{2})\s+"
)
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[^\W\d_]{1,3}|(?:[^\W\d_]\.)+[^\W\d_]?)\.$")
_MARK = re.compile(r"[⁰¹²³⁴-⁹]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SPACE_OF_NUMBER = "\x00"


class Passage(NamedTuple):
    """The words around a number, by how near they stand. Other numbers stated are left out."""

    clause: str
    """Its own clause."""
    before: str
    """From the number before to this one."""
    after: str
    """From this one to the next."""
    sentence: str
    earlier: tuple[str, ...]
    """Sentences before it in the paragraph, the nearest first."""
    headings: str
    section: str | None
    page: int
    cited: frozenset[tuple[str, str]]
    """``("table", "3.1")``: named in the sentence."""
    cited_near: frozenset[tuple[str, str]]
    """Named in the paragraph."""
    quoted: bool
    """Somebody else says it."""


class Statement(NamedTuple):
    stated: Stated
    passage: Passage
    sentence: str
    block: Block
    bracket_of: int | None
    """Position (among all statements) of the number in words that this one gives exactly, in a bracket behind."""
    paragraph: int
    sentence_number: int


@dataclass(frozen=True, slots=True)
class Style:
    """How a report states numbers."""

    language: str
    decimal: str
    phrases: frozenset[str]
    """Words that name rows and columns (``fold``-ed, with their bounds); they state nothing themselves."""


class Setting(NamedTuple):
    """What stands around a sentence."""

    block: Block
    paragraph: int
    number: int
    """Position of the sentence in it."""
    earlier: tuple[str, ...]
    headings: str


def statements(blocks: Sequence[Block], style: Style) -> list[Statement]:
    """Every number stated in running text, in reading order."""
    out: list[Statement] = []
    headings: dict[int, str] = {}
    before: tuple[str, ...] = ()
    marked = _marked_sentences(blocks)
    for paragraph, block in enumerate(blocks):
        if block.kind in ("heading", "title"):
            level = block.level or 1
            headings = {k: v for k, v in headings.items() if k < level} | {level: block.text}
        if block.kind not in STATING:
            continue
        above = before if block.kind == "list_item" else ()
        if block.kind == "footnote":
            above, section = marked.get(block.number or "", ((), None))
            block = replace(block, section=section)
        sentences = tuple(split_sentences(block.text))
        for k, sentence in enumerate(sentences):
            setting = Setting(block, paragraph, k, (*sentences[:k][::-1], *above), " ".join(headings.values()))
            out += _of_sentence(sentence, setting, style, len(out))
        if block.kind != "footnote":
            before = (*sentences[::-1], *above)
    return out


def _marked_sentences(blocks: Sequence[Block]) -> dict[str, tuple[tuple[str, ...], str | None]]:
    """Mark of a footnote -> the sentences up to the one it stands at, the nearest first, and their section."""
    found: dict[str, tuple[tuple[str, ...], str | None]] = {}
    for block in blocks:
        if block.kind in STATING and block.kind != "footnote" and _MARK.search(block.text):
            sentences = tuple(split_sentences(block.text))
            for k, sentence in enumerate(sentences):
                for mark in _MARK.findall(sentence):
                    number = unicodedata.normalize("NFKC", mark)
                    found.setdefault(number, (sentences[: k + 1][::-1], block.section))
    return found


def split_sentences(text: str) -> Iterator[str]:
    """Sentences; a point after an abbreviation before a number ends none."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        follows = text[match.end() : match.end() + 1]
        if follows.isdigit() and _ABBREVIATED.search(text[start : match.start()]):
            continue
        yield text[start : match.end()].strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()


def _of_sentence(sentence: str, setting: Setting, style: Style, first: int) -> list[Statement]:
    """``first``: position of the first statement among all."""
    found = [s for s in stated_numbers(sentence, style.language, style.decimal) if states(sentence, s, style)]
    numbers = [s for k, s in enumerate(found) if not _names_class(sentence, found, k, style)]
    units = [unit_of(sentence, s.start, s.end) for s in numbers]
    exact = [_gives_exactly(numbers, units, k) for k in range(len(numbers))]
    block = setting.block
    cited, cited_near = (_cited(text, style.language) for text in (sentence, block.text))
    quoted = block.kind == "quote"
    out = []
    for k, stated in enumerate(numbers if len(_WORD.findall(sentence)) > len(numbers) else ()):
        # A fraction in words may also be part of an answer (*half of it done*), unless a number says it exactly.
        silent = [n for j, n in enumerate(numbers) if j == k or n.kind != "fraction" or exact[j + 1 : j + 2] == [True]]
        masked = _masked(sentence, silent, style.language)
        around = clause_of(masked, units, k, style.language)
        passage = Passage(
            *around, masked, setting.earlier, setting.headings, block.section, block.page, cited, cited_near, quoted
        )
        given = first + k - 1 if exact[k] else None
        out.append(Statement(stated, passage, sentence, block, given, setting.paragraph, setting.number))
    return out


def _masked(sentence: str, numbers: list[Stated], language: str) -> str:
    """The sentence with numbers, their hedges and references to tables blanked, letters at their places."""
    for _, pattern in references(language):
        sentence = pattern.sub(lambda m: " " * len(m[0]), sentence)
    for s in numbers:
        sentence = sentence[: s.lead] + _SPACE_OF_NUMBER * (s.end - s.lead) + sentence[s.end :]
    return sentence


def _gives_exactly(numbers: list[Stated], units: list[tuple[int, int]], k: int) -> bool:
    """Does the number, in a bracket, say precisely what the words before it say roughly?"""
    stated, before = numbers[k], numbers[k - 1]
    return (
        k > 0
        and units[k] != (stated.start, stated.end)
        and stated.kind == "digits"
        and before.in_words
        and before.low - WORDS_TOLERANCE <= stated.value <= before.high + WORDS_TOLERANCE
    )


def _names_class(sentence: str, numbers: list[Stated], k: int, style: Style) -> bool:
    """Is it the bound of a class that another number gives the share of: ``more than 70 per cent (20%)``?"""
    stated, following = numbers[k], numbers[k + 1 : k + 2]
    others = [s for j, s in enumerate(numbers) if j != k and s.kind == "digits" and s.unit == stated.unit]
    if stated.kind != "digits" or not others:
        return False
    if stated.hedged and set(tokens(sentence[stated.lead : stated.end], style.language)) & style.phrases:
        return True
    return (
        following != []
        and following[0] in others
        and re.fullmatch(r"\s*\(", sentence[stated.end : following[0].start]) is not None
        and sentence[following[0].end : following[0].end + 1] == ")"
    )


def referred(text: str, language: str) -> Iterator[tuple[str, str]]:
    """("table" | "figure", number) for each that the text names, also in ``tables 3.1, 3.2 and 4.1``."""
    more = _further(language)
    for kind, pattern in references(language):
        for match in pattern.finditer(text):
            yield kind, match["number"].rstrip(".")
            follows = more.match(text, match.end())
            while follows:
                yield kind, follows[1]
                follows = more.match(text, follows.end())


@functools.cache
def _further(language: str) -> re.Pattern[str]:
    """Finds a number that goes on from another: ``, 3.2`` and ``and 4.1``."""
    return re.compile(rf"\s*(?:,|{any_of(language, 'range')})\s+((?:[A-Z]\.)?\d+(?:\.\d+)+|[A-Z]\.\d+)(?!\w)")


@functools.lru_cache(maxsize=1024)
def _cited(text: str, language: str) -> frozenset[tuple[str, str]]:
    """All that a text names. The paragraph is asked for every sentence in it."""
    return frozenset(referred(text, language))


def states(sentence: str, stated: Stated, style: Style) -> bool:
    """Does the number state a finding: is it no date, number of a chapter or table, or part of a label?"""
    before, after, language = sentence[: stated.start], sentence[stated.end :], style.language
    if any(m.start() <= stated.start < m.end() for _, p in references(language) for m in p.finditer(sentence)):
        return False
    if _in_label(before, stated, after, style.phrases) or _is_bound(before, stated, after, style):
        return False
    if stated.kind != "plain" or stated.unit:
        return True
    whole = stated.raw.isdigit()
    if whole and (stated.value < SMALLEST_COUNT or YEARS[0] <= stated.value <= YEARS[1]):
        articles = any_of(language, "article")
        return bool(re.search(rf"(?i)(?<!\w)(?:n\s*=|(?:{articles})(?!\w))\s*$", before)) and not after.startswith("-")
    months, numbering = (rf"(?:{any_of(language, name)})" for name in ("months", "numbering"))
    return not (
        re.match(rf"(?i)(?:st|nd|rd|th|\.|e|er)?\s+(?:of\s+|de\s+)?{months}(?!\w)|[-/–]\d|-[^\W\d_]|-\s", after)
        or re.search(rf"(?i)(?<!\w)(?:{months}|{numbering})\s*$|\d[-/–]$|[/§#№]\S*\s?$", before)
        or re.search(r"(?<!\w)[A-Z]{2,4}[ -]$|(?<!\w)[αp]\s*[=<≤]\s*$", before)
    )


def _in_label(before: str, stated: Stated, after: str, phrases: frozenset[str]) -> bool:
    """Do the number and the word before or behind it stand so in a label? (``minder dan de helft``)"""
    words = fold(re.sub(r"\s+", " ", stated.raw))
    left = re.findall(r"[^\W\d_]+$", fold(before).rstrip())
    right = re.findall(r"^[^\W\d_]+", fold(after).lstrip())
    return any(f"{w} {words}" in phrases for w in left) or any(f"{words} {w}" in phrases for w in right)


def _is_bound(before: str, stated: Stated, after: str, style: Style) -> bool:
    """Is it a bound that a label has too: ``those over 60``, ``65 and older``?"""
    if stated.kind != "plain" or stated.unit:
        return False
    near = before[-BOUND_REACH:] + stated.raw + after[:BOUND_REACH]
    return any(t.lstrip("<>") == f"{stated.value:g}" and t in style.phrases for t in tokens(near, style.language))
