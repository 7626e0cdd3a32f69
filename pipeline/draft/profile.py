"""One report as read -> profile.yaml, with comments."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

from pipeline.draft.scalar import comment, quoted
from pipeline.validate.thresholds import Thresholds
from schemas.profile import FIRST_PAGES, LEAST_LETTERS, squeezed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.draft import Edition
    from pipeline.model import CleanTable

SHARE = 0.5
"""Of the titles of tables that the next edition must still have to be taken for this report."""
_YEAR = re.compile(r"\s*[,:–-]?\s*\b(19|20)\d\d\b.*")


def profile_text(edition: Edition, names: Mapping[str, str], name: str) -> str:
    """``names``: file of the schema by table id."""
    document = edition.document
    lines = [
        *comment(
            f"What is known of this report, drafted by `pipeline init` from {document.path.name}. Edit it: "
            "`pipeline run` holds every PDF that it recognises against it, and refuses a key that it does not know."
        ),
        f"report: {quoted(edition.heading or document.title or name)}",
        "",
        *_recognise(edition),
        "",
        *_document(edition),
        "",
        "# Each table is found again by its title (case, blanks and years aside), or by number and labels.",
        "# One that is missing is an error. `schema` is a pandera schema of the table as printed.",
        "tables:" if edition.tables else "tables: []",
    ]
    for table in edition.tables:
        lines += _table(table, names.get(table.table.id), edition)
    lines += ["", *_thresholds(), "", *_corrections()]
    return "\n".join(lines) + "\n"


def _recognise(edition: Edition) -> list[str]:
    titles = sum(len(squeezed(table.title or "")) >= LEAST_LETTERS for table in edition.tables)
    enough = int(titles * SHARE)
    phrase = _phrase(edition)
    lines = [
        "# A PDF is this report when all phrases stand on its first pages (or in the title of the PDF), and so many of",
        "# the titles of tables below in its text. Case, blanks, hyphens and years do not count.",
        "recognise:",
    ]
    lines += [f"  phrases: [{quoted(phrase)}]"] if phrase else []
    lines += [f"  pages: {FIRST_PAGES}"] if phrase else []
    if not phrase:
        lines += ["  # No title was found on the first pages: name a phrase of every edition, and of no other report."]
        enough = max(enough, min(1, titles))
    lines += [f"  titles_at_least: {enough}   # of {titles}"] if enough else []
    return lines


def _phrase(edition: Edition) -> str | None:
    """The title up to its year, which the next edition does not share."""
    for text in (edition.heading, edition.document.title):
        for candidate in (_YEAR.sub("", text), text) if text else ():
            if len(squeezed(candidate)) >= LEAST_LETTERS:
                return candidate.strip()
    return None


def _document(edition: Edition) -> list[str]:
    fmt = edition.number_format
    captions = list(dict.fromkeys(_captions(edition)))
    meanings = sorted({str(meaning) for meaning in edition.accepted["significance"].dropna()})
    doubt = "" if fmt.certain else "   # not certain: " + fmt.evidence
    lines = [f"language: {fmt.language}" if fmt.language != "und" else "# language: en     # could not be told"]
    lines += [f"decimal: {quoted(fmt.decimal)}{doubt}"]
    lines += [f"captions: [{', '.join(quoted(word) for word in captions)}]   # words before the number of a table"]
    lines += [f"significance: [{', '.join(meanings)}]   # what underline, bold, letters mean: lower, higher, different"]
    return lines


def _captions(edition: Edition) -> list[str]:
    captions = [table.table.caption for table in edition.tables]
    return [
        caption.label.strip(" .:") for caption in captions if caption and caption.label.strip(" .:") and caption.number
    ]


def _table(table: CleanTable, schema: str | None, edition: Edition) -> list[str]:
    doubts = [i for i in edition.issues if i.table_id == table.table.id and i.severity != "info"]
    lines = [line for issue in doubts for line in comment(f"Look first: {issue.message}", "  ")]
    entries = []
    if table.number:
        entries.append(f"number: {quoted(table.number)}")
    if table.title:
        entries.append(f"title: {quoted(table.title)}")
    if schema:
        entries.append(f"schema: {schema}")
    if not entries:
        return comment(
            f"Page {table.table.pages[0]} has a table without number, title and values, left out here.", "  "
        )
    entries += [f"rows: {len(table.rows)}", f"columns: {len(table.columns)}"] if schema else []
    lines += [f"  - {entries[0]}", *(f"    {entry}" for entry in entries[1:])]
    return lines


def _thresholds() -> list[str]:
    return [
        "# From when on a check tells something, with defaults; pipeline/validate/thresholds.py says what each is.",
        "# thresholds:",
        *(f"#   {field.name}: {field.default}" for field in fields(Thresholds)),
    ]


def _corrections() -> list[str]:
    return [
        "# Where a table is missed, or its header read with too many or too few rows: say so. `printed` is what it",
        "# begins with; where that is not there, the correction is refused. Lengths in points from the top left.",
        "# corrections:",
        "#   - page: 7",
        '#     printed: "Population Invited"',
        "#     box: [72, 120, 520, 260]",
        "#     header_rows: 2",
    ]
