"""What the write stage is handed, and what its parts hand each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from pipeline.model import Artifact, CleanTable, Content, Document, NumberFormat, Validation
    from schemas.columns import Field


@dataclass(frozen=True, slots=True)
class Origin:
    """Who published a PDF and under what terms, from the ``.toml`` beside it; texts as given there."""

    publisher: str | None = None
    title: str | None = None
    date: str | None = None
    source: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """Everything known about one report when it is written."""

    report_id: str
    document: Document
    content: Content
    tables: Sequence[CleanTable]
    validation: Validation
    number_format: NumberFormat | None = None
    origin: Origin | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    """What the run was asked to do; values that JSON can hold."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds per stage."""
    profile: Mapping[str, object] | None = None
    """Name of the profile it was held against and how it was recognised; None where there is none."""
    corrections: Mapping[str, object] | None = None
    """File of a person's corrections, and how many were applied and refused; None where there is none."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of data, to be written in each format. Texts are free of control characters."""

    stem: str
    """Path without suffix, relative to the report's folder: ``observations``, ``tables/p010-t1``."""
    title: str
    fields: tuple[Field, ...]
    data: pa.Table
    """One column per field, in order, of the field's type; no name is a formula to a spreadsheet."""
    key: str | None = None
    """The column that names a row."""
    whole_numbers: bool = False
    """True: 229.0 is printed as 229 in text formats, as a person would write it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files of one report on their way out."""

    folder: Path
    """Where to write: not yet the report's own folder."""
    package: Package
    sheets: Iterable[Sheet]
    """Each time it is gone through; those of many tables are made anew."""
    written: tuple[Artifact, ...] = ()
    """What earlier exporters have written."""
