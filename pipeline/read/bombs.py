"""Pages whose content unpacks to a thousand times its size: files made to do harm. They must never reach a reader.

PDFium aborts the whole process on such a page; passed over, the other pages of the file survive.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path

from pipeline.config import Limits
from pipeline.model import Issue, Page
from pipeline.read.limits import BROKEN
from pipeline.read.mend import mended

MOST_PACKED = 200
"""Unpacked over packed size. Drawn maps and dense tables reach 30; deflate itself ends at 1032."""
BEST_PACKED = 1032
"""Unpacked over packed size that no stream can exceed."""
STREAM = re.compile(rb">>\s*stream\r?\n")
ZLIB_HEADER = 2
"""Bytes before what is packed (RFC 1950)."""
PEEK = 1 << 14
"""Bytes of a stream that show how well it is packed."""


def bombs(path: Path, password: str | None, limits: Limits) -> frozenset[int]:
    """Numbers of the pages that must not be loaded: those with content that unpacks to more than ``stream_mb``.

    Looks at pages only when some stream of the file is suspect.
    """
    large = limits.stream_mb << 20
    if not large or not _suspect(path, large):
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
                if any(_is_bomb(stream, large) for stream in page.contents):
                    found.add(number)
        except (PDFException, PSException, *BROKEN):
            return frozenset(found)
    return frozenset(found)


def bomb_page(number: int) -> Page:
    message = (
        f"Page {number} was not read: its content unpacks to more than {MOST_PACKED} times its size, "
        "as in files made to do harm."
    )
    issue = Issue("page.too_large", "error", message, page=number)
    return Page(number, 0.0, 0.0, (), state="skipped", issues=(issue,))


def _suspect(path: Path, large: int) -> bool:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for found in STREAM.finditer(data):
            length = data.find(b"endstream", found.end()) - found.end()
            can = length < 0 or length >= large // BEST_PACKED
            if can and _packing(data[found.end() : found.end() + PEEK], large)[1]:
                return True
    return False


def _is_bomb(reference: object, large: int) -> bool:
    from pdfminer.pdftypes import PDFStream, resolve1

    stream = resolve1(reference)
    if not isinstance(stream, PDFStream) or not stream.rawdata:
        return False
    unpacked, packed_too_well = _packing(stream.rawdata, large)
    return unpacked >= large and packed_too_well


def _packing(packed: bytes, most: int) -> tuple[int, bool]:
    """Bytes that ``packed`` gives, counted up to ``most``, and whether that is more than any drawing gives."""
    # Without the sum at the end, whose adding up takes half as long again.
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = len(inflate.decompress(packed[ZLIB_HEADER:], most))
    except zlib.error:
        return 0, False
    return unpacked, unpacked > MOST_PACKED * (len(packed) - len(inflate.unconsumed_tail))
