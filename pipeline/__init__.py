"""Turn a report PDF into tidy, validated data: ``from pipeline import run_report``.

The names below are imported when first used, so that ``import pipeline`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.model import Outcome
    from pipeline.remote import run_batch
    from pipeline.run import run_report

__version__ = "0.1.0"
__all__ = ["Outcome", "Settings", "__version__", "run_batch", "run_report"]

_HOMES = {
    "Outcome": "pipeline.model",
    "Settings": "pipeline.config",
    "run_batch": "pipeline.remote",
    "run_report": "pipeline.run",
}


def __getattr__(name: str) -> Any:
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
