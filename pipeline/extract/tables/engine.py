"""What a table engine must offer; one file per engine in ``engines/``, none imports another."""

from __future__ import annotations

from typing import Protocol

from pipeline.extract.tables.shapes import Layout, Reading, Region


class TableEngine(Protocol):
    """Reads one region of a page in its own way."""

    name: str

    def read(self, layout: Layout, region: Region) -> Reading | None:
        """One reading of the region, or None when the engine has nothing to say about it."""
        ...
