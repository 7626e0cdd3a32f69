"""What a URL names: PDFs, with the files beside them that speak of them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline.errors import ProfileError
from pipeline.remote.job import Given
from pipeline.storage import is_url, remote
from schemas.corrections import SUFFIX
from schemas.profile import NAME, SHIPPED, folders_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.remote.job import Shelf
    from pipeline.storage import Remote

WILDCARD = re.compile(r"[*?[]")
SCHEMAS = "schemas"


def given(named: Iterable[str | Path | Given]) -> list[Given]:
    """A URL of a folder is all PDFs in it at any depth, a pattern all that match; in order of name, none twice.

    What is missing stays in the list as named: reading it will say so. Raises UnreachableError, DependencyError.
    """
    found: dict[str, Given] = {}
    for name in named:
        for one in [name] if isinstance(name, Given) else _meant(str(name)):
            found.setdefault(one.source, one)
    return list(found.values())


def _meant(named: str) -> list[Given]:
    if not is_url(named):
        return [Given(named)]
    wild = WILDCARD.search(named)
    if wild is None and named.lower().endswith(".pdf"):
        parent, _, name = named.rpartition("/")
        place = remote(parent)
        return [Given(named, tuple(other for other in _companions(name) if place.has(other)))]
    base = named[: wild.start()].rpartition("/")[0] if wild else named.rstrip("/")
    place = remote(base)
    names = place.names()
    there = set(names)
    chosen = _matching(names, named[len(base) + 1 :]) if wild else [name for name in names if _is_pdf(name)]
    found = [Given(f"{base}/{name}", tuple(_beside(name, there))) for name in chosen]
    return found or [Given(named)]


def _is_pdf(name: str) -> bool:
    return name.lower().endswith(".pdf") and not any(part.startswith(".") for part in name.split("/"))


def _matching(names: Sequence[str], pattern: str) -> list[str]:
    """``*`` and ``?`` stay within a folder, ``**`` does not."""
    from fsspec.utils import glob_translate

    matches = re.compile(glob_translate(pattern)).match
    return [name for name in names if matches(name)]


def _companions(name: str) -> tuple[str, ...]:
    stem = PurePosixPath(name).stem
    return f"{stem}.toml", f"{stem}{SUFFIX}"


def _beside(name: str, there: set[str]) -> list[str]:
    parent, slash, own = name.rpartition("/")
    return [other for other in _companions(own) if f"{parent}{slash}{other}" in there]


@dataclass(slots=True)
class Shelves:
    """The profiles for PDFs by URL, read once in a run and sent along: all reports of a run see the same."""

    named: str
    """Folder or URL that a person has named; "": beside the PDF, then in the working directory."""
    read: dict[str, Shelf] = field(default_factory=dict)

    def of(self, source: str) -> Shelf:
        """Raises ProfileError when the folder named is none, UnreachableError."""
        parent = "" if self.named else source.rpartition("/")[0]
        if parent not in self.read:
            self.read[parent] = self._read(f"{parent}/{SCHEMAS}")
        return self.read[parent]

    def _read(self, beside: str) -> Shelf:
        if not self.named:
            return _merged(_remote_files(remote(beside)), _local_files(Path(SCHEMAS)))
        if is_url(self.named):
            found = _merged(_remote_files(remote(self.named)))
            if not found:
                raise ProfileError(f"--schemas {self.named}: there is no profile")
            return found
        folders_for(Path(), self.named)
        return _merged(_local_files(Path(self.named)))


def _remote_files(place: Remote) -> dict[str, bytes]:
    names = [name for name in place.names() if re.fullmatch(r"[^/]+/[^/]+\.yaml", name)]
    return {name: content for name, content in zip(names, place.read_all(names), strict=True) if content is not None}


def _local_files(folder: Path) -> dict[str, bytes]:
    if folder.resolve() == SHIPPED.resolve():
        return {}  # every worker has these, as those that came with the program
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("*/*.yaml"))}


def _merged(*found: dict[str, bytes]) -> Shelf:
    """Of two profiles with one name the first, as a whole."""
    shelf: dict[str, dict[str, bytes]] = {}
    for files in found:
        profiles: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
        for name, content in files.items():
            profiles[name.partition("/")[0]][name] = content
        for profile, own in profiles.items():
            if f"{profile}/{NAME}" in own:
                shelf.setdefault(profile, own)
    return tuple(sorted((name, content) for own in shelf.values() for name, content in own.items()))
