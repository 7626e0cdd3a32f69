"""catalog.parquet: one row per report in the folder, from their manifests."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pipeline.model import Artifact
from pipeline.write.atomic import output_errors, replace_file
from pipeline.write.locks import locked
from pipeline.write.manifest import NAME as MANIFEST
from pipeline.write.manifest import read_manifest
from schemas.columns import CATALOG

if TYPE_CHECKING:
    from pathlib import Path

NAME = "catalog.parquet"


def write_catalog(out: Path) -> Artifact:
    """List all reports below ``out``. Raises OutputError."""
    from pipeline.write.exporters.parquet import parquet_bytes_of_rows

    with output_errors(out), locked(out):
        folders = sorted(child for child in out.iterdir() if child.is_dir() and not child.name.startswith("."))
        rows = [row for folder in folders if (row := _row(folder)) is not None]
        content = parquet_bytes_of_rows(CATALOG, rows)
        replace_file(out / NAME, content)
    return Artifact(NAME, hashlib.sha256(content).hexdigest(), len(content), len(rows))


def is_listed(folder: Path) -> bool:
    """Whether the catalog was written after the report in ``folder``; a killed run may not have come to it."""
    try:
        return (folder.parent / NAME).stat().st_mtime_ns >= (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return not folder.is_dir()


def _row(folder: Path) -> dict[str, object] | None:
    manifest = read_manifest(folder)
    if manifest is None or "counts" not in manifest:
        return None
    document, counts = manifest["input"], manifest["counts"]
    return {
        "report_id": folder.name,
        "title": document.get("title"),
        "file": document.get("file"),
        "sha256": document.get("sha256"),
        "pages": document.get("pages"),
        "language": (manifest.get("number_format") or {}).get("language"),
        **counts,
    }
