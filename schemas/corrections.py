"""``<report>.corrections.csv`` beside the PDF: what a person has read on the page where the program read otherwise.

One row per value. Every row repeats what was printed when it was written, so that it cannot outlive its page.
"""

from __future__ import annotations

import csv
import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ProfileError
from pipeline.sanitise import clean, guard
from schemas.columns import MISSING
from schemas.located import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SUFFIX = ".corrections.csv"
COLUMNS = ("observation_id", "page", "table", "row", "column", "printed", "read", "expected", "reason", "finding")
"""``expected`` and ``reason`` are for the person; the others say which value it is and why it is listed."""
REQUIRED = ("observation_id", "page", "row", "column", "printed", "expected", "reason")
DELIMITERS = ",;\t"
"""What spreadsheet programs put between columns, by the country they are set to."""

NUMBER = re.compile(r"[-−+]?\d+(?:[.,]\d+)?")
EITHER = re.compile(r"[-−+]?[1-9]\d{0,2}[.,]\d{3}")
"""``1.415``: thousands in one country, decimals in another."""


@dataclass(frozen=True, slots=True)
class Correction:
    place: str
    """``report.corrections.csv:3``, for messages."""
    observation_id: str
    page: int
    row: str
    """Labels of the row as ``labels`` joins them."""
    column: str
    printed: str
    value: float | None
    missing: str | None
    """Why there is no value; one of this and ``value`` is given."""
    reason: str


def corrections_beside(pdf: Path, given: str = "") -> Path | None:
    """The file of corrections of a PDF: the one given, else the one beside it; None where there is none.

    Raises ProfileError when the one given is missing.
    """
    if given and not Path(given).is_file():
        raise ProfileError(f"--corrections {given}: there is no such file")
    path = Path(given) if given else pdf.with_name(pdf.stem + SUFFIX)
    # Path.is_file raises on names too long; reading such a PDF will say so.
    return path if os.path.isfile(path) else None  # noqa: PTH113


def told(text: str | None) -> str:
    """A text as it stands in the file: nothing for null, and harmless to a spreadsheet program."""
    return guard(clean(text).strip()) if text else ""


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The rows that a person has filled in. Raises ProfileError with file and line on one that cannot be used."""
    found: dict[str, Correction] = {}
    for line, row in read_rows(path):
        place = f"{path.name}:{line}"
        if not row["expected"] and not row["reason"]:
            continue  # a stub that nobody has filled in yet
        correction = _correction(row, place)
        if correction.observation_id in found:
            first = found[correction.observation_id].place
            raise ProfileError(f"{place}: {correction.observation_id} is corrected twice; the first is at {first}")
        found[correction.observation_id] = correction
    return tuple(found.values())


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """All rows with their lines, filled in or not; cells without blanks around them."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path.name} is not in UTF-8: save it as “CSV UTF-8”") from error
    except OSError as error:
        raise ProfileError(f"{path.name} cannot be read: {error.strerror}") from error
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restkey="", restval="")
    names = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    for name in names:
        if name and name not in COLUMNS:
            raise ProfileError(f"{path.name}:1: {unknown('column', name, COLUMNS)}")
    lacking = [name for name in REQUIRED if name not in names]
    if lacking:
        raise ProfileError(f"{path.name}:1: the column {lacking[0]!r} is missing")
    rows = []
    for row in reader:
        if any(row.pop("", ())):
            raise ProfileError(f"{path.name}:{reader.line_num}: there are more cells than columns")
        rows.append((reader.line_num, {name: str(row.get(name, "")).strip() for name in COLUMNS}))
    return rows


def corrections_bytes(rows: Iterable[Mapping[str, str]]) -> bytes:
    """A file of corrections; a spreadsheet program opens it as UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def _correction(row: Mapping[str, str], place: str) -> Correction:
    for name, why in (
        ("observation_id", "which value is meant"),
        ("expected", "what stands on the page"),
        ("reason", "why: whoever uses the number will ask"),
    ):
        if not row[name]:
            raise ProfileError(f"{place}: the column {name!r} is empty; say {why}")
    if not row["page"].isdecimal():
        raise ProfileError(f"{place}: {row['page']!r} is no page")
    value, missing = _expected(row["expected"], place)
    return Correction(
        place, row["observation_id"], int(row["page"]), row["row"], row["column"], row["printed"], value, missing,
        row["reason"],
    )  # fmt: skip


def _expected(text: str, place: str) -> tuple[float | None, str | None]:
    """A number with at most one mark, which is the decimal mark; or the reason why there is no value."""
    if text in MISSING:
        return None, text
    if EITHER.fullmatch(text):
        whole = re.sub(r"[.,]", "", text)
        raise ProfileError(
            f"{place}: {text!r} can be read in two ways; write {whole!r}, or {text + '0'!r} for decimals"
        )
    if not NUMBER.fullmatch(text):
        raise ProfileError(
            f"{place}: {text!r} is no number: write it without unit and without marks between thousands, or one of "
            f"{', '.join(MISSING)}"
        )
    return float(text.replace("−", "-").replace(",", ".")), None
