"""What is said of a page as a whole, from words that a backend found."""

from __future__ import annotations

import pytest

from pipeline.model import Word
from pipeline.read.assemble import assemble_page
from pipeline.read.layer import FoundWord, PageLayer


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (["12", "tevreden"], []),
        (["12", "\u05d4\u05e0\u05e9"], ["page.right_to_left"]),
        (["1,007.5", "2001", "\u062a\u0627\u0639"], ["page.right_to_left"]),
        (["a", "report", "that", "quotes", "the", "name", "\u05d4\u05e0"], []),
        (["12,5", "13"], []),
    ],
)
def test_a_page_of_right_to_left_script_is_not_passed_off_as_read(texts: list[str], codes: list[str]) -> None:
    words = [
        FoundWord(Word(50.0 * k, 100, 50.0 * k + 40, 110, text, 10.0, color="#000000"), k)
        for k, text in enumerate(texts)
    ]
    page = assemble_page(PageLayer(1, 500, 300, words, [], []))
    assert (page.state, [i.code for i in page.issues]) == ("text", codes)
