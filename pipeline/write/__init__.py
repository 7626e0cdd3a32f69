"""Validation -> files, whole or not at all: one folder per report, and a catalog of all of them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.write.atomic import recover_all
from pipeline.write.catalog import is_listed, write_catalog
from pipeline.write.manifest import is_current, read_manifest
from pipeline.write.origin import read_origin
from pipeline.write.package import Delivery, Origin, Package, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.model import Artifact
    from pipeline.write.exporters import EXPORTERS, Exporter

__all__ = [
    "EXPORTERS", "Delivery", "Exporter", "Origin", "Package", "Sheet", "is_current", "is_listed", "read_manifest",
    "read_origin", "recover_all", "write_catalog", "write_report",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """The formats are imported when something is written: to see that nothing has changed needs none."""
    if name not in ("EXPORTERS", "Exporter"):
        raise AttributeError(f"module 'pipeline.write' has no attribute {name!r}")
    from pipeline.write import exporters

    return getattr(exporters, name)


def write_report(
    folder: Path, package: Package, extra_files: Iterable[tuple[str, Iterable[bytes]]] = ()
) -> tuple[Artifact, ...]:
    """Write all files of one report into ``folder``, replacing what an earlier run wrote there.

    ``extra_files`` (path within the folder, and its content in pieces that may be made as they are taken) appear
    together with the others. Raises OutputError, and then nothing has changed.
    """
    from pipeline.write.artifact import store
    from pipeline.write.atomic import replacing
    from pipeline.write.exporters import EXPORTERS
    from pipeline.write.locks import locked
    from pipeline.write.manifest import NAME, manifest_bytes
    from pipeline.write.sheets import Sheets
    from pipeline.write.strangers import keep, refuse_foreign

    begun = time.perf_counter()
    if folder.parent.is_dir():
        with locked(folder.parent):  # else another run may just be putting its own in the place of what stands there
            refuse_foreign(folder, package.document.sha256)

    def settle(new: Path) -> None:
        refuse_foreign(folder, package.document.sha256)  # another run may have been there meanwhile
        keep(folder, new)

    with replacing(folder, settle) as new:
        delivery = Delivery(new, package, Sheets(package))
        for exporter in EXPORTERS.values():
            delivery = replace(delivery, written=delivery.written + exporter(delivery))
        written = delivery.written
        half = time.perf_counter()
        written += tuple(store(new, path, pieces) for path, pieces in extra_files)
        report = time.perf_counter() - half
        timings = {**package.timings, "report": report, "write": time.perf_counter() - begun - report}
        written += (store(new, NAME, manifest_bytes(package, written, timings)),)
    return written
