"""PDFs drawn for the tests of reading; both backends are asked the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Document, Page
from pipeline.read import BACKENDS, open_document, read_pages

WIDTH, HEIGHT = 400.0, 300.0
"""Points of the pages drawn here."""


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def turned(canvas: Canvas, rotation: int) -> None:
    """Turn the page, whose media box stays WIDTH by HEIGHT: reportlab swaps the sides of one turned by a quarter."""
    canvas.setPageRotation(rotation)
    if rotation in (90, 270):
        canvas.setPageSize((HEIGHT, WIDTH))


class Sheet:
    """A PDF being drawn, and its pages as read."""

    def __init__(self, path: Path, backend: str) -> None:
        self.path = path
        self.backend = backend

    @contextmanager
    def drawn(self, **options: Any) -> Iterator[Canvas]:
        canvas = Canvas(str(self.path), pagesize=(WIDTH, HEIGHT), invariant=1, **options)
        yield canvas
        canvas.save()

    def document(self, password: str | None = None) -> Document:
        return open_document(self.path, password=password, backend=self.backend)

    def pages(self, password: str | None = None) -> list[Page]:
        return list(read_pages(self.document(password), password=password))

    def page(self) -> Page:
        return self.pages()[0]


@pytest.fixture
def sheet(tmp_path: Path, backend: str) -> Sheet:
    return Sheet(tmp_path / "drawn.pdf", backend)


@pytest.fixture
def sheet_of(tmp_path: Path) -> Callable[[str], Sheet]:
    return lambda name: Sheet(tmp_path / f"{name}.pdf", name)
