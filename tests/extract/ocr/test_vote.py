"""A second engine votes on numbers: alike they can be trusted, alone or differing they cannot."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest
from scanned_page import ROWS, SCAN, scanned

from pipeline.clean import clean_content
from pipeline.extract import extract
from pipeline.extract.ocr import available as first_engine
from pipeline.extract.ocr import vote as second
from pipeline.extract.ocr.pages import recognise
from pipeline.extract.ocr.vote import ALONE, BOTH, DIFFER, Token, vote
from pipeline.model import Box, Word

PIXELS = np.zeros((10, 10, 3), np.uint8)
PAGE = Box(0, 0, 10, 10)
needs_both = pytest.mark.skipif(
    not (first_engine() and second.available()), reason="needs the extra 'ocr' and the program tesseract"
)


def word(text: str, x0: float = 0, x1: float = 20) -> Word:
    return Word(x0, 100, x1, 110, text, 10, origin="ocr", confidence=0.99)


def token(text: str, x0: float = 0, x1: float = 20) -> Token:
    return Token(Box(x0, 101, x1, 109), text)


@pytest.mark.parametrize(
    ("first", "seconds", "expected"),
    [
        ("12,5%", ["12,5%"], BOTH),
        ("12,5%", ["12,5|"], BOTH),
        ("(986)", ["(986)"], BOTH),
        ("12,5%", ["12.5%"], DIFFER),
        ("12,5%", ["125%"], DIFFER),
        ("-3", ["3"], DIFFER),
        ("−3", ["-3"], BOTH),
        ("<1%", ["1%"], DIFFER),
        ("60", ["6o"], DIFFER),
        ("7", [], ALONE),
        ("7", ["l"], ALONE),
    ],
)  # fmt: skip
def test_the_vote(monkeypatch: pytest.MonkeyPatch, first: str, seconds: list[str], expected: float) -> None:
    monkeypatch.setattr(second, "read_tokens", lambda pixels, box: tuple(map(token, seconds)))
    [voted] = vote([word(first)], PIXELS, PAGE)
    assert voted.confidence == expected
    assert voted.text == first


def test_a_number_in_two_pieces_and_its_neighbour(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = (token("1.", 0, 8), token("415", 8, 20), token("38", 30, 40))
    monkeypatch.setattr(second, "read_tokens", lambda pixels, box: tokens)
    assert [w.confidence for w in vote([word("1.415"), word("38", 30, 40)], PIXELS, PAGE)] == [BOTH, BOTH]


def test_words_without_digits_keep_their_own_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(pixels: object, box: Box) -> tuple[Token, ...]:
        raise AssertionError("a second reading without a number to vote on")

    monkeypatch.setattr(second, "read_tokens", never)
    assert vote([word("North")], PIXELS, PAGE) == (word("North"),)


def test_an_engine_that_hangs_leaves_the_first_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*args: object, **kwargs: object) -> None:
        raise subprocess.TimeoutExpired("tesseract", 60)

    monkeypatch.setattr(second, "available", lambda: True)
    monkeypatch.setattr(subprocess, "run", hang)
    assert [w.confidence for w in vote([word("12")], PIXELS, PAGE)] == [ALONE]


@needs_both
def test_a_scanned_table_that_both_read_alike_is_as_sure_as_its_structure() -> None:
    pages = recognise([SCAN], scanned)
    tables, _ = clean_content(extract(pages), pages)
    found = {v.raw: v.confidence for v in tables[0].values}
    assert set(found) == {text for row in ROWS[1:] for text in row[1:]}
    assert all(found[raw] == pytest.approx(BOTH * tables[0].table.score, abs=1e-4) for raw in found)
    assert not [i for page in pages for i in page.issues if i.code == "number.two_readings"]


@needs_both
def test_a_number_read_in_two_ways_is_told_and_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    read = second.read_tokens
    monkeypatch.setattr(
        second,
        "read_tokens",
        lambda pixels, box: tuple(t._replace(text="472") if t.text == "412" else t for t in read(pixels, box)),
    )
    pages = recognise([SCAN], scanned)
    tables, _ = clean_content(extract(pages), pages)
    assert [v.raw for v in tables[0].values if v.confidence < ALONE * tables[0].table.score] == ["412"]
    [issue] = [i for page in pages for i in page.issues if i.code == "number.two_readings"]
    assert "'412'" in issue.message
