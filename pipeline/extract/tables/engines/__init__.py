"""The table engines by name. A new one is a file here and a line in ENGINES."""

from __future__ import annotations

from pipeline.extract.tables.engine import TableEngine
from pipeline.extract.tables.engines.aligned import Aligned
from pipeline.extract.tables.engines.ruled import Ruled

ENGINES: dict[str, TableEngine] = {"ruled": Ruled(), "aligned": Aligned()}
