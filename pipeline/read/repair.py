"""A second try at a file that no reader opens: rewritten by qpdf, through pikepdf. Needs the extra ``repair``.

What comes of it is marked as repaired: objects that could not be found are missing without a word.
"""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from pathlib import Path


def available() -> bool:
    """True where the extra ``repair`` is installed."""
    return find_spec("pikepdf") is not None


def repaired(path: Path, copy: Path, password: str | None = None) -> bool:
    """Writes to ``copy`` what can be saved of ``path``; False where that is nothing. ``copy`` is not encrypted."""
    import pikepdf

    try:
        with warnings.catch_warnings(), pikepdf.open(path, password=password or "") as pdf:
            warnings.simplefilter("ignore")  # that the copy may lack something is a finding: document.repaired
            if not len(pdf.pages):
                return False
            pdf.save(copy)
    except (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DependencyError, OSError, RuntimeError, ValueError):
        return False
    return True
