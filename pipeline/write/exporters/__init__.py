"""Ways to write a report, by name; each file here is one. A new one is a function and a line below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pipeline.write.exporters.csv import write_csv
from pipeline.write.exporters.datapackage import write_datapackage
from pipeline.write.exporters.grids import write_grids
from pipeline.write.exporters.parquet import write_parquet

if TYPE_CHECKING:
    from pipeline.model import Artifact
    from pipeline.write.package import Delivery


class Exporter(Protocol):
    """Writes into ``delivery.folder`` and says what it wrote."""

    def __call__(self, delivery: Delivery) -> tuple[Artifact, ...]: ...


EXPORTERS: dict[str, Exporter] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "grids": write_grids,
    "datapackage": write_datapackage,
}
"""In the order in which they run: the data package describes what the others wrote."""
