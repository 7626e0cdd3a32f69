"""The folder of a report: which one a PDF gets, and whether what stands there is still right."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import OutputError
from pipeline.model import Artifact, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_NAME = 80
"""Letters of a folder name; file systems allow 255 bytes, and names of files inside come on top of it."""

SUFFIX = 8
"""Hex digits of the hash that tells two PDFs of one name apart: 32 bits, for the few that share a name."""

FACTS = "report.json"


@dataclass(frozen=True, slots=True)
class Claim:
    """One PDF and the folder that is its own."""

    path: Path
    sha256: str | None
    """None where the file cannot be read; reading it will say why."""
    report_id: str


def claims(paths: Iterable[Path], out: Path) -> list[Claim]:
    """A folder name for each PDF: the slug of its file name, with a hash suffix where another PDF has that.

    Decided for all before any is read, so that the names do not depend on which is done first.
    """
    taken: dict[str, str | None] = {}
    found = []
    for path in paths:
        sha256 = fingerprint(path)
        name = slug(path.stem)
        holder = taken[name] if name in taken else holder_of(out / name)
        if sha256 is not None and holder not in (None, sha256):
            name = suffixed(name, sha256)
        if sha256 is not None:
            taken[name] = sha256
        found.append(Claim(path, sha256, name))
    return found


def suffixed(name: str, sha256: str) -> str:
    """The name of a folder for a PDF where another has the plain one."""
    return f"{name}-{sha256[:SUFFIX]}"


def slug(name: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens: ``Één Rapport (2018)`` becomes ``een-rapport-2018``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-") or "report"


def fingerprint(path: Path) -> str | None:
    """sha256 of a regular file in hex; None of anything else (a pipe would wait for ever)."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def holder_of(folder: Path) -> str | None:
    """sha256 of the PDF whose data stand there; None where nothing does; "" where something else does."""
    from pipeline.write import read_manifest

    if not folder.is_dir() or not any(folder.iterdir()):
        return None
    manifest = read_manifest(folder)
    return str(manifest["input"].get("sha256", "")) if manifest else ""


def check_writable(out: Path) -> None:
    """Raises OutputError when nothing can be written in ``out``, before any work is done. Creates nothing."""
    place = out.absolute()
    try:
        while not place.exists():
            if place.is_symlink():
                raise OutputError(f"cannot write in {out}: {place} is a link to nowhere")
            place = place.parent
        if not place.is_dir():
            raise OutputError(f"cannot write in {out}: {place} is a file, not a folder")
    except OSError as error:  # a folder on the way that may not be entered, a name too long
        raise OutputError(f"cannot write in {out}: {error.strerror or error}") from error
    # Rights of the effective user: a program may run with other rights than whoever started it.
    if not os.access(place, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise OutputError(f"cannot write in {out}: {place} is not writable")


def profile_before(claim: Claim, out: Path) -> str | None:
    """Name of the profile that the report was held against by the run that wrote its folder."""
    from pipeline.write import read_manifest

    settings = (read_manifest(out / claim.report_id) or {}).get("settings")
    before = settings.get("held_against") if isinstance(settings, dict) else None
    return str(before["name"]) if isinstance(before, dict) and "name" in before else None


def earlier_outcome(claim: Claim, out: Path, settings: Mapping[str, object]) -> Outcome | None:
    """The outcome of an earlier run that would come out the same now; None when there is none."""
    from pipeline.report.facts import issue_from, profile_told
    from pipeline.write import is_current

    folder = out / claim.report_id
    if claim.sha256 is None or not is_current(folder, claim.path.name, claim.sha256, settings):
        return None
    facts = json.loads((folder / FACTS).read_text("utf-8"))
    return Outcome(
        source=str(claim.path),
        report_id=claim.report_id,
        status=facts["status"],
        folder=str(folder),
        counts=facts["counts"],
        issues=tuple(issue_from(entry) for entry in facts["issues"]),
        artifacts=_artifacts(folder),
        profile=profile_told(facts.get("profile")),
        unchanged=True,
    )


def _artifacts(folder: Path) -> tuple[Artifact, ...]:
    """The files as the manifest lists them, and the manifest itself."""
    from pipeline.write import read_manifest
    from pipeline.write.manifest import NAME

    files = (read_manifest(folder) or {}).get("files", {})
    manifest = Artifact(NAME, fingerprint(folder / NAME) or "", (folder / NAME).stat().st_size)
    return (*(Artifact(path, **entry) for path, entry in files.items()), manifest)
