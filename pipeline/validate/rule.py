"""A rule that looks at more than one value: aggregate first, then validate that frame with pandera.

Each row of the aggregate is one thing tested, so that one fault gives one finding, at one place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pandera.pandas as pa

from pipeline.model import Check, Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.model import Severity
    from pipeline.validate.grid import Grid
    from pipeline.validate.totals import PrintedTotal

Trial = dict[str, Any]
"""One thing tested: ``table_id``, ``page``, ``row``, ``column``, ``keys`` (observations that take part), and
whatever the schema and the message need."""


class Tested(NamedTuple):
    """What a rule found to test, and why it left the rest alone."""

    trials: Sequence[Trial]
    left_out: Sequence[str] = ()
    """One reason per thing left out; equal ones are counted."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the rules look at: values that keep the contract."""

    frame: pd.DataFrame
    grids: tuple[Grid, ...]
    totals: tuple[PrintedTotal, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    title: str
    collect: Callable[[Material], Tested]
    schema: pa.DataFrameSchema
    """Of the frame of trials. The name of each of its checks is the code of the finding."""
    message: Callable[[Mapping[str, Any], str], str]
    """A trial and the code of what it failed -> plain words."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By code; ``warning`` where nothing is said."""
    nothing: str = "the report has nothing of the kind"


class Verdict(NamedTuple):
    check: Check
    issues: tuple[Issue, ...]
    doubted: frozenset[str]
    """Observations that take part in what failed with more than an info."""


ORDER: tuple[Severity, ...] = ("error", "warning", "info")


def apply(rule: Rule, material: Material) -> Verdict:
    """Test one rule."""
    trials, left_out = rule.collect(material)
    failed = _failed(rule, trials)
    issues = []
    doubted: set[str] = set()
    for index, code in failed.items():
        trial = trials[index]
        severity = rule.severities.get(code, "warning")
        place = (trial["page"], trial["table_id"], trial.get("row"), trial.get("column"))
        issues.append(Issue(code, severity, rule.message(trial, code), *place))
        if severity != "info":
            doubted.update(trial["keys"])
    worst = min((issue.severity for issue in issues), key=ORDER.index, default=_gravest(rule))
    check = Check(rule.code, rule.title, len(trials), len(failed), worst, _reasons(left_out, rule, bool(trials)))
    return Verdict(check, tuple(issues), frozenset(doubted))


def _failed(rule: Rule, trials: Sequence[Trial]) -> dict[int, str]:
    """By position of the trial: the gravest code it failed."""
    failed: dict[int, str] = {}
    if not trials:
        return failed
    try:
        rule.schema.validate(pd.DataFrame(list(trials)), lazy=True)
    except pa.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            code = str(error.check.name)
            for index in {int(index) for index in error.failure_cases["index"]}:
                known = failed.setdefault(index, code)
                failed[index] = min(known, code, key=lambda c: ORDER.index(rule.severities.get(c, "warning")))
    return dict(sorted(failed.items()))


def _gravest(rule: Rule) -> Severity:
    return min(rule.severities.values(), key=ORDER.index, default="warning")


def _reasons(left_out: Sequence[str], rule: Rule, tested: bool) -> str | None:
    if not left_out:
        return None if tested else rule.nothing
    return "; ".join(f"{count} × {reason}" for reason, count in Counter(left_out).most_common())
