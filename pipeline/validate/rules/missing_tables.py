"""Tables and figures that the report must have, by their numbers and captions, and that were not found."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import pandera.pandas as pa

from pipeline.findings import word
from pipeline.validate.claims.lexicon import references
from pipeline.validate.rule import Material, Rule, Tested, Trial
from pipeline.validate.say import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.model import Wording

CODE = "table.missing"
CAPTION = "table.caption_alone"
LISTED = "table.listed"
GAP = "table.number_gap"
MANY_GAPS = "table.number_gaps"
FEWEST = 2
"""Numbers of a kind in a chapter from which they are seen to run on."""
_NUMBER = re.compile(r"(?:(.*)[.\-])?(\d+)[a-z]?")

Named = tuple[str, str]
"""``("table", "3.1")``"""


class Seen(NamedTuple):
    """Where the numbers of tables and figures were seen, each with its first page and words."""

    read: dict[Named, int]
    captions: dict[Named, tuple[int, str]]
    listed: dict[Named, tuple[int, str]]


def collect(material: Material) -> Tested:
    if material.evidence.number_format is None:
        # Without the text no caption is known, and every number without a table would seem passed over.
        return Tested([], [f"{CODE}:no_text"])
    seen = _seen(material)
    trials = list(_unread(seen))
    trials += _gaps(seen)
    return Tested(trials)


def _seen(material: Material) -> Seen:
    read: dict[Named, int] = {}
    for table in material.tables:
        if table.number:
            read.setdefault(("table", table.number), table.table.pages[0])
    for chart in material.evidence.charts:
        if chart.caption and chart.caption.number:
            read.setdefault((chart.caption.kind, chart.caption.number), chart.page)
    style = material.evidence.number_format
    captions: dict[Named, tuple[int, str]] = {}
    listed: dict[Named, tuple[int, str]] = {}
    for block in material.evidence.blocks if style else ():
        into = {"caption": captions, "contents": listed}.get(block.kind)
        for kind, pattern in references(style.language) if style and into is not None else ():
            found = pattern.match(block.text.lstrip("*• "))
            if found and into is not None:
                into.setdefault((kind, found["number"].rstrip(".")), (block.page, block.text))
    return Seen(read, captions, listed)


def _unread(seen: Seen) -> Iterator[Trial]:
    """Tables whose caption was found without them, and those that a list of tables names."""
    numbers = {read for _, read in seen.read}
    for named in dict.fromkeys((*seen.captions, *seen.listed)):
        kind, number = named
        if kind != "table" or number in numbers:
            # What is called a table may be a picture, and was then read as a chart.
            if kind == "table":
                yield _trial(seen.read.get(named, 1), number)
            continue
        alone = named in seen.captions
        page, text = seen.captions[named] if alone else seen.listed[named]
        yield _trial(page, number) | {"alone": alone, "listed": not alone, "text": quoted(text)}


def _gaps(seen: Seen) -> Iterator[Trial]:
    """Numbers that are passed over, by kind and chapter."""
    pages: dict[Named, int] = dict(seen.read)
    for named, (page, _) in (*seen.captions.items(), *seen.listed.items()):
        pages.setdefault(named, page)
    runs: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for (kind, number), page in pages.items():
        parted = _NUMBER.fullmatch(number)
        if parted:
            runs[kind, parted[1] or ""].setdefault(int(parted[2]), page)
    for (kind, chapter), run in runs.items():
        other = runs.get(("figure" if kind == "table" else "table", chapter), {})
        # Where no number is used by both, tables and figures are counted in one row.
        known = set(run) if set(run) & set(other) else set(run) | set(other)
        begin = 1 if chapter else min(known)
        missing = [n for n in range(begin, max(run)) if n not in known]
        if len(run) < FEWEST:
            continue
        # What lacks its beginning, or most of its numbers, is more likely a part of a longer report.
        few = len(missing) <= len(run) and begin in known
        numbers = ", ".join(f"{chapter}.{n}" if chapter else str(n) for n in missing)
        yield _trial(min(run.values()), numbers) | {
            "kind": kind,
            "gap": bool(missing) and few,
            "gaps": bool(missing) and not few,
            "known": ", ".join(f"{chapter}.{n}" if chapter else str(n) for n in sorted(run)),
        }


def _trial(page: int, number: str) -> Trial:
    return {
        "table_id": None, "page": page, "keys": (), "number": number, "kind": "table",
        "alone": False, "listed": False, "gap": False, "gaps": False,
    }  # fmt: skip


def message(trial: Mapping[str, Any], code: str) -> Wording:
    if code in (CAPTION, LISTED):
        return word(code, page=trial["page"], number=trial["number"], text=trial["text"])
    return word(f"{GAP}:{trial['kind']}", numbers=trial["number"], known=trial["known"])


RULE = Rule(
    CODE,
    collect,
    pa.DataFrameSchema(
        {
            "alone": pa.Column(bool, pa.Check.eq(False, name=CAPTION)),
            "listed": pa.Column(bool, pa.Check.eq(False, name=LISTED)),
            "gap": pa.Column(bool, pa.Check.eq(False, name=GAP)),
            "gaps": pa.Column(bool, pa.Check.eq(False, name=MANY_GAPS)),
        }
    ),
    message,
    severities={CAPTION: "warning", LISTED: "warning", GAP: "warning", MANY_GAPS: "info"},
)
"""Tables that were missed."""
