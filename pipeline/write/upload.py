"""The folder of a report in an object store, where nothing can be put or replaced as a whole.

The manifest comes last and goes first: a folder with a manifest is whole. What is under way is told by a note beside,
so that the next run knows what a broken one has left, and what a person has put there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.write.artifact import json_bytes
from pipeline.write.manifest import NAME, manifest_of, read_manifest
from pipeline.write.strangers import foreign, others

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.storage import Remote

NOTE = ".run.json.new"
"""Stands there while files are put: the PDF they are of, and all files that may be of this run or an earlier one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the folder of a report."""

    sizes: Mapping[str, int]
    manifest: dict[str, Any] | None
    """None where there is none, or where files are missing or of another size than it tells."""
    note: dict[str, Any] | None

    def holder(self) -> str | None:
        """sha256 of the PDF whose data stand there; None where nothing does; "" where something else does."""
        told = self.manifest or self.note
        return str(told["input"].get("sha256", "")) if told else "" if self.sizes else None

    def ours(self) -> set[str]:
        """Files that runs have written; never a name that leads out of the folder."""
        told = [*(self.manifest or {}).get("files", ()), *(self.note or {}).get("files", ())]
        return {name for name in told if ".." not in PurePosixPath(name).parts and not name.startswith("/")}


def standing(out: Remote, report_id: str) -> Standing:
    """Raises UnreachableError."""
    found = out.sizes(report_id)
    sizes = {name.removeprefix(f"{report_id}/"): size for name, size in found.items()}
    told = {name: out.read(f"{report_id}/{name}") if name in sizes else None for name in (NAME, NOTE)}
    parts = {name: manifest_of(content) if content is not None else None for name, content in told.items()}
    return Standing(sizes, parts[NAME], parts[NOTE])


def is_whole(found: Standing) -> bool:
    """Whether all files that the manifest tells are there with their sizes. Contents are not read again."""
    files = (found.manifest or {}).get("files", {})
    return found.manifest is not None and all(found.sizes.get(name) == file["bytes"] for name, file in files.items())


def upload_report(folder: Path, out: Remote, report_id: str) -> None:
    """Makes ``report_id`` in ``out`` what ``folder`` is; files of a person stay. Raises OutputError."""
    manifest = read_manifest(folder)
    assert manifest is not None
    found = standing(out, report_id)
    _refuse_foreign(found, manifest["input"]["sha256"], f"{out.url}/{report_id}")
    changed = dict(_changed(manifest, found))
    stale = sorted((found.ours() - set(manifest["files"])) & set(found.sizes))
    if changed or stale or found.note:
        note = {"input": manifest["input"], "files": dict.fromkeys(sorted(found.ours() | set(manifest["files"])))}
        out.write(f"{report_id}/{NOTE}", json_bytes(note))
        out.remove([f"{report_id}/{name}" for name in (NAME, *stale) if name in found.sizes])
        out.upload({f"{report_id}/{name}": folder / name for name in changed})
    out.write(f"{report_id}/{NAME}", (folder / NAME).read_bytes())
    out.remove([f"{report_id}/{NOTE}"] if changed or stale or found.note else [])


def _changed(manifest: Mapping[str, Any], found: Standing) -> Iterator[tuple[str, Any]]:
    """Files that do not stand there as they should."""
    before = (found.manifest or {}).get("files", {}) if found.note is None else {}
    for name, file in manifest["files"].items():
        same = before.get(name, {}).get("sha256") == file["sha256"] and found.sizes.get(name) == file["bytes"]
        if not same:
            yield name, file


def _refuse_foreign(found: Standing, sha256: str, named: str) -> None:
    holder = found.holder()
    if holder == "":
        raise foreign(named)
    if holder not in (None, sha256):
        raise others(named)
