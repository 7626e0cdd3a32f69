"""The fast reader, on PDFium (see pdfium_library.py, pdfium_text.py, pdfium_paths.py)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import addressof, c_float, c_int, c_void_p, create_string_buffer
from pathlib import Path

from pipeline.errors import DamagedError
from pipeline.model import Box, Char, Document, Link, Page
from pipeline.read.assemble import assemble_page
from pipeline.read.frame import Frame, apply, frame, unturn
from pipeline.read.layer import FoundWord, PageLayer
from pipeline.read.pdfium_library import PDFIUM
from pipeline.read.pdfium_paths import GraphicsReader
from pipeline.read.pdfium_text import TextReader
from pipeline.read.words import words_of

MOST_CHARACTERS = 50_000


class PdfiumBackend:
    name = "pdfium"

    def open(self, path: Path, password: str | None = None) -> Document:
        with _document(path, password) as handle:
            return Document(
                path=path,
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                page_count=PDFIUM.FPDF_GetPageCount(handle),
                title=_meta(handle, b"Title"),
                producer=_meta(handle, b"Producer"),
                backend=self.name,
            )

    def pages(
        self, document: Document, numbers: Sequence[int] | None = None, password: str | None = None
    ) -> Iterator[Page]:
        with _document(document.path, password) as handle:
            for number in numbers if numbers is not None else range(1, document.page_count + 1):
                with _page(handle, number) as page:
                    read = _read(handle, page, number)
                yield read

    def characters(
        self, document: Document, number: int, box: Box | None = None, password: str | None = None
    ) -> tuple[Char, ...]:
        with _document(document.path, password) as handle, _page(handle, number) as page, _text(page) as text:
            glyphs, styles, _ = TextReader(text, _frame(page)).read(MOST_CHARACTERS)
        found = []
        for k, letter in enumerate(glyphs.text):
            style = styles[glyphs.style[k]]
            bottom = float(glyphs.baseline[k]) + style.drop
            seen = unturn((float(glyphs.start[k]), bottom - style.size, float(glyphs.end[k]), bottom), style.angle)
            found.append(Char(*seen, letter, style.size, style.font))
        return tuple(c for c in found if box is None or _centre_in(c, box))


def _centre_in(item: Char, box: Box) -> bool:
    return box.x0 <= (item.x0 + item.x1) / 2 <= box.x1 and box.top <= (item.top + item.bottom) / 2 <= box.bottom


@contextmanager
def _document(path: Path, password: str | None) -> Iterator[int]:
    handle = PDFIUM.FPDF_LoadDocument(str(path).encode(), password.encode() if password else None)
    if not handle:
        raise DamagedError(f"{path.name} cannot be opened (PDFium error {PDFIUM.FPDF_GetLastError()}).")
    try:
        yield handle
    finally:
        PDFIUM.FPDF_CloseDocument(handle)


@contextmanager
def _page(handle: int, number: int) -> Iterator[int]:
    page = PDFIUM.FPDF_LoadPage(handle, number - 1)
    if not page:
        raise DamagedError(f"Page {number} cannot be read.")
    try:
        yield page
    finally:
        PDFIUM.FPDF_ClosePage(page)


@contextmanager
def _text(page: int) -> Iterator[int]:
    text = PDFIUM.FPDFText_LoadPage(page)
    try:
        yield text
    finally:
        PDFIUM.FPDFText_ClosePage(text)


def _read(handle: int, page: int, number: int) -> Page:
    seen = _frame(page)
    with _text(page) as text:
        glyphs, styles, objects = TextReader(text, seen).read(MOST_CHARACTERS)
        graphics = GraphicsReader().read(page, seen.matrix)
    words = []
    for word, first, invisible in words_of(glyphs, styles):
        order = graphics.text_order.get(int(objects[first]), 0)
        words.append(FoundWord(word, order, invisible))
    return assemble_page(
        PageLayer(number, seen.width, seen.height, words, graphics.paths, graphics.pictures, _links(handle, page, seen))
    )


def _frame(page: int) -> Frame:
    box = (c_float * 4)()  # left, top, right, bottom
    PDFIUM.FPDF_GetPageBoundingBox(page, addressof(box))
    left, top, right, bottom = box
    return frame(left, bottom, right, top, 90 * PDFIUM.FPDFPage_GetRotation(page))


def _links(handle: int, page: int, seen: Frame) -> tuple[Link, ...]:
    found = []
    position, link, box = c_int(0), c_void_p(), (c_float * 4)()
    while PDFIUM.FPDFLink_Enumerate(page, addressof(position), addressof(link)):
        action = PDFIUM.FPDFLink_GetAction(link.value)
        needed = PDFIUM.FPDFAction_GetURIPath(handle, action, None, 0) if action else 0
        if needed <= 1 or not PDFIUM.FPDFLink_GetAnnotRect(link.value, addressof(box)):
            continue
        buffer = create_string_buffer(needed)
        PDFIUM.FPDFAction_GetURIPath(handle, action, addressof(buffer), needed)
        (ax, ay), (bx, by) = apply(seen.matrix, box[0], box[1]), apply(seen.matrix, box[2], box[3])
        found.append(Link(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), buffer.value.decode("utf-8", "replace")))
    return tuple(found)


def _meta(handle: int, tag: bytes) -> str | None:
    needed = PDFIUM.FPDF_GetMetaText(handle, tag, None, 0)
    buffer = create_string_buffer(max(2, needed))
    PDFIUM.FPDF_GetMetaText(handle, tag, addressof(buffer), needed)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip() or None
