import json
import re
from html.parser import HTMLParser
from importlib import resources

import pytest
import yaml
from dossiers import dossier

from pipeline.model import Box, Issue
from pipeline.report import report_files, status_of
from pipeline.report.facts import issue_facts, issue_from
from pipeline.report.page import number_text, printed_otherwise

WARNING = Issue("percent.sum", "warning", "Column 2 adds up to 97.", 1, "p001-t1", 1, 2, Box(1, 2, 3, 4))
NOTE = Issue("table.stitched", "info", "Continued on page 2.", 1)


class Grid(HTMLParser):
    """Ids, attributes by id, and whether every tag is closed."""

    VOID = frozenset(("meta", "br"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.by_id: dict[str, dict[str, str | None]] = {}
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        found = dict(attrs)
        if found.get("id"):
            assert found["id"] not in self.by_id
            self.by_id[str(found["id"])] = found
        if tag == "a":
            self.links.append(str(found["href"]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def html(**how: object) -> str:
    return report_files(dossier(**how))["report.html"].decode()  # type: ignore[arg-type]


def test_each_value_tells_its_page_box_and_confidence() -> None:
    page = Grid(html())
    cell = page.by_id["p001-t1-r1-c1"]
    assert cell["data-page"] == "1"
    assert cell["data-box"] == "100.0 70.0 125.0 80.0"
    assert cell["data-confidence"] == "0.5"  # as the checks left it, not as reading gave it
    assert "unsure" in (cell["class"] or "").split()
    title = cell["title"] or ""
    assert "pagina 1, x 100-125, y 70-80" in title
    assert "gelezen als 1415" in title
    assert "basis 229" in title
    assert "hoger" in title
    assert page.open == []


def test_a_number_printed_otherwise_is_shown_as_read() -> None:
    assert "1.415<small>1415</small>" in html()
    assert "n.v.t.<small>niet van toepassing</small>" in html()


@pytest.mark.parametrize(
    ("raw", "number", "otherwise"),
    [
        ("81%", 81.0, False),
        ("81 %", 81.0, False),
        ("28,8", 28.8, True),
        ("(986)", -986.0, True),
        ("7", 7.0, False),
    ],
)
def test_when_a_number_is_printed_otherwise(raw: str, number: float, otherwise: bool) -> None:
    assert printed_otherwise({"raw": raw, "number": number}) is otherwise


@pytest.mark.parametrize(("number", "text"), [(81.0, "81"), (28.8, "28.8"), (-0.5, "-0.5"), (1e20, "1e+20")])
def test_number_text_reads_back_as_the_same(number: float, text: str) -> None:
    assert number_text(number) == text
    assert float(number_text(number)) == number


def test_what_the_pdf_says_cannot_become_markup_or_load_anything() -> None:
    page = html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    assert "url(" not in page


def test_control_and_turning_characters_do_not_reach_the_page() -> None:
    issue = Issue("x", "info", "a\x1b[31mb\u202ec\x00d", 1)
    assert "a[31mbcd" in html(issues=(issue,))


def test_the_spanning_header_keeps_the_grid() -> None:
    page = Grid(html())
    assert page.by_id["p001-t1-r0-c1"]["colspan"] == "2"
    rows = html().split('<section id="p001-t1">')[1].split("</section>")[0].split("<tr>")[1:]
    assert [len(re.findall("<t[dh]", row)) for row in rows] == [
        2,
        3,
    ]  # blank corner + header over two; three cells


def test_a_finding_links_to_its_cell_and_says_where() -> None:
    page = html(issues=(WARNING, NOTE))
    assert Grid(page).links == ["#p001-t1-r1-c2"]
    assert "Column 2 adds up to 97." in page


@pytest.mark.parametrize(
    ("issues", "held", "status"),
    [
        ((), 0, "ok"),
        ((NOTE,), 0, "ok"),
        ((WARNING,), 0, "partial"),
        ((WARNING,), 1, "partial"),
        ((), 2, "failed"),
    ],
)
def test_the_verdict_is_the_same_in_both_files(issues: tuple[Issue, ...], held: int, status: str) -> None:
    files = report_files(dossier(issues=issues, quarantined=held))
    assert f'data-status="{status}"' in files["report.html"].decode()
    assert json.loads(files["report.json"])["status"] == status


def test_status() -> None:
    assert status_of([], 0, 0) == "ok"
    assert status_of([Issue("x", "error", "")], 5, 4) == "partial"


def test_quarantine_names_the_codes_and_marks_the_cell() -> None:
    page = html(quarantined=1)
    assert "held" in (Grid(page).by_id["p001-t1-r1-c1"]["class"] or "").split()
    assert "held" not in (Grid(page).by_id["p001-t1-r1-c2"]["class"] or "").split()
    assert "#p001-t1-r1-c1" in Grid(page).links
    facts = json.loads(report_files(dossier(quarantined=1))["report.json"])
    assert [held["failed"] for held in facts["quarantine"]] == [["observation.value_or_missing"]]


def test_what_was_not_read_and_not_checked_is_said() -> None:
    page = html()
    assert "1 woorden die niemand" in page
    assert "een beeld zonder tekst" in page
    assert "p002-c1" in page
    assert "no column of percentages" in page


@pytest.mark.parametrize(("language", "lang"), [("nl", "nl"), ("en", "en"), ("it", "en"), ("und", "en")])
def test_the_page_speaks_the_language_of_the_document_or_english(language: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in html(language=language)


def test_every_message_stands_in_every_language_with_the_same_places() -> None:
    text = resources.files("pipeline.report").joinpath("messages.yaml").read_text("utf-8")
    catalogue = yaml.safe_load(text)
    places = {
        language: {key: sorted(re.findall(r"{\w+}", message)) for key, message in messages.items()}
        for language, messages in catalogue.items()
    }
    assert places["nl"] == places["en"]


def test_the_files_tell_nothing_of_the_machine_and_repeat_exactly() -> None:
    first, second = report_files(dossier()), report_files(dossier())
    assert first == second
    assert b"/home/someone" not in first["report.html"] + first["report.json"]


def test_an_issue_survives_the_machine_report() -> None:
    for issue in (WARNING, NOTE):
        assert issue_from(json.loads(json.dumps(issue_facts(issue)))) == issue
