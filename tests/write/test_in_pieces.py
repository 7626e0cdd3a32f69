"""What is written of a long report comes in pieces, and the pieces are what is written of a short one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from written_report import full

from pipeline.write import write_report
from pipeline.write.exporters import csv
from pipeline.write.sheets import Sheets


def files(folder: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert found.pop("run.json")  # with the seconds it took
    return found


def test_the_same_files_whatever_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(tmp_path / "short" / "r", full())
    monkeypatch.setattr("pipeline.write.sheets.MANY", 1)
    monkeypatch.setattr(csv, "AT_ONCE", 1)
    write_report(tmp_path / "long" / "r", full())
    assert files(tmp_path / "short" / "r") == files(tmp_path / "long" / "r")


def test_rows_of_a_csv_file_are_text_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "AT_ONCE", 2)
    sheet = next(iter(Sheets(full())))
    pieces = list(csv.csv_pieces(sheet))
    assert [piece.count(b"\n") for piece in pieces[:-1]] == [1, *[2] * (len(pieces) - 2)]
    assert sum(piece.count(b"\n") for piece in pieces) == 1 + sheet.data.num_rows


def test_sheets_of_many_tables_are_made_when_it_is_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.write.sheets.MANY", 1)
    package = full()
    seen = 0

    class Counted(tuple):  # type: ignore[type-arg]
        def __iter__(self):  # type: ignore[no-untyped-def]
            nonlocal seen
            for table in tuple.__iter__(self):
                seen += 1
                yield table

    sheets = Sheets(replace(package, tables=Counted(package.tables)))
    assert seen == 0
    for sheet in sheets:
        if sheet.stem.startswith("tables/"):
            break
    assert seen == 1
