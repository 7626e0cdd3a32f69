"""A PDF whose texts are made to do harm, from the page to every output: all load, and nothing runs or escapes."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from pipeline import run_report
from pipeline.sanitise import FORMULA_STARTS

FONT = "Vera"
"""Comes with reportlab."""
WIDTH, HEIGHT, ROW = 1400, 900, 16
HUGE = "9" * 150
TABLES: dict[str, list[list[str]]] = {
    '=HYPERLINK("http://example.org","x")': [
        ["@SUM(A1:A9)", "=1+1", "+1+cmd|' /C calc'!A0", "-2+3"],
        ["=cmd|' /C calc'!A0", "-5.3", "+7", "12"],
        ["'; DROP TABLE observations; --", "1", "2", "3"],
        ["+44 20 7946", "4", "5", "6"],
    ],
    "../../etc/passwd": [
        ["<script>alert(1)</script>", "value", "value", "observation_id"],
        ["<img src=x onerror=alert(1)>", "10", "20", "30"],
        ["{{7*7}} ${7*7} %s {0}", "11", "21", "31"],
        ["..\\..\\x.exe", "12", "22", "32"],
    ],
    "NaN": [
        ["Place", "NaN", "inf", "None"],
        ["null", "1e999", "5", "6"],
        ["-inf", HUGE[:40], "7", "8"],
        ["#N/A", "1_000", "9", "10"],
        ["NaN", "NaN", "11", "12"],
        ["inf", "inf", "13", "14"],
        ["None", "0x10", "15", "16"],
        ["True", "1,234", "17", "18"],
    ],
    "Turned þ12ð and hiddenø": [
        ["þtxt.exe", "N" * 90, "æ", "ßø"],
        ["þleftð right", "41", "42", "43"],
        ["zeroøwidth", "44", "45", "46"],
        ["nulßbell", "47", "48", "49"],
    ],
}
"""Caption -> rows; the first is the header. Numbers of the last table are the control: they must come out."""
MEANT = {"þ": "202E", "ð": "2066", "ø": "200B", "ß": "0000", "æ": "D83DDE00"}
"""What the file says these letters are: an override and an isolate of direction, a blank without width, NUL, a face."""


def unicode_map(name: str, subset: list[int]) -> str:
    """As reportlab writes it, with what MEANT says."""
    codes = (MEANT.get(chr(code), f"{code:04X}") for code in subset)
    lines = "\n".join(f"<{place:02X}> <{code}>" for place, code in enumerate(codes))
    return (
        f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /{name} def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(subset)} beginbfchar\n{lines}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def draw(path: Path) -> Path:
    pdfmetrics.registerFont(ttfonts.TTFont(FONT, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle("</title><script>alert(1)</script>")
    canvas.setAuthor('=HYPERLINK("http://example.org")')
    for number, (caption, rows) in enumerate(TABLES.items(), 1):
        top = 850 - 200 * (number - 1)
        canvas.setFont(FONT, 9)
        canvas.drawString(50, top + 8, f"Table {number}. {caption}")
        for line, cells in enumerate(rows):
            for column, text in enumerate(cells):
                canvas.drawString(54 + 330 * column, top - ROW * (line + 1) + 5, text)
        for line in range(len(rows) + 1):
            canvas.line(50, top - ROW * line, 50 + 330 * 4, top - ROW * line)
        for column in range(5):
            canvas.line(50 + 330 * column, top, 50 + 330 * column, top - ROW * len(rows))
    canvas.drawString(50, 60, "Of these, " + HUGE + " said =1+1 and <b>1e999</b>.")
    canvas.showPage()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ttfonts, "makeToUnicodeCMap", unicode_map)
        canvas.save()
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    outcome = run_report(draw(place / "texts.pdf"), place / "a" / "b" / "out")
    assert outcome.error is None
    assert outcome.folder is not None
    assert outcome.counts["tables"] == len(TABLES)
    assert {path.relative_to(place).parts[0] for path in place.rglob("*")} == {"texts.pdf", "a"}
    assert [path.name for path in (place / "a").rglob("*") if ".." in path.name or "passwd" in path.name] == []
    return Path(outcome.folder)


def paths(folder: Path, suffix: str) -> list[Path]:
    found = sorted(folder.rglob(f"*{suffix}"))
    assert found
    return found


def refuse(word: str) -> Any:
    raise AssertionError(f"{word} is no JSON")


def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({name for name, _ in found}) == len(found), "a name twice in one object"
    return dict(found)


def numbers(value: Any) -> list[float]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [number for part in parts for number in numbers(part)]


def test_every_json_is_strict(folder: Path) -> None:
    for path in paths(folder, ".json"):
        text = path.read_text("utf-8")
        found = json.loads(text, parse_constant=refuse, object_pairs_hook=pairs)
        assert all(math.isfinite(number) for number in numbers(found)), path.name


def test_every_csv_is_one_table_without_formulas(folder: Path) -> None:
    for path in paths(folder, ".csv"):
        raw = path.read_bytes().decode("utf-8-sig", "strict")
        rows = list(csv.reader(io.StringIO(raw, newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1, path.name
        assert len(set(rows[0])) == len(rows[0]), path.name
        for cell in (cell for row in rows for cell in row):
            calculates = cell.lstrip().startswith(FORMULA_STARTS) and not re.fullmatch(r"[+\-]?[\d.,\s]*", cell.strip())
            assert not calculates, (path.name, cell)
        frame = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
        assert len(frame) == len(rows) - 1, path.name


def test_every_parquet_loads_and_says_what_its_csv_says(folder: Path) -> None:
    for path in paths(folder, ".parquet"):
        frame, table = pd.read_parquet(path), pq.read_table(path)
        assert frame.shape == (table.num_rows, table.num_columns)
        assert frame.columns.is_unique, path.name
        with path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as lines:
            assert next(csv.reader(lines)) == table.column_names, path.name
        for name in frame.select_dtypes("number"):
            assert not frame[name].map(lambda x: isinstance(x, float) and math.isinf(x)).any(), (path.name, name)


def test_a_database_reads_every_table(folder: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    for path in (*paths(folder, ".parquet"), *paths(folder, ".csv")):
        found = duckdb.connect().sql(f"select * from '{path}'").fetchall()
        assert len(found) == len(pd.read_parquet(path.with_suffix(".parquet"))), path.name


def test_a_workbook_made_of_the_csv_holds_texts_and_no_formula(folder: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    for path in paths(folder, ".csv"):
        book = openpyxl.Workbook()
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.reader(lines):
                book.active.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        cells = (cell for row in openpyxl.load_workbook(buffer).active.iter_rows() for cell in row)
        assert [cell.value for cell in cells if cell.data_type == "f"] == [], path.name


def test_the_numbers_of_a_table_among_harmful_texts_come_out(folder: Path) -> None:
    frame = pd.read_parquet(folder / "observations.parquet")
    held = pd.read_parquet(folder / "quarantine.parquet")
    last = pd.concat([frame, held])
    assert sorted(last[last["number"] == "4"]["value"]) == list(range(41, 50))
    signed = last[(last["number"] == "1") & last["value_raw"].isin(["-5.3", "+7"])]
    assert sorted(signed["value"]) == [-5.3, 7.0]


def test_what_is_no_number_is_never_taken_for_one_and_is_said(folder: Path) -> None:
    frame, issues = (pd.read_parquet(folder / f"{name}.parquet") for name in ("observations", "issues"))
    own = frame[(frame["number"] == "3") & (frame["column"] == 1)].set_index("value_raw")
    assert own["value"].dropna().to_dict() == {HUGE[:40]: 1e40, "1,234": 1234.0}
    assert own["missing"].dropna().to_dict() == {"NaN": "not_available"}
    [table_id] = set(frame[frame["number"] == "3"]["table_id"])
    said = issues[(issues["table_id"] == table_id) & (issues["column"] == 1)]["message"]
    for text in ("1e999", "1_000", "inf", "0x10"):
        assert said.str.contains(f"'{text}'", regex=False).any(), text


def test_texts_turn_no_direction_and_hide_nothing(folder: Path) -> None:
    harmful = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
    for path in (*paths(folder, ".csv"), *paths(folder, ".json"), folder / "report.html"):
        text = path.read_bytes().decode("utf-8-sig")
        if path.suffix == ".json":
            text = json.dumps(json.loads(text), ensure_ascii=False)
        assert not harmful.search(text), path.name
    labels = set(pd.read_parquet(folder / "observations.parquet")["row_label"].dropna())
    assert {"left right", "zero width", "nul\ufffdbell"} <= labels


class Elements(HTMLParser):
    """Names of elements, and attributes that run or load something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.acting: list[tuple[str, str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append(dict(attributes).get("type") or "")
        for name, value in attributes:
            loads = name in ("src", "href", "action", "srcdoc", "data") and not re.match(r"data:image|#", value or "#")
            if name.startswith("on") or loads:
                self.acting.append((tag, name, value or ""))


def test_the_report_runs_our_script_alone_and_loads_nothing(folder: Path) -> None:
    found = Elements((folder / "report.html").read_text("utf-8"))
    assert [kind for kind in found.scripts if not kind] == [""]
    assert [one for one in found.acting if "example.org" in one[2] or "alert" in one[2] or one[1][:2] == "on"] == []
