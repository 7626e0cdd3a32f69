import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest
import yaml
from dossiers import clean_table, dossier, draw, whole_files

from pipeline.model import Box, Issue, Wording
from pipeline.report import Style, status_of
from pipeline.report.facts import issue_facts, issue_from
from pipeline.report.words import number_text, printed_otherwise, words_for

WARNING = Issue("percent.sum", "warning", "Column 2 adds up to 97.", 1, "p001-t1", 1, 2, Box(1, 2, 3, 4))
NOTE = Issue("table.stitched", "info", "Continued on page 2.", 1)


class Grid(HTMLParser):
    """Ids, attributes by id, and whether every tag is closed."""

    VOID = frozenset(("meta", "br", "link", "input", "path", "rect", "use", "circle", "image"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.by_id: dict[str, dict[str, str | None]] = {}
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag not in self.VOID:
            self.open.append(tag)
        if found.get("id"):
            assert found["id"] not in self.by_id
            self.by_id[str(found["id"])] = found
        if tag == "a":
            self.links.append(str(found["href"]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def html(style: Style | None = None, **how: object) -> str:
    return whole_files(dossier(**how), style, draw)["report.html"].decode()  # type: ignore[arg-type]


def values(page: str, item: str) -> dict[str, dict[str, object]]:
    """What the script is told of the values of a table or chart."""
    article = page.split(f'id="{item}"')[1].split("</article>")[0]
    cells: dict[str, dict[str, object]] = json.loads(article.split('class="values">')[1].split("</script>")[0])["cells"]
    return cells


def test_each_value_tells_its_page_box_and_confidence() -> None:
    text = html()
    page = Grid(text)
    cell = page.by_id["p001-t1-r1-c1"]
    assert cell["data-page"] == "1"
    assert cell["data-box"] == "100.0 70.0 125.0 80.0"
    assert "unsure" in (cell["class"] or "").split()  # 0.5 as the checks left it, not 0.95 as reading gave it
    assert values(text, "p001-t1")["p001-t1-r1-c1"] == {
        "printed": "1.415", "number": "1415", "base": 229, "significance": "higher", "confidence": 0.5,
    }  # fmt: skip
    assert page.open == []


def test_a_bar_is_told_with_its_label_and_its_length() -> None:
    text = html()
    assert Grid(text).by_id["p002-c2-r0-c0"]["data-box"] == "10.0 10.0 80.0 20.0"
    told = values(text, "p002-c2")
    assert told["p002-c2-r0-c0"] == {
        "printed": "70%", "number": "70", "measured": 69.4, "unit": "%", "confidence": 0.98,
    }  # fmt: skip
    assert told["p002-c2-r1-c0"]["number"] == "30.2"  # without a label the length is the value
    assert "70%<small" in text
    assert "gemeten 69.4" in text


def test_a_number_printed_otherwise_is_shown_as_read() -> None:
    text = re.sub(r'<span class="sign".*?</span>', "", html())
    assert "1.415<small>1415</small>" in text
    assert re.search(r'n\.v\.t\.<small lang="nl">niet van toepassing</small>', text)


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
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    kinds = [found for tag, found in Grid(page).tags if tag == "script"]
    assert [found.get("type") for found in kinds if found.get("type") != "application/json"] == [None]  # our own only
    loads = [str(found[name]) for _, found in Grid(page).tags for name in ("src", "href") if found.get(name)]
    assert all(load.startswith(("#", "data:")) for load in loads)
    assert "url(" not in page
    assert not any(name.startswith("on") or name == "style" for _, found in Grid(page).tags for name in found)


def test_a_text_of_the_pdf_cannot_end_the_data_for_the_script() -> None:
    table = clean_table()
    evil = "</script><script>alert(1)</script>\u2028"
    evil_dossier = replace(dossier(), tables=(replace(table, values=(replace(table.values[0], footnotes=(evil,)),)),))
    page = whole_files(evil_dossier)["report.html"].decode()
    assert evil not in page
    assert values(page, "p001-t1")["p001-t1-r1-c1"]["notes"] == evil


def test_only_our_own_script_and_styles_may_run() -> None:
    page = html()
    policy = next(f["content"] for t, f in Grid(page).tags if t == "meta" and f.get("http-equiv")) or ""
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for name, tag in (("style-src", "<style>"), ("script-src", "<script>")):
        [inside] = [part.split(tag.replace("<", "</"))[0] for part in page.split(tag)[1:]]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}';" in policy


def test_control_and_turning_characters_do_not_reach_the_page() -> None:
    issue = Issue("x", "info", "a\x1b[31mb\u202ec\x00d\ud800", 1)
    assert "a[31mbcd<" in html(issues=(issue,))


def test_the_spanning_header_keeps_the_grid() -> None:
    page = html()
    head = Grid(page).by_id["p001-t1-r0-c1"]
    assert (head["colspan"], head["scope"]) == ("2", "colgroup")
    assert Grid(page).by_id["p001-t1-r1-c0"]["scope"] == "row"
    rows = page.split('id="p001-t1"')[1].split("</article>")[0].split("<tr>")[1:]
    # a blank corner and a header over two columns; three cells
    assert [len(re.findall("<t[dh]", row)) for row in rows] == [2, 3]


def test_a_finding_links_to_its_cell_and_tells_what_was_printed_and_read() -> None:
    page = html(issues=(WARNING, NOTE))
    finding = page.split('id="i0001"')[1].split("</li>")[0]
    assert 'href="#p001-t1-r1-c2"' in finding
    assert "Column 2 adds up to 97." in finding
    assert "n.v.t." in finding
    assert "niet van toepassing" in finding
    assert "Ja · Gemeenten &lt;b&gt;" in finding
    assert 'd="M0.0 1.0h4.0v4.0H0.0z"' in finding  # its own box, a point wider on each side, on the picture of page 1
    assert "found" in (Grid(page).by_id["p001-t1-r1-c2"]["class"] or "").split()


def test_a_finding_speaks_the_language_of_the_report_and_machines_get_english() -> None:
    wording = Wording("reference.missing:table", (("known", "1"), ("number", "7"), ("page", 3)))
    issue = Issue("reference.missing", "warning", "The text on page 3 names table 7.", 3, wording=wording)
    assert '<p class="message" lang="nl">De tekst op pagina 3 noemt tabel 7,' in html(issues=(issue,))
    assert '<p class="message" lang="en">The text on page 3 names table 7,' in html(Style("en"), issues=(issue,))
    assert '<p class="message" lang="en">Column 2 adds up to 97.' in html(issues=(WARNING,))  # said in English only
    [facts] = json.loads(whole_files(dossier(issues=(issue,)))["report.json"])["issues"]
    assert facts["message"] == "The text on page 3 names table 7."
    assert facts["said"].startswith("De tekst")


def test_a_finding_carries_the_number_it_has_in_issues_csv() -> None:
    facts = json.loads(whole_files(dossier(issues=(NOTE, WARNING)))["report.json"])
    assert [(issue["issue_id"], issue["code"]) for issue in facts["issues"]] == [
        ("i0002", "percent.sum"),
        ("i0001", "table.stitched"),
    ]


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
    files = whole_files(dossier(issues=issues, quarantined=held))
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
    facts = json.loads(whole_files(dossier(quarantined=1))["report.json"])
    assert [held["failed"] for held in facts["quarantine"]] == [["observation.value_or_missing"]]


def test_what_was_not_read_and_not_checked_is_said() -> None:
    page = html()
    assert "1 woord dat niemand" in page
    assert "een beeld zonder tekst" in page
    assert "p002-c1" in page
    assert "no column of percentages" in page
    assert "1 getal in de tekst gaat over niets" in page


def test_a_line_for_each_stage() -> None:
    facts = json.loads(whole_files(dossier())["report.json"])
    assert [stage["stage"] for stage in facts["stages"]] == ["read", "extract", "clean", "tidy", "validate"]
    assert facts["stages"][0]["pages"] == 2
    assert facts["stages"][0]["read"] == 1
    assert facts["stages"][1]["engines"] == {"ruled": 1}
    assert facts["stages"][4] == {
        "stage": "validate", "checks": 1, "idle": 1, "accepted": 2, "quarantined": 0, "claims": 3, "issues": 0,
    }  # fmt: skip
    assert html().split('class="stages"')[1].split("</ol>")[0].count("<li>") == 6  # and the writing of the files


@pytest.mark.parametrize(
    ("asked", "language", "lang"),
    [("", "nl", "nl"), ("", "en", "en"), ("", "it", "en"), ("", "und", "en"), ("en", "nl", "en"), ("nl", "it", "nl")],
)
def test_the_page_speaks_the_language_asked_for_or_the_document_s_or_english(
    asked: str, language: str, lang: str
) -> None:
    assert f'<html lang="{lang}">' in html(Style(language=asked), language=language)


def test_every_message_stands_in_every_language_with_the_same_places() -> None:
    text = resources.files("pipeline.report").joinpath("messages.yaml").read_text("utf-8")
    catalogue = yaml.safe_load(text)
    places = {
        language: {key: sorted(re.findall(r"{\w+}", message)) for key, message in messages.items()}
        for language, messages in catalogue.items()
    }
    assert places["nl"] == places["en"]


def test_no_message_is_left_over() -> None:
    package = Path(str(resources.files("pipeline.report")))
    used = " ".join(f.read_text("utf-8") for f in package.rglob("*") if f.suffix in (".py", ".html", ".js"))
    keys = yaml.safe_load(package.joinpath("messages.yaml").read_text("utf-8"))["en"]
    built = re.compile(
        r"(verdict|theme|band|state|stage|missing|significance)_\w+|(error|warning|info)s?|rounds|agrees"
    )
    plain = (re.sub(r"_(one|many)$", "", key) for key in keys)
    assert [key for key in plain if not re.search(rf"\b{key}\b", used) and not built.fullmatch(key)] == []


def test_kinds_of_findings_have_a_name_in_every_language_or_go_by_their_code() -> None:
    text = resources.files("pipeline.report").joinpath("codes.yaml").read_text("utf-8")
    assert all(set(names) == {"en", "nl"} for names in yaml.safe_load(text).values())
    assert words_for("nl", "").kind("claim.differs") == "Tekst en tabel verschillen"
    assert words_for("nl", "").kind("new.code") == "new.code"


def test_the_files_tell_nothing_of_the_machine_and_repeat_exactly() -> None:
    first, second = whole_files(dossier(), None, draw), whole_files(dossier(), None, draw)
    assert first == second
    assert b"/home/someone" not in first["report.html"] + first["report.json"]


def test_an_issue_survives_the_machine_report() -> None:
    for issue in (WARNING, NOTE):
        assert issue_from(json.loads(json.dumps({"issue_id": "i0001", **issue_facts(issue)}))) == issue


def test_the_title_that_categories_of_a_chart_share_stands_before_them() -> None:
    plain = dossier()
    grouped = tuple(replace(bar, group="Gemeenten") for bar in plain.charts[1].bars)
    told = replace(plain, charts=(plain.charts[0], replace(plain.charts[1], bars=grouped)))
    files = whole_files(told, None, draw)
    rows = re.findall(r'<th scope="row">(.*?)</th>', files["report.html"].decode())
    assert [row for row in rows if row.endswith(("Ja", "Nee")) and "&gt;" in row] == [
        "Gemeenten &gt; Ja",
        "Gemeenten &gt; Nee",
    ]
    assert [bar["group"] for bar in json.loads(files["report.json"])["charts"][1]["bars"]] == ["Gemeenten", "Gemeenten"]
