"""Words of a label: hyphenation, bases and marks."""

from __future__ import annotations

import pytest

from pipeline.clean.labels import join_lines, take_base, take_marks, vocabulary_of
from pipeline.clean.language import detect_language
from pipeline.model import NumberFormat

DUTCH = NumberFormat(",", (".",), "nl", "test")
ENGLISH = NumberFormat(".", (",",), "en", "test")
WORDS = vocabulary_of(
    [
        "De uitvoeringsorganisaties zijn tevreden of ontevreden; zij zijn ontevreden over ICT-beleid.",
        "Insgesamt sind es mehr: insgesamt gesamt gesamt. De Zuid-Hollandse aanpak, noord-brabant.",
    ]
)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("UITVOERINGS-", "ORGANISATIES"), "UITVOERINGSORGANISATIES"),
        (("UITVOERING", "SORGANI-", "SATIES"), "UITVOERING SORGANISATIES"),
        (("UITVOERINGS", "ORGANISATIES"), "UITVOERINGSORGANISATIES"),
        (("ins-", "gesamt"), "insgesamt"),
        (("Niet tevreden-", "ontevreden"), "Niet tevreden-ontevreden"),
        (("ICT-", "beleid"), "ICT-beleid"),
        (("HR-", "afdeling"), "HR-afdeling"),
        (("Noord-", "Brabant"), "Noord-Brabant"),
        (("prüf-", "verfahren"), "prüfverfahren"),
        (("Totaal", "aantal"), "Totaal aantal"),
        (("50,000 –", "100,000"), "50,000 – 100,000"),
        (("Provincie /", "waterschap"), "Provincie / waterschap"),
    ],
)
def test_hyphenation_is_undone_by_the_words_of_the_document(lines: tuple[str, ...], joined: str) -> None:
    assert join_lines(lines, WORDS) == joined


@pytest.mark.parametrize(
    ("text", "rest", "base"),
    [
        ("ICT TOTAAL (N = 229)", "ICT TOTAAL", 229),
        ("TOTAAL (N=1.287)", "TOTAAL", 1287),
        ("Vrouw n=46", "Vrouw", 46),
        ("Totaal N 229", "Totaal", 229),
        ("Basis 229", "", 229),
        ("Gesamt (Basis: 1 002)", "Gesamt", 1002),
        ("Frauen [n=12]", "Frauen", 12),
    ],
)
def test_the_number_of_respondents_is_taken_out(text: str, rest: str, base: int) -> None:
    assert take_base(text, DUTCH) == (rest, base)


@pytest.mark.parametrize(
    "text", ["Plan 2020", "Index (Basis 2015)", "Basis 2015 = 100", "Regio Noord 12", "18 – 34 jaar"]
)
def test_other_numbers_are_no_bases(text: str) -> None:
    assert take_base(text, DUTCH) == (text, None)


def test_bases_follow_the_number_format() -> None:
    assert take_base("Total (N = 1,287)", ENGLISH) == ("Total", 1287)


def test_marks_at_the_end_of_a_label() -> None:
    assert take_marks("Verzuim*", ()) == ("Verzuim", ("*",))
    assert take_marks("Verzuim ²", ()) == ("Verzuim", ("2",))
    assert take_marks("Compensation (2)", ("2",)) == ("Compensation", ("2",))
    assert take_marks("Compensation (2)", ()) == ("Compensation (2)", ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "De gemeenten zijn van mening dat het beleid niet voor alle inwoners geldt en ook dat er meer nodig is.",
            "nl",
        ),
        ("The councils are of the opinion that it is not for all and that there is more to be done by them.", "en"),
        ("Die Gemeinden sind der Ansicht, dass das nicht für alle gilt und dass es mit der Zeit mehr wird.", "de"),
        ("Les communes sont d'avis que la mesure est pour tous et que les services ne sont pas dans le plan.", "fr"),
        ("I comuni sono del parere che la misura non è per tutti e che gli altri sono più avanti con il piano.", "it"),
        ("Los municipios creen que la medida no es para todos y que el plan se ha hecho por las partes.", "es"),
        ("Total 12 14 16", "und"),
    ],
)
def test_language_from_stop_words(text: str, code: str) -> None:
    assert detect_language([text]) == code
