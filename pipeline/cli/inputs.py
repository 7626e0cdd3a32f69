"""What the user names -> the PDFs meant."""

from __future__ import annotations

import glob
import os
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.remote import Given

WILDCARDS = frozenset("*?[")


def find_inputs(named: Sequence[str]) -> list[Path | Given]:
    """As ``find_pdfs``, also by URL, in the order named. Raises UnreachableError, DependencyError."""
    from pipeline.remote import given
    from pipeline.storage import is_url, plain

    found: list[Path | Given] = []
    for url, group in groupby(named, is_url):
        names = list(group)
        found += given(names) if url else find_pdfs([plain(name) for name in names])
    return found


def find_pdfs(named: Iterable[str]) -> list[Path]:
    """Files as named; of a folder all PDFs in it at any depth, in order of name; of a pattern all that match.

    What is missing stays in the list as named, and so does a folder without a PDF: reading it will say so,
    and the others are still read. A file that is named twice comes once.
    """
    found: dict[str, Path] = {}
    for name in named:
        for path in _meant(name):
            found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def _meant(name: str) -> Iterator[Path]:
    path = Path(name)
    if not os.path.exists(path) and WILDCARDS & set(name):  # noqa: PTH110 - Path.exists raises on names too long
        matches = [Path(match) for match in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207 - absolute too
        yield from matches or [path]
    elif os.path.isdir(path):  # noqa: PTH112 - likewise
        yield from _pdfs_in(path) or [path]
    else:
        yield path


def _pdfs_in(folder: Path) -> list[Path]:
    """Also pipes, and links that lead nowhere, when they are named like a PDF: reading them says what is wrong."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() == ".pdf"
        and not path.is_dir()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
