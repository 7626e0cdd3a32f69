"""A second look at pages that show nothing: blank, or is their content destroyed or elsewhere? Readers do not say.

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
ELSEWHERE = "its content lies in another file, which is never opened"

Look = Callable[[Page], Page]


def second_look(document: Document, password: str | None) -> Look:
    """A function that marks a page as damaged, or partly lost, when its content cannot be unpacked or is not there.

    It looks at empty pages, and at every page of a file that is known to be damaged.
    """
    suspect = any(issue.code == "document.damaged" for issue in document.issues)
    lost: dict[int, str] | None = None

    def look(page: Page) -> Page:
        nonlocal lost
        blank = any(issue.code == "page.empty" for issue in page.issues)
        if page.state == "damaged" or not (blank or suspect):
            return page
        if lost is None:
            lost = _pages_lost(document.path, password)
        if page.number not in lost:
            return page
        if blank:
            return damaged_page(page.number, lost[page.number], page.width, page.height)
        message = f"Page {page.number}: a part of it is lost ({lost[page.number]}); values may be missing."
        return replace(page, issues=(*page.issues, Issue("page.partly_lost", "error", message, page=page.number)))

    return look


def _pages_lost(path: Path, password: str | None) -> dict[int, str]:
    """Pages with a content stream that cannot be read, and why; none where the file cannot be parsed."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    lost: dict[int, str] = {}
    data = mended(path)
    with path.open("rb") if data is None else BytesIO(data) as file:
        try:
            parsed = PDFDocument(PDFParser(file), password=password or "")
            for number, page in enumerate(PDFPage.create_pages(parsed), 1):
                why = next(filter(None, map(_fault, page.contents)), None)
                if why is not None:
                    lost[number] = why
        except (PDFException, PSException, *BROKEN):
            return lost
    return lost


def _fault(reference: object) -> str | None:
    """Why a content stream cannot be read; None for one that can."""
    from pdfminer.pdftypes import PDFStream, resolve1
    from pdfminer.psparser import literal_name

    stream = resolve1(reference)
    if not isinstance(stream, PDFStream):
        return None
    if "F" in stream.attrs:  # ISO 32000-2, 7.3.8.2: the bytes are in an external file
        return ELSEWHERE
    filters = stream.get_filters()
    if not stream.rawdata or not filters or literal_name(filters[0][0]) not in ("FlateDecode", "Fl"):
        return None
    data = stream.rawdata
    if stream.decipher is not None and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    try:
        zlib.decompressobj().decompress(data, MOST_DECODED)
    except zlib.error:
        return DESTROYED
    return None
