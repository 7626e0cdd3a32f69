"""PDF to Page: ``open_document`` and ``read_pages``. Each library is loaded when its backend is first used."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

from pipeline.config import DEFAULT_LIMITS, Limits
from pipeline.errors import InputError, UsageError
from pipeline.model import Document, Issue, Page
from pipeline.read.backend import PageBackend

# What a broken file makes a parser say is told by findings; an application that wants to hear it too adds a handler.
for _parser in ("pdfminer", "pikepdf"):
    logging.getLogger(_parser).addHandler(logging.NullHandler())

BACKENDS = {
    "pdfium": "pipeline.read.pdfium_backend:PdfiumBackend",
    "pdfplumber": "pipeline.read.pdfplumber_backend:PdfplumberBackend",
}
"""Name of each backend and where its class is."""
DRAWS = "pdfium"
"""The one whose library draws pages, whichever reads them."""

__all__ = ["BACKENDS", "compare_counts", "open_document", "page_backend", "read_pages"]


@cache
def page_backend(name: str) -> PageBackend:
    """Raises UsageError for a name that is not in ``BACKENDS``."""
    if name not in BACKENDS:
        raise UsageError(f"There is no reader called {name!r}; choose from {', '.join(sorted(BACKENDS))}.")
    module, _, attribute = BACKENDS[name].partition(":")
    backend: PageBackend = getattr(import_module(module), attribute)()
    return backend


def open_document(
    path: str | Path, password: str | None = None, backend: str = "pdfium", limits: Limits = DEFAULT_LIMITS
) -> Document:
    """What the file is, without reading its pages. Raises InputError subclasses for what is no readable PDF."""
    return page_backend(backend).open(Path(path), password, limits)


def compare_counts(document: Document, password: str | None, limits: Limits = DEFAULT_LIMITS) -> tuple[Issue, ...]:
    """What another reader's count of the pages says against that of ``document``: they differ on damaged files."""
    other = next(name for name in BACKENDS if name != document.backend)
    try:
        count = page_backend(other).count(document.path, password, limits)
    except InputError:
        name = document.path.name
        message = f"{name}: {other} cannot count its pages, so pages that {document.backend} lost show not."
        alone = Issue("document.one_reader", "info", message)
        if other != DRAWS:
            return (alone,)
        message = f"{name}: {other} cannot draw its pages, so the report has no pictures of them."
        return alone, Issue("document.not_drawn", "info", message)
    most = limits.pages or count
    if min(count, most) == document.page_count:
        return ()
    message = (
        f"{document.path.name}: {document.backend} finds {document.page_count} pages and {other} {count}. It is "
        f"damaged, or holds several documents; the {document.page_count} pages were read. Compare with the file."
    )
    return (Issue("document.page_count", "warning", message),)


def read_pages(
    document: Document,
    numbers: Sequence[int] | None = None,
    password: str | None = None,
    backend: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Page]:
    """Pages in the order asked for (all by default), by the backend that opened the document unless one is named."""
    return page_backend(backend or document.backend).pages(document, numbers, password, limits)
