"""What a block is: headings with level and section, notes, lists, captions, running heads."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn_text import Drawing, of_kind

from pipeline.extract.text import Sections, extract_text
from pipeline.model import Block, Box, Cell, Table

LEFT, WIDTH = 60.0, 475.0


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    return Drawing(tmp_path / "drawn.pdf")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Block, ...]:
    """A cover, a contents page, a divider, two pages of text with numbered and unnumbered headings."""
    d = Drawing(tmp_path_factory.mktemp("report") / "report.pdf")

    def foot(chapter: str) -> None:
        d.line(380, 815, f"Roads and residents • {chapter} {d.page}", 7)
        d.next_page()

    d.line(LEFT, 300, "Roads and residents", 30, "Helvetica-Bold", "#00617f")
    d.line(LEFT, 340, "Survey among residents of four towns", 14, color="#e4007c")
    d.next_page()
    d.line(LEFT, 70, "Contents", 20, "Helvetica-Bold", "#00617f")
    for n, (title, page) in enumerate((("1. Summary", 4), ("2. Traffic", 5), ("2.1 Busy streets", 5), ("Annex", 5))):
        d.line(LEFT, 110 + 16 * n, f"{title} {'.' * (90 - len(title))} {page}")
    foot("Contents")
    d.line(LEFT, 430, "CHAPTER", 13, color="#e4007c")
    d.line(LEFT, 460, "Summary", 28, "Helvetica-Bold", "#00617f")
    foot("Summary")
    d.line(LEFT, 70, "1. Summary", 20, "Helvetica-Bold", "#00617f")
    for n, catch in enumerate(("Most residents cycle", "Few complain of noise", "Parking divides the towns")):
        d.line(LEFT, 100 + 100 * n, catch, 10, "Helvetica-Bold", "#e4007c")
        d.words(LEFT, 116 + 100 * n, WIDTH, "In", 4)
    foot("Summary")
    d.line(LEFT, 70, "2. Traffic", 20, "Helvetica-Bold", "#00617f")
    d.line(LEFT, 100, "2.1 Busy streets", 13, "Helvetica-Bold", "#00617f")
    y = d.words(LEFT, 122, WIDTH, "The", 4)
    d.line(LEFT, y, "Rounding", 10, "Helvetica-Bold")
    d.words(LEFT, y + 14, WIDTH, "Shares", 3)
    d.line(LEFT, 300, "Annex", 10)
    d.words(LEFT, 320, WIDTH, "Weights", 3)
    foot("Traffic")
    d.words(LEFT, 70, WIDTH, "Nothing", 3)
    foot("Traffic")
    return d.blocks()


def headings(blocks: tuple[Block, ...]) -> list[tuple[int | None, str | None, str]]:
    return [(b.level, b.number, b.text) for b in blocks if b.kind == "heading"]


def test_headings_by_type_by_number_and_by_the_contents_page(report: tuple[Block, ...]) -> None:
    assert headings(report) == [
        (1, "1", "Summary"),
        (3, None, "Most residents cycle"),
        (3, None, "Few complain of noise"),
        (3, None, "Parking divides the towns"),
        (1, "2", "Traffic"),
        (2, "2.1", "Busy streets"),
        (4, None, "Annex"),
    ]


def test_the_cover_has_a_title_and_no_headings(report: tuple[Block, ...]) -> None:
    assert of_kind(report, "title") == ["Roads and residents"]
    assert [b.kind for b in report if b.page == 1] == ["title", "paragraph"]


def test_contents_and_dividers_are_no_prose(report: tuple[Block, ...]) -> None:
    assert {b.kind for b in report if b.page == 2} == {"contents", "running_head"}
    assert {b.kind for b in report if b.page == 3} == {"running_head"}


def test_a_running_foot_that_names_the_chapter_is_found_on_every_page(report: tuple[Block, ...]) -> None:
    feet = [b for b in report if b.text.startswith("Roads and residents •")]
    assert [b.page for b in feet] == [2, 3, 4, 5, 6]
    assert {b.kind for b in feet} == {"running_head"}
    assert all(b.section is None for b in feet)


def test_the_section_is_that_of_the_numbered_heading_above(report: tuple[Block, ...]) -> None:
    sections = {b.text.split()[0]: b.section for b in report if b.kind == "paragraph"}
    assert sections["In"] == "1 Summary"
    assert sections["Shares"] == "2.1 Busy streets"
    assert sections["Nothing"] == "2.1 Busy streets"


def test_the_section_of_a_place_on_a_page(report: tuple[Block, ...]) -> None:
    assert Sections(report).of(4, Box(60, 400, 500, 500)) == "1 Summary"
    assert Sections(report).of(5, Box(60, 72, 500, 90)) == "2 Traffic"
    assert Sections(report).of(5, Box(60, 240, 500, 290)) == "2.1 Busy streets"
    assert Sections(report).of(5, Box(60, 40, 500, 50)) == "1 Summary"
    assert Sections(report).of(1, Box(60, 40, 500, 50)) is None


def test_ids_and_order_run_over_the_document(report: tuple[Block, ...]) -> None:
    assert [b.order for b in report] == list(range(len(report)))
    assert [b.id for b in report if b.page == 6] == ["p006-b01", "p006-b02"]
    assert len({b.id for b in report}) == len(report)


def test_page_numbers_rise_with_the_pages(drawing: Drawing) -> None:
    for n in range(3):
        drawing.words(LEFT, 80, WIDTH, "Each", 5)
        drawing.line(290, 800, f"– {n + 17} –", 9)
        drawing.next_page()
    drawing.words(LEFT, 80, WIDTH, "Each", 5)
    drawing.line(290, 800, "1984", 9)
    blocks = drawing.blocks()
    assert of_kind(blocks, "page_number") == ["– 17 –", "– 18 –", "– 19 –", "1984"]


def test_footnotes_of_several_lines_without_their_marks(drawing: Drawing) -> None:
    y = drawing.line(LEFT, 80, "Residents counted cars")
    x = LEFT + drawing.canvas.stringWidth("Residents counted cars", "Helvetica", 10)
    drawing.raised(x, 80, "3")
    drawing.line(x + 3.5, 80, ", and twice as many bicycles.")
    drawing.words(LEFT, y, WIDTH, "They", 6)
    drawing.rule(LEFT, LEFT + 110, 740)
    drawing.raised(LEFT, 752, "3", 5)
    drawing.line(LEFT + 5, 752, "Counted on 12 spring days, see", 7.5)
    drawing.line(LEFT, 762, "www.example.org/counts", 7.5, color="#0563c1")
    drawing.raised(LEFT, 773, "4", 5)
    drawing.line(LEFT + 5, 773, "Without parked ones.", 7.5)
    blocks = drawing.blocks()
    assert blocks[0].text == "Residents counted cars³, and twice as many bicycles."
    assert [(b.number, b.text) for b in blocks if b.kind == "footnote"] == [
        ("3", "Counted on 12 spring days, see www.example.org/counts"),
        ("4", "Without parked ones."),
    ]


def test_small_type_right_under_a_table_is_its_note(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, WIDTH, "The", 5)
    drawing.table(Box(LEFT, 300, 500, 396))
    drawing.raised(LEFT, 404, "1", 5)
    drawing.line(LEFT + 3, 404, "Residents of all ages", 7)
    drawing.line(LEFT, 413, "Source: street census", 7)
    blocks = drawing.blocks()
    assert of_kind(blocks, "footnote") == []
    assert of_kind(blocks, "note") == ["¹Residents of all ages", "Source: street census"]


def test_words_of_tables_and_charts_are_no_prose(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, WIDTH, "The", 5)
    drawing.table(Box(LEFT, 200, 300, 300))
    drawing.line(100, 400, "North 12%")
    drawing.charts.append((1, Box(LEFT, 380, 400, 450)))
    blocks = drawing.blocks()
    assert [b.kind for b in blocks] == ["paragraph"]


def test_a_caption_is_no_sentence_about_a_table(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, WIDTH, "The", 3)
    drawing.line(LEFT, 140, "Figuur 3.1", 9.5, "Helvetica-Bold", "#00617f")
    drawing.line(LEFT, 152, "How residents travel (%)", 9.5)
    drawing.line(LEFT, 220, "Table 3 shows how they travel")
    drawing.line(LEFT, 233, "and what it costs them each day of the week.")
    blocks = drawing.blocks()
    assert [(b.number, b.text) for b in blocks if b.kind == "caption"] == [
        ("3.1", "Figuur 3.1 How residents travel (%)")
    ]
    assert "Table 3 shows how they travel and what it costs them each day of the week." in of_kind(blocks, "paragraph")


def test_titles_of_figures_at_the_top_of_pages_are_no_running_heads(drawing: Drawing) -> None:
    for n in range(3):
        drawing.line(LEFT, 60, f"Figure {n + 1}", 7.5, "Helvetica-Bold")
        drawing.line(LEFT, 69, f"Opinions on {('rain', 'snow', 'wind')[n]}", 7.5)
        drawing.words(LEFT, 300, WIDTH, "The", 4)
        drawing.next_page()
    drawing.words(LEFT, 300, WIDTH, "The", 4)
    blocks = drawing.blocks()
    assert of_kind(blocks, "running_head") == []
    assert of_kind(blocks, "caption") == [
        "Figure 1 Opinions on rain",
        "Figure 2 Opinions on snow",
        "Figure 3 Opinions on wind",
    ]


def test_headings_in_a_smaller_but_bolder_face(drawing: Drawing) -> None:
    for n in range(3):
        drawing.line(LEFT, 80 + 80 * n, f"Catch line {'ABC'[n]}", 9, "Helvetica-Bold", "#b8501c")
        drawing.paragraph(LEFT, 94 + 80 * n, WIDTH, "The council asked " + "and asked again " * 12, 10.5, "Times-Roman")
    assert of_kind(drawing.blocks(), "heading") == ["Catch line A", "Catch line B", "Catch line C"]


def test_a_header_repeated_over_the_rest_of_a_table_is_no_prose(drawing: Drawing) -> None:
    for top in (300, 80):
        drawing.line(LEFT, top, "ANSWER")
        drawing.line(300, top, "TOWN")
        drawing.line(300, top + 9, "HALL")
        drawing.line(LEFT, top + 30, "Yes")
        drawing.line(300, top + 30, "12%")
        if top == 300:
            drawing.words(LEFT, 80, WIDTH, "The", 4)
            drawing.next_page()
    pages = drawing.pages()
    cells = [
        Cell(n, 0, w.text, page.number, Box(*w[:4]), "header" if w.text.isupper() else "body", words=(w,), lines=(1,))
        for page in pages
        for n, w in enumerate(w for w in page.words if w.text.isupper() or w.text in ("Yes", "12%"))
        if page.number == 1 or not w.text.isupper()
    ]
    table = Table("p001-t1", (1, 2), Box(60, 290, 330, 340), tuple(cells), "drawn", 1.0)
    assert [b.page for b in extract_text(pages, [table])] == [1]


def test_list_items_and_lines_that_only_begin_with_a_number(drawing: Drawing) -> None:
    y = drawing.paragraph(
        LEFT, 80, 300, "The vote was held on a cold and rather windy Sunday, and on the evening of the 13. December "
        "2013 the towns knew who had won it by a few votes only."
    )  # fmt: skip
    y = drawing.paragraph(LEFT, y, 300, "• The first reason is that people want to travel cheaply and early", indent=10)
    y = drawing.paragraph(LEFT, y, 300, "• The second is rain", indent=10)
    y = drawing.line(LEFT, y, "1   Level one: nothing (=0%)")
    drawing.line(LEFT, y, "2   Level two: something (=33%)")
    blocks = drawing.blocks()
    assert [b.kind for b in blocks] == ["paragraph", *["list_item"] * 4]
    assert blocks[1].text == "• The first reason is that people want to travel cheaply and early"


def test_quotes_are_set_in_and_slanted(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, WIDTH, "The", 5)
    drawing.paragraph(
        LEFT + 25, 170, 400, "“I would take the bus if it ran later, but it stops before the evening shift ends, and "
        "then I have to walk.”", font="Helvetica-Oblique",
    )  # fmt: skip
    drawing.words(LEFT, 220, WIDTH, "Others", 5)
    assert [b.kind for b in drawing.blocks()] == ["paragraph", "quote", "paragraph"]


def test_hyphens_at_line_ends(drawing: Drawing) -> None:
    lines = (
        "Over the environment and the ICT-",
        "policy of towns, residents said that environ-",
        "ment counts, with income- and age-",
        "related costs, a well-known rule for cars-",
        "haring in towns.",
    )
    y = 80.0
    for line in lines:
        y = drawing.line(LEFT, y, line)
    drawing.line(LEFT, y + 20, "Of any age and related to none.")
    assert drawing.blocks()[0].text == (
        "Over the environment and the ICT-policy of towns, residents said that environment counts, with income- and "
        "age-related costs, a well-known rule for carsharing in towns."
    )


def test_paragraphs_parted_by_indents_alone(drawing: Drawing) -> None:
    y = 80.0
    for label in ("1A", "2B", "3C"):
        y = drawing.line(LEFT + 20, y, f"{label} opens with a line that is set in and goes on over the whole width")
        y = drawing.line(LEFT, y, "of the column, down to where the last line ends close to the right edge.")
    assert [text.split()[0] for text in of_kind(drawing.blocks(), "paragraph")] == ["1A", "2B", "3C"]


def test_labels_of_a_diagram_are_no_headings(drawing: Drawing) -> None:
    drawing.words(LEFT, 80, WIDTH, "The", 5)
    for n in range(4):
        drawing.line(LEFT, 180 + 30 * n, f"Item {'ABCD'[n]} weighs", 11.5, "Helvetica-Bold")
    drawing.words(LEFT, 320, WIDTH, "Below", 5)
    assert of_kind(drawing.blocks(), "heading") == []


def test_an_empty_page_and_none_at_all(drawing: Drawing) -> None:
    assert drawing.blocks() == ()
    assert extract_text((), ()) == ()
