"""A rule that looks at more than one value: aggregate first, then validate that frame with pandera.

Each row of the aggregate is one thing tested, so that one fault gives one finding, at one place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pandera.pandas as pa

from pipeline.findings import not_checked, sentence, title
from pipeline.model import Check, Issue
from pipeline.validate.evidence import Evidence
from pipeline.validate.thresholds import Thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.model import CleanTable, Severity, Wording
    from pipeline.validate.grid import Grid
    from pipeline.validate.totals import PrintedTotal

Trial = dict[str, Any]
"""One thing tested: ``table_id``, ``page``, ``row``, ``column``, ``keys`` (observations that take part), and
whatever the schema and the message need."""


class Tested(NamedTuple):
    """What a rule found to test, and why it left the rest alone."""

    trials: Sequence[Trial]
    left_out: Sequence[str] = ()
    """One reason per thing left out, by its key in ``findings.yaml``; equal ones are counted."""
    passed: int = 0
    """Things tested besides, of which nothing is to be said: a trial for each would be much to hold."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the rules look at: values that keep the contract."""

    frame: pd.DataFrame
    grids: tuple[Grid, ...]
    totals: tuple[PrintedTotal, ...]
    tables: Sequence[CleanTable] = ()
    evidence: Evidence = field(default_factory=Evidence)
    thresholds: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    collect: Callable[[Material], Tested]
    schema: pa.DataFrameSchema
    """Of the frame of trials. The name of each of its checks is the code of the finding."""
    message: Callable[[Mapping[str, Any], str], Wording]
    """A trial and the code of what it failed -> what is said of it."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By code; ``warning`` where nothing is said."""
    columns: tuple[str, ...] = ()
    """What of a trial its schema looks at, where that names no columns itself."""


class Verdict(NamedTuple):
    check: Check
    issues: tuple[Issue, ...]
    doubted: frozenset[str]
    """Observations that take part in what failed with more than an info."""
    rejected: tuple[tuple[str, str], ...] = ()
    """Observations that failed with an error, each with its code."""


ORDER: tuple[Severity, ...] = ("error", "warning", "info")


def apply(rule: Rule, material: Material) -> Verdict:
    """Test one rule."""
    trials, left_out, passed = rule.collect(material)
    failed = _failed(rule, trials)
    issues = []
    doubted: set[str] = set()
    rejected: list[tuple[str, str]] = []
    for index, code in failed.items():
        trial = trials[index]
        severity = rule.severities.get(code, "warning")
        place = (trial["page"], trial["table_id"], trial.get("row"), trial.get("column"))
        wording = rule.message(trial, code)
        issues.append(Issue(code, severity, sentence(wording), *place, wording=wording))
        if severity != "info":
            doubted.update(trial["keys"])
        if severity == "error":
            rejected += [(key, code) for key in trial["keys"]]
    worst = min((issue.severity for issue in issues), key=ORDER.index, default=_gravest(rule))
    why = _why(left_out, rule, bool(trials or passed))
    check = Check(rule.code, title(rule.code), len(trials) + passed, len(failed), worst, not_checked(why), why)
    return Verdict(check, tuple(issues), frozenset(doubted), tuple(rejected))


def _failed(rule: Rule, trials: Sequence[Trial]) -> dict[int, str]:
    """By position of the trial: the gravest code it failed."""
    failed: dict[int, str] = {}
    if not trials:
        return failed
    try:
        # Only what the schema looks at: the words of a trial would take longer than its test.
        names = rule.columns or tuple(str(name) for name in rule.schema.columns)
        rule.schema.validate(pd.DataFrame({name: [trial[name] for trial in trials] for name in names}), lazy=True)
    except pa.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            code = str(error.check.name)
            for index in {int(index) for index in error.failure_cases["index"]}:
                known = failed.setdefault(index, code)
                failed[index] = min(known, code, key=lambda c: ORDER.index(rule.severities.get(c, "warning")))
    return dict(sorted(failed.items()))


def _gravest(rule: Rule) -> Severity:
    return min(rule.severities.values(), key=ORDER.index, default="warning")


def _why(left_out: Sequence[str], rule: Rule, tested: bool) -> tuple[tuple[str, int], ...]:
    """Why things were left out, each with how many; or that there was nothing to test."""
    if not left_out and not tested:
        return ((f"{rule.code}:nothing", 0),)
    return tuple(Counter(left_out).most_common())
