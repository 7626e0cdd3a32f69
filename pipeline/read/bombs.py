"""Pages whose content unpacks to a thousand times its size: files made to do harm. They must never reach a reader.

PDFium aborts the whole process on such a page; passed over, the other pages of the file survive.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path

from pipeline.model import Issue, Page
from pipeline.read.mend import mended

LARGE = 1 << 24
"""Bytes of unpacked content up to which a page is harmless, however well it was packed."""
MOST_PACKED = 200
"""Unpacked over packed size. Drawn maps and dense tables reach 30; deflate itself ends at 1032."""
SMALLEST_BOMB = LARGE // 1032
"""Bytes: a shorter stream cannot unpack to ``LARGE``."""
STREAM = re.compile(rb">>\s*stream\r?\n")
PEEK = 1 << 14
"""Bytes of a stream that show how well it is packed."""


def bombs(path: Path, password: str | None) -> frozenset[int]:
    """Numbers of the pages that must not be loaded. Looks at pages only when some stream of the file is suspect."""
    if not _suspect(path):
        return frozenset()
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    found = set()
    data = mended(path)
    with path.open("rb") if data is None else BytesIO(data) as file:
        try:
            parsed = PDFDocument(PDFParser(file), password=password or "")
            for number, page in enumerate(PDFPage.create_pages(parsed), 1):
                if any(_is_bomb(stream) for stream in page.contents):
                    found.add(number)
        except (PDFException, PSException, ValueError, TypeError, KeyError, RecursionError):
            return frozenset(found)
    return frozenset(found)


def bomb_page(number: int) -> Page:
    message = (
        f"Page {number} was not read: its content unpacks to more than {MOST_PACKED} times its size, "
        "as in files made to do harm."
    )
    issue = Issue("page.too_large", "error", message, page=number)
    return Page(number, 0.0, 0.0, (), state="skipped", issues=(issue,))


def _suspect(path: Path) -> bool:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for found in STREAM.finditer(data):
            length = data.find(b"endstream", found.end()) - found.end()
            if (length < 0 or length >= SMALLEST_BOMB) and _packing(data[found.end() : found.end() + PEEK], LARGE)[1]:
                return True
    return False


def _is_bomb(reference: object) -> bool:
    from pdfminer.pdftypes import PDFStream, resolve1

    stream = resolve1(reference)
    if not isinstance(stream, PDFStream) or not stream.rawdata:
        return False
    unpacked, packed_too_well = _packing(stream.rawdata, LARGE)
    return unpacked >= LARGE and packed_too_well


def _packing(packed: bytes, most: int) -> tuple[int, bool]:
    """Bytes that ``packed`` gives, counted up to ``most``, and whether that is more than any drawing gives."""
    inflate = zlib.decompressobj()
    try:
        unpacked = len(inflate.decompress(packed, most))
    except zlib.error:
        return 0, False
    return unpacked, unpacked > MOST_PACKED * (len(packed) - len(inflate.unconsumed_tail))
