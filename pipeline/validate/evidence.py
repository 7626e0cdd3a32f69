"""What else of a document its values are held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Block, Chart, NumberFormat, Page


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is not given is not checked, and the check says so."""

    blocks: tuple[Block, ...] = ()
    """The running text, in reading order."""
    number_format: NumberFormat | None = None
    """How the text writes numbers; without it no statement of the text is looked at."""
    charts: tuple[Chart, ...] = ()
    """With the measured length of each bar."""
    pages: Sequence[Page] = ()
    """As read: every word that a table must account for."""
