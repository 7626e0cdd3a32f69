"""The fast reader, on PDFium (see pdfium_library.py, pdfium_text.py, pdfium_graphics.py)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import addressof, c_float, c_int, c_void_p, create_string_buffer
from pathlib import Path

import numpy as np

from pipeline.config import DEFAULT_LIMITS, Limits
from pipeline.errors import DamagedError, EncryptedError, InputError, NoPagesError
from pipeline.model import Box, Char, Document, Issue, Link, Page
from pipeline.read.assemble import assemble_page, damaged_page
from pipeline.read.backend import asked_for
from pipeline.read.bombs import bomb_page, bombs
from pipeline.read.content_check import second_look
from pipeline.read.frame import Frame, apply, frame, unturn
from pipeline.read.gate import check_file, restricted, sha256_of
from pipeline.read.layer import FoundWord, PageLayer, made
from pipeline.read.limits import AT_ONE_OPENING, NO_LIMIT, over_limit
from pipeline.read.mend import mended
from pipeline.read.pdfium_graphics import GraphicsReader
from pipeline.read.pdfium_library import PDFIUM
from pipeline.read.pdfium_text import TextReader
from pipeline.read.words import words_of

ERROR_PASSWORD, ERROR_SECURITY = 4, 5
PAGES_TRIED = 20
"""Pages that must all fail to load before a file is refused as a whole."""
COPYING = 1 << 4
"""Bit of the permissions (ISO 32000-2, table 22)."""
UNPLACED: tuple[int, Box | None] = (0, None)
"""Order and clip of a text object that is not among those of the page."""
WIDGET = 20
"""Kind of annotation that is a form field."""


class PdfiumBackend:
    name = "pdfium"

    def open(self, path: Path, password: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
        issues = check_file(path, limits)
        with _document(path, password) as handle:
            count = PDFIUM.FPDF_GetPageCount(handle)
            if count <= 0:
                raise NoPagesError(f"{path}: the file holds no page.")
            if not _any_page(handle, count):
                raise DamagedError(f"{path}: none of its pages can be loaded.")
            taken = min(count, limits.pages or NO_LIMIT)
            return Document(
                path=path,
                sha256=sha256_of(path),
                page_count=taken,
                title=_meta(handle, b"Title"),
                producer=_meta(handle, b"Producer"),
                backend=self.name,
                issues=(
                    *issues,
                    *restricted(path, _copying_allowed(handle)),
                    *over_limit("pages", count, taken, path.name),
                ),
            )

    def count(self, path: Path, password: str | None = None, limits: Limits = DEFAULT_LIMITS) -> int:
        with _document(path, password) as handle:
            found: int = PDFIUM.FPDF_GetPageCount(handle)
            return min(found, (limits.pages or NO_LIMIT - 1) + 1)

    def pages(
        self,
        document: Document,
        numbers: Sequence[int] | None = None,
        password: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Iterator[Page]:
        wanted, look = asked_for(document, numbers), second_look(document, password)
        passed_over = bombs(document.path, password, limits)
        for first in range(0, len(wanted), AT_ONE_OPENING):
            with _document(document.path, password) as handle:
                for number in wanted[first : first + AT_ONE_OPENING]:
                    if number in passed_over:
                        yield bomb_page(number)
                        continue
                    with _page(handle, number) as page:
                        read = (
                            _read(handle, page, number, limits)
                            if page
                            else damaged_page(number, "it is missing in the file")
                        )
                    yield look(read)

    def characters(
        self, document: Document, number: int, box: Box | None = None, password: str | None = None
    ) -> tuple[Char, ...]:
        asked_for(document, [number])
        with _document(document.path, password) as handle, _page(handle, number) as page:
            if not page:
                return ()
            with _text(page) as text:
                glyphs, styles, _ = TextReader(text, _frame(page)).read(DEFAULT_LIMITS.page_characters)
        found = []
        for k, letter in enumerate(glyphs.text):
            style = styles[glyphs.style[k]]
            bottom = float(glyphs.baseline[k]) + style.drop
            seen = unturn((float(glyphs.start[k]), bottom - style.size, float(glyphs.end[k]), bottom), style.angle)
            char = Char(*seen, letter, style.size, style.font)
            x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
            if box is None or (box.x0 <= x <= box.x1 and box.top <= y <= box.bottom):
                found.append(char)
        return tuple(found)


@contextmanager
def _document(path: Path, password: str | None) -> Iterator[int]:
    handle = None
    tried = [None] if password is None else [password.encode(), password.encode("latin-1", "replace")]
    data = mended(path)  # PDFium reads from it until the document is closed
    for attempt in tried:  # files up to PDF 1.7 expect Latin-1, later ones UTF-8
        if data is None:
            handle = handle or PDFIUM.FPDF_LoadDocument(os.fsencode(path), attempt)
        else:
            handle = handle or PDFIUM.FPDF_LoadMemDocument64(data, len(data), attempt)
    if not handle:
        raise _refusal(path, PDFIUM.FPDF_GetLastError(), password is not None)
    try:
        yield handle
    finally:
        PDFIUM.FPDF_CloseDocument(handle)


def _refusal(path: Path, code: int, had_password: bool) -> InputError:
    if code == ERROR_PASSWORD:
        return EncryptedError(
            f"{path}: the password given does not open it." if had_password else f"{path}: it needs a password."
        )
    if code == ERROR_SECURITY:
        return EncryptedError(f"{path}: it is protected in a way that cannot be undone here (rights management).")
    return DamagedError(f"{path}: it is no complete PDF and cannot be opened.")


@contextmanager
def _page(handle: int, number: int) -> Iterator[int | None]:
    page = PDFIUM.FPDF_LoadPage(handle, number - 1)
    try:
        yield page
    finally:
        if page:
            PDFIUM.FPDF_ClosePage(page)


def _copying_allowed(handle: int) -> bool:
    if PDFIUM.FPDF_GetSecurityHandlerRevision(handle) < 0:
        return True  # it is not encrypted
    return bool(PDFIUM.FPDF_GetDocPermissions(handle) & COPYING)


def _any_page(handle: int, count: int) -> bool:
    """Looks at the dictionaries of pages only: what stands on a page is not parsed."""
    size = (c_float * 2)()
    tried = range(min(count, PAGES_TRIED))
    found = any(PDFIUM.FPDF_GetPageSizeByIndexF(handle, index, addressof(size)) for index in tried)
    return found or count > PAGES_TRIED


@contextmanager
def _text(page: int) -> Iterator[int]:
    text = PDFIUM.FPDFText_LoadPage(page)
    try:
        yield text
    finally:
        if text:
            PDFIUM.FPDFText_ClosePage(text)


def _read(handle: int, page: int, number: int, limits: Limits) -> Page:
    most = limits.page_characters or NO_LIMIT
    seen = _frame(page)
    with _text(page) as text:
        characters = PDFIUM.FPDFText_CountChars(text)
        graphics = GraphicsReader(seen.matrix, limits.page_paths or NO_LIMIT).read(page)
        glyphs, styles, objects = TextReader(text, seen, list(graphics.texts)).read(most)
    assembled = words_of(glyphs, styles)
    firsts = np.array(assembled.firsts, dtype=np.intp)
    placed = [graphics.texts.get(address, UNPLACED) for address in objects[firsts].tolist()]
    words = [
        made(FoundWord, (word, order, invisible, clip))
        for word, invisible, (order, clip) in zip(assembled.words, assembled.invisible, placed, strict=True)
    ]
    issues = (
        *over_limit("characters", characters, most, page=number),
        *over_limit("paths", graphics.painted, graphics.painted - graphics.passed_over, page=number),
        *_form_fields(page, number),
    )
    links = _links(handle, page, seen)
    return assemble_page(
        PageLayer(number, seen.width, seen.height, words, graphics.paths, graphics.pictures, links, issues)
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
        target = buffer.value.decode("utf-8", "replace")
        found.append(Link(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), target))
    return tuple(found)


def _form_fields(page: int, number: int) -> tuple[Issue, ...]:
    """What is typed into a form is no text of the page: a table of fields would look empty."""
    fields = 0
    for index in range(PDFIUM.FPDFPage_GetAnnotCount(page)):
        annotation = PDFIUM.FPDFPage_GetAnnot(page, index)
        if annotation:
            fields += PDFIUM.FPDFAnnot_GetSubtype(annotation) == WIDGET
            PDFIUM.FPDFPage_CloseAnnot(annotation)
    if not fields:
        return ()
    message = f"Page {number} has {fields} form fields; what is filled in there is not in the data."
    return (Issue("page.form_fields", "warning", message, page=number),)


def _meta(handle: int, tag: bytes) -> str | None:
    needed = PDFIUM.FPDF_GetMetaText(handle, tag, None, 0)
    buffer = create_string_buffer(max(2, needed))
    PDFIUM.FPDF_GetMetaText(handle, tag, addressof(buffer), needed)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip() or None
