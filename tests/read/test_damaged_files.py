"""Files that are not whole: what can be read is read, and what is lost is said. Asked of both backends."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pytest

from pipeline.errors import DamagedError
from tests.read.conftest import Sheet


def drawn_pages(sheet: Sheet, count: int, **options: Any) -> bytes:
    with sheet.drawn(**options) as canvas:
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


def test_a_page_that_unpacks_without_end_is_passed_over_and_the_others_are_read(sheet: Sheet) -> None:
    bomb = zlib.compress(b"q " * (10 << 20), 9)  # 20 MB of saved states; real ones have a gigabyte
    whole = drawn_pages(sheet, 3, pageCompression=0)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    second = re.compile(rb"<<\s*/Length \d+\s*>>\s*stream(?:(?!endstream).)*page2.*?endstream", re.DOTALL)
    harmful, replaced = second.subn(lambda _: stream, whole)
    assert replaced == 1
    sheet.path.write_bytes(harmful)
    pages = sheet.pages()
    assert [[w.text for w in p.words] for p in pages] == [["page1"], [], ["page3"]]
    assert (pages[1].state, [i.code for i in pages[1].issues]) == ("skipped", ["page.too_large"])
