"""Words that are forms of one another, and words that say the opposite."""

from __future__ import annotations

import pytest

from pipeline.validate.claims.likeness import Vocabulary, tokens


@pytest.mark.parametrize(
    ("language", "said", "label"),
    [
        ("nl", "gemeenteambtenaren", "gemeenten"),
        ("nl", "rijksambtenaren", "rijksoverheid"),
        ("nl", "tevredenheid", "tevreden"),
        ("nl", "digitale", "digitaal"),
        ("en", "satisfaction", "satisfied"),
        ("en", "policies", "policy"),
        ("de", "zufriedenheit", "zufrieden"),
        ("fr", "satisfaits", "satisfait"),
    ],
)
def test_forms_of_one_word(language: str, said: str, label: str) -> None:
    text = f"{said} ambtenaren overheid"
    assert Vocabulary([label], [text], language).similar(said).get(label, 0.0) > 0.4


@pytest.mark.parametrize(
    ("language", "said", "label"),
    [
        ("nl", "ontevreden", "tevreden"),
        ("nl", "voldoende", "onvoldoende"),
        ("en", "dissatisfied", "satisfied"),
        ("de", "unzufrieden", "zufrieden"),
        ("fr", "insatisfaits", "satisfaits"),
    ],
)
def test_opposites_are_not_alike(language: str, said: str, label: str) -> None:
    assert Vocabulary([label], [said], language).similar(said)[label] < 0


def test_short_beginnings_do_not_make_words_alike() -> None:
    assert "overheid" not in Vocabulary(["overheid"], ["over"], "nl").similar("over")


@pytest.mark.parametrize(
    ("language", "prose", "label"),
    [
        ("en", "municipalities with fewer than 20,000 inhabitants", "< 20,000"),
        ("en", "those over 60", "60 years and over"),
        ("nl", "meer dan 100.000 inwoners", "> 100.000"),
        ("de", "mehr als 100.000 Einwohner", "> 100.000"),
        ("en", "three days or more", "3 days or more"),
    ],
)
def test_bounds_are_read_alike_in_signs_and_words(language: str, prose: str, label: str) -> None:
    bounds = [{t for t in tokens(text, language) if t[0] in "<>"} for text in (prose, label)]
    assert bounds[0] == bounds[1] != set()


def test_what_is_everywhere_says_little() -> None:
    vocabulary = Vocabulary(["parks", "roads"], [f"people like {x}" for x in "abcdefgh"], "en")
    assert vocabulary.weight("people") < vocabulary.weight("parks")
    assert vocabulary.weight("the") < vocabulary.weight("people")
