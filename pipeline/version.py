"""Which code made an output: so that a second run can tell whether it would write the same."""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from importlib import resources
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pipeline

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SOURCES = (".py", ".yaml", ".json", ".csv", ".html", ".css", ".js", ".svg")
COMPILED = "__pycache__"


@cache
def code_version() -> str:
    """Version and a digest of all code, word lists, templates and schemas: ``0.1.0+3fa1c0de42ab``.

    The digest, because the code of a checkout and the schemas change without a new version number.
    """
    digest = hashlib.sha256()
    for package in ("pipeline", "schemas"):
        for name, content in _sources(resources.files(package), package):
            digest.update(name.encode() + b"\0" + content + b"\0")
    return f"{pipeline.__version__}+{digest.hexdigest()[:12]}"


def recognisers() -> tuple[str, ...]:
    """The OCR engines that are installed: one more may read what could not be read before."""
    engines = {"rapidocr": find_spec("rapidocr") is not None, "tesseract": shutil.which("tesseract") is not None}
    return tuple(name for name, there in engines.items() if there)


def _sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        # Told by its name first: the system is asked about few, and about nothing that Python keeps compiled.
        if entry.name.endswith(SOURCES):
            found.append((f"{path}/{entry.name}", entry.read_bytes()))
        elif entry.name != COMPILED and entry.is_dir():
            found += _sources(entry, f"{path}/{entry.name}")
    return found
