"""run.json: what went in, with what it was made, and what came out, file by file.

Two runs over the same input with the same versions and settings differ in ``timings`` alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.sanitise import clean
from pipeline.write.artifact import json_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.model import Artifact
    from pipeline.write.package import Package

NAME = "run.json"
DISTRIBUTIONS = (
    "tidyreport", "camelot-py", "jinja2", "numpy", "onnxruntime", "pandas", "pandera", "pdfminer-six", "pdfplumber",
    "pikepdf", "pillow", "pyarrow", "pypdfium2", "rapidocr",
)  # fmt: skip
INSTALLED = ".dist-info"
SECOND_DECIMALS = 3
PARTS = ("input", "files")
"""Without these a file of this name is no manifest of ours."""


@cache
def versions() -> dict[str, str | None]:
    """What could change a result: Python and the libraries that take part; None for one not installed."""
    return {"python": sys.version.split()[0], **{name: _version(name) for name in DISTRIBUTIONS}}


def _version(distribution: str) -> str | None:
    """Read off the name of the folder that says what is installed: ``importlib.metadata`` looks there too, but takes
    longer to import than all else that a run over an unchanged report needs."""
    wanted = _normal(distribution)
    for place in sys.path:
        for name in _installed(place):
            stem, dash, version = name.removesuffix(INSTALLED).rpartition("-")
            if dash and _normal(stem) == wanted:
                return version
    return None


@cache
def _installed(place: str) -> tuple[str, ...]:
    try:
        return tuple(sorted(name for name in os.listdir(place or ".") if name.endswith(INSTALLED)))  # noqa: PTH208
    except OSError:
        return ()


def _normal(name: str) -> str:
    """As the package index compares names."""
    return re.sub("[-_.]+", "-", name).lower()


def manifest_bytes(package: Package, written: Sequence[Artifact], timings: Mapping[str, float]) -> bytes:
    """``timings`` in seconds per stage."""
    document, numbers = package.document, package.number_format
    return json_bytes(
        {
            "report_id": package.report_id,
            "input": {
                "file": clean(document.path.name),
                "sha256": document.sha256,
                "pages": document.page_count,
                "title": _text(document.title),
                "producer": _text(document.producer),
                "backend": document.backend,
            },
            "number_format": numbers
            and {
                "decimal": numbers.decimal,
                "grouping": list(numbers.grouping),
                "language": numbers.language,
                "evidence": clean(numbers.evidence),
                "certain": numbers.certain,
            },
            "profile": package.profile and dict(package.profile),
            "corrections": package.corrections and dict(package.corrections),
            "settings": dict(package.settings),
            "versions": versions(),
            "counts": counts(package),
            "files": {file.path: {"sha256": file.sha256, "bytes": file.bytes, "rows": file.rows} for file in written},
            "timings": {stage: round(seconds, SECOND_DECIMALS) for stage, seconds in timings.items()},
        }
    )


def counts(package: Package) -> dict[str, int]:
    validation = package.validation
    severities = Counter(issue.severity for issue in validation.issues)
    return {
        "tables": len(package.tables),
        "charts": len(package.content.charts),
        "observations": len(validation.accepted),
        "quarantined": len(validation.quarantined),
        "corrected": int(validation.accepted["corrected"].sum() + validation.quarantined["corrected"].sum()),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
    }


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """What an earlier run wrote in ``folder``; None when there is no whole manifest."""
    try:
        return manifest_of((folder / NAME).read_bytes())
    except OSError:
        return None


def manifest_of(content: bytes) -> dict[str, Any] | None:
    """None where it is no whole manifest."""
    try:
        manifest = json.loads(content)
    except ValueError:
        return None
    whole = isinstance(manifest, dict) and all(isinstance(manifest.get(part), dict) for part in PARTS)
    return manifest if whole else None


def is_current(folder: Path, file: str, sha256: str, settings: Mapping[str, object]) -> bool:
    """Whether ``folder`` holds, unchanged, what a run over a PDF of that name and content would write again."""
    manifest = read_manifest(folder)
    told = manifest["input"] if manifest else {}
    if manifest is None or (told.get("file"), told.get("sha256")) != (clean(file), sha256):
        return False
    if manifest.get("versions") != versions() or manifest.get("settings") != json.loads(json_bytes(dict(settings))):
        return False
    return not any(altered(folder, manifest))


def altered(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """The files that are not as they were written: another content, or gone."""
    for path, file in manifest["files"].items():
        if fingerprint(folder / path) != file["sha256"]:
            yield path


def fingerprint(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _text(text: str | None) -> str | None:
    return None if text is None else clean(text)
