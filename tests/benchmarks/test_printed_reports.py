"""Printed reports: what is drawn stands in the HTML, the same seed draws the same, and reading is held to it."""

from __future__ import annotations

import importlib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pandas as pd
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
NUMBERS = range(30)
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))  # the scripts import one another by their names
    return importlib.import_module("printed")


@pytest.fixture
def drawing(printed: ModuleType) -> ModuleType:
    return importlib.import_module("printed_reports")


class Texts(HTMLParser):
    """Texts of filled cells, by the name of their element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside = ""
        self.found: dict[str, list[str]] = {"td": [], "th": []}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in self.found:
            self.found[self.inside].append(data)


def test_a_seed_draws_the_same_html_and_another_seed_another(printed: ModuleType) -> None:
    first, again, other = (printed.draw_report(seed, 3).source for seed in (1, 1, 2))
    assert first == again != other


def test_every_value_of_the_truth_stands_in_the_html_once_and_every_label(
    printed: ModuleType, drawing: ModuleType
) -> None:
    kinds, rules, languages = set(), set(), set()
    for number in NUMBERS:
        report = printed.draw_report(1, number)
        texts = Texts(report.source)
        assert texts.found["td"] == [cell.text for t in report.tables for row in t.rows for cell in row.cells]
        drawn = Counter(texts.found["th"])
        for table in report.tables:
            columns = Counter(path[-1] for path in table.columns)
            assert columns + Counter(row.path[-1] for row in table.rows) <= drawn
            assert {label for path in table.columns for label in path} <= drawn.keys()
            assert {row.path[0] for row in table.rows} <= drawn.keys()
        kinds |= {table.kind for table in report.tables}
        rules.add(report.style.rules)
        languages.add(report.language)
    assert kinds == set(drawing.KINDS)
    assert rules == set(drawing.RULES)
    assert len(languages) == 6


def test_numbers_are_written_with_the_signs_of_their_language_and_kept_as_written(drawing: ModuleType) -> None:
    german = drawing.Hand(drawing.WORDS["de"], drawing.random.Random(1))
    german.minus = "–"
    assert german.cell(-1234567.891, 1) == ("–1.234.567,9", -1234567.9)
    english = drawing.Hand(drawing.WORDS["en"], drawing.random.Random(1))
    assert english.cell(1234.5, 2, "%") == ("1,234.50%", 1234.5)


def test_a_table_that_is_too_wide_for_its_page_is_not_drawn(drawing: ModuleType) -> None:
    for number in NUMBERS:
        report = drawing.draw_report(1, number)
        style = report.style
        for table in report.tables:
            widest = [max(len(row.cells[k].text) for row in table.rows) for k in range(len(table.columns))]
            assert sum(widest) * style.letter + 2 * style.padding * len(widest) < style.space
    narrow = style._replace(space=100.0)
    assert drawing.draw_table(drawing.WORDS["de"], narrow, drawing.random.Random(1)) is None


def frame(*rows: tuple[str, str, str | None, str, float | None, float]) -> pd.DataFrame:
    names = ("table_id", "row_label", "row_group", "column_label", "value", "confidence")
    return pd.DataFrame(rows, columns=names).assign(column_group=pd.NA, source="table")


def test_a_value_is_right_with_its_number_and_all_its_labels_and_each_counts_once(
    printed: ModuleType, drawing: ModuleType
) -> None:
    cells = (printed.Cell("1.234", 1234.0), printed.Cell("-", None))
    rows = (drawing.Row(("Alter", "18–29 Jahre"), cells), drawing.Row(("Alter", "30 +"), cells))
    groups = drawing.Table("groups as rows", (("Ja",), ("Nein",)), rows)
    other = drawing.Table("money", (("2017",),), (drawing.Row(("Pay",), (printed.Cell("7", 7.0),)),))
    given = frame(
        ("t1", "18-29 Jahre", "Alter", "ja", 1234.0, 1.0),
        ("t1", "18-29 Jahre", "Alter", "Nein", None, 0.95),
        ("t1", "30+", None, "Ja", 1234.0, 0.95),  # without its group, and trusted
        ("t1", "30+", "Alter", "Nein", None, 0.5),
        ("t1", "30+", "Alter", "Nein", None, 0.5),  # twice
        ("t2", "Pay", None, "2018", 7.0, 0.2),  # under another year
        ("t3", "Chapter", None, "Page", 99.0, 0.1),  # no table at all
    )
    judged = printed.judge([groups, other], given)
    assert judged.figures == {
        "groups as rows": {"values": 4, "right": 3, "not trusted": 2, "trusted and wrong": 1},
        "money": {"values": 1, "not trusted": 1, "trusted and wrong": 0},
        printed.NO_TABLE: {"not trusted": 1, "trusted and wrong": 0},
    }
    assert judged.missing == [("30", "alter", "ja", "", 1234.0), ("pay", "", "2017", "", 7.0)]
    assert [confidence for _, confidence in judged.wrong] == [0.95, 0.5, 0.2, 0.1]


def test_figures_are_a_table_and_faults_name_the_report(printed: ModuleType) -> None:
    counted = {"all": Counter({"values": 8, "right": 6, "not trusted": 1, "trusted and wrong": 2})}
    assert list(printed.lines(counted))[2:] == ["| all | 8 | 6 | 0.7500 | 1 | 2 |"]
    report = printed.draw_report(1, 0)
    value = printed.keys(report.tables[0])[0]
    assert list(printed.faults(report, printed.Judged({}, [], []))) == []
    first, second = printed.faults(report, printed.Judged({}, [value], []))
    assert first.startswith("s1-000 (")
    assert first.endswith("1 missing, 0 wrong")
    assert str(value.number) in second


def test_without_a_browser_the_message_says_what_is_missing(
    printed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="chromium"):
        printed.print_reports([printed.draw_report(1, 0)], tmp_path)
    with pytest.raises(SystemExit, match="soffice"):
        printed.print_texts([printed.draw_word_report(1, 0)], tmp_path)


def test_every_value_of_a_text_document_stands_in_it_in_order_and_no_word_is_wider_than_its_column(
    printed: ModuleType, drawing: ModuleType
) -> None:
    assert printed.draw_word_report(1, 3) == printed.draw_word_report(1, 3) != printed.draw_word_report(2, 3)
    word = importlib.import_module("printed_word")
    kinds, rules = set(), set()
    for number in NUMBERS:
        report = printed.draw_word_report(1, number)
        root = ElementTree.fromstring(report.source)
        cells = ["".join(one.itertext()) for one in root.iter(f"{{{TABLE}}}table-cell")]
        texts = iter(cells)
        for table in report.tables:
            assert all(cell.text in texts for row in table.rows for cell in row.cells)  # each after the last
            assert {label for row in table.rows for label in row.path} <= set(cells)
        kinds |= {table.kind for table in report.tables}
        rules.add(report.style.rules)
        widths = [
            float(one.get(f"{{{STYLE}}}column-width", "1")[:-2]) for one in root.iter() if "column-prop" in one.tag
        ]
        assert min(widths) > 0
    assert kinds == set(word.WORD_KINDS)
    assert rules == set(word.RULES)


def test_an_empty_cell_may_be_given_out_as_missing_or_not_at_all(printed: ModuleType, drawing: ModuleType) -> None:
    rows = (drawing.Row(("Pay",), (printed.Cell("", None), printed.Cell("7", 7.0))),)
    table = drawing.Table("money", (("2017",), ("2018",)), rows)
    seven = ("t1", "Pay", None, "2018", 7.0, 1.0)
    for given in (frame(seven), frame(("t1", "Pay", None, "2017", None, 1.0), seven)):
        judged = printed.judge([table], given)
        assert judged.figures["money"] == {"values": 1, "right": 1, "not trusted": 0, "trusted and wrong": 0}
        assert (judged.missing, judged.wrong) == ([], [])
