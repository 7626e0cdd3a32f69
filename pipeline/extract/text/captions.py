"""Captions, notes, quotes and list items among the blocks of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.text.chunks import ENDS, opens_note
from pipeline.extract.text.drafts import Draft
from pipeline.extract.text.items import starts_item
from pipeline.extract.text.lexicon import CAPTION_WORDS
from pipeline.geometry import overlap
from pipeline.model import Box

SMALL = 0.95
"""Share of the body's size below which type is small."""
NEAR = 1.2
"""Share of the font size: the title of a caption follows its label, a note its table, within it."""
INSET = 1.0
"""Share of the font size: a quote is set in from the text by at least it."""
PULLED = 1.3
"""Share of the body's size from which words in quotation marks are a pulled quote."""
LEAST_QUOTE = 4
"""Words; a shorter line in quotation marks is a name."""

_CAPTION = re.compile(
    r"^(?P<word>[^\W\d_]+)\.?\s*(?P<number>(?:[A-Z][.-]?)?\d+(?:[.\-–]\d+)*[a-z]?|[IVX]+)(?P<rest>\b.*)$", re.DOTALL
)
_OPEN, _CLOSE = "‘“\"„«'‚›»", "’”\"“»'‘‹«"


def caption_number(text: str) -> str | None:
    """Number of the caption a text begins with; None when it begins with none (``Table 3 shows`` is prose)."""
    match = _CAPTION.match(text)
    if match is None or match.group("word").casefold() not in CAPTION_WORDS:
        return None
    rest = match.group("rest").strip()
    if rest and rest[0].islower():
        return None
    return match.group("number")


def mark_captions(drafts: Sequence[Draft]) -> list[Draft]:
    """Blocks of one page in reading order, the captions marked and joined with the title under the label."""
    result: list[Draft] = []
    for draft in drafts:
        last = result[-1] if result else None
        number = caption_number(draft.plain) if draft.kind == "paragraph" else None
        if number is not None:
            result.append(replace(draft, kind="caption", number=number))
        elif last is not None and last.kind == "caption" and _continues_caption(last, draft):
            result[-1] = replace(last, lines=last.lines + draft.lines)
        else:
            result.append(draft)
    return result


def _continues_caption(caption: Draft, draft: Draft) -> bool:
    """The title right under a label that stands alone on its line, in type of the same size."""
    if draft.kind != "paragraph" or len(draft.lines) > 4:
        return False
    label = caption_number(caption.lines[-1].text) is not None and len(caption.lines[-1].text.split()) <= 2
    same = abs(caption.style.size - draft.style.size) < 0.6
    gap = draft.box.top - caption.box.bottom
    return (
        (label or same)
        and len(caption.lines) < 4
        and gap <= 0.5 * draft.style.size
        and _same_column(caption, draft)
        and (label or draft.plain.startswith("("))
    )


def _same_column(a: Draft, b: Draft) -> bool:
    return overlap(a.box.x0, a.box.x1, b.box.x0, b.box.x1) > 0


def mark_kinds(drafts: Sequence[Draft], figures: Sequence[Box], body_size: float) -> list[Draft]:
    """Blocks of one page: list items, notes under ``figures`` (boxes of tables and charts), and quotes."""
    left = _left_edge(drafts)
    result: list[Draft] = []
    for draft in drafts:
        if draft.kind == "paragraph":
            if _is_note(draft, figures, body_size) or (result and _continues_note(result[-1], draft, body_size)):
                draft = replace(draft, kind="note")
            elif starts_item(draft.lines[0]):
                draft = replace(draft, kind="list_item")
            elif _is_quote(draft, left, body_size):
                draft = replace(draft, kind="quote")
        result.append(draft)
    return result


def _is_note(draft: Draft, figures: Sequence[Box], body_size: float) -> bool:
    if opens_note(draft.plain):
        return True
    if draft.style.size > SMALL * body_size and draft.lines[0].mark is None:
        return False
    box = draft.box
    return any(
        -1 <= box.top - f.bottom <= NEAR * draft.style.size and overlap(box.x0, box.x1, f.x0, f.x1) > 0 for f in figures
    )


def _continues_note(last: Draft, draft: Draft, body_size: float) -> bool:
    """Small type close under a note is one too."""
    return (
        last.kind == "note"
        and (draft.style.size <= SMALL * body_size or draft.lines[0].mark is not None)
        and draft.box.top - last.box.bottom <= NEAR * draft.style.size
        and _same_column(last, draft)
    )


def _left_edge(drafts: Sequence[Draft]) -> float:
    """Where most of the running text begins, in points."""
    weights: dict[int, int] = {}
    for draft in drafts:
        if draft.kind == "paragraph":
            key = round(draft.box.x0)
            weights[key] = weights.get(key, 0) + len(draft.plain)
    return float(max(weights, key=lambda k: weights[k])) if weights else 0.0


def _is_quote(draft: Draft, left: float, body_size: float) -> bool:
    text = draft.plain.strip()
    if len(text.split()) < LEAST_QUOTE:
        return False
    quoted = text[0] in _OPEN and text.rstrip(".")[-1] in _CLOSE
    inset = draft.box.x0 - left >= INSET * draft.style.size
    italic = all(line.style.italic for line in draft.lines)
    sentence = len(draft.lines) > 1 or ENDS.search(text) is not None
    large = draft.style.size >= PULLED * body_size
    return sentence and ((inset and (italic or quoted)) or (quoted and (italic or large)))
