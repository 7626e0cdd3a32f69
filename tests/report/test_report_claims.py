"""Numbers stated in the prose, as the report shows them."""

import json
from dataclasses import replace

from dossiers import dossier, draw, whole_files

from pipeline.model import Issue


def rows(page: str) -> list[str]:
    return [part.split("</tr>")[0] for part in page.split('<tr class="claim"')[1:]]


def test_what_differs_stands_first_with_the_value_it_was_held_against() -> None:
    first, second, third = rows(whole_files(dossier(), None, draw)["report.html"].decode())
    assert "wijkt af" in first
    assert '<a href="#p001-t1-r1-c1">Tabel 3.5</a>: Ja · Gemeenten &lt;b&gt;' in first
    assert ">1415</td>" in first
    assert ">-15</td>" in first
    assert "Er zijn <mark>1.415</mark> gemeenten." in second
    assert "niet gekoppeld" in third
    assert "<a " not in third


def test_a_number_that_stands_twice_is_not_marked_in_the_sentence() -> None:
    first = rows(whole_files(dossier(), None, draw)["report.html"].decode())[0]
    assert "Ja zeggen 1.400 van de 1.400. <mark>1.400</mark>" in first


def test_a_finding_on_a_claim_shows_the_sentence_and_the_cell() -> None:
    issue = Issue("claim.differs", "warning", "They differ.", 1, "p001-t1", 1, 1)
    page = whole_files(dossier(issues=(issue,)), None, draw)["report.html"].decode()
    finding = page.split('id="i0001"')[1].split("</li>")[0]
    assert 'd="M19.0 99.0h282.0v14.0H19.0z"' in finding  # the block of text
    assert 'd="M99.0 69.0h27.0v12.0H99.0z"' in finding  # the cell


def test_the_machine_report_has_all_claims_or_says_that_none_was_looked_for() -> None:
    facts = json.loads(whole_files(dossier())["report.json"])
    assert [claim["verdict"] for claim in facts["claims"]] == ["agrees", "differs", "unmatched"]
    assert facts["claims"][0]["observation_ids"] == ["p001-t1-r01-c01"]
    assert facts["claims"][0]["box"] == [20.0, 100.0, 300.0, 112.0]
    unread = replace(dossier(), validation=replace(dossier().validation, claims=None))
    assert json.loads(whole_files(unread)["report.json"])["claims"] is None
    assert "De tekst is niet bekeken." in whole_files(unread)["report.html"].decode()
