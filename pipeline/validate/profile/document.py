"""What a profile says of the document as a whole: language, number format, meanings of marks, captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.findings import finding, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from pipeline.model import Block, CleanTable, Issue, NumberFormat
    from schemas.profile import Profile

UNKNOWN_LANGUAGE = "und"
NUMBER = r"\s+(?P<number>[A-Z]?\.?\d+(?:[.\-]\d+)*)\b"
"""A table's number behind its word: ``3.5``, ``B.1``, ``12``."""
WITH_MARK = re.compile(r"\d[.,]\d")


def language_issues(profile: Profile, fmt: NumberFormat | None) -> Iterator[Issue]:
    if fmt is None or profile.language is None or fmt.language in (profile.language, UNKNOWN_LANGUAGE):
        return
    told = {"profile": profile.name, "wanted": profile.language, "found": fmt.language}
    yield finding("warning", word("profile.language_differs", **told))


def number_format(
    profile: Profile, fmt: NumberFormat | None, frame: pd.DataFrame
) -> tuple[tuple[Issue, ...], frozenset[str]]:
    """The finding, and the observations that may be wrong by it: those printed with a mark inside."""
    if fmt is None or profile.decimal in (None, fmt.decimal):
        return (), frozenset()
    touched = frame["observation_id"][frame["value_raw"].fillna("").str.contains(WITH_MARK)]
    told = {"profile": profile.name, "wanted": str(profile.decimal), "found": fmt.decimal, "evidence": fmt.evidence}
    issue = finding("error", word("profile.numbers_differ", count=len(touched), **told))
    return (issue,), frozenset(str(key) for key in touched)


def significance_issues(profile: Profile, frame: pd.DataFrame) -> Iterator[Issue]:
    if profile.significance is None:
        return
    there = {str(meaning) for meaning in frame["significance"].dropna()}
    for key, meanings in (
        ("profile.significance_differs:lacking", set(profile.significance) - there),
        ("profile.significance_differs:unknown", there - set(profile.significance)),
    ):
        for meaning in sorted(meanings):
            yield finding("warning", word(key, profile=profile.name, meaning=meaning))


def caption_issues(profile: Profile, tables: Sequence[CleanTable], blocks: Sequence[Block]) -> Iterator[Issue]:
    """Captions as the profile describes them, whose table was not found."""
    if not profile.captions:
        return
    words = "|".join(re.escape(word) for word in profile.captions)
    pattern = re.compile(rf"({words}){NUMBER}", re.IGNORECASE)
    found = {table.number for table in tables}
    for block in blocks:
        caption = pattern.match(block.text) if block.kind == "caption" else None
        if caption and caption["number"] not in found:
            wording = word("profile.caption_unread", page=block.page, caption=caption[0])
            yield finding("error", wording, block.page, box=block.box)
