"""Files that are not whole: what can be read is read, and what is lost is said. Asked of both backends."""

from __future__ import annotations

import pytest

from pipeline.errors import DamagedError
from tests.read.conftest import Sheet


def drawn_pages(sheet: Sheet, count: int) -> bytes:
    with sheet.drawn() as canvas:
        for number in range(1, count + 1):
            canvas.drawString(50, 200, f"page{number}")
            canvas.showPage()
    return sheet.path.read_bytes()


def test_a_file_without_its_end_gives_its_pages_and_says_so(sheet: Sheet) -> None:
    whole = drawn_pages(sheet, 3)
    sheet.path.write_bytes(whole[: whole.rindex(b"xref", 0, whole.rindex(b"startxref"))])
    assert [[w.text for w in p.words] for p in sheet.pages()] == [["page1"], ["page2"], ["page3"]]
    (issue,) = sheet.document().issues
    assert (issue.code, issue.severity) == ("document.damaged", "warning")


def test_a_file_cut_off_before_its_catalogue_is_refused(sheet: Sheet) -> None:
    whole = drawn_pages(sheet, 3)
    sheet.path.write_bytes(whole[: whole.index(b"/Type /Catalog") - 40])
    with pytest.raises(DamagedError):
        sheet.pages()
