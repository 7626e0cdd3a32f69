"""What every backend must give for the same page. Expected places are worked out from what was drawn."""

from __future__ import annotations

import pytest
from reportlab.lib.colors import CMYKColor, CMYKColorSep, Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from pipeline.model import Box, Page, Rule, Word
from pipeline.read import open_document, page_backend
from tests.read.conftest import HEIGHT, WIDTH, Sheet, turned

HELVETICA_DESCENT = 0.207
"""Of the font size; Adobe's metric file."""
NEAR = 0.3
"""Points."""


def texts(page: Page) -> list[str]:
    return [w.text for w in page.words]


def only(page: Page, text: str) -> Word:
    (word,) = [w for w in page.words if w.text == text]
    return word


def box_of(text: str, x: float, baseline: float, font: str = "Helvetica", size: float = 10.0) -> Box:
    """``baseline``: from the bottom of the page, as reportlab counts."""
    bottom = HEIGHT - baseline + HELVETICA_DESCENT * size
    return Box(x, bottom - size, x + stringWidth(text, font, size), bottom)


def near(found: Word | Box | tuple[float, ...], expected: Box, by: float = NEAR) -> bool:
    return max(abs(a - b) for a, b in zip(found[:4], expected, strict=True)) <= by


def test_words_have_their_text_place_size_and_font(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "Totaal 1.415")
        canvas.setFont("Helvetica-BoldOblique", 14)
        canvas.drawString(50, 150, "Vet")
    page = sheet.page()
    assert (page.number, page.width, page.height, page.state) == (1, WIDTH, HEIGHT, "text")
    assert texts(page) == ["Totaal", "1.415", "Vet"]
    total, count, bold = page.words
    assert near(total, box_of("Totaal", 50, 200))
    assert near(count, box_of("1.415", 50 + stringWidth("Totaal ", "Helvetica", 10), 200))
    assert (total.size, total.font, total.bold, total.italic, total.direction) == (10.0, "Helvetica", False, False, 0)
    assert (bold.size, bold.font, bold.bold, bold.italic) == (14.0, "Helvetica-BoldOblique", True, True)
    assert page.issues == ()


@pytest.mark.parametrize(
    ("rotation", "size", "expected"),
    [  # a point X, Y of the file is seen at Y, X after a quarter turn clockwise, and so on
        (0, (WIDTH, HEIGHT), lambda b: b),
        (90, (HEIGHT, WIDTH), lambda b: Box(HEIGHT - b.bottom, b.x0, HEIGHT - b.top, b.x1)),
        (180, (WIDTH, HEIGHT), lambda b: Box(WIDTH - b.x1, HEIGHT - b.bottom, WIDTH - b.x0, HEIGHT - b.top)),
        (270, (HEIGHT, WIDTH), lambda b: Box(b.top, WIDTH - b.x1, b.bottom, WIDTH - b.x0)),
    ],
)
def test_page_rotation_is_applied(sheet: Sheet, rotation: int, size: tuple[float, float], expected) -> None:
    with sheet.drawn() as canvas:
        turned(canvas, rotation)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "Totaal")
        canvas.rect(60, 100, 80, 40, stroke=0, fill=1)
    page = sheet.page()
    assert (page.width, page.height) == size
    word = only(page, "Totaal")
    assert near(word, expected(box_of("Totaal", 50, 200)))
    assert word.direction == rotation
    assert near(page.fills[0][:4], expected(Box(60, HEIGHT - 140, 140, HEIGHT - 100)))


@pytest.mark.parametrize("rotation", [0, 90, 270])
def test_crop_box_is_the_page(sheet: Sheet, rotation: int) -> None:
    with sheet.drawn() as canvas:
        canvas.setCropBox((30, 20, 330, 270))
        turned(canvas, rotation)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "in")
        canvas.drawString(335, 200, "beyond")
    page = sheet.page()
    whole = box_of("in", 50, 200)
    inside = Box(whole.x0 - 30, whole.top - 30, whole.x1 - 30, whole.bottom - 30)  # 300 - 270 = 30 at the top
    width, height = 300.0, 250.0
    expected = {
        0: inside,
        90: Box(height - inside.bottom, inside.x0, height - inside.top, inside.x1),
        270: Box(inside.top, width - inside.x1, inside.bottom, width - inside.x0),
    }[rotation]
    assert (page.width, page.height) == ((width, height) if rotation == 0 else (height, width))
    assert texts(page) == ["in"]
    assert near(page.words[0], expected)
    assert [w.text for w in page.hidden] == ["beyond"]
    assert [i.code for i in page.issues] == ["page.hidden_text"]


@pytest.mark.parametrize(("angle", "direction"), [(90, 270), (180, 180), (270, 90)])
def test_turned_text_keeps_its_words(sheet: Sheet, angle: int, direction: int) -> None:
    with sheet.drawn() as canvas:
        canvas.translate(200, 150)
        canvas.rotate(angle)  # counter-clockwise
        canvas.setFont("Helvetica", 10)
        canvas.drawString(0, 0, "Zeer tevreden 17")
    page = sheet.page()
    assert texts(page) == ["Zeer", "tevreden", "17"]
    assert {w.direction for w in page.words} == {direction}
    along = stringWidth("Zeer", "Helvetica", 10)
    up, down = 10 - 2.07, 2.07
    expected = {
        270: Box(200 - up, 150 - along, 200 + down, 150),
        180: Box(200 - along, 150 - down, 200, 150 + up),
        90: Box(200 - down, 150, 200 + up, 150 + along),
    }[direction]
    assert near(page.words[0], expected)


def test_forms_are_placed_by_their_matrix(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.beginForm("stamp", 0, 0, 200, 100)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(10, 20, "Totaal")
        canvas.rect(10, 40, 60, 30, stroke=0, fill=1)
        canvas.endForm()
        canvas.translate(100, 50)
        canvas.scale(1.5, 1.5)
        canvas.doForm("stamp")
    page = sheet.page()
    assert near(only(page, "Totaal"), box_of("Totaal", 115, 80, size=15.0))
    assert only(page, "Totaal").size == pytest.approx(15.0)
    assert near(page.fills[0][:4], Box(115, HEIGHT - 155, 205, HEIGHT - 110))


def test_a_form_is_seen_at_every_place_it_is_put(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.beginForm("stamp", 0, 0, 100, 50)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(10, 20, "Totaal")
        canvas.endForm()
        for x in (0, 200):
            canvas.saveState()
            canvas.translate(x, 100)
            canvas.doForm("stamp")
            canvas.restoreState()
    assert sorted(round(w.x0) for w in sheet.page().words) == [10, 210]


def test_ligatures_are_spelled_out(sheet: Sheet) -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    with sheet.drawn() as canvas:
        canvas.setFont("Vera", 10)
        canvas.drawString(50, 200, "\ufb01nanci\u00eble \ufb02exibel")
    assert texts(sheet.page()) == ["financi\u00eble", "flexibel"]


def test_a_drawn_soft_hyphen_is_a_hyphen(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "digitali\u00ad")
        canvas.drawString(50, 188, "sering")
        canvas.drawString(50, 150, "1\u00ad12 jaar-")
        canvas.drawString(50, 138, "lijks")
    assert texts(sheet.page()) == ["digitali-", "sering", "1-12", "jaar-", "lijks"]


def test_letters_of_mathematical_alphabets_are_read_as_letters(sheet: Sheet) -> None:
    """An italic P of mathematics lies beyond U+FFFF: two surrogates in the file's own table of characters."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    with sheet.drawn(pageCompression=0) as canvas:
        canvas.setFont("Vera", 10)
        canvas.drawString(50, 200, "aP = 12 P")
    drawn = sheet.path.read_bytes()
    changed = drawn.replace(b"<50> <0050>", b"<50> <D835DC43>").replace(
        b"/Registry (AAAAAA+Bits", b"/Registry (AAAAAA+", 1
    )
    assert len(changed) == len(drawn)
    sheet.path.write_bytes(changed)
    words = sheet.page().words
    assert [w.text for w in words] == ["aP", "=", "12", "P"]
    assert words[0].x1 - words[0].x0 == pytest.approx(12.2, abs=0.3)  # a is 6.1 and P 6.0 points wide


def test_a_decimal_sign_of_another_font_leaves_the_number_whole(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        for y, parts in ((200, ("0", ".", "87")), (180, ("1", ",", "234", ".", "5")), (160, ("8", ", ", "9"))):
            text = canvas.beginText(50, y)
            for part in parts:
                text.setFont("Helvetica" if part.isdigit() else "Times-Italic", 10)
                text.textOut(part)
            canvas.drawText(text)
    assert texts(sheet.page()) == ["0.87", "1,234.5", "8", ",", "9"]


def test_a_superscript_is_a_word_of_its_own(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        text = canvas.beginText(50, 200)
        text.setFont("Helvetica", 10)
        text.textOut("12")
        text.setFont("Helvetica", 6)
        text.setRise(4)
        text.textOut("1")
        text.setRise(0)
        text.setFont("Helvetica", 10)
        text.textOut(" H")
        text.setFont("Helvetica", 6)
        text.setRise(-2)
        text.textOut("2")
        text.setRise(0)
        text.setFont("Helvetica", 10)
        text.textOut("O")
        canvas.drawText(text)
    assert [(w.text, w.raised) for w in sheet.page().words] == [
        ("12", False),
        ("1", True),
        ("H", False),
        ("2", False),
        ("O", False),
    ]


def test_invisible_text_is_kept_out(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "seen")
        text = canvas.beginText(50, 180)
        text.setTextRenderMode(3)
        text.textOut("unseen 99")
        canvas.drawText(text)
    page = sheet.page()
    assert texts(page) == ["seen"]
    assert [w.text for w in page.hidden] == ["unseen", "99"]
    (issue,) = page.issues
    assert (issue.code, issue.severity, issue.page) == ("page.hidden_text", "info", 1)
    assert "unseen 99" in issue.message


def test_text_in_the_colour_of_its_background_is_kept_out(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.setFillGray(1)
        canvas.drawString(50, 250, "whiteonpaper")
        canvas.setFillColorRGB(0.1, 0.2, 0.4)
        canvas.rect(40, 190, 120, 25, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(50, 200, "whiteondark")
        canvas.setFillGray(0)
        canvas.drawString(50, 120, "redacted")
        canvas.rect(40, 110, 120, 25, stroke=0, fill=1)
    page = sheet.page()
    assert texts(page) == ["whiteondark"]
    assert [w.text for w in page.hidden] == ["whiteonpaper", "redacted"]


def test_text_under_a_later_fill_is_kept_out_with_a_warning(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.setFillColorRGB(1, 1, 0.8)
        canvas.rect(40, 190, 120, 25, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(50, 200, "over")
        canvas.drawString(50, 120, "under")
        canvas.setFillGray(1)
        canvas.rect(40, 110, 120, 25, stroke=0, fill=1)
    page = sheet.page()
    assert texts(page) == ["over"]
    assert [w.text for w in page.hidden] == ["under"]
    assert [i.severity for i in page.issues] == ["warning"]


def test_text_off_the_page_is_kept_out_and_a_line_cut_off_is_a_warning(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, -40, "slug")
        canvas.drawString(WIDTH - 30, 200, "12,5")
        canvas.drawString(WIDTH + 2, 200, "13,5")
    page = sheet.page()
    assert texts(page) == ["12,5"]
    assert [w.text for w in page.hidden] == ["slug", "13,5"]
    assert {(i.code, i.severity) for i in page.issues} == {("page.hidden_text", "info"), ("page.cut_off", "warning")}


def test_underlines_are_told_from_rules_of_tables(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.setLineWidth(0.6)
        width = stringWidth("36%", "Helvetica", 10)
        canvas.drawString(50, 200, "36%")
        canvas.line(50, 198.8, 50 + width, 198.8)
        canvas.drawString(120, 200, "31%")
        canvas.rect(120, 198.4, width, 0.6, stroke=0, fill=1)
        canvas.drawString(200, 200, "34%")  # a rule of the table runs under it, and on to the next column
        canvas.line(190, 198.8, 300, 198.8)
        canvas.drawString(50, 150, "17%")  # as wide as the word, but as low as a rule under a header
        canvas.line(50, 145, 50 + width, 145)
        canvas.drawString(120, 150, "28%")  # the sign stays outside
        canvas.line(120, 148.8, 120 + stringWidth("28", "Helvetica", 10), 148.8)
        canvas.drawString(200, 150, "Toelichting")  # a mark under a part of a word is no underline of the word
        canvas.line(200, 148.8, 200 + stringWidth("Toel", "Helvetica", 10), 148.8)
        whole = stringWidth("twee woorden", "Helvetica", 10)
        canvas.drawString(50, 100, "twee woorden")
        canvas.line(50, 98.8, 50 + whole, 98.8)
    page = sheet.page()
    assert {w.text: w.underlined for w in page.words} == {
        "36%": True,
        "31%": True,
        "34%": False,
        "17%": False,
        "28%": True,
        "Toelichting": False,
        "twee": True,
        "woorden": True,
    }


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        (Color(0.2, 0.4, 0.6), "#336699"),
        (Color(0, 0, 0), "#000000"),
        (CMYKColor(0, 1, 1, 0), "#ff0000"),
        (CMYKColor(0, 0, 0, 1), "#000000"),
    ],
)
def test_colours_of_text_and_fills(sheet: Sheet, color: Color, expected: str) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.setFillColor(color)
        canvas.drawString(50, 200, "Totaal")
        canvas.rect(50, 100, 80, 40, stroke=0, fill=1)
    page = sheet.page()
    assert close(only(page, "Totaal").color, expected)
    assert close(page.fills[0].color, expected)


def close(found: str | None, expected: str) -> bool:
    """CMYK has no exact RGB: readers use different profiles."""
    assert found is not None
    pairs = ((int(found[k : k + 2], 16), int(expected[k : k + 2], 16)) for k in (1, 3, 5))
    return max(abs(a - b) for a, b in pairs) <= 40


def test_gray_is_exact_and_full_tint_of_an_ink_is_dark(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFillGray(0.5)
        canvas.rect(50, 200, 80, 40, stroke=0, fill=1)
        canvas.setFillColor(CMYKColorSep(0, 0, 0, 1, spotName="Blue ink", density=1))
        canvas.rect(50, 100, 80, 40, stroke=0, fill=1)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 50, "inked")
    page = sheet.page()
    assert page.fills[0].color in ("#7f7f7f", "#808080")
    assert page.fills[1].color is not None
    assert int(page.fills[1].color[1:3], 16) < 0x60
    assert texts(page) == ["inked"]


def test_lines_thin_bars_and_frames_are_rules(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setLineWidth(0.5)
        canvas.setStrokeColorRGB(1, 0, 0)
        canvas.line(50, 200, 250, 200)
        canvas.line(50, 100, 50, 200)
        canvas.setFillGray(0)
        canvas.rect(50, 150, 200, 1.5, stroke=0, fill=1)
        canvas.rect(100, 50, 60, 30, stroke=1, fill=0)
    page = sheet.page()
    rules = {(r.axis, round(r.start), round(r.end), round(r.at, 1), round(r.width, 1)) for r in page.rules}
    assert [rule for rule in rules if rule[-1] == 1.5] in ([("h", 50, 250, 149.2, 1.5)], [("h", 50, 250, 149.3, 1.5)])
    assert {rule for rule in rules if rule[-1] != 1.5} == {
        ("h", 50, 250, 100.0, 0.5),
        ("v", 100, 200, 50.0, 0.5),
        ("h", 100, 160, 220.0, 0.5),
        ("h", 100, 160, 250.0, 0.5),
        ("v", 220, 250, 100.0, 0.5),
        ("v", 220, 250, 160.0, 0.5),
    }
    assert {r.color for r in page.rules if r.width < 1} == {"#ff0000"}
    assert page.fills == ()


def test_a_scaled_line_is_as_wide_as_it_looks_and_a_thick_one_is_a_fill(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.saveState()
        canvas.scale(2, 2)
        canvas.setLineWidth(0.5)
        canvas.line(25, 100, 125, 100)
        canvas.restoreState()
        canvas.saveState()
        canvas.setLineWidth(0.5)  # set before the scaling, drawn after it: 1 point wide as well
        canvas.scale(2, 2)
        canvas.line(25, 75, 125, 75)
        canvas.restoreState()
        canvas.setLineWidth(12)
        canvas.line(50, 50, 250, 50)
    page = sheet.page()
    assert page.rules == tuple(Rule("h", 50.0, 250.0, at, 1.0, "#000000") for at in (100.0, 150.0))
    assert near(page.fills[0][:4], Box(50, HEIGHT - 56, 250, HEIGHT - 44))


def test_white_rules_count_only_on_a_fill(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFillColorRGB(0.8, 0.9, 1)
        canvas.rect(50, 100, 200, 100, stroke=0, fill=1)
        canvas.setStrokeGray(1)
        canvas.line(50, 150, 250, 150)
        canvas.line(50, 50, 250, 50)
    page = sheet.page()
    assert [(r.kind, round(r.at)) for r in page.rules] == [("white", 150)]
    assert near(page.fills[0][:4], Box(50, 100, 250, 200))


def test_curves_keep_their_colours(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFillColorRGB(1, 0, 0)
        canvas.circle(200, 150, 40, stroke=0, fill=1)
    (curve,) = sheet.page().curves
    assert near(curve[:4], Box(160, 110, 240, 190))
    assert (curve.fill, curve.stroke) == ("#ff0000", None)


def test_links_and_pictures_have_their_place(sheet: Sheet, tmp_path) -> None:
    picture = tmp_path / "dot.png"
    image = pytest.importorskip("PIL.Image")
    image.new("RGB", (8, 8), (200, 10, 10)).save(picture)
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "source")
        canvas.linkURL("https://example.org/data", (50, 198, 90, 210))
        canvas.drawImage(str(picture), 100, 50, 60, 40)
    page = sheet.page()
    assert [(link.target, near(link[:4], Box(50, 90, 90, 102))) for link in page.links] == [
        ("https://example.org/data", True)
    ]
    assert [near(p[:4], Box(100, 210, 160, 250)) for p in page.pictures] == [True]


def test_a_page_that_is_a_picture_has_no_text_layer(sheet: Sheet, tmp_path) -> None:
    picture = tmp_path / "scan.png"
    image = pytest.importorskip("PIL.Image")
    image.new("L", (40, 30), 240).save(picture)
    with sheet.drawn() as canvas:
        canvas.drawImage(str(picture), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(50, 180)
        text.setFont("Helvetica", 10)
        text.setTextRenderMode(3)
        text.textOut("recognised")
        canvas.drawText(text)
        canvas.showPage()
        canvas.showPage()
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 50, "text")
    scan, empty, plain = sheet.pages()
    assert (scan.state, scan.words, [w.text for w in scan.hidden]) == ("no text layer", (), ["recognised"])
    assert {i.code for i in scan.issues} == {"page.no_text_layer", "page.hidden_text"}
    assert (empty.state, [i.code for i in empty.issues]) == ("empty", ["page.empty"])
    assert plain.state == "text"


def test_fake_bold_is_one_bold_word(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        for shift in (0, 0.25):
            canvas.drawString(50 + shift, 200, "Totaal 88")
        canvas.drawString(50, 150, "88 ll")
        for _ in range(2):  # twice on one place looks as if painted once
            canvas.drawString(50, 100, "once")
    assert [(w.text, w.bold) for w in sheet.page().words] == [
        ("Totaal", True),
        ("88", True),
        ("88", False),
        ("ll", False),
        ("once", False),
    ]


def test_narrow_gaps_part_words_and_kerning_does_not(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "12")
        canvas.drawString(50 + stringWidth("12", "Helvetica", 10) + 2.0, 200, "34")
        canvas.drawString(50, 150, "Wa")
        canvas.drawString(50 + stringWidth("Wa", "Helvetica", 10) - 0.6, 150, "ter")
    assert texts(sheet.page()) == ["12", "34", "Water"]


def test_characters_of_a_region(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "ab c")
        canvas.drawString(50, 100, "d")
    document = open_document(sheet.path, backend=sheet.backend)
    found = page_backend(sheet.backend).characters(document, 1, Box(0, 80, WIDTH, 120))
    assert [c.text for c in found] == ["a", "b", "c"]
    assert near(found[1][:4], box_of("b", 50 + stringWidth("a", "Helvetica", 10), 200))


def test_all_pages_are_read_in_the_order_asked_for(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.setTitle("Rapport")
        for number in range(1, 4):
            canvas.setFont("Helvetica", 10)
            canvas.drawString(50, 200, f"page{number}")
            canvas.showPage()
    document = open_document(sheet.path, backend=sheet.backend)
    assert (document.page_count, document.title, document.backend) == (3, "Rapport", sheet.backend)
    pages = page_backend(sheet.backend).pages(document, [3, 1])
    assert [(p.number, texts(p)) for p in pages] == [(3, ["page3"]), (1, ["page1"])]
