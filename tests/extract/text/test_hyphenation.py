"""Line ends, one rule at a time."""

from __future__ import annotations

import pytest

from pipeline.extract.text.hyphenation import join_lines, vocabulary

WORDS = vocabulary(
    [
        ["overheid en samenleving", "ICT-beleid en e-mail", "vaardig zijn in Wohnungsbau"],
        ["im laatste woord-", "enboek, of age en", "related"],
    ]
)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["de over-", "heid doet"], "de overheid doet"),
        (["de samen\u00ad", "leving"], "de samenleving"),
        (["kans\u0002", "rijk"], "kansrijk"),
        (["het ICT-", "beleid"], "het ICT-beleid"),
        (["de ICT-", "ambtenaren"], "de ICT-ambtenaren"),
        (["per e-", "mail"], "per e-mail"),
        (["in Noord-", "Brabant"], "in Noord-Brabant"),
        (["kennis-", "en vaardighedenniveau"], "kennis- en vaardighedenniveau"),
        (["Mietwohnungs-", "und Eigenheimbau"], "Mietwohnungs- und Eigenheimbau"),
        (["onbe-", "kend"], "onbekend"),
        (["age-", "related"], "age-related"),
        (["im-", "mer"], "immer"),
        (["een – ", "streep"], "een – streep"),
        (["zie https://voorbeeld.nl/een-", "adres/"], "zie https://voorbeeld.nl/een-adres/"),
        (["twee", "regels"], "twee regels"),
        (["eind", ""], "eind"),
        ([], ""),
    ],
)
def test_lines_are_joined(lines: list[str], joined: str) -> None:
    assert join_lines(lines, WORDS) == joined


def test_halves_of_a_broken_word_are_no_words_of_the_document() -> None:
    assert not {"woord", "enboek"} & WORDS
    assert {"overheid", "ict-beleid", "wohnungsbau"} <= WORDS
