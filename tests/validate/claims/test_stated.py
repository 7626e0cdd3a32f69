"""Numbers in prose, language by language. Expected values follow from the words of each language."""

from __future__ import annotations

import pytest

from pipeline.validate.claims.lexicon import languages
from pipeline.validate.claims.stated import stated_numbers

DECIMAL = {"nl": ",", "en": ".", "de": ",", "fr": ",", "it": ",", "es": ","}


def values(text: str, language: str) -> list[tuple[float, str | None]]:
    return [(s.value, s.unit) for s in stated_numbers(text, language, DECIMAL[language])]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "Zeven op de tien gemeenten", [(70.0, "%")]),
        ("nl", "Een op de zes", [(16.7, "%")]),
        ("nl", "driekwart en een derde", [(75.0, "%"), (33.3, "%")]),
        ("nl", "81 procent, 44% en 3,5 procentpunt", [(81.0, "%"), (44.0, "%"), (3.5, "percentage point")]),
        ("nl", "1.415 ambtenaren (n=322)", [(1415.0, None), (322.0, None)]),
        ("nl", "€ 2,5 miljoen", [(2_500_000.0, "EUR")]),
        ("en", "One in eleven", [(9.1, "%")]),
        ("en", "two thirds, three-quarters and half", [(66.7, "%"), (75.0, "%"), (50.0, "%")]),
        ("en", "€ 1,415,000 or 13.2 per cent", [(1_415_000.0, "EUR"), (13.2, "%")]),
        ("en", "6.4 (-0.2)", [(6.4, None), (-0.2, None)]),
        ("en", "13 percentage points to 58 per cent", [(13.0, "percentage point"), (58.0, "%")]),
        ("de", "zwei von drei Befragten, knapp ein Viertel", [(66.7, "%"), (25.0, "%")]),
        ("de", "jede Dritte, 12,5 Prozent, 3 Mio. Euro", [(33.3, "%"), (12.5, "%"), (3_000_000.0, "EUR")]),
        ("de", "um 4 Prozentpunkte", [(4.0, "percentage point")]),
        ("fr", "un tiers des salariés, six salariés sur dix", [(33.3, "%"), (60.0, "%")]),
        ("fr", "12,5 % et 7 points", [(12.5, "%"), (7.0, "percentage point")]),
        ("it", "due terzi, sei su dieci, 12,5 per cento", [(66.7, "%"), (60.0, "%"), (12.5, "%")]),
        (
            "es",
            "la mitad, nueve de cada diez, 4 puntos porcentuales",
            [(50.0, "%"), (90.0, "%"), (4.0, "percentage point")],
        ),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(
    language: str, text: str, expected: list[tuple[float, str | None]]
) -> None:
    assert values(text, language) == expected


def test_every_language_knows_all_its_words() -> None:
    assert {"nl", "en", "de", "fr", "it", "es"} <= set(languages())


def test_an_unknown_language_reads_digits() -> None:
    assert [(s.value, s.unit) for s in stated_numbers("Kaksi kolmesta, 45 %", "fi", ",")] == [(45.0, "%")]


@pytest.mark.parametrize(
    ("language", "text", "inside", "outside"),
    [
        ("en", "almost half", (46.0, 49.0, 50.0), (44.0, 52.0)),
        ("en", "more than half", (50.0, 54.0), (47.0, 58.0)),
        ("nl", "ruim vier op de tien", (40.0, 44.0), (36.0, 47.0)),
        ("nl", "ongeveer een derde", (31.0, 33.0, 35.0), (28.0, 38.0)),
        ("de", "fast die Hälfte", (46.0, 50.0), (43.0, 53.0)),
        ("fr", "près de la moitié", (46.0,), (56.0,)),
        ("en", "a third", (31.0, 35.0), (29.0, 37.0)),
        ("en", "44%", (43.6, 44.4), (43.4, 45.0)),
        ("en", "54.5 per cent", (54.46,), (54.4, 55.0)),
    ],
)
def test_hedges_and_rounding_widen_what_is_meant(
    language: str, text: str, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    [stated] = stated_numbers(text, language, DECIMAL[language])
    assert all(stated.low <= value <= stated.high for value in inside)
    assert not any(stated.low <= value <= stated.high for value in outside)


def test_both_ends_of_a_range_are_stated() -> None:
    ends = stated_numbers("in 18 tot 20 procent van de gevallen", "nl", ",")
    assert [(s.value, s.unit, s.kind, s.place) for s in ends] == [(18.0, "%", "range", 1), (20.0, "%", "range", 2)]


def test_a_year_before_a_percentage_is_no_range() -> None:
    percentages = [s for s in stated_numbers("in 2019 and 50 per cent", "en", ".") if s.unit == "%"]
    assert [(s.value, s.kind) for s in percentages] == [(50.0, "digits")]


def test_a_mark_that_is_not_the_documents_is_not_guessed() -> None:
    assert values("12.5 procent", "nl") == []
