"""report.html as a person meets it: in a browser, with mouse, keyboard, on paper, in the dark."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from opened import Opener, Seen, written
from PIL import Image
from report.dossiers import dossier, draw, whole_files

from pipeline import run_report
from pipeline.report import Style


def boxed(seen: Seen, item: str) -> list[float]:
    """The box drawn on the picture beside a table, in points of the page: x0, top, x1, bottom."""
    rect = seen.page.locator(f"#{item} .paper rect.here")
    x, y, width, height = (float(rect.get_attribute(name) or "nan") for name in ("x", "y", "width", "height"))
    return [x, y, x + width, y + height]


def near(box: list[float], x0: float, top: float, x1: float, bottom: float) -> bool:
    return all(abs(a - b) <= 4 for a, b in zip(box, (x0, top, x1, bottom), strict=True))


def test_nothing_is_asked_for_and_nothing_complains(show: Opener, report: Path) -> None:
    seen = show(report)
    seen.page.locator("#p001-t1-r1-c1").click()
    seen.page.get_by_role("button", name="Whole page").first.click()
    assert [url for url in seen.asked if not url.startswith("data:")] == [seen.url]
    names = seen.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [name for name in names if not name.startswith("data:")] == []
    assert seen.said == []


def test_what_the_pdf_says_runs_nowhere(show: Opener, report: Path) -> None:
    seen = show(report)
    assert seen.page.locator("#p001-t1-r2-c0").inner_text().startswith('<img src="http://example.org/x"')
    assert seen.page.locator("#p001-t1 img, #p001-t1 b").count() == 0
    assert seen.page.evaluate("[...document.scripts].filter((s) => !s.type).length") == 1
    seen.page.evaluate("""() => {
        document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}));
        document.body.insertAdjacentHTML('beforeend', '<button id="trap" onclick="window.ran = 2">x</button>');
        document.body.insertAdjacentHTML('beforeend', '<img src="http://example.org/x">');
        document.getElementById('trap').click();
    }""")
    assert seen.page.evaluate("window.ran") is None  # the policy holds even if a text had become markup
    assert not any("dialog" in said for said in seen.said)
    assert seen.refused == {"http://example.org/x": "csp"}


def test_severities_filter_the_findings_and_the_url_keeps_it(show: Opener, report: Path) -> None:
    seen = show(report)
    assert seen.count(".group") == 3
    assert seen.page.locator('[data-count="finding"]').inner_text() == "3 of 3 shown"
    seen.page.get_by_role("checkbox", name="note").uncheck()
    seen.page.get_by_role("checkbox", name="error").uncheck()
    assert [g.inner_text() for g in seen.page.locator(".group h3:visible").all()] == ["Percentages that do not add up"]
    assert seen.page.locator('[data-count="finding"]').inner_text() == "1 of 3 shown"
    assert seen.state() == "#severity=warning"
    seen.page.reload()
    assert seen.count(".group") == 1
    assert not seen.page.get_by_role("checkbox", name="note").is_checked()
    seen.page.get_by_role("button", name="Clear filters").click()
    seen.page.locator(".group:visible").nth(2).wait_for()  # the browser tells of the new address when it has time
    assert seen.count(".group") == 3
    assert seen.state() == ""


def test_search_looks_in_findings_tables_and_claims(show: Opener, report: Path) -> None:
    seen = show(report)
    seen.page.get_by_role("searchbox").fill("plaats 17")
    assert seen.page.locator("article.item:visible").evaluate_all("(all) => all.map((a) => a.id)") == ["p002-t1"]
    assert seen.count(".finding") == 0
    assert seen.page.locator('[data-nothing="finding"]').is_visible()
    seen.page.get_by_role("searchbox").fill("ZIJN 1.415")
    assert seen.count(".claim") == 1
    assert seen.state() == "#q=ZIJN+1.415"
    other = show(report, seen.state())
    assert other.count(".claim") == 1
    assert other.page.get_by_role("searchbox").input_value() == "ZIJN 1.415"


def test_a_page_number_and_a_verdict_filter(show: Opener, report: Path) -> None:
    seen = show(report, "#page=2&verdict=differs")
    assert seen.page.locator("article.item:visible").evaluate_all("(all) => all.map((a) => a.id)") == [
        "p002-c1",
        "p002-c2",
    ]
    assert seen.count(".claim") == 0  # those are on page 1
    seen.page.get_by_role("combobox", name="Page").select_option("")
    assert seen.page.locator(".claim:visible").evaluate_all("(all) => all.map((a) => a.dataset.verdict)") == ["differs"]


def test_a_value_clicked_is_boxed_told_and_in_the_url(show: Opener, report: Path) -> None:
    seen = show(report)
    seen.page.locator("#p001-t1-r1-c1").click()
    assert near(boxed(seen, "p001-t1"), 100, 70, 125, 80)
    card = seen.page.locator("#p001-t1 .card").inner_text().split("\n")
    told = dict(zip(card[::2], card[1::2], strict=True))
    assert (told["Printed"], told["Read as"], told["Base"], told["Confidence"]) == ("1.415", "1415", "229", "0.5")
    assert told["Row and column"] == "Ja · Gemeenten <b>"
    assert seen.state() == "#at=p001-t1-r1-c1"
    other = show(report, "#at=p001-t1-r1-c1")
    assert near(boxed(other, "p001-t1"), 100, 70, 125, 80)
    assert "on" in (other.page.locator("#p001-t1-r1-c1").get_attribute("class") or "").split()
    assert other.page.locator("#p001-t1-r1-c1").bounding_box()["y"] < 900


def test_pointing_at_the_page_lights_up_the_cell(show: Opener, report: Path) -> None:
    seen = show(report)
    picture = seen.page.locator("#p001-t1 .paper svg")
    picture.scroll_into_view_if_needed()
    x0, top, width, _ = (float(part) for part in (picture.get_attribute("viewBox") or "").split())
    frame = picture.bounding_box()
    scale = frame["width"] / width
    where = (frame["x"] + (112 - x0) * scale, frame["y"] + (75 - top) * scale)  # the middle of 1.415, in points
    seen.page.mouse.move(*where)
    assert "pointed" in (seen.page.locator("#p001-t1-r1-c1").get_attribute("class") or "").split()
    assert near(boxed(seen, "p001-t1"), 100, 70, 125, 80)
    seen.page.mouse.click(*where)
    assert seen.state() == "#at=p001-t1-r1-c1"


def test_a_bar_is_linked_as_a_cell_is(show: Opener, report: Path) -> None:
    seen = show(report)
    seen.page.locator("#p002-c2-r0-c0").click()
    assert near(boxed(seen, "p002-c2"), 10, 10, 80, 20)
    assert "69.4" in seen.page.locator("#p002-c2 .card").inner_text()


def test_a_finding_leads_to_its_cell_and_back(show: Opener, report: Path) -> None:
    seen = show(report)
    seen.page.locator("#i0001 a").click()
    assert seen.state() == "#at=p001-t1-r1-c1"
    assert seen.page.evaluate("document.activeElement.id") == "p001-t1-r1-c1"
    seen.page.go_back()
    assert seen.state() == ""


def test_all_by_keyboard(show: Opener, report: Path) -> None:
    seen = show(report)
    keys = seen.page.keyboard
    keys.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    seen.page.locator("#p001-t1 .printed button").focus()
    keys.press("Tab")  # one stop for the whole table
    assert seen.page.evaluate("document.activeElement.id") == "p001-t1-r0-c1"
    keys.press("ArrowDown")
    keys.press("Home")
    assert seen.page.evaluate("document.activeElement.id") == "p001-t1-r1-c0"
    keys.press("ArrowRight")
    assert seen.page.evaluate("document.activeElement.id") == "p001-t1-r1-c1"
    assert near(boxed(seen, "p001-t1"), 100, 70, 125, 80)
    keys.press("End")
    assert seen.page.evaluate("document.activeElement.id") == "p001-t1-r1-c2"
    keys.press("Enter")
    assert seen.page.locator("#viewer").is_visible()
    assert seen.page.locator("#viewer h2").inner_text() == "page 1"
    assert seen.page.locator("#viewer rect.here").count() == 1
    keys.press("Escape")
    assert not seen.page.locator("#viewer").is_visible()
    assert seen.page.evaluate("document.activeElement.id") == "p001-t1-r1-c2"
    keys.press("Tab")  # and out of the table again
    assert not seen.page.evaluate("document.activeElement.closest('#p001-t1 table')")


def test_the_viewer_turns_pages(show: Opener, report: Path) -> None:
    seen = show(report)
    seen.page.locator("#p001-t1 .printed button").click()
    assert seen.page.locator("#viewer").get_by_role("button", name="Previous page").is_disabled()
    seen.page.locator("#viewer").get_by_role("button", name="Next page").click()
    assert seen.page.locator("#viewer h2").inner_text() == "page 2"
    seen.page.locator("#viewer").get_by_role("button", name="Close").click()
    assert not seen.page.locator("#viewer").is_visible()


def background(seen: Seen) -> float:
    """Mean brightness of the page as it is seen, 0 to 255."""
    return float(np.asarray(Image.open(io.BytesIO(seen.page.screenshot())).convert("L")).mean())


def test_light_and_dark_by_system_and_by_choice(show: Opener, report: Path) -> None:
    light, dark = show(report), show(report, color_scheme="dark")
    assert background(light) > 200
    assert background(dark) < 90
    dark.page.locator("#theme").click()
    assert dark.page.locator("#theme").inner_text() == "Colours: light"
    assert background(dark) > 200
    dark.page.locator("#theme").click()
    assert background(dark) < 90


def test_on_paper_everything_is_open_and_no_control_is_left(show: Opener, report: Path) -> None:
    seen = show(report, color_scheme="dark")
    pdf = pypdfium2.PdfDocument(seen.page.pdf())
    text = " ".join("".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert "A figure on page 2 was not read." in text  # folded in on the screen
    assert "Look first" in text
    assert "Clear filters" not in text
    assert "No value chosen yet" not in text
    assert np.median(np.asarray(pdf[0].render(scale=0.2).to_pil().convert("L"))) > 240  # white paper


def test_without_script_all_is_there_but_the_controls(show: Opener, report: Path) -> None:
    seen = show(report, java_script_enabled=False)
    assert seen.count("article.item") == 4
    assert seen.count(".finding") == 2  # the note is one click away, in its fold
    assert seen.count(":is(input, select, button, .card)") == 0
    assert seen.page.locator("#i0001 svg path.place").count() == 1


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_nothing_sticks_out(show: Opener, report: Path, width: int) -> None:
    seen = show(report, viewport={"width": width, "height": 800})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("how", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 800}}])
def test_accessible_by_the_rules_of_axe(show: Opener, report: Path, how: dict[str, object]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: extra dev")
    seen = show(report, "#at=p001-t1-r1-c1", **how)
    seen.page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    seen.page.evaluate("""async () => {  // what scrolls is made a stop as it comes near the window
        for (const part of document.querySelectorAll('article.item, .finding, main > section')) {
            part.scrollIntoView();
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        }
    }""")
    tags = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    results = axe.Axe().run(seen.page, options=tags)
    found = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in results.response["violations"]]
    assert found == []


def test_pictures_beside_the_file_are_shown(show: Opener, tmp_path: Path) -> None:
    seen = show(written(tmp_path, whole_files(dossier("en"), Style(assets="beside"), draw)))
    assert sorted({url.rsplit("/", 1)[1] for url in seen.asked}) == ["page-001.png", "page-002.png", "report.html"]
    assert seen.said == []
    seen.page.get_by_role("button", name="Whole page").first.click()
    shot = np.asarray(Image.open(io.BytesIO(seen.page.locator("#viewer svg").screenshot())).convert("L"))
    assert shot[: len(shot) // 16].mean() < 128  # the black line at the top of the drawn page


def test_the_box_stands_on_the_number_in_the_picture(show: Opener, draw_report: object, tmp_path: Path) -> None:
    outcome = run_report(draw_report("towns.pdf"), tmp_path / "out")  # type: ignore[operator]
    seen = show(Path(outcome.folder) / "report.html", device_scale_factor=2)
    cell = seen.page.locator("td.value", has_text=re.compile(r"^25"))
    cell.click()
    # drawn right-aligned at 6 points before the third line, 54 points below the top line at 842 - 700
    x0, top, x1, bottom = boxed(seen, str(cell.get_attribute("id")).rsplit("-r", 1)[0])
    assert abs((x0 + x1) / 2 - (72 + 90 * 2 - 6 - 5.56)) < 2
    assert abs((top + bottom) / 2 - (842 - 700 + 20 * 3 - 6 - 3.6)) < 3
    seen.page.evaluate(
        "document.querySelectorAll('.box').forEach((box) => (box.style.stroke = box.style.fill = 'none'))"
    )
    shot = Image.open(io.BytesIO(seen.page.locator("rect.here").screenshot())).convert("L")
    assert (np.asarray(shot) < 100).mean() > 0.03  # ink of two digits
