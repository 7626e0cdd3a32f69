"""A folder appears whole or not at all: written beside, put on the disk, then renamed.

Between the two renames of ``replacing`` there is an instant without the folder. A process killed there leaves
the earlier one beside under a name that ``recover`` knows; the next write begins by putting it back.
"""

from __future__ import annotations

import errno
import glob
import os
import secrets
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STALE_SECONDS = 3600.0
"""No run writes for an hour: a half-written folder older than that was left by a process that died."""

HINTS = {
    errno.ENOSPC: "The disk is full: free space or choose another folder with --out.",
    errno.EDQUOT: "The disk quota is used up: free space or choose another folder with --out.",
    errno.EROFS: "The disk is read-only: choose another folder with --out.",
    errno.EACCES: "Close the files if a program has them open, or choose another folder with --out.",
    errno.EPERM: "Close the files if a program has them open, or choose another folder with --out.",
    errno.ENAMETOOLONG: "The name is too long for this disk: rename the PDF or choose a shorter --out.",
    errno.ENOTDIR: "A file stands where a folder is needed: choose another folder with --out.",
    errno.EEXIST: "Something else stands there: choose another folder with --out.",
}


@contextmanager
def output_errors(target: Path) -> Iterator[None]:
    """Turn what the disk says into an OutputError with a next step."""
    try:
        yield
    except OSError as error:
        failure = OutputError(f"cannot write {target}: {error.strerror or error}")
        failure.hint = HINTS.get(error.errno or 0, OutputError.hint)
        raise failure from error


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """An empty folder beside ``folder`` to write into; on success it takes the place of ``folder``.

    On an error it is removed and ``folder`` stays as it was. Raises OutputError.
    """
    with output_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        recover(folder)
        new = folder.with_name(f".{folder.name}.new-{secrets.token_hex(4)}")
        new.mkdir()
        try:
            yield new
            _swap(new, folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def recover(folder: Path) -> None:
    """Put back what a killed process moved away, and clear away what it had begun."""
    name = glob.escape(folder.name)
    for earlier in sorted(folder.parent.glob(f".{name}.old-*")):
        if folder.exists():
            shutil.rmtree(earlier)
        else:
            earlier.rename(folder)
    for begun in folder.parent.glob(f".{name}.new-*"):
        if time.time() - begun.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(begun)


def replace_file(target: Path, content: bytes) -> None:
    """One file, whole or not at all. Raises OutputError."""
    with output_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.new-{secrets.token_hex(4)}")
        try:
            with new.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)


def _swap(new: Path, folder: Path) -> None:
    for path in (new, *(child for child in new.iterdir() if child.is_dir())):
        _sync(path)
    old = folder.with_name(new.name.replace(".new-", ".old-", 1))
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    _sync(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Put a folder's list of names on the disk, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
