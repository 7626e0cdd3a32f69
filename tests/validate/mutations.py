"""Faults put into the extracted values of a report, and what the checks make of them."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from noticeable import Relation, half

from pipeline.config import Settings
from pipeline.model import CleanTable, Content, Issue, NumberFormat
from pipeline.run import Reading, read_content
from pipeline.validate import Evidence, Thresholds
from pipeline.validate.claims import check_claims
from pipeline.validate.grid import grids
from pipeline.validate.rule import Material, apply
from pipeline.validate.rules import RULES
from pipeline.validate.totals import printed_totals

FIRST = ("percent.total", "bar.differs", "repeated.differs", "share.differs", "percent.out_of_range")
NOT_MEANT = ("value.not_printed", "number.lost")
"""Checks of text against value and of page against table: a value misread as text and number alike passes them."""
LIKELIEST = sorted(
    (rule for rule in RULES if rule.code not in NOT_MEANT),
    key=lambda rule: FIRST.index(rule.code) if rule.code in FIRST else len(FIRST),
)
"""In the order in which they find most, since the first finding ends the search."""
_DIGITS = re.compile(r"\d")


class Mutation(NamedTuple):
    """One value read wrongly, as text and as number alike: the page alone could tell."""

    key: str
    kind: str
    raw: str
    number: float


@dataclass
class Extracted:
    """A report as the stages before the checks hand it on."""

    reading: Reading
    content: Content
    tables: tuple[CleanTable, ...]
    number_format: NumberFormat
    frame: pd.DataFrame

    @classmethod
    def of(cls, path: Path) -> Extracted:
        from pipeline.clean import clean_charts, clean_content
        from pipeline.tidy import observations

        reading = read_content(path, Settings())
        content = reading.content()
        tables, number_format = clean_content(content, reading.pages)
        content = replace(content, charts=clean_charts(content.charts, number_format))
        return cls(reading, content, tables, number_format, observations("report", tables, content.charts))

    @cached_property
    def evidence(self) -> Evidence:
        content = self.content
        return Evidence(content.blocks, self.number_format, content.charts, self.reading.pages)

    @cached_property
    def kin(self) -> Mapping[str, frozenset[str]]:
        """Table -> the tables that print cells of it again: a fault in it shows in all of them."""
        found: dict[str, set[str]] = defaultdict(set)
        for rule in RULES:
            for trial in rule.collect(self._material(self.frame)).trials:
                tables = {key.rsplit("-", 2)[0] for key in trial["keys"]}
                for table in tables:
                    found[table] |= tables
        return {table: frozenset(others) for table, others in found.items()}

    @cached_property
    def findings(self) -> frozenset[tuple[str, str]]:
        """Without any fault."""
        return frozenset((issue.code, issue.message) for issue in self._issues(self._material(self.frame)))

    @cached_property
    def claimed(self) -> frozenset[tuple[str, str]]:
        return frozenset((issue.code, issue.message) for issue in self._claims(self.frame))

    def with_fault(self, fault: Mutation) -> pd.DataFrame:
        frame = self.frame.copy()
        at = frame.index[frame["observation_id"] == fault.key][0]
        frame.loc[at, ["value", "value_raw"]] = [fault.number, fault.raw]
        return frame

    def found(self, fault: Mutation) -> list[Issue]:
        """What the checks say of the fault that they did not say before it, up to the first that is no mere note."""
        frame = self.with_fault(fault)
        table = fault.key.rsplit("-", 2)[0]
        part = frame[frame["table_id"].isin([table, *self.kin.get(table, ())])]
        material = self._material(part)
        found: list[Issue] = []
        for rule in LIKELIEST:
            found += [i for i in apply(rule, material).issues if (i.code, i.message) not in self.findings]
            if any(issue.severity != "info" for issue in found):
                return found
        return found + [i for i in self._claims(frame) if (i.code, i.message) not in self.claimed]

    def _material(self, frame: pd.DataFrame) -> Material:
        found = grids(frame, self.tables)
        evidence = Evidence(charts=self.evidence.charts)
        return Material(frame, found, printed_totals(found), self.tables, evidence, Thresholds())

    def _issues(self, material: Material) -> list[Issue]:
        return [issue for rule in RULES for issue in apply(rule, material).issues]

    def _claims(self, frame: pd.DataFrame) -> tuple[Issue, ...]:
        return check_claims(frame, self.evidence.blocks, self.number_format).issues


def mutations(frame: pd.DataFrame, count: int, seed: int) -> list[Mutation]:
    """Single values drawn at random, each read wrongly in a way that eyes and OCR do."""
    drawn = random.Random(seed)
    printed = frame[frame["value"].notna() & (frame["value_raw"].fillna("") != "")]
    records = printed[["observation_id", "value", "value_raw"]].itertuples(index=False, name=None)
    values = list(records)
    found: list[Mutation] = []
    while len(found) < count:
        key, number, raw = drawn.choice(values)
        kind = drawn.choice(KINDS)
        text = _misread(raw, kind, drawn)
        if text is not None and (read := _number(text, raw, number)) is not None and read != number:
            found.append(Mutation(key, kind, text, read))
    return found


KINDS = ("digit",) * 5 + ("digit lost", "digit twice", "digits swapped", "decimal mark lost", "sign lost")


def _misread(raw: str, kind: str, drawn: random.Random) -> str | None:
    at = [m.start() for m in _DIGITS.finditer(raw)]
    k = drawn.choice(at)
    if kind == "digit":
        return raw[:k] + drawn.choice([d for d in "0123456789" if d != raw[k]]) + raw[k + 1 :]
    if kind == "digit lost":
        return raw[:k] + raw[k + 1 :] if len(at) > 1 else None
    if kind == "digit twice":
        return raw[: k + 1] + raw[k] + raw[k + 1 :]
    if kind == "digits swapped":
        return raw[:k] + raw[k + 1] + raw[k] + raw[k + 2 :] if k + 1 in at else None
    if kind == "decimal mark lost":
        return raw.replace(",", "").replace(".", "") if half(raw) < 0.5 else None
    return raw.lstrip("-−–+") if raw[0] in "-−–" else None


def _number(text: str, raw: str, number: float) -> float | None:
    """What the misread text says, in the way the right one is written."""
    found = re.search(r"[\d.,]*\d[\d.,]*", text)
    if found is None:
        return None
    decimals = 0 if half(raw) == 0.5 else len(str(half(raw))) - 3
    mark = next((m for m in ",." if decimals and m in found[0]), None)
    whole, _, behind = found[0].rpartition(mark) if mark else (found[0], "", "")
    digits = re.sub(r"\D", "", whole)
    size = float(f"{digits or '0'}.{behind or '0'}")
    return -size if number < 0 and text[0] in "-−–" else size


def broken(relations: Iterable[Relation], values: Mapping[str, float], fault: Mutation) -> list[str]:
    """Kinds of the relations that hold without the fault and do not with it."""
    changed = {**values, fault.key: fault.number}
    return [r.kind for r in relations if fault.key in r.keys and r.holds(values) and not r.holds(changed)]


@dataclass
class Tally:
    """How many of the noticeable faults were found."""

    noticeable: int
    found: int
    by_info_only: int
    """Of those not found: told, but as good to know only."""
    missed: Sequence[tuple[Mutation, tuple[str, ...]]]

    @property
    def rate(self) -> float:
        return self.found / self.noticeable


def tally(
    report: Extracted, relations: Sequence[Relation], values: Mapping[str, float], faults: Sequence[Mutation]
) -> Tally:
    """Each fault that a reader could notice, given to the checks. Found: told as a warning or an error."""
    noticed = found = info = 0
    missed = []
    for fault in faults:
        kinds = broken(relations, values, fault)
        if not kinds:
            continue
        noticed += 1
        issues = report.found(fault)
        grave = [issue for issue in issues if issue.severity != "info"]
        found += bool(grave)
        info += bool(issues) and not grave
        if not grave:
            missed.append((fault, tuple(kinds)))
    return Tally(noticed, found, info, missed)
