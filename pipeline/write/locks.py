"""What the system offers so that processes that share a folder do not harm each other.

A lock on a folder needs no file, and the system lets go of it when its holder dies: there are no stale locks. Where
a folder cannot be locked (Windows, some network drives) nothing is locked, and age tells what is abandoned.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STALE_SECONDS = 3600.0
"""No run writes for an hour: a half-written folder older than that was left by a process that died."""
AT_FDCWD = -100
SWAP = 2
"""Flag of both renameat2 (Linux: RENAME_EXCHANGE) and renamex_np (macOS: RENAME_SWAP)."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Others that ask for ``folder`` wait until this ends, or the process dies."""
    descriptor = _descriptor(folder)
    try:
        if descriptor is not None:
            _lock(descriptor, wait=True)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def is_abandoned(folder: Path) -> bool:
    """Whether the process that was writing ``folder`` is gone; its age decides where folders cannot be locked."""
    with suppress(OSError):
        descriptor = _descriptor(folder)
        if descriptor is not None:
            try:
                free = _lock(descriptor, wait=False)
            finally:
                os.close(descriptor)
            if free is not None:
                return free
        return time.time() - folder.stat().st_mtime > STALE_SECONDS
    return False  # it has just gone


def exchange(first: Path, second: Path) -> bool:
    """Two folders swap their names in one step; False where the system or the disk cannot."""
    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None)
    names = os.fsencode(first), os.fsencode(second)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], SWAP) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(names[0], names[1], SWAP) == 0)
    return False


def _descriptor(folder: Path) -> int | None:
    return None if sys.platform == "win32" else os.open(folder, os.O_RDONLY)


def _lock(descriptor: int, wait: bool) -> bool | None:
    """True: locked; False: somebody else has it; None: it cannot be locked."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
