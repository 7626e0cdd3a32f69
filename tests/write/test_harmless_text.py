"""Text of a PDF is a stranger's: nothing in it can act in a terminal, a spreadsheet or a database."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from handmade import content, document, table
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from written_report import BLOCKS, CLAIMED, claims, files, package, validation

from pipeline.model import Caption, CleanTable, Issue, Note, NumberFormat
from pipeline.sanitise import clean, guard
from pipeline.tidy import observations
from pipeline.write import Package, read_origin, write_report

NUL, BELL, ESCAPE, NEXT_LINE = "\x00", "\x07", "\x1b", "\x85"
RIGHT_TO_LEFT_OVERRIDE, ISOLATE, MARK = "\u202e", "\u2066", "\u200f"
ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from(f"=+-@\t\r\n{NUL}{ESCAPE}{ISOLATE}\ud800")), max_size=12)
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Bidirectional classes that turn the text after them (Unicode Standard Annex 9)."""


def harmful(text: str) -> list[str]:
    return [
        sign
        for sign in text
        if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(sign) in DIRECTIONS
    ]


def calculates(cell: str) -> bool:
    """A sign with nothing but the parts of one number behind it is safe; so is a row of signs."""
    return bool(re.match(r"\s*[=+\-@＝＋－＠]", cell)) and not re.fullmatch(
        r"\s*[+\-＋－]+\s*|\s*[+-]?[\d\s.,'’€$£%‰]*", cell
    )


def texts_of(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in texts_of(part)]
    return [text for part in value for text in texts_of(part)] if isinstance(value, list) else []


def table_of(text: str) -> CleanTable:
    where = ("number", "title", "note", "section")
    plain = table([[1.0, None]], [(text, text)], [(text, "N"), (text, text)], **dict.fromkeys(where, text))
    caption = Caption("table", text, text, text, text, 10, plain.table.box)
    cells = tuple(cell._replace(text=text) for cell in plain.table.cells)
    grid = replace(plain.table, cells=cells, caption=caption, notes=(Note(text, 10, plain.table.box),))
    values = tuple(
        replace(v, raw=text, unit=text, marks=(text,), footnotes=(text,), missing=v.missing and "not_available")
        for v in plain.values
    )
    return replace(plain, table=grid, values=values, stub=text)


def report_of(text: str) -> Package:
    """A report in which every place that takes text of the PDF has this one."""
    clean_table = table_of(text)
    frame = observations("verslag", [table_of(_whole(text))], [])
    claimed = {**CLAIMED, **dict.fromkeys(("text", "stated_raw", "unit"), _whole(text))}
    issues = (Issue("number.unparsed", "warning", text, 10, "p010-t1", 2, 1),)
    return Package(
        report_id="verslag",
        tables=(clean_table,),
        validation=validation(frame, issues=issues, claims=claims([claimed])),
        document=replace(document(Path("a.pdf")), title=text, producer=text),
        content=content([clean_table], blocks=tuple(replace(b, text=text, number=text, section=text) for b in BLOCKS)),
        number_format=NumberFormat(",", (), "nl", text),
    )


def _whole(text: str) -> str:
    """Without halves of a pair: no frame takes them, and no reader lets them through."""
    return re.sub("[\ud800-\udfff]", "", text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
@example(f"a{NUL}b{BELL}{ESCAPE}[31mc\r\nd{NEXT_LINE}e\u2028f")
@example(f"{RIGHT_TO_LEFT_OVERRIDE}12{ISOLATE}34{MARK}")
@example("\ud800\udfff\ufffe\ufeff")
@example('\t=HYPERLINK("http://example.org";"x")')
def test_no_file_holds_anything_that_acts(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_report(Path(folder), report_of(text))
        for path, written in files(Path(folder)).items():
            if path.endswith(".parquet"):
                frame = pd.read_parquet(Path(folder) / path)
                columns = [frame[name].dropna() for name in frame.columns if frame[name].dtype == "string"]
                assert not harmful("".join([*frame.columns, *(cell for column in columns for cell in column)])), path
            elif path.endswith(".csv"):
                rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
                assert len({len(row) for row in rows}) == 1, path
                assert not [cell for row in rows for cell in row if harmful(cell) or calculates(cell)], path
            else:
                assert not harmful("".join(texts_of(json.loads(written)))), path


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert guard(guard(text)) == guard(text)


@pytest.mark.parametrize(
    "text", ["Curaçao", "Ελλάδα", "日本", "مجموع", "क्षेत्र", "می‌شود", "1 415", "½ ≤ 3 €", "−5,3", "x²"]
)
def test_letters_and_signs_of_any_script_stay(text: str) -> None:
    assert clean(text) == text


def test_line_breaks_and_tabs_part_words_other_control_signs_vanish() -> None:
    assert clean("Noord-\r\nHolland\tN\x1f=\x00 5") == "Noord- Holland N = 5"


@pytest.mark.parametrize(
    "text", ["-5.3", "-5,3", "+4", "-", "+", "--", "-4%", "+1.415", "- 5", "−5", "€ 5", "Ja - nee"]
)
def test_numbers_and_lone_signs_are_printed_as_they_are(text: str) -> None:
    assert guard(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "=",
        "  =1",
        "-a",
        "+cmd|' /C calc'!A0",
        "-1;A1",
        "＝1+1",
        "@",
        "+(1)",
        "-5.3*2",
    ],
)
def test_what_a_spreadsheet_would_calculate_begins_with_an_apostrophe(text: str) -> None:
    assert guard(text) == "'" + text


def test_a_guarded_text_is_guarded_in_csv_alone(tmp_path: Path) -> None:
    plain = table([[-5.3]], ["=1+1"], ["-"], unit=None, statistic="difference")
    write_report(tmp_path, package([plain]))
    assert (tmp_path / "tables/p010-t1.csv").read_text("utf-8-sig") == "label,-\n'=1+1,-5.3\n"
    values = pd.read_parquet(tmp_path / "observations.parquet")
    assert (values["row_label"][0], values["value"][0], values["value_raw"][0]) == ("=1+1", -5.3, "-5,3")
    row = next(csv.DictReader(io.StringIO((tmp_path / "observations.csv").read_text("utf-8-sig"))))
    assert (row["row_label"], row["value"], row["value_raw"]) == ("'=1+1", "-5.3", "-5,3")


def test_what_stands_beside_the_pdf_is_cleaned_too(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('publisher = "Mini\\u0000\\u202Esterie"\nlicence = "CC0-1.0"\n', "utf-8")
    origin, doubts = read_origin(tmp_path / "a.pdf", "ab" * 32)
    assert doubts == ()
    assert origin is not None
    assert (origin.publisher, origin.licence, origin.title) == ("Ministerie", "CC0-1.0", None)


@pytest.mark.parametrize(
    ("content", "code"),
    [("sha256 = 'cd'", "origin.other_file"), ("publisher =", "origin.unreadable"), ("\udcff", "origin.unreadable")],
)
def test_a_statement_that_is_broken_or_of_another_pdf_is_not_believed(content: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    origin, doubts = read_origin(tmp_path / "a.pdf", "ab" * 32)
    assert origin is None
    assert [doubt.code for doubt in doubts] == [code]
    assert read_origin(tmp_path / "none.pdf", "ab" * 32) == (None, ())
