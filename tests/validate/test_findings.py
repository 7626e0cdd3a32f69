"""The catalogue of findings: every key in every language, with the same braces; places named in words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from handmade import table

from pipeline.findings import catalogue, message, not_checked_of, sentence, title_of, word
from pipeline.model import Issue, Place
from pipeline.tidy import observations
from pipeline.validate import validate

VALIDATE = Path(__file__).parents[2] / "pipeline/validate"
PARTS = ("words", "titles", "findings", "reasons")


def braces(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("part", PARTS)
def test_every_language_says_the_same_with_the_same_parts(part: str) -> None:
    english = catalogue()["en"][part]
    for language, words in catalogue().items():
        assert list(words[part]) == list(english), language
        for key, text in words[part].items():
            assert braces(text) == braces(english[key]), (language, key)


def test_dutch_is_not_english() -> None:
    english, dutch = catalogue()["en"], catalogue()["nl"]
    assert [key for part in PARTS[1:] for key in english[part] if english[part][key] == dutch[part][key]] == []


def test_every_reason_that_a_rule_may_give_is_explained() -> None:
    reasons = catalogue()["en"]["reasons"]
    used = set()
    for path in VALIDATE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        used |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    titles = catalogue()["en"]["titles"]
    assert {f"{code}:nothing" for code in titles} == {key for key in reasons if key.endswith(":nothing")}
    left = {key for key in reasons if not key.endswith(":nothing")}
    assert sorted(key for key in left if key not in used and key.rpartition(":")[0] not in titles) == []


def test_a_finding_is_said_in_the_language_of_the_report() -> None:
    numbers = [[81, 78, 75], [80, 20, 20], [2, 2, 5]]
    wrong = table(numbers, ["Ja", "Neutraal", "Nee"], ["Rijk", "Gemeenten", "Zorg"], number="3.1")
    result = validate(observations("verslag", [wrong], []), [wrong], [])
    [issue] = [issue for issue in result.issues if issue.code == "percent.total"]
    assert issue.message.startswith("Table 3.1 (p010-t1), page 10, column “Rijk”: the 3 percentages add up to 163")
    assert message(issue, "nl").startswith("Tabel 3.1 (p010-t1), pagina 10, kolom “Rijk”: de 3 percentages tellen op")
    assert message(issue, "fr") == message(issue, "en") == issue.message
    check = next(check for check in result.checks if check.code == "total.differs")
    assert title_of(check, "nl") == "Gedrukte totalen zijn de som van hun delen"
    assert not_checked_of(check, "nl") == "er is geen totaalrij of totaalkolom gevonden"


def test_a_finding_without_wording_says_what_it_said() -> None:
    assert message(Issue("page.damaged", "error", "The page cannot be read."), "nl") == "The page cannot be read."


def test_a_chart_is_named_as_one_and_what_is_printed_fills_no_braces() -> None:
    there = Place("p007-c1", "3.1", 7, row="“{x}”", chart=True)
    assert "Figuur 3.1 (p007-c1), pagina 7, rij “{x}”" in sentence(
        word("percent.over_whole", where=there, raw="101"), "nl"
    )
