"""Small reports made by hand: a frame of observations and blocks of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.model import Block, Box, NumberFormat

BOX = Box(50, 50, 500, 80)
DUTCH = NumberFormat(",", (".",), "nl", "handmade")
ENGLISH = NumberFormat(".", (",",), "en", "handmade")
GERMAN = NumberFormat(",", (".",), "de", "handmade")
FRENCH = NumberFormat(",", (" ",), "fr", "handmade")


@dataclass
class Report:
    """Tables and text, in the order in which they are added."""

    rows: list[dict[str, object]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    section: str | None = None
    page: int = 1

    def heading(self, text: str, number: str | None = None) -> None:
        self.page += 1
        self.section = " ".join(part for part in (number, text) if part)
        self._block("heading", text, level=1)

    def text(self, *paragraphs: str, kind: str = "paragraph") -> None:
        for paragraph in paragraphs:
            self._block(kind, paragraph)

    def _block(self, kind: str, text: str, level: int | None = None) -> None:
        name = f"p{self.page:03d}-b{len(self.blocks):02d}"
        block = Block(name, kind, text, self.page, BOX, len(self.blocks), level, None, self.section)  # type: ignore[arg-type]
        self.blocks.append(block)

    def table(
        self,
        title: str,
        columns: Sequence[str],
        values: dict[str, Sequence[float]],
        number: str | None = None,
        units: Sequence[str | None] | str | None = "%",
        chart: bool = False,
    ) -> str:
        """Adds a table under the last heading and returns its id. A column called ``+/-`` holds differences."""
        table_id = f"p{self.page:03d}-{'c' if chart else 't'}{len({r['table_id'] for r in self.rows}) + 1}"
        for r, (label, line) in enumerate(values.items()):
            for c, value in enumerate(line):
                unit = units if isinstance(units, str) or units is None else units[c]
                change = columns[c] == "+/-"
                self.rows.append(
                    {
                        "observation_id": f"{table_id}-r{r:02d}-c{c:02d}",
                        "source": "chart" if chart else "table",
                        "table_id": table_id,
                        "number": number,
                        "title": title,
                        "note": None,
                        "section": self.section,
                        "page": self.page,
                        "row": r,
                        "column": c,
                        "row_group": None,
                        "row_label": label,
                        "column_group": None,
                        "column_label": columns[c],
                        "unit": unit,
                        "statistic": "difference" if change else "percent" if unit == "%" else "count",
                        "value": float(value),
                        "confidence": 1.0,
                        "is_total": columns[c].casefold() in TOTALS or label.casefold() in TOTALS,
                    }
                )
        kind = "Figure" if chart else "Table"
        self._block("caption", f"{kind} {number} {title}" if number else title)
        return table_id

    @property
    def observations(self) -> pd.DataFrame:
        frame = pd.DataFrame(self.rows)
        texts = [
            name for name in frame.columns if name not in ("page", "row", "column", "value", "is_total", "confidence")
        ]
        return frame.astype(dict.fromkeys(texts, "string"))


TOTALS = {"total", "totaal", "gesamt", "ensemble"}
