"""A rule that looks at more than one value: aggregate first, then hold each line of that against what it must be.

Each line of the aggregate is one thing tested, so that one fault gives one finding, at one place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.findings import not_checked, sentence, title
from pipeline.model import Check, Issue
from pipeline.validate.evidence import Evidence
from pipeline.validate.thresholds import Thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from pipeline.model import CleanTable, Severity, Wording
    from pipeline.validate.grid import Grid
    from pipeline.validate.totals import PrintedTotal

Trial = dict[str, Any]
"""One thing tested: ``table_id``, ``page``, ``row``, ``column``, ``keys`` (observations that take part), and
whatever the demands and the message need."""


class Demand(NamedTuple):
    """What a trial must be."""

    code: str
    """Of the finding where it is not."""
    is_met: Callable[[Trial], bool]


def equal(name: str, value: float, code: str) -> Demand:
    """That ``name`` of a trial is this number, or is so (True) or not (False)."""
    return Demand(code, lambda trial: bool(trial[name] == value))


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
    demands: tuple[Demand, ...]
    """What each trial must be."""
    message: Callable[[Mapping[str, Any], str], Wording]
    """A trial and the code of what it failed -> what is said of it."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By code; ``warning`` where nothing is said."""


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
    """By position of the trial: the gravest code it failed, the first of equals."""
    failed: dict[int, str] = {}
    for index, trial in enumerate(trials):
        codes = [demand.code for demand in rule.demands if not demand.is_met(trial)]
        if codes:
            failed[index] = min(codes, key=lambda code: ORDER.index(rule.severities.get(code, "warning")))
    return failed


def _gravest(rule: Rule) -> Severity:
    return min(rule.severities.values(), key=ORDER.index, default="warning")


def _why(left_out: Sequence[str], rule: Rule, tested: bool) -> tuple[tuple[str, int], ...]:
    """Why things were left out, each with how many; or that there was nothing to test."""
    if not left_out and not tested:
        return ((f"{rule.code}:nothing", 0),)
    return tuple(Counter(left_out).most_common())
