"""What a PDF reader must offer; one file in this folder per library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from pipeline.config import DEFAULT_LIMITS, Limits
from pipeline.errors import UsageError
from pipeline.model import Box, Char, Document, Page


class PageBackend(Protocol):
    """Reads a PDF into values of model.py. Stateless: every call opens and closes the file itself."""

    name: str

    def open(self, path: Path, password: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
        """Raises InputError subclasses for what is no readable PDF."""
        ...

    def count(self, path: Path, password: str | None = None, limits: Limits = DEFAULT_LIMITS) -> int:
        """Pages of the file, at most one more than ``limits`` allow. Raises InputError subclasses."""
        ...

    def pages(
        self,
        document: Document,
        numbers: Sequence[int] | None = None,
        password: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Iterator[Page]:
        """Pages in the order asked for (all by default), each closed before the next is read."""
        ...

    def characters(
        self, document: Document, number: int, box: Box | None = None, password: str | None = None
    ) -> tuple[Char, ...]:
        """The characters of one page whose centre lies in ``box``."""
        ...


def asked_for(document: Document, numbers: Sequence[int] | None) -> Sequence[int]:
    """The page numbers to read. Raises UsageError for one that the document does not have."""
    if numbers is None:
        return range(1, document.page_count + 1)
    for number in numbers:
        if not 1 <= number <= document.page_count:
            raise UsageError(f"{document.path.name} has {document.page_count} pages; there is no page {number}.")
    return numbers
