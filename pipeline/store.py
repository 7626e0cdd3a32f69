"""Results of the costly stages, kept on the disk: ``<out>/.work/<key>/<name>``.

The key stands for everything that a result depends on, so an entry is never out of date: with another PDF, setting,
version or OCR engine it is not found. An entry says which key and name it was written for, with a digest over all of
it: one that is cut off, changed, or copied from elsewhere counts as not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.write.atomic import output_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ".work"
KEEP_SECONDS = 30 * 24 * 3600.0
"""After a month without a run that uses it, an entry is cleared away, however much room there is."""
HEAD = b"tidyreport entry 1\n"
DIGEST_BYTES = 32
LENGTH_BYTES = 8
MB = 2**20


@dataclass(frozen=True, slots=True)
class Store:
    """The entries of one key; ``folder`` None: nothing is kept."""

    folder: Path | None = None

    def get(self, name: str) -> tuple[bytes, ...] | None:
        """The parts of an entry; None for what is not there or not whole."""
        if self.folder is None:
            return None
        try:
            written = (self.folder / name).read_bytes()
        except OSError:
            return None
        start = len(HEAD) + DIGEST_BYTES
        body = written[start:]
        if written[:start] != HEAD + self._digest(name, body):
            return None
        return tuple(_parts(body))

    def put(self, name: str, *parts: bytes) -> None:
        """Raises OutputError: where an entry finds no room, results would find none."""
        if self.folder is None:
            return
        body = b"".join(len(part).to_bytes(LENGTH_BYTES, "big") + part for part in parts)
        target = self.folder / name
        new = target.with_name(f"{name}.{secrets.token_hex(4)}")
        # Another run over the same PDF may be done, and clear away, at any moment: then nothing needs to be kept.
        with output_errors(target), contextlib.suppress(FileNotFoundError):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                new.write_bytes(HEAD + self._digest(name, body) + body)
                new.replace(target)
            except OSError:
                new.unlink(missing_ok=True)
                raise

    def used(self) -> None:
        """Says that the entries are of use, so that others are cleared away before them."""
        if self.folder is not None:
            with contextlib.suppress(OSError):
                os.utime(self.folder)

    def clear(self) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _digest(self, name: str, body: bytes) -> bytes:
        assert self.folder is not None
        return hashlib.sha256(f"{self.folder.name}/{name}\n".encode() + body).digest()


def store_of(out: Path, sha256: str | None, inputs: Mapping[str, object]) -> Store:
    """The entries of a PDF read with these inputs; none for a file that could not be read."""
    if sha256 is None:
        return Store()
    key = hashlib.sha256(json.dumps([sha256, dict(inputs)], sort_keys=True).encode()).hexdigest()[:32]
    return Store(out / FOLDER / key)


def sweep(out: Path, most_mb: int) -> None:
    """Clears away the entries that were unused for longest, until the rest takes ``most_mb``; what nobody has used
    for a month; and the folder of it all when it is empty."""
    folder = out / FOLDER
    if not folder.is_dir():
        return
    total = 0
    for used, size, entries in sorted(_sizes(folder), reverse=True):
        total += size
        if time.time() - used > KEEP_SECONDS or (most_mb and total > most_mb * MB):
            shutil.rmtree(entries, ignore_errors=True)
    with contextlib.suppress(OSError):  # something is kept there, perhaps by another run
        folder.rmdir()


def _sizes(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """When the entries of each key were used last, and their bytes."""
    for entries in folder.iterdir():
        with contextlib.suppress(OSError):  # gone meanwhile
            size = sum(entry.stat().st_size for entry in entries.iterdir())
            yield entries.stat().st_mtime, size, entries


def _parts(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        start = at + LENGTH_BYTES
        at = start + int.from_bytes(body[at:start], "big")
        yield body[start:at]
