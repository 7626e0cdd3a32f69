"""Significance only where the report says how it shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from printed_tables import content, pages, table

from pipeline.clean import clean_content
from pipeline.model import Block, Box, Table


def _marked(printed: Table, text: str = "") -> list[str | None]:
    clean = clean_content(content(printed, text=text), pages(printed, text=text))[0][0]
    return [value.significance for value in clean.values]


def _table(note: str, *rows: str) -> Table:
    return table("|ICT|Other", *rows, header=1, notes=[note] if note else [])


@pytest.mark.parametrize(
    ("note", "meaning"),
    [
        ("* Een onderstreept percentage is significant lager dan de andere groep (α=0,05).", "lower"),
        ("Onderstreepte percentages wijken significant af.", "different"),
        ("Underlined figures are significantly higher than those of the other group.", "higher"),
        ("Unterstrichene Werte sind signifikant niedriger als in der anderen Gruppe.", "lower"),
        ("Les pourcentages soulignés sont significativement inférieurs.", "lower"),
        ("I valori sottolineati sono significativamente superiori.", "higher"),
    ],
)
def test_underline_by_a_note(note: str, meaning: str) -> None:
    assert _marked(_table(note, "Yes|_36%_|59%", "No|64%|_41%_")) == [meaning, None, None, meaning]


def test_underline_means_nothing_without_a_definition() -> None:
    assert _marked(_table("", "Yes|_36%_|59%", "No|64%|41%")) == [None] * 4
    assert _marked(_table("Source: own survey.", "Yes|_36%_|59%", "No|64%|41%")) == [None] * 4


def test_bold_counts_within_a_row_that_is_not_bold() -> None:
    note = "Vetgedrukte percentages zijn significant hoger."
    rows = ("Ja|*36%*|59%", "Nee|64%|41%", "*Totaal*|*100%*|*100%*")
    assert _marked(_table(note, *rows)) == ["higher", None, None, None, None, None]


def test_a_sign_that_a_note_defines() -> None:
    note = "* Significant difference from 2018 (α=0.05)."
    assert _marked(_table(note, "Yes|83%*|59%", "No|17%|41%")) == ["different", None, None, None]
    assert _marked(_table("* Provisional.", "Yes|83%*|59%", "No|17%|41%")) == [None] * 4


def test_stars_of_p_values() -> None:
    assert _marked(_table("* p < 0.05", "Yes|0.83*|0.59", "No|0.17|0.41")) == ["different", None, None, None]


def test_running_text_speaks_for_the_tables_it_names() -> None:
    text = "In de tabellen zijn significant lagere percentages onderstreept."
    assert _marked(_table("", "Ja|_36%_|59%", "Nee|64%|41%"), text) == ["lower", None, None, None]


def test_letters_of_the_columns_that_differ() -> None:
    note = "Letters indicate that the percentage is significantly higher than in that column (95%)."
    assert _marked(_table(note, "Yes|45% B|38%", "No|55%|62% A")) == ["higher", None, None, "higher"]
    assert _marked(_table("", "Yes|45% B|38%", "No|55%|62% A")) == [None] * 4


def test_two_signs_in_one_legend() -> None:
    note = "▲ = significant hoger; ▼ = significant lager"
    assert _marked(_table(note, "Ja|45% ▲|38%", "Nee|55%|62% ▼")) == ["higher", None, None, "lower"]


def test_two_colours_in_one_sentence() -> None:
    from pipeline.clean.significance import Definition, Prose, definitions_of

    printed = _table("Groen: significant hoger, rood: significant lager.", "Ja|45%|38%")
    assert set(definitions_of(printed, {}, Prose.of(()))) == {
        Definition("color", "higher", "green"),
        Definition("color", "lower", "red"),
    }


def test_text_on_a_page_speaks_for_its_tables_and_of_the_tables_for_all() -> None:
    from pipeline.clean.significance import Definition, Prose, definitions_of

    def said(text: str, page: int) -> Block:
        return Block(f"p{page:03d}-b01", "paragraph", text, page, Box(50, 700, 500, 712), page)

    blocks = (
        said("Een onderstreept percentage is significant lager.", 1),
        said("In de tabellen is een vet percentage significant hoger.", 2),
        said("Een rood percentage is significant lager.", 3),
    )
    prose = Prose.of(blocks)
    printed = _table("", "Ja|45%|38%")
    told = {page: definitions_of(replace(printed, pages=(page,)), {}, prose) for page in (1, 3, 4)}
    bold = Definition("bold", "higher")
    assert told == {
        1: (Definition("underline", "lower"), bold),  # in the order of the text
        3: (bold, Definition("color", "lower", "red")),
        4: (bold,),
    }
