"""One look at each page and each table: what their facts and the counts of the stages need of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model import CleanTable, Page, PageState


class PageSeen(NamedTuple):
    """A page without its words: those of a long document are not held together."""

    number: int
    state: PageState
    words: int
    recognised: int
    """Words that OCR has read."""
    hidden: int


def pages_seen(pages: Iterable[Page]) -> tuple[PageSeen, ...]:
    return tuple(
        PageSeen(
            page.number,
            page.state,
            len(page.words),
            sum(word.origin == "ocr" for word in page.words),
            len(page.hidden),
        )
        for page in pages
    )


@dataclass(slots=True)
class TablesSeen:
    """Counts over the tables that have passed by."""

    engines: Counter[str] = field(default_factory=Counter)
    values: int = 0
    missing: int = 0
    pages: set[int] = field(default_factory=set)

    def passing(self, tables: Iterable[CleanTable]) -> Iterator[CleanTable]:
        for table in tables:
            self.engines[table.table.engine] += 1
            self.values += len(table.values)
            self.missing += sum(value.missing is not None for value in table.values)
            self.pages.update(table.table.pages)
            yield table
