"""The tidy contract applied: rows that break it go to quarantine, with the codes of what they broke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pandera.pandas as pa

from pipeline.findings import not_checked, sentence, title, word
from pipeline.model import Check, Issue, Place
from schemas.columns import OBSERVATION, QUARANTINE, dtype
from schemas.observation import ERRORS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pipeline.model import Wording

CODE = "observation.contract"
UNREADABLE = "observation.value_or_missing"

REASONS = (
    UNREADABLE,
    "observation.box",
    "observation.not_finite",
    "observation.duplicate",
    "observation.null",
    "observation.domain",
)
"""How the codes of a row begin; ``findings.yaml`` has what each says."""

Places = frozenset[tuple[str, int, int]]
"""Table, row and column of cells."""


class Split(NamedTuple):
    accepted: pd.DataFrame
    quarantined: pd.DataFrame
    issues: tuple[Issue, ...]
    check: Check


def split(frame: pd.DataFrame, told: Places) -> Split:
    """Part the rows that keep the contract from those that do not.

    ``told``: cells of which an earlier stage has already said that they could not be read; they get no second
    finding. A failure that names no row rejects the whole frame, because it leaves no row above suspicion.
    """
    rows = frame.reset_index(drop=True)
    failed, whole = _failures(rows)
    kept = rows[~rows.index.isin(list(failed))] if failed else rows
    if not whole and failed:
        again, whole = _failures(kept.reset_index(drop=True))
        whole |= {code for codes in again.values() for code in codes}
    if whole:
        return _rejected(rows, whole)
    issues = tuple(
        _issue(row, codes)
        for (_, row), codes in zip(rows.loc[list(failed)].iterrows(), failed.values(), strict=True)
        if codes != [UNREADABLE] or _place(row) not in told
    )
    why = () if len(rows) else ((f"{CODE}:nothing", 0),)
    check = Check(CODE, title(CODE), len(rows), len(failed), "error", not_checked(why), why)
    return Split(kept.reset_index(drop=True), _quarantine(rows.loc[list(failed)], failed), issues, check)


def keep_back(parted: Split, failed: Mapping[str, str]) -> Split:
    """``parted`` with more of the accepted rows in quarantine: observation_id -> the code of what it failed."""
    if not failed:
        return parted
    rows = parted.accepted
    codes = {
        index: [failed[key]] for index, key in zip(rows.index, rows["observation_id"], strict=True) if key in failed
    }
    kept = rows[~rows.index.isin(list(codes))].reset_index(drop=True)
    quarantined = _quarantine(rows.loc[list(codes)], codes)
    both = pd.concat([parted.quarantined, quarantined], ignore_index=True) if len(parted.quarantined) else quarantined
    return parted._replace(accepted=kept, quarantined=both)


def _failures(rows: pd.DataFrame) -> tuple[dict[int, list[str]], set[str]]:
    """Codes by row, and codes of failures that name no row."""
    by_row: dict[int, list[str]] = {}
    whole: set[str] = set()
    try:
        ERRORS.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            code, cases = _code(error), error.failure_cases
            indexes = set(cases["index"].dropna()) if isinstance(cases, pd.DataFrame) else set()
            if not indexes:
                whole.add(code)
            for index in indexes:
                codes = by_row.setdefault(int(index), [])
                codes += [code] if code not in codes else []
    return dict(sorted(by_row.items())), whole


def _code(error: pa.errors.SchemaError) -> str:
    reasons = pa.errors.SchemaErrorReason
    column = f".{error.column_name}" if error.column_name else ""
    if error.reason_code == reasons.SERIES_CONTAINS_NULLS:
        return f"observation.null{column}"
    if error.reason_code == reasons.SERIES_CONTAINS_DUPLICATES:
        return f"observation.duplicate{column}"
    if error.reason_code == reasons.WRONG_DATATYPE:
        return f"observation.type{column}"
    if error.reason_code == reasons.DATAFRAME_CHECK:
        return str(error.check.name)
    return "observation.columns"


def _rejected(rows: pd.DataFrame, codes: set[str]) -> Split:
    """Nothing is accepted: what is wrong is the frame, not a row of it."""
    told = ", ".join(sorted(codes))
    wording = word(f"{CODE}:all", values=len(rows), codes=told)
    names = [field.name for field in OBSERVATION]
    empty = pd.DataFrame({field.name: pd.Series(dtype=dtype(field)) for field in OBSERVATION})
    everything = _quarantine(rows.reindex(columns=names), dict.fromkeys(rows.index, sorted(codes)))
    check = Check(CODE, title(CODE), len(rows), len(rows), "error")
    return Split(empty, everything, (Issue(CODE, "error", sentence(wording), wording=wording),), check)


def _quarantine(rows: pd.DataFrame, codes: dict[int, list[str]]) -> pd.DataFrame:
    failed = pd.Series([" ".join(codes[index]) for index in rows.index], index=rows.index, dtype="string")
    marked = rows.assign(failed=failed).reset_index(drop=True)
    return marked[[field.name for field in QUARANTINE]]


def _issue(row: pd.Series[Any], codes: Collection[str]) -> Issue:
    """One finding per value, whatever the number of rules it breaks."""
    table, line, column = _place(row)
    where = Place(table, page=int(str(row["page"])), row=str(line + 1), column=str(column + 1))
    reasons = tuple(dict.fromkeys(_reason(code) for code in codes))
    wording = word(CODE, where=where, raw=str(row["value_raw"]), reasons=reasons)
    return Issue(next(iter(codes)), "error", sentence(wording), where.page, table, line, column, wording=wording)


def _reason(code: str) -> Wording:
    begin = next(begin for begin in REASONS if code.startswith(begin))
    return word(begin) if begin == code else word(begin, name=code.rpartition(".")[2])


def _place(row: pd.Series[Any]) -> tuple[str, int, int]:
    return str(row["table_id"]), int(str(row["row"])), int(str(row["column"]))
