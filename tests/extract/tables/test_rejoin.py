"""Parts of one table that were cut, joined where their numbers go on; from parts set by hand and from drawn pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sheets import Sheet, shown

from pipeline.extract.tables import find_tables
from pipeline.extract.tables.rejoin import rejoin
from pipeline.extract.tables.shapes import Row
from tests.extract.tables.handset import laid, line

LABELS = ("Verkauf", "Miete", "Zinsen", "Abgaben", "Summe")


def part(top: float, *rows: Sequence[object], ends: tuple[float, ...] = (200, 300)) -> list[Row]:
    """A label at the left edge and numbers that end at the same right edges."""
    built = []
    for i, (label, *values) in enumerate(rows):
        numbers = [str(v) for v in values]
        cells = [(end - 5 * len(number), number) for end, number in zip(ends, numbers, strict=True)]
        built.append(line(top + 14 * i, (0, str(label)), *cells))
    return built


UPPER = part(100, ("Verkauf", 1200, 980), ("Miete", 77, 81), ("Zinsen", 9, 12))


def joined(*parts: list[Row], loose: Sequence[Row] = ()) -> list[tuple[int, ...]]:
    layout = laid([*(r for p in parts for r in p), *loose])
    return [members for members, _ in rejoin(layout, parts, set())]


def test_numbers_that_end_at_the_same_edges_go_on_over_a_gap_and_a_title() -> None:
    lower = part(170, ("Abgaben", 31, 402), ("Summe", 5, 6))
    assert joined(UPPER, lower) == [(0, 1)]
    title = line(154, (0, "Steuern"))
    ((_, rows),) = rejoin(laid([*UPPER, title, *lower]), [UPPER, lower], set())
    assert [r.first.text for r in rows] == ["Verkauf", "Miete", "Zinsen", "Steuern", "Abgaben", "Summe"]


def test_a_table_beside_them_does_not_keep_two_parts_apart() -> None:
    beside = [line(140 + 14 * i, (400, label), (500, str(7 * i))) for i, label in enumerate(LABELS)]
    assert joined(UPPER, beside, part(170, ("Abgaben", 31, 402), ("Summe", 5, 6))) == [(0, 2)]


def test_other_edges_a_header_a_caption_or_a_wide_gap_begin_another_table() -> None:
    rows = (("Abgaben", 31, 402), ("Summe", 5, 6))
    assert joined(UPPER, part(170, *rows, ends=(180, 270))) == []
    assert joined(UPPER, [line(156, (0, "Ort"), (180, "Fälle"), (280, "Rang")), *part(170, *rows)]) == []
    assert joined(UPPER, part(170, *rows), loose=[line(152, (0, "Tabelle 2: Die Abgaben"))]) == []
    assert joined(UPPER, part(220, *rows)) == []


def test_a_lone_total_at_the_foot_goes_on_where_all_its_numbers_do() -> None:
    assert joined(UPPER, part(300, ("Summe", 1286, 1073))) == [(0, 1)]
    assert joined(UPPER, part(300, ("Summe", 1286, 1073), ends=(200, 290))) == []


def test_a_header_that_was_cut_off_stands_over_the_numbers() -> None:
    assert joined([line(76, (180, "2021"), (280, "2020"))], UPPER) == [(0, 1)]
    assert joined([line(76, (60, "2021"), (280, "2020"))], UPPER) == []


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def test_a_section_under_a_title_after_a_blank_of_two_rows(sheet: Sheet) -> None:
    xs = [60, 330, 400]
    sheet.row(110, xs, ["in Tausend", "2021", "2020"])
    for i, label in enumerate(LABELS):
        sheet.row(130 + 13 * i, xs, [label, f"{1200 + 37 * i}", f"{980 - 51 * i}"])
    sheet.text(60, 214, "Nachrichtlich", bold=True)
    sheet.row(227, xs, ["Gezahlte Steuern", "323", "468"])
    sheet.row(240, xs, ["Gezahlte Zinsen", "105", "109"])
    (table,) = find_tables(sheet.page())
    assert [row[0] for row in shown(table)] == [
        "in Tausend", *LABELS, "Nachrichtlich", "Gezahlte Steuern", "Gezahlte Zinsen"
    ]  # fmt: skip


def test_rules_over_the_values_only_leave_no_label_outside(sheet: Sheet) -> None:
    """Long labels far from their amounts are no paragraph, and the rules over the amounts no frame."""
    labels = (
        "Erlöse aus dem Verkauf von Waren und Diensten im Inland",
        "Erlöse aus dem Verkauf im Ausland",
        "Veränderung der Rückstellungen für Pensionen (netto)",
        "Abzug der Erlöse innerhalb der Gruppe",
    )
    xs = [40, 480, 550]
    sheet.row(110, xs, ["", "2021", "2020"])
    for i, label in enumerate(labels):
        sheet.row(126 + 13 * i, xs, [label, f"{1200 + 37 * i}", f"{980 - 51 * i}"])
    sheet.row(178, xs, ["Erlöse der Gruppe", "5022", "3614"])
    sheet.across(450, 552, 99, 114, 169, 182)
    (table,) = find_tables(sheet.page())
    assert [row[0] for row in shown(table)] == ["", *labels, "Erlöse der Gruppe"]
