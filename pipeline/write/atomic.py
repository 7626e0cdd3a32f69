"""A folder appears whole or not at all: written beside, put on the disk, then swapped in.

Linux and macOS swap two names in one step. Elsewhere there is an instant without the folder, between two renames; a
process killed there leaves the earlier one beside under a name that ``recover`` knows, and the next run begins by
putting it back. Runs that write to one place at once take turns (``locks.py``).
"""

from __future__ import annotations

import errno
import glob
import os
import re
import secrets
import shutil
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from pipeline.errors import OutputError
from pipeline.write.locks import exchange, is_abandoned, locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LEFT = re.compile(r"\.(.+)\.(?:new|old)-[0-9a-f]{8}")
"""Names beside a folder while it is replaced; after it, they are what a killed process has left."""

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
def replacing(folder: Path, settle: Callable[[Path], None] = lambda new: None) -> Iterator[Path]:
    """An empty folder beside ``folder`` to write into; on success it takes the place of ``folder``.

    ``settle`` is called with it at the very end, when no other run can change ``folder`` any more. On an error it is
    removed and ``folder`` stays as it was. Raises OutputError.
    """
    with output_errors(folder), ExitStack() as held:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder.parent):
            recover(folder)
            new = folder.with_name(f".{folder.name}.new-{secrets.token_hex(4)}")
            new.mkdir()
            held.enter_context(locked(new))  # says that somebody is at work here, until this process ends
        try:
            yield new
            with locked(folder.parent):
                settle(new)
                _swap(new, folder)
        finally:
            if new.is_symlink():  # a person has put the report's folder elsewhere and a link in its place
                new.unlink()
            shutil.rmtree(new, ignore_errors=True)


def recover_all(out: Path) -> None:
    """``recover`` for every report in ``out``. Raises OutputError."""
    if not out.is_dir():
        return
    with output_errors(out), locked(out):
        names = {found[1] for path in out.iterdir() if (found := LEFT.fullmatch(path.name))}
        for name in sorted(names):
            recover(out / name)


def recover(folder: Path) -> None:
    """Put back what a killed process moved away, and clear away what it had begun. The parent is locked."""
    name = glob.escape(folder.name)
    for earlier in sorted(folder.parent.glob(f".{name}.old-*")):
        if folder.exists():
            shutil.rmtree(earlier)
        else:
            earlier.rename(folder)
    for begun in folder.parent.glob(f".{name}.new-*"):
        if not is_abandoned(begun):
            continue
        if begun.is_dir() and not begun.is_symlink():
            shutil.rmtree(begun, ignore_errors=True)
        else:
            begun.unlink(missing_ok=True)


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
    if folder.exists() and exchange(new, folder):
        _sync(folder.parent)
        return  # what stood there is now where the new one was written, and is removed like it
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
