"""catalog.parquet: one row per report, so that a program finds them all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from written_report import empty, full

from pipeline.errors import OutputError
from pipeline.write import write_catalog, write_report
from pipeline.write.arrow import schema_of
from pipeline.write.exporters.parquet import parquet_bytes, parquet_bytes_of_rows
from pipeline.write.tabular import sheet
from schemas.columns import CATALOG, CLAIM, ISSUE, OBSERVATION, QUARANTINE, TEXT, Field, dtype

COLUMNS = {
    "report_id": "string", "title": "string", "file": "string", "sha256": "string", "pages": "int64",
    "language": "string", "tables": "int64", "charts": "int64", "observations": "int64", "quarantined": "int64",
    "errors": "int64", "warnings": "int64", "infos": "int64",
}  # fmt: skip


def catalog(folder: Path) -> pd.DataFrame:
    write_catalog(folder)
    return pd.read_parquet(folder / "catalog.parquet")


def test_every_report_is_listed_in_order_of_its_name_and_nothing_else(tmp_path: Path) -> None:
    for report in (full(), empty()):
        write_report(tmp_path / report.report_id, report)
    write_report(tmp_path / ".verslag.new-00000000", full())  # of a run that is still writing
    (tmp_path / "photos").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other/run.json").write_text('{"input": {}, "files": {}}')  # of another program
    (tmp_path / "notes.txt").write_text("mine")
    listed = catalog(tmp_path).astype(object)
    assert listed.where(listed.notna(), None).to_dict("records") == [
        {
            "report_id": "leeg", "title": "Digitaal onderzoek", "file": "verslag.pdf", "sha256": "ab" * 32,
            "pages": 12, "language": None, "tables": 0, "charts": 0, "observations": 0, "quarantined": 0, "errors": 0,
            "warnings": 0, "infos": 0,
        },
        {
            "report_id": "verslag", "title": "Digitaal onderzoek", "file": "verslag.pdf", "sha256": "ab" * 32,
            "pages": 12, "language": "nl", "tables": 2, "charts": 1, "observations": 6, "quarantined": 1,
            "errors": 0, "warnings": 2, "infos": 1,
        },
    ]  # fmt: skip


def test_a_folder_without_a_report_has_an_empty_catalog_with_its_columns(tmp_path: Path) -> None:
    found = catalog(tmp_path)
    assert len(found) == 0
    assert {name: str(kind) for name, kind in found.dtypes.items()} == COLUMNS


def test_the_file_is_byte_for_byte_what_pandas_would_write() -> None:
    names = [field.name for field in CATALOG]
    rows = [
        dict(zip(names, ("a", "T\u202eitel", "a.pdf", "ab" * 32, 3, None, 1, 0, 5, 0, 0, 1, 2), strict=True)),
        dict(zip(names, ("b", None, "b.pdf", "cd" * 32, 1, "nl", 0, 0, 0, 0, 1, 0, 0), strict=True)),
    ]
    ours = sheet("catalog", "Reports", CATALOG, rows)
    rows[0]["title"] = "Titel"  # without the mark that turns the reading direction
    frame = pd.DataFrame(
        {field.name: pd.Series([row[field.name] for row in rows], dtype=dtype(field)) for field in CATALOG}
    )
    assert ours.data.equals(pa.Table.from_pandas(frame, preserve_index=False), check_metadata=True)
    assert parquet_bytes_of_rows(CATALOG, rows) == parquet_bytes(ours)


@pytest.mark.parametrize("fields", [OBSERVATION, QUARANTINE, TEXT, CLAIM, ISSUE, CATALOG])
def test_the_types_of_a_file_are_those_of_its_frame(fields: tuple[Field, ...]) -> None:
    frame = pd.DataFrame({field.name: pd.Series(dtype=dtype(field)) for field in fields})
    assert schema_of(fields).equals(pa.Schema.from_pandas(frame, preserve_index=False), check_metadata=True)


def test_a_report_that_is_gone_leaves_the_catalog_and_writing_again_changes_no_byte(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_report(tmp_path / name, empty())
    first = write_catalog(tmp_path)
    assert write_catalog(tmp_path) == first
    assert first.rows == 2
    (tmp_path / "a").rename(tmp_path.parent / f"{tmp_path.name}-a")
    assert list(catalog(tmp_path)["report_id"]) == ["b"]


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="none"):
        write_catalog(tmp_path / "none")
