"""Claim facts -> sentences with the number marked, and links to what it was held against."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.report.view.tables import anchor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.facts import Facts
    from pipeline.report.view.findings import Places

SHOWN_CLAIMS = 500
"""Those that differ first; claims.csv has them all."""

ORDER = ("differs", "rounds", "agrees", "unmatched")
SHOWN_LINKS = 12
"""Of the values that a sum is made of."""

_ID = re.compile(r"(.+)-r(\d+)-c(\d+)")


def claim_views(claims: Sequence[Facts], places: Places) -> list[Facts]:
    """What differs first, what speaks of nothing last, in the order of the text within each."""
    ordered = sorted(claims, key=lambda claim: ORDER.index(claim["verdict"]))
    return [_view(claim, places) for claim in ordered[:SHOWN_CLAIMS]]


def differing(claims: Sequence[Facts]) -> dict[str, Facts]:
    """Claims that differ, by the anchor of the cell they speak of."""
    return {
        anchor(*place): claim
        for claim in claims
        if claim["verdict"] == "differs"
        for place in map(_place, claim["observation_ids"])
        if place
    }


def _place(observation_id: str) -> tuple[str, int, int] | None:
    found = _ID.fullmatch(observation_id)
    return (found[1], int(found[2]), int(found[3])) if found else None


def _view(claim: Facts, places: Places) -> Facts:
    found = [place for place in map(_place, claim["observation_ids"]) if place and places.holds(*place)]
    links = [
        {"target": anchor(*place), "whole": whole.facts["name"], "labels": places.labels(*place)}
        for place in found[:SHOWN_LINKS]
        if (whole := places.whole(place[0]))
    ]
    return {**claim, "parts": _parts(claim["text"] or "", claim["stated_raw"] or ""), "links": links, "of": len(found)}


def _parts(text: str, stated: str) -> tuple[str, str, str]:
    """Before, the number, after; the number is empty where the sentence has it twice and it could be either."""
    if not stated or text.count(stated) != 1:
        return text, "", ""
    before, _, after = text.partition(stated)
    return before, stated, after
