"""Claims -> facts: each number stated in the prose, what it was held against, where its words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.facts import Facts, box_facts, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pipeline.model import Block

COLUMNS = (
    "claim_id", "page", "block_id", "text", "stated_raw", "stated_value", "unit", "compared_value", "difference",
    "verdict", "confidence",
)  # fmt: skip


def claim_facts(claims: pd.DataFrame | None, blocks: Sequence[Block]) -> list[Facts] | None:
    """In the order of the text. None: the prose was not looked at."""
    if claims is None:
        return None
    boxes = {block.id: block.box for block in blocks}
    found = []
    for record in claims.to_dict("records"):
        facts = {name: plain(record.get(name)) for name in COLUMNS}
        facts["observation_ids"] = str(plain(record.get("observation_ids")) or "").split()
        facts["box"] = box_facts(boxes.get(str(facts["block_id"])))
        found.append(facts)
    return found
