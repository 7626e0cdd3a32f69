"""Files in a report's folder that no run wrote belong to a person: they are kept, never overwritten."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from pipeline.errors import OutputError
from pipeline.write.manifest import NAME, read_manifest

if TYPE_CHECKING:
    from pathlib import Path


def refuse_foreign(folder: Path, sha256: str) -> None:
    """Raises OutputError when ``folder`` holds files but is not the folder of a report, or another PDF's.

    ``sha256``: of the PDF that is to be written there.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    manifest = read_manifest(folder)
    if manifest is not None and manifest["input"].get("sha256") == sha256:
        return
    raise foreign(folder) if manifest is None else others(folder)


def others(folder: object) -> OutputError:
    error = OutputError(f"{folder} holds the data of another PDF, written meanwhile, so it is not overwritten")
    error.hint = "Run again: the PDF then gets a folder of its own."
    return error


def foreign(folder: object) -> OutputError:
    error = OutputError(f"{folder} holds files that no run wrote, so it is not overwritten")
    error.hint = "Choose another folder with --out, or move what stands there."
    return error


def keep(folder: Path, new: Path) -> None:
    """Copy what a person has put into ``folder`` to ``new``, which will take its place."""
    manifest = read_manifest(folder)
    if manifest is None:
        return
    ours = {NAME, *manifest["files"]}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name in ours or path.is_dir() or (new / name).exists():
            continue
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, new / name, follow_symlinks=False)
