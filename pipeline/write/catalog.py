"""catalog.parquet: one row per report in the folder, from their manifests."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pipeline.model import Artifact
from pipeline.write.atomic import output_errors, replace_file
from pipeline.write.locks import locked
from pipeline.write.manifest import NAME as MANIFEST
from pipeline.write.manifest import manifest_of, read_manifest
from schemas.columns import CATALOG

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.storage import Remote

NAME = "catalog.parquet"
AT_A_TIME = 500
"""Manifests in memory."""


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


def row_of(report_id: str, manifest: Mapping[str, Any]) -> dict[str, object] | None:
    """None for a manifest that tells no counts."""
    if "counts" not in manifest:
        return None
    document, counts = manifest["input"], manifest["counts"]
    return {
        "report_id": report_id,
        "title": document.get("title"),
        "file": document.get("file"),
        "sha256": document.get("sha256"),
        "pages": document.get("pages"),
        "language": (manifest.get("number_format") or {}).get("language"),
        **counts,
    }


def update_catalog(out: Remote, made: Mapping[str, Mapping[str, object]]) -> None:
    """List all reports in a folder of an object store. ``made``: the rows that this run knows; others stay as they are
    listed, and what no list has is read from its manifest. Raises UnreachableError, OutputError."""
    from pipeline.write.exporters.parquet import parquet_bytes_of_rows

    before = out.read(NAME)
    rows = {**_listed(before), **made}
    folders = out.folders()
    missing = [folder for folder in folders if folder not in rows]
    for first in range(0, len(missing), AT_A_TIME):
        some = missing[first : first + AT_A_TIME]
        for folder, content in zip(some, out.read_all([f"{folder}/{MANIFEST}" for folder in some]), strict=True):
            manifest = manifest_of(content) if content is not None else None
            row = row_of(folder, manifest) if manifest else None
            if row is not None:
                rows[folder] = row
    content = parquet_bytes_of_rows(CATALOG, [rows[folder] for folder in folders if folder in rows])
    if content != before:
        out.write(NAME, content)


def _listed(content: bytes | None) -> dict[str, dict[str, object]]:
    """The rows of a catalog; nothing where it has other columns than it would be given now."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(pa.BufferReader(content or b""))
    except (OSError, ValueError):  # what pyarrow says of a file that is none
        return {}
    if table.column_names != [field.name for field in CATALOG]:
        return {}
    return {row["report_id"]: row for row in table.to_pylist()}


def _row(folder: Path) -> dict[str, object] | None:
    manifest = read_manifest(folder)
    return row_of(folder.name, manifest) if manifest else None
