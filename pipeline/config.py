"""Settings: defaults < pyproject.toml ``[tool.pipeline]`` < environment ``PIPELINE_...`` < command line."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET = "password"
CPU_MAX = Path("/sys/fs/cgroup/cpu.max")
KINDS: dict[str, type] = {"str": str, "str | None": str, "int": int, "float": float}
"""What turns a text of the environment into a setting, by the type of its field."""
CHOICES = {
    "language": ("", "en", "nl"),
    "report_assets": ("auto", "inside", "beside"),
    "executor": ("processes", "serial", "dask"),
}
"""Settings that know a few values only."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask for. 0: no limit. docs/limits.md says what happens when one bites, and why it is so."""

    file_mb: int = 1024
    """Size of a PDF on disk. Reports of hundreds of scanned pages reach 200 MB."""
    pages: int = 20_000
    """Files with more are bombs: a page tree that repeats itself."""
    page_characters: int = 50_000
    """On one page; the densest printed table has about 20,000."""
    page_paths: int = 20_000
    """Drawn shapes on one page; beyond it only those of some size are taken in."""
    stream_mb: int = 16
    """Unpacked content of a page up to which it is harmless, however well it was packed."""
    render_megapixels: int = 40
    """A3 at 400 dpi. A page that would need more is rendered coarser."""
    page_seconds: float = 120.0
    """One step over one page. Reading takes hundredths of a second, OCR of a large chart on a busy machine 60."""
    document_seconds: float = 600.0
    """Far over what a report of several hundred pages needs; two thirds of it are for the pages one by one."""
    memory_mb: int = 3072
    """Address space of one worker (Linux, macOS): a decompression bomb then fails alone. Half of it is what the
    libraries reserve and do not use."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Settings(Limits):
    """What a run may be told. Nothing here is needed: the defaults suit a report nobody has seen."""

    backend: str = "pdfium"
    """Page reader by name: ``pdfium``, or ``pdfplumber`` as a second opinion, ten times slower."""
    password: str | None = field(default=None, repr=False)
    """Opens encrypted PDFs; never written to any file."""
    workers: int = 0
    """Reports read at the same time; 0: one for each core this process may use."""
    executor: str = "processes"
    """``processes``: on this machine, each report where it may die alone; ``serial``: one after another in this
    process, without limits of time and memory; ``dask``: on a cluster."""
    scheduler: str = ""
    """Address of a Dask scheduler (``tcp://...``); "": a cluster on this machine."""
    language: str = ""
    """Of the validation report: ``en`` or ``nl``; empty: the document's own, or English."""
    report_assets: str = "auto"
    """Pictures of pages ``inside`` report.html or ``beside`` it; ``auto``: inside while the file stays small."""

    schemas: str = ""
    """Folder of profiles to look in first; "": ``schemas`` beside the PDF and in the working directory."""
    profile: str = ""
    """Name of the profile to hold reports against; ``none``; "": the one that recognises the report."""

    corrections: str = ""
    """File of corrections; "": ``<report>.corrections.csv`` beside the PDF."""

    cache_mb: int = 1024
    """What earlier runs have read and keep in ``.work`` of the output folder, so that a run with another correction,
    profile or language need not read again; some 10 kB a page. 0: nothing is kept."""

    def reading(self) -> dict[str, object]:
        """The settings that can change what is read of a page."""
        names = ("backend", "pages", "page_characters", "page_paths", "stream_mb", "render_megapixels")
        return {name: getattr(self, name) for name in names}

    def shaping(self) -> dict[str, object]:
        """The settings that can change what is written; two runs that agree on these write the same."""
        return {**self.reading(), **{name: getattr(self, name) for name in ("language", "report_assets", "profile")}}


def worker_count(settings: Settings) -> int:
    """``settings.workers``, or the number of cores this process may use when that is 0."""
    if settings.workers:
        return settings.workers
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.floor(min(cores, _quota())))


def _quota() -> float:
    """The cores that a container is given; infinity where nothing is said (cgroup v2: microseconds per period)."""
    try:
        quota, period = CPU_MAX.read_text("ascii").split()
        return float(quota) / float(period)
    except (OSError, ValueError):  # no such file, or "max"
        return math.inf


def load_settings(
    given: Mapping[str, Any] | None = None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from all four sources; ``given`` (the command line) wins, its None values count as not given.

    Raises UsageError on an unknown name or a value of the wrong kind.
    """
    settings = _apply(Settings(), _from_pyproject(folder or Path.cwd()), "pyproject.toml [tool.pipeline]")
    settings = _apply(settings, _from_environment(os.environ if environment is None else environment), "")
    chosen = {name: value for name, value in (given or {}).items() if value is not None}
    return _apply(settings, chosen, "the command line")


def _from_pyproject(folder: Path) -> dict[str, Any]:
    import tomllib

    path = folder / "pyproject.toml"
    try:
        if not path.is_file():
            return {}
        table = tomllib.loads(path.read_text("utf-8")).get("tool", {}).get("pipeline", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    if SECRET in table:
        raise UsageError(f"{path}: a password does not belong in a file; set PIPELINE_PASSWORD or --password")
    return dict(table)


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    names = {f"PIPELINE_{f.name.upper()}": f.name for f in fields(Settings)}
    return {field_name: environment[name] for name, field_name in names.items() if environment.get(name)}


def _apply(settings: Settings, values: Mapping[str, Any], source: str) -> Settings:
    kinds = {f.name: KINDS[str(f.type)] for f in fields(Settings)}
    changed: dict[str, Any] = {}
    for name, value in values.items():
        if name not in kinds:
            raise UsageError(f"{source}: there is no setting {name!r}; there are {', '.join(kinds)}")
        origin = source or f"environment variable PIPELINE_{name.upper()}"
        try:
            changed[name] = kinds[name](value)
        except (TypeError, ValueError) as error:
            raise UsageError(f"{origin}: {name} cannot be {value!r}") from error
        if name in CHOICES and changed[name] not in CHOICES[name]:
            known = ", ".join(filter(None, CHOICES[name]))
            raise UsageError(f"{origin}: {name} cannot be {value!r}; there are {known}")
        if not isinstance(changed[name], str) and not 0 <= changed[name] < math.inf:
            raise UsageError(f"{origin}: {name} cannot be negative or without end (0: no limit)")
    return replace(settings, **changed)
