"""Who published a PDF: the ``.toml`` beside it, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Issue
from pipeline.sanitise import clean
from pipeline.write.package import Origin

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("publisher", "title", "date", "source", "licence")


def read_origin(pdf: Path, sha256: str) -> tuple[Origin | None, tuple[Issue, ...]]:
    """The origin stated in ``<name>.toml`` beside ``<name>.pdf``.

    A file that is no TOML, or that speaks of another PDF, is not believed, and a finding says so.
    """
    path = pdf.with_suffix(".toml")
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None, ()
    except (OSError, UnicodeDecodeError) as error:
        return None, _unreadable(path, error)
    import tomllib

    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, _unreadable(path, error)
    if stated.get("sha256") not in (None, sha256):
        message = f"{path.name} describes another version of {pdf.name}: its sha256 differs, so it was not used"
        return None, (Issue("origin.other_file", "warning", message),)
    return Origin(**{name: clean(str(stated[name])) for name in NAMES if stated.get(name)}), ()


def _unreadable(path: Path, error: Exception) -> tuple[Issue, ...]:
    return (Issue("origin.unreadable", "warning", f"{path.name} cannot be read: {error}"),)
