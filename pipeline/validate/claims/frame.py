"""Judgements -> the frame of claims, and the findings about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.findings import sentence, word
from pipeline.model import Issue
from pipeline.validate.claims.matrix import SCALES
from pipeline.validate.say import quoted
from schemas.columns import CLAIM, dtype

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Said
    from pipeline.validate.claims.judge import Judgement


def claims_frame(judgements: Sequence[Judgement]) -> pd.DataFrame:
    """One row for each number stated; columns and types as in the contract of claims."""
    rows = [_row(f"c{k:04d}", judgement) for k, judgement in enumerate(judgements, 1)]
    frame = pd.DataFrame(rows, columns=[field.name for field in CLAIM])
    return frame.astype({field.name: dtype(field) for field in CLAIM})


def _row(claim_id: str, one: Judgement) -> dict[str, Any]:
    """The number stated, in the scale of the table where there is one: € 488,000 against 488 (x € 1,000)."""
    stated, block = one.statement.stated, one.statement.block
    value, compared, unit = stated.value, None, stated.unit
    ids = None
    if one.parts:
        cells = one.parts.cells
        ids = " ".join(cell.observation_id for cell in cells)
        scale = cells[0].scale if abs(stated.value) >= cells[0].scale else 1.0
        value, compared = stated.value / scale, one.parts.value / scale
        unit = " ".join(word for word in (stated.unit or _bare(cells[0].unit), _scale_word(scale)) if word) or None
        if compared < 0 < value and one.direction < 0:
            value = -value
    return {
        "claim_id": claim_id,
        "page": block.page,
        "block_id": block.id,
        "text": one.statement.sentence,
        "stated_raw": stated.raw,
        "stated_value": value,
        "unit": unit,
        "observation_ids": ids,
        "compared_value": compared,
        "difference": None if compared is None else round(value - compared, 6),
        "verdict": one.verdict,
        "confidence": round(one.confidence, 3),
    }


def _bare(unit: str | None) -> str | None:
    """A unit without its scale."""
    words = [word for word in (unit or "").split() if word not in {name for name, _, _ in SCALES}]
    return " ".join(words) or None


def _scale_word(scale: float) -> str | None:
    return next((name for name, factor, _ in SCALES if factor == scale), None)


def differences(judgements: Sequence[Judgement]) -> tuple[Issue, ...]:
    """``claim.differs`` for each statement that its cell contradicts."""
    return tuple(_differs(one) for one in judgements if one.verdict == "differs" and one.parts)


def _differs(one: Judgement) -> Issue:
    parts = one.parts
    assert parts is not None
    (row, column), cell, matrix = parts.places[0], parts.cells[0], parts.matrix
    across = matrix.columns[column].text
    said: dict[str, Said] = {
        "page": one.statement.block.page,
        "stated": quoted(one.statement.stated.raw),
        "where": matrix.place(cell.page)._replace(
            row=quoted(matrix.rows[row].text), column=quoted(across) if across else None
        ),
        "value": f"{cell.value:g}" + {"%": " %", None: ""}.get(cell.unit, f" {cell.unit}"),
        "sentence": one.statement.sentence,
    }
    wording = word("claim.differs", **said)
    if one.hint:
        wording = word("claim.differs:together", sum=one.hint[0], others=one.hint[1], **said)
    place = one.statement.block.page, matrix.table_id, cell.row, cell.column
    return Issue("claim.differs", "warning", sentence(wording), *place, wording=wording)
