"""Files that are not whole: what can be read is read, and what is lost is said. Asked of both backends."""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from pipeline.config import Limits, Settings
from pipeline.errors import DamagedError, InputError, TooLargeError
from pipeline.read import compare_counts, open_document, read_pages
from pipeline.reading import read_content
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


def test_a_page_whose_content_lies_in_another_file_is_no_blank_page(sheet: Sheet) -> None:
    secret = sheet.path.with_name("secret.txt")
    secret.write_bytes(b"BT /F1 12 Tf 50 200 Td (secret) Tj ET")
    whole = drawn_pages(sheet, 2, pageCompression=0)
    elsewhere = b"<< /F (%s) /Length 0 >>\nstream\n\nendstream" % str(secret).encode()
    second = re.compile(rb"<<\s*/Length \d+\s*>>\s*stream(?:(?!endstream).)*page2.*?endstream", re.DOTALL)
    harmful, replaced = second.subn(lambda _: elsewhere, whole)
    assert replaced == 1
    sheet.path.write_bytes(harmful)
    first, other = sheet.pages()
    assert ([w.text for w in first.words], other.words, other.state) == (["page1"], (), "damaged")
    assert [issue.code for issue in other.issues] == ["page.damaged"]


def test_two_documents_in_one_file_are_told_by_the_count_of_a_second_reader(sheet: Sheet) -> None:
    first, second = drawn_pages(sheet, 1), drawn_pages(sheet, 3)
    assert compare_counts(sheet.document(), None) == ()
    sheet.path.write_bytes(first + second)
    [issue] = compare_counts(sheet.document(), None)
    assert (issue.code, issue.severity) == ("document.page_count", "warning")
    assert {"1", "3"} <= set(re.findall(r"\d+", issue.message))


def test_a_file_whose_owner_forbids_copying_is_read_and_it_is_noted(sheet: Sheet) -> None:
    drawn_pages(sheet, 1, encrypt=StandardEncryption("", "owner", canCopy=0))
    assert [word.text for word in sheet.page().words] == ["page1"]
    assert [issue.code for issue in sheet.document().issues] == ["document.restricted"]
    drawn_pages(sheet, 1, encrypt=StandardEncryption("", "owner", canCopy=1))
    assert sheet.document().issues == ()


def test_a_file_that_no_reader_opens_is_rewritten_and_marked(sheet: Sheet) -> None:
    whole = drawn_pages(sheet, 3)
    sheet.path.write_bytes(whole.replace(b"trailer", b"tr\0iler"))
    with pytest.raises(DamagedError):
        sheet.document()
    reading = read_content(sheet.path, Settings(backend=sheet.backend))
    assert [[w.text for w in p.words] for p in reading.pages] == [["page1"], ["page2"], ["page3"]]
    assert reading.document.path == sheet.path
    assert reading.document.sha256 == hashlib.sha256(sheet.path.read_bytes()).hexdigest()
    assert {"document.repaired"} <= {i.code for i in reading.document.issues if i.severity == "warning"}


def test_what_cannot_be_rewritten_keeps_its_first_error(sheet: Sheet) -> None:
    whole = drawn_pages(sheet, 1)
    sheet.path.write_bytes(whole[: len(whole) // 8])
    with pytest.raises(DamagedError, match=r"drawn\.pdf"):
        read_content(sheet.path, Settings(backend=sheet.backend))


def test_a_text_that_trips_the_parser_costs_no_page(sheet: Sheet) -> None:
    """Found by benchmarks/fuzz.py: an octal number over 255 in the title."""
    whole = drawn_pages(sheet, 2)
    assert b"/Author (anonymous)" in whole
    sheet.path.write_bytes(whole.replace(b"/Author (anonymous)", rb"/Author (\655nymous)"))
    try:
        reading = read_content(sheet.path, Settings(backend=sheet.backend))
    except DamagedError:
        assert sheet.backend == "pdfplumber"
    else:
        assert [[w.text for w in p.words] for p in reading.pages] == [["page1"], ["page2"]]


def test_a_locked_file_that_is_broken_too_is_refused(sheet: Sheet) -> None:
    """Found by benchmarks/fuzz.py: the repair asked for a password."""
    whole = drawn_pages(sheet, 1, encrypt=StandardEncryption("secret", "owner"))
    sheet.path.write_bytes(whole.replace(b"trailer", b"tr\0iler"))
    with pytest.raises(InputError):
        read_content(sheet.path, Settings(backend=sheet.backend))


def test_a_blank_page_is_no_picture_that_needs_ocr(sheet: Sheet) -> None:
    with sheet.drawn() as canvas:
        canvas.showPage()
    reading = read_content(sheet.path, Settings(backend=sheet.backend))
    assert [page.state for page in reading.pages] == ["empty"]
    assert reading.content().tables == ()


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        (Limits(pages=2), "document.too_many_pages"),
        (Limits(page_characters=3), "page.too_many_characters"),
        (Limits(page_paths=1), "page.too_many_paths"),
    ],
)
def test_a_limit_that_bites_is_said_and_0_is_no_limit(sheet: Sheet, limit: Limits, code: str) -> None:
    with sheet.drawn() as canvas:
        for _ in range(3):
            canvas.drawString(50, 200, "words")
            canvas.rect(50, 50, 4, 4)
            canvas.rect(90, 50, 4, 4)
            canvas.showPage()
    for limits, expected in ((limit, {code}), (Limits(pages=0, page_characters=0, page_paths=0), set())):
        document = open_document(sheet.path, backend=sheet.backend, limits=limits)
        pages = list(read_pages(document, limits=limits))
        issues = [*document.issues, *(issue for page in pages for issue in page.issues)]
        assert {issue.code for issue in issues} == expected
    assert len(pages) == 3


def test_a_file_over_the_limit_of_size_is_not_opened(sheet: Sheet) -> None:
    drawn_pages(sheet, 1)
    with sheet.path.open("ab") as file:
        file.truncate(2 << 20)
    with pytest.raises(TooLargeError, match="2 MB"):
        open_document(sheet.path, backend=sheet.backend, limits=Limits(file_mb=1))
