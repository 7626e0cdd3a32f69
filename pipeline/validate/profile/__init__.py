"""A report held against its profile: tables found again, each held against its schema, then the whole document.

Only stricter: no number changes; what an error touches is kept back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.findings import finding, not_checked, title, word
from pipeline.model import Check, Issue, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pipeline.model import CleanTable
    from pipeline.validate.evidence import Evidence
    from pipeline.validate.profile.held import Held
    from schemas.profile import Profile


class Verdict(NamedTuple):
    issues: tuple[Issue, ...]
    failed: dict[str, list[str]]
    """Codes by observation."""
    checks: tuple[Check, ...]
    schemas: tuple[tuple[str, str], ...] = ()
    """Table and file of its schema."""


NOTHING = Verdict((), {}, ())
"""Of a report without a profile."""


def hold(
    profile: Profile,
    observations: pd.DataFrame,
    tables: Sequence[CleanTable],
    evidence: Evidence,
) -> Verdict:
    """``observations``: those that keep the contract. Raises ProfileError on a fault in a schema."""
    from pipeline.validate.profile import document
    from pipeline.validate.profile.held import Held, hold_table
    from pipeline.validate.profile.match import match
    from schemas.table_schema import load_schema

    schemas = {table: load_schema(table.schema) for table in profile.tables if table.schema}
    values = _values(observations)
    matches = match(profile.tables, tables, schemas)
    result, faulty = Held(), 0
    for one in matches:
        if one.table is None:
            wording = word("profile.table_missing", table=one.expected.called, file=one.expected.place)
            result.issues.append(finding("error", wording))
            continue
        held = hold_table(one, schemas.get(one.expected), values.get(one.table.table.id, {}))
        faulty += any(issue.severity == "error" for issue in held.issues)
        _merge(result, held)
    known = {one.at for one in matches}
    if profile.tables:
        result.issues += [_unknown(table, profile) for at, table in enumerate(tables) if at not in known]
    fmt = evidence.number_format
    found, touched = document.number_format(profile, fmt, observations)
    result.issues += [
        *document.language_issues(profile, fmt),
        *found,
        *document.significance_issues(profile, observations),
        *document.caption_issues(profile, tables, evidence.blocks),
    ]
    result.fail(touched, "profile.numbers_differ")
    missing = sum(one.table is None for one in matches)
    files = tuple(
        (one.table.table.id, one.expected.schema.name) for one in matches if one.table and one.expected.schema
    )
    return Verdict(tuple(result.issues), result.failed, _checks(len(matches), missing, faulty), files)


def _values(observations: pd.DataFrame) -> dict[str, dict[tuple[int, int], tuple[str, float | None]]]:
    found: dict[str, dict[tuple[int, int], tuple[str, float | None]]] = {}
    names = ["table_id", "row", "column", "observation_id", "value"]
    plain = observations[names].astype(object).where(observations[names].notna(), None)
    for table, row, column, key, value in plain.itertuples(index=False, name=None):
        found.setdefault(str(table), {})[int(row), int(column)] = (str(key), value)
    return found


def _merge(result: Held, held: Held) -> None:
    result.issues += held.issues
    for key, codes in held.failed.items():
        for code in codes:
            result.fail((key,), code)


def _unknown(table: CleanTable, profile: Profile) -> Issue:
    where = Place(table.table.id, table.number, table.table.pages[0])
    return finding(
        "warning", word("profile.table_unknown", where=where, profile=profile.name), where.page, where.table_id
    )


def _checks(expected: int, missing: int, faulty: int) -> tuple[Check, ...]:
    return tuple(
        Check(code, title(code), tested, failed, "error", not_checked(why), why)
        for code, tested, failed in (
            ("profile.table_missing", expected, missing),
            ("profile.schema", expected - missing, faulty),
        )
        for why in [() if expected else ((f"{code}:nothing", 0),)]
    )
