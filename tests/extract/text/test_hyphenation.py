"""Line ends, one rule at a time."""

from __future__ import annotations

import pytest

from pipeline.extract.text.hyphenation import join_lines, vocabulary

WORDS = vocabulary(["overheid en samenleving", "ICT-beleid en e-mail", "vaardig zijn in Wohnungsbau", "laatste woord-"])


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
        (["een – ", "streep"], "een – streep"),
        (["zie https://voorbeeld.nl/een-", "adres/"], "zie https://voorbeeld.nl/een-adres/"),
        (["twee", "regels"], "twee regels"),
        (["eind", ""], "eind"),
        ([], ""),
    ],
)
def test_lines_are_joined(lines: list[str], joined: str) -> None:
    assert join_lines(lines, WORDS) == joined


def test_the_first_half_of_a_broken_word_is_no_word_of_the_document() -> None:
    assert "woord" not in WORDS
    assert {"overheid", "ict-beleid", "wohnungsbau"} <= WORDS
