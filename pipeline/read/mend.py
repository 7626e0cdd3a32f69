"""A file cut off at its end, given back the trailer that names its catalogue, so that whole pages are not lost.

Readers rebuild the list of objects of such a file but need a trailer to start from (ISO 32000-2, 7.5.5).
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.read.gate import TRAILER_WITHIN

CATALOGUE = re.compile(rb"/Type\s*/Catalog\b")
OBJECT = re.compile(rb"(\d+)\s+(\d+)\s+obj\b")
REACH = 4096
"""Bytes from the beginning of a catalogue to its type, at most."""
UNDONE = re.compile(rb"\btrailer\b|/Type\s*/XRef\b|/Filter\s*/Standard\b")
"""A reader has where to start from; or the file is encrypted, and what is lost says how."""


def mended(path: Path) -> bytes | None:
    """The whole file with a trailer; None for a file that has one, or whose catalogue is lost too."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TRAILER_WITHIN))
        if b"startxref" in file.read():
            return None
        file.seek(0)
        data = file.read()
    if UNDONE.search(data):
        return None
    root = _catalogue(data)
    if root is None:
        return None
    number, generation = root
    return data + b"\nendstream\nendobj\ntrailer\n<</Root %d %d R>>\nstartxref\n0\n%%%%EOF\n" % (number, generation)


def _catalogue(data: bytes) -> tuple[int, int] | None:
    """Number and generation of the last catalogue in the file."""
    for found in reversed(list(CATALOGUE.finditer(data))):
        begun = list(OBJECT.finditer(data, max(0, found.start() - REACH), found.start()))
        if begun and b"endobj" not in data[begun[-1].end() : found.start()]:
            return int(begun[-1][1]), int(begun[-1][2])
    return None
