"""A long file is opened anew now and then, so that PDFium keeps nothing of pages long read; the pages are the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline.read import open_document, pdfium_backend, read_pages, render
from pipeline.read.render import render_pages


def five_pages(path: Path) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(200, 100), invariant=1)
    for number in range(1, 6):
        canvas.drawString(20, 50, f"Page {number} of five")
        canvas.rect(20, 20, 10 * number, 5, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def test_pages_are_read_and_drawn_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = five_pages(tmp_path / "five.pdf")
    document = open_document(path)
    pages, drawn = list(read_pages(document)), list(render_pages(path, range(1, 6), 1.0, 500))
    opened: list[str] = []
    for module in (pdfium_backend, render):
        monkeypatch.setattr(module, "AT_ONE_OPENING", 2)
        whole = module._document
        name = module.__name__

        def noted(path: Path, password: str | None, whole=whole, name=name):  # type: ignore[no-untyped-def]
            opened.append(name)
            return whole(path, password)

        monkeypatch.setattr(module, "_document", noted)
    assert list(read_pages(document)) == pages
    again = list(render_pages(path, range(1, 6), 1.0, 500))
    assert [number for number, _ in again] == [1, 2, 3, 4, 5]
    assert all(np.array_equal(one, other) for (_, one), (_, other) in zip(again, drawn, strict=True))
    assert [opened.count(module.__name__) for module in (pdfium_backend, render)] == [3, 3]


def test_a_page_to_draw_is_asked_for_when_the_one_before_is_drawn(tmp_path: Path) -> None:
    asked: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(1, 4):
            asked.append(number)
            yield number

    seen = [list(asked) for _ in render_pages(five_pages(tmp_path / "five.pdf"), numbers(), 1.0, 500)]
    assert seen == [[1], [1, 2], [1, 2, 3]]
