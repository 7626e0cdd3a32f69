"""What every column of every written file means: one list for tidy, the pandera schema and the descriptor.

Plain data, standard library only, so that a stage can know the columns without importing pandas or pandera.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["string", "int", "float", "bool"]


class Field(NamedTuple):
    """One column of a written file."""

    name: str
    kind: Kind
    title: str
    description: str
    required: bool = False
    """True: never null."""
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    """A regular expression that the whole text matches."""
    unit: str | None = None


def observation_id(table_id: str, row: int, column: int) -> str:
    """``p010-t1-r03-c02``: stable as long as the table keeps its place and shape."""
    return f"{table_id}-r{row:02d}-c{column:02d}"


def dtype(field: Field) -> str:
    """The pandas dtype of a column; a whole number that may be null is the nullable ``Int64``."""
    if field.kind == "int":
        return "int64" if field.required else "Int64"
    return {"string": "string", "float": "float64", "bool": "bool"}[field.kind]


STATISTICS = ("percent", "count", "mean", "score", "amount", "index", "difference", "other")
MISSING = ("not_applicable", "suppressed", "not_available", "below_resolution", "empty")
SIGNIFICANCE = ("lower", "higher", "different")
SEVERITIES = ("error", "warning", "info")
VERDICTS = ("agrees", "rounds", "differs", "unmatched")
BLOCK_KINDS = (
    "title", "heading", "paragraph", "quote", "list_item", "caption", "footnote", "note", "running_head",
    "page_number", "table", "contents",
)  # fmt: skip

TABLE_ID = r"p[0-9]{3,}-[a-z]+[0-9]+[a-z]*"
"""Page and order on it: ``p010-t1``, ``p021-c1``, ``p007-t2a`` for a part of one; safe as the name of a file."""
OBSERVATION_ID = TABLE_ID + r"-r[0-9]{2,}-c[0-9]{2,}"
PATH_SEPARATOR = " > "
"""Between the levels of a row or column group, outermost first."""


def _box(name: str, title: str) -> Field:
    return Field(name, "float", title, "In points from the top left of the page.", True, unit="pt")


_BOX = (
    _box("x0", "Left edge"),
    _box("top", "Top edge"),
    _box("x1", "Right edge"),
    _box("bottom", "Bottom edge"),
)

OBSERVATION: tuple[Field, ...] = (
    Field("observation_id", "string", "Observation", "Stable key: table, row and column.", True,
          pattern=OBSERVATION_ID),
    Field("report_id", "string", "Report", "Name of the report's folder.", True),
    Field("source", "string", "Source", "Where the value stands.", True, ("table", "chart")),
    Field("table_id", "string", "Table", "Page and order on it; unique where a number is used twice.", True,
          pattern=TABLE_ID),
    Field("number", "string", "Number", "Number of the table or figure as printed."),
    Field("title", "string", "Title", "The caption's own text: question or title."),
    Field("note", "string", "Note", "The caption's remainder: unit line, base line."),
    Field("section", "string", "Section", "Number and heading the table stands under."),
    Field("page", "int", "Page", "Page of the value, counted from 1.", True, minimum=1),
    Field("row", "int", "Row", "Position in the grid, counted from 0.", True, minimum=0),
    Field("column", "int", "Column", "Position in the grid, counted from 0.", True, minimum=0),
    Field("row_label", "string", "Row label", "Label of the row, line breaks and hyphenation undone."),
    Field("row_group", "string", "Row group", "Enclosing labels, outermost first, joined by ' > '."),
    Field("column_label", "string", "Column label", "Lowest label of the column's header."),
    Field("column_group", "string", "Column group", "Enclosing labels, outermost first, joined by ' > '."),
    Field("statistic", "string", "Statistic", "What kind of number it is.", True, STATISTICS),
    Field("unit", "string", "Unit", "Unit of the value: %, percentage point, EUR, ..."),
    Field("value", "float", "Value", "The number: 81.0 for 81%; null when missing."),
    Field("value_raw", "string", "Value as printed", "Exactly as printed; empty where nothing is printed."),
    Field("missing", "string", "Missing", "Why there is no value.", enum=MISSING),
    Field("base_n", "int", "Base", "Number of respondents behind the value.", minimum=0),
    Field("is_total", "bool", "Total", "Stands in a total row or column.", True),
    Field("significance", "string", "Significance", "As the report's note defines it.", enum=SIGNIFICANCE),
    Field("marks", "string", "Marks", "Marks printed at the value, its row or its column."),
    Field("footnotes", "string", "Footnotes", "Text of the notes behind the marks, joined by ' | '."),
    Field("confidence", "float", "Confidence", "0 to 1, from readings, geometry and checks.", True,
          minimum=0, maximum=1),
    Field("engine", "string", "Engine", "What read it.", True),
    *_BOX,
    Field("corrected", "bool", "Corrected", "A person's correction was applied.", True),
)  # fmt: skip

QUARANTINE: tuple[Field, ...] = (
    # What is here broke a rule of OBSERVATION: only the kinds of the columns can be promised.
    *(Field(field.name, field.kind, field.title, field.description, unit=field.unit) for field in OBSERVATION),
    Field("failed", "string", "Failed checks", "Codes of the checks it failed, joined by spaces.", True),
)

TEXT: tuple[Field, ...] = (
    Field("block_id", "string", "Block", "Page and order on it.", True),
    Field("page", "int", "Page", "Counted from 1.", True, minimum=1),
    Field("order", "int", "Order", "Position in the report's reading order.", True, minimum=0),
    Field("kind", "string", "Kind", "What the block is.", True, BLOCK_KINDS),
    Field("level", "int", "Level", "Level of a heading, 1 the highest."),
    Field("number", "string", "Number", "Number of a heading, caption, footnote or list item."),
    Field("section", "string", "Section", "Number and text of the nearest heading above."),
    Field("text", "string", "Text", "Line breaks and hyphenation undone.", True),
    *_BOX,
)

CLAIM: tuple[Field, ...] = (
    Field("claim_id", "string", "Claim", "Key of the claim.", True),
    Field("page", "int", "Page", "Counted from 1.", True, minimum=1),
    Field("block_id", "string", "Block", "Block of text it stands in.", True),
    Field("text", "string", "Text", "The words that state it.", True),
    Field("stated_raw", "string", "Stated, as printed", "The number exactly as printed.", True),
    Field("stated_value", "float", "Stated value", "The number stated."),
    Field("unit", "string", "Unit", "Unit of the number stated."),
    Field("observation_ids", "string", "Observations", "Keys of what it speaks of, joined by spaces."),
    Field("compared_value", "float", "Compared value", "The value, or sum of values, in the tables."),
    Field("difference", "float", "Difference", "Stated value minus compared value."),
    Field("verdict", "string", "Verdict", "How the claim compares.", True, VERDICTS),
    Field("confidence", "float", "Confidence", "0 to 1.", True, minimum=0, maximum=1),
)

ISSUE: tuple[Field, ...] = (
    Field("issue_id", "string", "Issue", "Order in which it was found.", True),
    Field("code", "string", "Code", "What kind of finding it is.", True),
    Field("severity", "string", "Severity", "How much it matters.", True, SEVERITIES),
    Field("message", "string", "Message", "What was found, in words.", True),
    Field("page", "int", "Page", "Counted from 1.", minimum=1),
    Field("table_id", "string", "Table", "The table it concerns."),
    Field("row", "int", "Row", "Position in the grid, counted from 0.", minimum=0),
    Field("column", "int", "Column", "Position in the grid, counted from 0.", minimum=0),
    Field("observation_id", "string", "Observation", "The value it concerns."),
)

CATALOG: tuple[Field, ...] = (
    Field("report_id", "string", "Report", "Name of the report's folder.", True),
    Field("title", "string", "Title", "Title of the PDF."),
    Field("file", "string", "File", "Name of the PDF.", True),
    Field("sha256", "string", "Fingerprint", "sha256 of the PDF.", True),
    Field("pages", "int", "Pages", "Number of pages.", True, minimum=0),
    Field("language", "string", "Language", "ISO 639-1 code of the running text."),
    Field("tables", "int", "Tables", "Number of tables.", True, minimum=0),
    Field("charts", "int", "Charts", "Number of charts.", True, minimum=0),
    Field("observations", "int", "Observations", "Values that passed the checks.", True, minimum=0),
    Field("quarantined", "int", "Quarantined", "Values that did not.", True, minimum=0),
    Field("errors", "int", "Errors", "Findings of that severity.", True, minimum=0),
    Field("warnings", "int", "Warnings", "Findings of that severity.", True, minimum=0),
    Field("infos", "int", "Infos", "Findings of that severity.", True, minimum=0),
)
