"""A second look at pages that show nothing: blank, or was their content destroyed? Readers do not say.

Uses pdfminer (which pdfplumber brings), because PDFium has no call that gives a page's content stream.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pipeline.model import Document, Issue, Page
from pipeline.read.assemble import damaged_page
from pipeline.read.limits import BROKEN
from pipeline.read.mend import mended

MOST_DECODED = 1 << 24
"""Bytes of a stream that are looked at; a stream that unpacks to more is another danger, not a destroyed one."""
DESTROYED = "its content is destroyed"

Look = Callable[[Page], Page]


def second_look(document: Document, password: str | None) -> Look:
    """A function that marks a page as damaged, or partly lost, when its content cannot be unpacked.

    It looks at empty pages, and at every page of a file that is known to be damaged.
    """
    suspect = any(issue.code == "document.damaged" for issue in document.issues)
    lost: set[int] | None = None

    def look(page: Page) -> Page:
        nonlocal lost
        blank = any(issue.code == "page.empty" for issue in page.issues)
        if not blank and not suspect:
            return page
        if lost is None:
            lost = _pages_lost(document.path, password)
        if page.number not in lost:
            return page
        if blank:
            return damaged_page(page.number, DESTROYED, page.width, page.height)
        message = f"Page {page.number}: part of its content is destroyed; values may be missing."
        return replace(page, issues=(*page.issues, Issue("page.partly_lost", "error", message, page=page.number)))

    return look


def _pages_lost(path: Path, password: str | None) -> set[int]:
    """Numbers of the pages with a content stream that cannot be unpacked; none where the file cannot be parsed."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    lost = set()
    data = mended(path)
    with path.open("rb") if data is None else BytesIO(data) as file:
        try:
            parsed = PDFDocument(PDFParser(file), password=password or "")
            for number, page in enumerate(PDFPage.create_pages(parsed), 1):
                if any(_is_destroyed(stream) for stream in page.contents):
                    lost.add(number)
        except (PDFException, PSException, *BROKEN):
            return lost
    return lost


def _is_destroyed(reference: object) -> bool:
    from pdfminer.pdftypes import PDFStream, resolve1
    from pdfminer.psparser import literal_name

    stream = resolve1(reference)
    if not isinstance(stream, PDFStream) or not stream.rawdata:
        return False
    filters = stream.get_filters()
    if not filters or literal_name(filters[0][0]) not in ("FlateDecode", "Fl"):
        return False
    data = stream.rawdata
    if stream.decipher is not None and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    try:
        zlib.decompressobj().decompress(data, MOST_DECODED)
    except zlib.error:
        return True
    return False
