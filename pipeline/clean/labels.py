"""The words of a label: lines joined, hyphenation undone, number of respondents and marks taken out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.clean.lexicon import BASE_WORDS
from pipeline.clean.numbers import FIRM_BLANK, SIGNS, SUPERSCRIPTS, fold, read_body, split_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pipeline.model import NumberFormat

Vocabulary = Counter[str]
"""How often each word of the document occurs, lower-case, hyphens kept inside."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*-?")
LEAST_WHOLE = 2
"""A fragment must occur this often to be a word of its own: once is the fragment itself."""


def vocabulary_of(texts: Iterable[str]) -> Vocabulary:
    """Count the words of a document. A word cut at a line's end keeps its hyphen and so is another word."""
    counts: Vocabulary = Counter()
    for text in texts:
        counts.update(_WORD.findall(fold(text).casefold()))
    return counts


def join_lines(lines: Sequence[str], vocabulary: Vocabulary) -> str:
    """One line of text from several, hyphenation undone.

    The joined word wins when the document knows it; then the word with its hyphen; then two words that each stand
    alone elsewhere keep the hyphen (``tevreden-ontevreden``), and so does a capital or an abbreviation
    (``ICT-beleid``). What is left is taken for hyphenation.
    """
    text = ""
    for line in lines:
        if not text:
            text = line.strip()
            continue
        text = _join(text, line.strip(), vocabulary)
    return re.sub(r"\s+", " ", text).strip()


def _join(left: str, right: str, vocabulary: Vocabulary) -> str:
    head = re.search(r"([^\W\d_]+)-$", left)
    tail = re.match(r"[^\W\d_]+", right)
    if head and tail and not re.search(r"\s-$", left):
        return left[:-1] + ("-" if _keeps_hyphen(head[1], tail[0], vocabulary) else "") + right
    if left.endswith("-") or (left.endswith("/") and not re.search(r"\s/$", left)):
        return left + ("" if re.search(r"\w-$", left) else " ") + right
    cut = re.search(r"[^\W\d_]+$", left)
    if cut and tail and _cut_without_hyphen(cut[0], tail[0], vocabulary):
        return left + right
    return f"{left} {right}"


def _keeps_hyphen(head: str, tail: str, vocabulary: Vocabulary) -> bool:
    low_head, low_tail = head.casefold(), tail.casefold()
    if vocabulary[low_head + low_tail]:
        return False
    if vocabulary[f"{low_head}-{low_tail}"]:
        return True
    upper_label = head.isupper() and tail.isupper()
    if tail[0].isupper() and not upper_label:
        return True
    if head.isupper() and not upper_label:
        return True
    return bool(vocabulary[low_head]) and vocabulary[low_tail] >= LEAST_WHOLE


def _cut_without_hyphen(head: str, tail: str, vocabulary: Vocabulary) -> bool:
    """A narrow column that broke a word with no hyphen: the whole word is known, its second part is not."""
    low_head, low_tail = head.casefold(), tail.casefold()
    return bool(vocabulary[low_head + low_tail]) and vocabulary[low_tail] < LEAST_WHOLE and len(tail) > 1


_BASES = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(BASE_WORDS, key=lambda w: -len(w)))
_COUNT = r"(?P<count>\d[\d.,'\s]*\d|\d)"
_BASE_FORMS = (
    re.compile(rf"[(\[]\s*(?:{_BASES})\s*[=:]?\s*{_COUNT}\s*[)\]]", re.IGNORECASE),
    re.compile(rf"(?<!\w)(?:{_BASES})\s*[=:]\s*{_COUNT}(?![\w%])", re.IGNORECASE),
    re.compile(rf"(?:^|\s)(?:{_BASES})\s+{_COUNT}$", re.IGNORECASE),
)
_BASE_YEAR = re.compile(r"(?:basis|base)\s*(?:19|20)\d\d$", re.IGNORECASE)
"""``Basis 2015`` is the base year of an index."""


def take_base(text: str, fmt: NumberFormat, prose: bool = False) -> tuple[str, int | None]:
    """Text without ``(N = 229)``, ``n=229``, ``Basis 229``, and that number; (text, None) when there is none.

    ``prose``: in captions and notes the number must stand in brackets or behind = or a colon.
    """
    for form in _BASE_FORMS[: 2 if prose else None]:
        match = form.search(text)
        if match is None or _BASE_YEAR.fullmatch(match.group().strip("([ ])")):
            continue
        number, _ = read_body(fold(match["count"]).replace(" ", FIRM_BLANK), fmt)
        if number is not None and number == number.to_integral_value():
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            return re.sub(r"\s+", " ", rest).strip(" ,;"), int(number)
    return text, None


def take_marks(text: str, known: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Text without the footnote marks at its end: signs, superscripts, and ``(1)`` where a note defines it."""
    text = text.rstrip()
    match = re.search(rf"(?<=\S)\s*([{re.escape('*†‡§¶')}{SUPERSCRIPTS}]+)$", text)
    if match and not (set(match[1]) <= set(SIGNS) and not re.search(r"\w", text[: match.start()])):
        return text[: match.start()].rstrip(), split_marks(match[1])
    match = re.search(r"\s*\((\d{1,2}|[a-z])\)$", text)
    if match and match[1] in known and match.start():
        return text[: match.start()].rstrip(), (match[1],)
    return text, ()
