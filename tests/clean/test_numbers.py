"""One printed cell: what is a number, what is missing, what is neither."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.numbers import read_cell
from pipeline.model import NumberFormat

DUTCH = NumberFormat(",", (".", " "), "nl", "test")
ENGLISH = NumberFormat(".", (",",), "en", "test")
UNSURE = NumberFormat(",", (".",), "und", "test", certain=False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.415", 1415),
        ("28,8", 28.8),
        ("2 879", 2879),
        ("2\u202f879", 2879),
        ("2\u00a0879", 2879),
        ("1'234", 1234),
        ("1’234,5", 1234.5),
        ("-3", -3),
        ("\u22123", -3),
        ("–3", -3),
        ("- 49.040", -49040),
        ("+4", 4),
        ("(+2)", 2),
        ("(-1)", -1),
        ("7½", 7.5),
        ("½", 0.5),
        (",5", 0.5),
        ("0,444E+03", 444),
        ("0", 0),
    ],
)
def test_reads_dutch_numbers(text: str, number: float) -> None:
    printed = read_cell(text, DUTCH)
    assert (printed.kind, printed.number) == ("number", number)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("81%", 81, "%"),
        ("82,90 %", 82.9, "%"),
        ("5 ‰", 5, "‰"),
        ("4,2 p.p.", 4.2, "percentage point"),
        ("€ 1.234,56", 1234.56, "EUR"),
        ("-€ 12", -12, "EUR"),
        ("€ 3 mln", 3, "EUR million"),
        ("1,2 Mrd. €", 1.2, "EUR billion"),
        ("12 %-punt", 12, "percentage point"),
    ],
)
def test_takes_the_unit_off(text: str, number: float, unit: str) -> None:
    printed = read_cell(text, DUTCH)
    assert (printed.number, printed.unit) == (number, unit)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("12*", ("*",)),
        ("12 **", ("**",)),
        ("*12", ("*",)),
        ("12a", ("a",)),
        ("12¹", ("1",)),
        ("12¹⁰", ("10",)),
        ("12 1)", ("1)",)),
        ("12 †", ("†",)),
        ("12%*", ("*",)),
        ("12 BC", ("B", "C")),
        ("▲ 12", ("▲",)),
    ],
)
def test_marks_are_not_digits(text: str, marks: tuple[str, ...]) -> None:
    printed = read_cell(text, DUTCH)
    assert (printed.number, printed.marks) == (12, marks)


def test_six_things_that_are_not_the_same() -> None:
    kinds = [read_cell(text, DUTCH) for text in ("-", "0", "<1%", "n.v.t.", "*", "")]
    assert [(p.number, p.missing) for p in kinds] == [
        (None, "not_available"),
        (0, None),
        (None, "below_resolution"),
        (None, "not_applicable"),
        (None, "suppressed"),
        (None, "empty"),
    ]


@pytest.mark.parametrize("text", ["–", "—", "..", "...", ".", "n.a.", "k.A.", "n.b.", ":", "(-)", "-*"])
def test_markers_of_figures_that_are_not_there(text: str) -> None:
    assert read_cell(text, DUTCH).missing == "not_available"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("18-34", "range"),
        ("18 – 34 jaar", "range"),
        ("0% - 32% =", "range"),
        ("10 tot 20", "range"),
        ("29.02.-04.03.", "date"),
        ("12/01/2022", "date"),
        ("2022-01-12", "date"),
        ("1.2.2020", "date"),
        ("31 dec 2022", "date"),
        (">100.000", "bound"),
        ("13 23 27", "several"),
        ("13 12", "several"),
        ("G4", "mixed"),
        ("12k", "mixed"),
        ("%", "word"),
        ("EUR", "word"),
    ],
)
def test_what_is_no_number_is_said_to_be_none(text: str, reading: str) -> None:
    printed = read_cell(text, DUTCH)
    assert (printed.kind, printed.number, printed.reading) == ("text", None, reading)


def test_a_point_where_the_comma_is_the_mark_never_vanishes() -> None:
    # a lenient parser reads 12.5 as 125
    printed = read_cell("12.5", DUTCH)
    assert (printed.number, printed.doubts) == (12.5, ("number.other_format",))
    assert read_cell("0.123", DUTCH).number == 0.123
    assert read_cell("1.000.00", DUTCH).number is None


def test_three_digits_behind_the_mark_are_doubted_unless_english() -> None:
    assert read_cell("1.415", UNSURE).doubts == ("number.ambiguous",)
    assert read_cell("1,234", DUTCH).doubts == ("number.ambiguous",)
    assert read_cell("1.415", DUTCH).doubts == ()
    assert read_cell("1.234", ENGLISH).doubts == ()


def test_blanks_between_digits_are_doubted_where_the_document_does_not_use_them() -> None:
    assert read_cell("2\u00a0879", ENGLISH).doubts == ("number.blank_inside",)
    assert read_cell("100 100", ENGLISH).reading == "several"
    assert read_cell("2 879", DUTCH).doubts == ()


def test_brackets_are_left_to_the_table() -> None:
    printed = read_cell("$ (1,030)", ENGLISH)
    assert (printed.number, printed.unit, printed.bracketed) == (1030, "USD", True)
    assert read_cell("(13) %", ENGLISH).bracketed
    assert not read_cell("(+2)", ENGLISH).bracketed


def test_a_second_number_in_brackets_stays_in_the_raw_text() -> None:
    printed = read_cell("3.73 (1.01)", ENGLISH)
    assert (printed.number, printed.doubts) == (3.73, ("number.second",))


CONVENTIONS = [
    (",", ".", "nl"),
    (",", " ", "fr"),
    (",", "\u202f", "fr"),
    (",", "\u00a0", "de"),
    (".", ",", "en"),
    (".", "'", "de"),
    (".", "’", "de"),
    (",", "", "it"),
]


def _print(number: Decimal, decimal: str, grouping: str, places: int, minus: str) -> str:
    whole, _, fraction = f"{abs(number):.{places}f}".partition(".")
    groups = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", "g", whole).replace("g", grouping)
    return (minus if number < 0 else "") + groups + (decimal + fraction if fraction else "")


@settings(derandomize=True)
@given(
    convention=st.sampled_from(CONVENTIONS),
    digits=st.integers(-(10**11), 10**11),
    places=st.integers(0, 4),
    minus=st.sampled_from(["-", "\u2212", "–"]),
    tail=st.sampled_from([("", None, ()), ("%", "%", ()), (" %", "%", ()), ("*", None, ("*",)), ("¹", None, ("1",))]),
)
def test_every_convention_reads_back_what_it_prints(
    convention: tuple[str, str, str],
    digits: int,
    places: int,
    minus: str,
    tail: tuple[str, str | None, tuple[str, ...]],
) -> None:
    decimal, grouping, language = convention
    number = Decimal(digits).scaleb(-places)
    fmt = NumberFormat(decimal, (grouping,), language, "test")  # type: ignore[arg-type]
    printed = read_cell(_print(number, decimal, grouping, places, minus) + tail[0], fmt)
    assert (printed.kind, printed.number, printed.unit, printed.marks) == ("number", float(number), *tail[1:])


@settings(derandomize=True)
@given(text=st.text(alphabet="0123456789.,' -–()%€*/x<a", max_size=12), fmt=st.sampled_from([DUTCH, ENGLISH]))
def test_no_digit_is_lost_or_invented(text: str, fmt: NumberFormat) -> None:
    printed = read_cell(text, fmt)
    assert (printed.number is not None) == (printed.kind == "number")
    if printed.number is None or "number.second" in printed.doubts:
        return
    digits = re.sub(r"\D", "", text)
    for mark in printed.marks:
        digits = digits[: len(digits) - len(re.sub(r"\D", "", mark))] if re.search(r"\d", mark) else digits
    value = Decimal(str(abs(printed.number)))
    assert any(Decimal(digits).scaleb(-places) == value for places in range(len(digits) + 1))
