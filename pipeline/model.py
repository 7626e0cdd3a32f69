"""The values that flow from stage to stage: frozen, without logic, standard library only.

Units: lengths in points (1/72 inch), origin at the top left of the page as it is seen (rotation applied,
crop box honoured), y growing downwards. Pages count from 1, rows and columns of a table from 0.
``None`` means "cannot tell"; an empty tuple means "looked, found nothing".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd


class Box(NamedTuple):
    """A rectangle on a page, in points."""

    x0: float
    top: float
    x1: float
    bottom: float


# --------------------------------------------------------------------------- read: Document, Page


class Word(NamedTuple):
    """Characters without white space between them, in one style, on one baseline.

    A raised mark (a footnote number set as superscript) is a word of its own with ``raised`` true, so that
    ``12`` with a raised ``1`` never reads as 121. ``x0, top, x1, bottom`` come first: a word is its box.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    size: float
    """Font size in points as it appears on the page."""
    font: str = ""
    bold: bool = False
    italic: bool = False
    color: str | None = None
    """Fill colour as ``#rrggbb``; None when it is a pattern or cannot be told."""
    direction: int = 0
    """Reading direction in degrees clockwise: 0, 90, 180 or 270."""
    raised: bool = False
    underlined: bool = False
    origin: Literal["text", "ocr"] = "text"
    confidence: float = 1.0
    """1.0 for text of the page; for OCR what the engine reports, 0 to 1."""


class Char(NamedTuple):
    """One character with its box; loaded only where asked for."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    size: float
    font: str


class Rule(NamedTuple):
    """A straight thin line. Horizontal: from x ``start`` to x ``end`` at y ``at``; vertical: the other way."""

    axis: Literal["h", "v"]
    start: float
    end: float
    at: float
    width: float
    color: str | None = None
    kind: Literal["ink", "white", "characters"] = "ink"
    """white: drawn in white on a fill; characters: a row of dashes typed as text."""


class Fill(NamedTuple):
    """A filled rectangle that is too thick to be a rule."""

    x0: float
    top: float
    x1: float
    bottom: float
    color: str | None = None
    stroked: bool = False


class Curve(NamedTuple):
    """A path that is neither a rule nor a filled rectangle (pie slices, plotted lines, rounded bars)."""

    x0: float
    top: float
    x1: float
    bottom: float
    fill: str | None
    stroke: str | None
    points: tuple[tuple[float, float], ...] = ()


class Picture(NamedTuple):
    """A raster image placed on the page."""

    x0: float
    top: float
    x1: float
    bottom: float
    name: str = ""


class Link(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float
    target: str


Severity = Literal["error", "warning", "info"]


class Place(NamedTuple):
    """A table or chart, a row or a column of it, named by what is printed there."""

    table_id: str
    number: str | None = None
    page: int | None = None
    row: str | None = None
    column: str | None = None
    chart: bool = False


class Wording(NamedTuple):
    """What a finding says, before it is said in a language: a key of ``findings.yaml`` and what fills its braces."""

    key: str
    parameters: tuple[tuple[str, Said], ...] = ()


Said = str | int | Place | tuple[Wording, ...]
"""A text or number as printed; a place; or clauses that follow each other."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that loses or doubts data without stopping the run, with its place."""

    code: str
    severity: Severity
    message: str
    """In English."""
    page: int | None = None
    table_id: str | None = None
    row: int | None = None
    column: int | None = None
    box: Box | None = None
    wording: Wording | None = None
    """Says the message in other languages; None where it is in English only."""


PageState = Literal["text", "empty", "no text layer", "unreadable fonts", "damaged", "skipped", "failed"]
"""skipped: by a limit; failed: a library died or stumbled over it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as seen by a reader. Words, rules and fills are those a person can see."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    fills: tuple[Fill, ...] = ()
    curves: tuple[Curve, ...] = ()
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    hidden: tuple[Word, ...] = ()
    """Words in the file that nobody sees (invisible, white on white, off the page): never data."""
    state: PageState = "text"
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    path: Path
    sha256: str
    page_count: int
    title: str | None = None
    producer: str | None = None
    backend: str = ""
    issues: tuple[Issue, ...] = ()


# --------------------------------------------------------------------------- extract: Table, Chart, Block

CellRole = Literal["header", "stub", "body", "note"]


class Cell(NamedTuple):
    """One cell of a table's grid. ``words`` are in reading order; ``lines`` says how many on each line."""

    row: int
    column: int
    text: str
    page: int
    box: Box
    """Box of the words (not of the ruled cell)."""
    role: CellRole = "body"
    row_span: int = 1
    column_span: int = 1
    words: tuple[Word, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """``Tabel 3.5`` + title + note. A caption without a word like table has ``label`` "" and number None."""

    kind: Literal["table", "figure"]
    label: str
    number: str | None
    title: str
    note: str | None
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Note:
    """A line under (or over) a table that explains it: source, unit, base, legend of marks."""

    text: str
    page: int
    box: Box
    marks: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed. Rows and columns without gaps; header rows first (``role == "header"``)."""

    id: str
    """``p010-t1``: page of its beginning and its order there."""
    pages: tuple[int, ...]
    box: Box
    """Box on the first page."""
    cells: tuple[Cell, ...]
    engine: str
    score: float
    """0..1: how well the chosen reading explains the region."""
    margin: float | None = None
    """0..1: how far the best rival reading stands behind; None when there was no rival."""
    caption: Caption | None = None
    notes: tuple[Note, ...] = ()
    section: str | None = None
    """Number and text of the heading it stands under."""
    reasons: tuple[str, ...] = ()
    """Why this reading was chosen, in words, for the report."""
    header_rows: int | None = None
    """Number of header rows as a person has stated it; None: as found on the page."""
    corrected: bool = False
    """A person has said where it stands or how many header rows it has."""


@dataclass(frozen=True, slots=True)
class TableCorrection:
    """What a person says of a table that is missed or misread."""

    page: int
    printed: str
    """The words it begins with: when these are not there, the page is another and the correction is refused."""
    box: Box | None
    """Where it stands; None: as found."""
    header_rows: int | None
    """None: as found."""
    place: str
    """File and line, for messages."""


@dataclass(frozen=True, slots=True)
class Bar:
    row: int
    column: int
    category: str
    series: str
    label_value: float | None
    measured_value: float | None
    box: Box
    color: str | None
    value_raw: str = ""
    unit: str | None = None
    confidence: float = 0.0
    """0..1: high only where the printed label and the measured length agree."""
    statistic: Statistic | None = None
    group: str = ""
    """The title that the category stands under with others."""


@dataclass(frozen=True, slots=True)
class Chart:
    id: str
    page: int
    box: Box
    caption: Caption | None
    kind: str
    bars: tuple[Bar, ...]
    read: bool
    """False: recognised as a figure, its values not read."""
    engine: str
    section: str | None = None
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    base_n: int | None = None


BlockKind = Literal[
    "title",
    "heading",
    "paragraph",
    "quote",
    "list_item",
    "caption",
    "footnote",
    "note",
    "running_head",
    "page_number",
    "table",
    "contents",
]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of running text in reading order."""

    id: str
    """``p010-b03``: page and order there."""
    kind: BlockKind
    text: str
    page: int
    box: Box
    order: int
    level: int | None = None
    number: str | None = None
    section: str | None = None
    """Number and text of the nearest heading above."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What one page gives by itself, before tables are joined over pages and text is read."""

    captions: tuple[Caption, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    """Those drawn as vectors."""
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """Everything extracted from one document, in page order."""

    tables: Sequence[Table] = ()
    charts: tuple[Chart, ...] = ()
    blocks: tuple[Block, ...] = ()
    issues: tuple[Issue, ...] = ()


# --------------------------------------------------------------------------- clean: CleanTable

Missing = Literal["not_applicable", "suppressed", "not_available", "below_resolution", "empty"]
Statistic = Literal["percent", "count", "mean", "score", "amount", "index", "difference", "other"]
Significance = Literal["lower", "higher", "different"]


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How one document writes numbers, and why we think so."""

    decimal: Literal[",", "."]
    grouping: tuple[str, ...]
    """Marks between thousands, e.g. ``(".", " ")``."""
    language: str
    """ISO 639-1 code of the running text, ``und`` when it cannot be told."""
    evidence: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Axis:
    """The path of one row or one column: labels from the outermost group to the leaf."""

    index: int
    path: tuple[str, ...]
    base_n: int | None = None
    unit: str | None = None
    statistic: Statistic | None = None
    marks: tuple[str, ...] = ()
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One cell of the body as data."""

    row: int
    column: int
    raw: str
    number: float | None
    missing: Missing | None
    unit: str | None
    statistic: Statistic
    base_n: int | None
    is_total: bool
    significance: Significance | None
    marks: tuple[str, ...]
    footnotes: tuple[str, ...]
    page: int
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class CleanTable:
    table: Table
    number: str | None
    title: str | None
    note: str | None
    section: str | None
    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    values: tuple[Value, ...]
    issues: tuple[Issue, ...] = ()
    stub: str = ""
    """Header text over the row labels, "" when there is none."""


# --------------------------------------------------------------------------- validate, write: Validation, Outcome


@dataclass(frozen=True, slots=True)
class Validation:
    accepted: pd.DataFrame
    """Observations that passed every error-level check; columns as in schemas/observation.py."""
    quarantined: pd.DataFrame
    """Observations that failed one, with a column ``failed`` of codes."""
    issues: tuple[Issue, ...]
    checks: tuple[Check, ...] = ()
    claims: pd.DataFrame | None = None
    """One row per number stated in prose; columns as in schemas/columns.py. None: the prose was not looked at."""
    schemas: tuple[tuple[str, str], ...] = ()
    """Tables, by id, and the file of the schema in the profile that each was held against."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule and how it fared, for the report: also the rules that had nothing to test."""

    code: str
    title: str
    tested: int
    failed: int
    severity: Severity
    not_checked: str | None = None
    """Why nothing, or not everything, was tested; in English."""
    left_out: tuple[tuple[str, int], ...] = ()
    """The same as keys of ``findings.yaml``, each with how many things it left out (0: there was nothing)."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that was written."""

    path: str
    """Relative to the report's folder."""
    sha256: str
    bytes: int
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one PDF."""

    source: str
    report_id: str
    status: Literal["ok", "partial", "failed"]
    folder: str | None
    counts: dict[str, int] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    seconds: float = 0.0
    error: str | None = None
    """Code of the error that stopped it."""
    message: str | None = None
    hint: str | None = None
    exit_code: int = 0
    profile: str | None = None
    """The profile it was held against and how it was recognised, in words."""
    unchanged: bool = False
    """True when an earlier run of the same input had already written all of it."""
