"""The later stages, each with what it needs at hand: clean -> tidy -> validate -> what is written and reported.

``run.py`` chains them. Cleaning is done once for what was read: neither a correction nor a profile changes it, so a run
with another of these begins after it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, islice
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.model import CleanTable, Content, Issue, NumberFormat, Table
from pipeline.packed import FEW, Packed, lay_by, pack
from pipeline.version import code_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from pipeline.inputs import Inputs
    from pipeline.model import Validation
    from pipeline.reading import Reading
    from pipeline.report import Dossier
    from pipeline.tidy.corrections import Corrected
    from pipeline.work import Work
    from pipeline.write import Package

CLEAN = "clean"


class Cleaned(NamedTuple):
    """A document as data: its tables and charts with paths, numbers and units."""

    content: Content
    tables: Sequence[CleanTable]
    number_format: NumberFormat


class Tidied(NamedTuple):
    """A document as observations, with a person's corrections applied."""

    content: Content
    tables: Sequence[CleanTable]
    number_format: NumberFormat
    corrected: Corrected

    @property
    def frame(self) -> pd.DataFrame:
        return self.corrected.observations

    def judged(self, validation: Validation) -> Tidied:
        """With the observations that were accepted. The others are in quarantine, and neither are there twice."""
        return self._replace(corrected=self.corrected._replace(observations=validation.accepted))


def clean(reading: Reading, kept: Work) -> Cleaned:
    """The pages joined and cleaned, now or by an earlier run that read the same."""
    from pipeline.clean import clean_charts, clean_content

    digest = reading.digest()
    earlier = kept.parts(CLEAN, digest)
    if earlier is not None and (whole := _whole(earlier)) is not None:
        return whole
    content = reading.content()
    tables, number_format = clean_content(content, reading.pages)
    found = Cleaned(replace(content, charts=clean_charts(content.charts, number_format)), tables, number_format)
    parts = Packed[Any](map(pack, _parts(found)), FEW)
    if sum(len(own) for _, own in islice(parts, 1, None)) == len(found.tables):  # it gives back all there was
        kept.keep_parts(CLEAN, digest, parts)
    return found


def tidy(cleaned: Cleaned, inputs: Inputs) -> Tidied:
    """Raises ProfileError on a fault in the file of corrections."""
    from pipeline.tidy import observations
    from pipeline.tidy.corrections import correct, corrected_charts, corrected_tables, with_unread
    from schemas.corrections import read_corrections

    stated = read_corrections(inputs.corrections) if inputs.corrections else ()
    tables, content = with_unread(cleaned.tables, stated), cleaned.content
    corrected = correct(observations(inputs.claim.report_id, tables, content.charts), stated)
    return Tidied(
        replace(content, charts=corrected_charts(content.charts, corrected.applied)),
        corrected_tables(tables, corrected.applied),
        cleaned.number_format,
        corrected,
    )


def validate(reading: Reading, tidied: Tidied, doubts: Sequence[Issue]) -> Validation:
    """``doubts``: findings of no stage, about the origin of the file."""
    from pipeline.validate import Evidence, Thresholds
    from pipeline.validate import validate as validated

    profile = reading.recognised.profile if reading.recognised else None
    evidence = Evidence(tidied.content.blocks, tidied.number_format, tidied.content.charts, reading.pages)
    thresholds = Thresholds.of(profile.thresholds) if profile else None
    issues = (*tidied.corrected.issues, *doubts, *_issues(reading, tidied))
    return validated(tidied.frame, tidied.tables, issues, evidence, thresholds, profile)


def package(reading: Reading, tidied: Tidied, validation: Validation, inputs: Inputs) -> Package:
    """What is written, but for its origin and the seconds it took."""
    from pipeline.write import Package

    recognised, corrections = reading.recognised, inputs.corrections
    held_against = {**recognised.facts(), "tables": dict(validation.schemas)} if recognised else None
    applied = {"applied": len(tidied.corrected.applied), "refused": tidied.corrected.refused}
    return Package(
        report_id=inputs.claim.report_id,
        document=reading.document,
        content=tidied.content,
        tables=tidied.tables,
        validation=validation,
        number_format=tidied.number_format,
        settings=inputs.shaping(recognised.profile.name if recognised else None, reading.document),
        profile=held_against,
        corrections={"file": corrections.name, **applied} if corrections else None,
    )


def dossier(reading: Reading, tidied: Tidied, package: Package) -> Dossier:
    """What is told of the report."""
    from pipeline.report import Dossier

    return Dossier(
        report_id=package.report_id,
        document=package.document,
        pages=reading.pages,
        tables=package.tables,
        charts=package.content.charts,
        number_format=tidied.number_format,
        validation=package.validation,
        version=code_version(),
        blocks=package.content.blocks,
        profile=package.profile,
    )


def _issues(reading: Reading, tidied: Tidied) -> tuple[Issue, ...]:
    """All findings of the stages so far, and one more where there is nothing to use."""
    content = tidied.content
    found = [*reading.issues, *reading.findings(content)]
    found += [issue for chart in content.charts for issue in chart.issues]
    if not content.tables:
        message = f"No table was found on {len(reading.pages)} pages; look whether the report holds one."
        found.append(Issue("tables.none", "warning", message))
    elif not len(tidied.frame):
        message = "No table holds a number, so there are no values; the tables are written as printed."
        found.append(Issue("values.none", "warning", message))
    return tuple(found)


def _parts(found: Cleaned) -> Iterator[tuple[object, Any]]:
    """A document in pieces, so that packing one needs little memory: all but its tables, then each of these with what
    it was cleaned to."""
    yield replace(found.content, tables=()), found.number_format
    coming = groupby(found.tables, key=lambda table: table.table.id.rstrip(ascii_lowercase))
    name, own = next(coming, ("", iter(())))
    for printed in found.content.tables:
        if name == printed.id:  # p010-t1a is a part of p010-t1
            # Unpacked apart they are two; packed as one they are not printed twice.
            yield printed, tuple(replace(part, table=printed) if part.table == printed else part for part in own)
            name, own = next(coming, ("", iter(())))
        else:
            yield printed, ()


def _whole(parts: Packed[Any]) -> Cleaned | None:
    """The document of its pieces; None where they are something else."""
    try:
        kinds = ([type(value) for value in part] if isinstance(part, tuple) else None for part in parts)
        if next(kinds, None) != [Content, NumberFormat] or any(kind != [Table, tuple] for kind in kinds):
            return None
    except ValueError:
        return None
    content, number_format = parts[0]
    tables = lay_by(printed for printed, _ in islice(parts, 1, None))
    cleaned = lay_by(table for _, own in islice(parts, 1, None) for table in own)
    return Cleaned(replace(content, tables=tables), cleaned, number_format)
