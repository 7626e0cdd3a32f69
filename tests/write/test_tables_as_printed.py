"""tables/<id>: a table as a person reads it, columns named by its header."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from handmade import box, table, value
from written_report import COUNTS, SHARES, files, full, headed, package

from pipeline.errors import OutputError
from pipeline.model import Axis, Cell, CleanTable
from pipeline.write import write_report


def printed(folder: Path, clean: CleanTable, *kept_back: str) -> list[str]:
    """Lines of the table's CSV file."""
    write_report(folder, package([clean], kept_back))
    return (folder / f"tables/{clean.table.id}.csv").read_text("utf-8-sig").splitlines()


def test_labels_first_then_columns_named_as_in_the_header(tmp_path: Path) -> None:
    assert printed(tmp_path, SHARES) == [
        "group,label,2017 > Gemeenten,2017 > Totaal",
        ",Wenselijk,81,78.5",
        "Oordeel,Niet wenselijk,,21.5",
    ]
    frame = pd.read_parquet(tmp_path / "tables/p010-t1.parquet")
    assert list(frame.columns) == ["group", "label", "2017 > Gemeenten", "2017 > Totaal"]
    assert list(frame["2017 > Totaal"]) == [78.5, 21.5]


def test_the_header_over_the_labels_names_their_column(tmp_path: Path) -> None:
    assert printed(tmp_path, replace(COUNTS, stub="Antwoord")) == ["Antwoord,Aantal", "Ja,12", "Nee,30"]


def test_over_grouped_labels_it_names_the_column_of_the_rows_own_labels(tmp_path: Path) -> None:
    assert printed(tmp_path, replace(SHARES, stub="Oordeel in klassen"))[0].startswith("group,Oordeel in klassen,")


def test_two_label_columns_with_a_header_each_keep_both_names(tmp_path: Path) -> None:
    places = table([[12], [30]], [("Utrecht", "Zeist"), ("Utrecht", "")], ["Aantal"])
    columns = (replace(places.columns[0], index=2),)
    heads = (
        Cell(0, 0, "Provincie", 10, box(0, 0), "header"),
        Cell(0, 1, "Gemeente", 10, box(0, 1), "header"),
    )
    moved = tuple(replace(v, column=2) for v in places.values)
    grid = replace(places.table, cells=heads)
    both = replace(places, table=grid, columns=columns, values=moved, stub="Provincie Gemeente")
    assert printed(tmp_path, both) == ["Provincie,Gemeente,Aantal", "Utrecht,Zeist,12", "Utrecht,,30"]


def test_columns_of_one_name_are_told_apart_also_where_only_case_differs(tmp_path: Path) -> None:
    same = headed(("2017", "N"), ("2017", "N"), ("2017", "n"), ("label",), rows=[[1, 2, 3, 4]])
    assert printed(tmp_path, same) == ["label,2017 > N,2017 > N (2),2017 > n (3),label (2)", "Ja,1,2,3,4"]


def test_a_name_made_to_tell_columns_apart_never_meets_a_printed_one(tmp_path: Path) -> None:
    assert printed(tmp_path, headed(("N (2)",), ("N",), ("N",), rows=[[1, 2, 3]]))[0] == "label,N (2),N,N (3)"


def test_a_column_without_a_header_is_named_by_its_place(tmp_path: Path) -> None:
    assert printed(tmp_path, headed((), ("Nee",)))[0] == "label,column 2,Nee"


def test_a_value_kept_back_is_not_printed_as_a_number(tmp_path: Path) -> None:
    assert printed(tmp_path, COUNTS, "p011-t1-r02-c01") == ["label,Aantal", "Ja,12", "Nee,"]


def test_what_could_not_be_read_stays_as_printed_and_numbers_beside_it_are_written_as_by_a_person(
    tmp_path: Path,
) -> None:
    unread = replace(value(2, 1, None), raw="1O,5", missing=None)
    some = replace(COUNTS, values=(COUNTS.values[0], unread))
    assert printed(tmp_path, some, "p011-t1-r02-c01") == ["label,Aantal", "Ja,12", 'Nee,"1O,5"']


def test_a_column_of_words_keeps_its_words(tmp_path: Path) -> None:
    words = tuple(Cell(row, 2, text, 11, box(row, 2)) for row, text in ((1, "sinds\n2015"), (2, "")))
    grid = replace(COUNTS.table, cells=(*COUNTS.table.cells, *words))
    assert printed(tmp_path, replace(COUNTS, table=grid, columns=(*COUNTS.columns, Axis(2, ("Toelichting",))))) == [
        "label,Aantal,Toelichting",
        "Ja,12,sinds 2015",
        "Nee,30,",
    ]


def test_a_table_without_rows_or_columns_is_an_empty_file_with_its_head(tmp_path: Path) -> None:
    assert printed(tmp_path, replace(COUNTS, rows=(), values=())) == ["label,Aantal"]
    assert printed(tmp_path, replace(COUNTS, columns=(), values=())) == ["label", "Ja", "Nee"]


def test_files_are_named_by_page_and_order_never_by_the_caption(tmp_path: Path) -> None:
    evil = replace(COUNTS, number="../../x", title="../../y/CON")
    write_report(tmp_path / "out" / "r", package([evil]))
    assert [path for path in files(tmp_path / "out" / "r") if path.startswith("tables/")] == [
        "tables/p011-t1.csv",
        "tables/p011-t1.parquet",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["../../x", "p011-t1/../../x", "p011-t1\n", "", "CON", "p011-t1.csv"])
def test_an_id_that_could_lead_out_of_the_folder_stops_the_report(name: str, tmp_path: Path) -> None:
    evil = replace(COUNTS, table=replace(COUNTS.table, id=name))
    with pytest.raises(OutputError, match="cannot be the name"):
        write_report(tmp_path / "r", package([evil]))
    assert list(tmp_path.iterdir()) == []


def test_every_table_has_its_two_files(tmp_path: Path) -> None:
    write_report(tmp_path, full())
    assert [path for path in files(tmp_path) if path.startswith("tables/")] == [
        "tables/p010-t1.csv", "tables/p010-t1.parquet", "tables/p011-t1.csv", "tables/p011-t1.parquet",
    ]  # fmt: skip
