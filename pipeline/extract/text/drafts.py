"""Draft: a block in the making, passed from step to step inside the text stage."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.text.lines import Line, Style
from pipeline.geometry import turned_back, union
from pipeline.model import BlockKind, Box, Page


@dataclass(frozen=True, slots=True)
class Draft:
    kind: BlockKind
    lines: tuple[Line, ...]
    page: int
    level: int | None = None
    number: str | None = None
    turn: int = 0
    """Reading direction in degrees; the lines of a turned draft are in the frame in which they read upright."""

    @property
    def box(self) -> Box:
        return union(line.box for line in self.lines)

    @property
    def style(self) -> Style:
        return self.lines[0].style

    @property
    def plain(self) -> str:
        """Text with line ends as blanks."""
        return " ".join(line.text for line in self.lines)

    def seen(self, page: Page) -> Box:
        """Box on the page as it is seen."""
        return turned_back(self.box, self.turn, page.width, page.height)
