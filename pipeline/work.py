"""The pages of one report, one after another: what is done is kept on the disk, what is lost is known.

Kept in ``<out>/.work/<key>/``; the key stands for all that could change a page: the PDF, the settings, the code. So
the worker that follows one that died, and the run that follows one that was killed, go on at the next page. Nothing
but values of model.py is read back: a file that somebody else put there can give no other.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import pickle
import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pipeline import model
from pipeline.executors import Place
from pipeline.model import Issue
from pipeline.write.atomic import output_errors

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.executors import Failure, Tell

Value = TypeVar("Value")

FOLDER = ".work"
KEEP_SECONDS = 7 * 24 * 3600.0
"""After a week without a run that goes on with it, what a killed run has left is cleared away."""
DOING = {
    "count": "counting its pages once more",
    "repair": "rewriting the file",
    "read": "reading it",
    "recognise": "recognising its words",
    "tables": "finding its tables",
    "pictures": "looking at its pictures",
}
"""Steps over a page, in words."""
CODES = {
    "worker.slow_page": "page.too_slow",
    "worker.timeout": "document.too_slow",
    "worker.memory": "page.too_much_memory",
}
"""Findings by what befell the worker; anything else is ``page.failed``."""
PASSING = frozenset({"page.too_slow", "document.too_slow", "page.too_much_memory"})
"""Losses that another run may not have: it tries these pages again."""
MOST_LOSSES = 100
"""Pages that may cost a worker each, before the report is given up."""


class Loss(NamedTuple):
    """A step over a page that cannot be taken, and why."""

    place: Place
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Work:
    """``folder``: where done pages are kept; None: nowhere. ``losses``: of earlier tries."""

    folder: Path | None = None
    tell: Tell = lambda place: None
    losses: tuple[Loss, ...] = ()

    def kept(self, step: str, numbers: Sequence[int]) -> dict[int, Any]:
        """What earlier tries and runs have kept, by page."""
        if self.folder is None or not self.folder.is_dir():
            return {}
        found = {number: _loaded(self.folder / _name(step, number)) for number in numbers}
        return {number: value for number, value in found.items() if value is not None}

    def loss(self, number: int, *steps: str) -> Loss | None:
        """Why these steps over a page cannot be taken; None when they can."""
        for loss in self.losses:
            over = loss.code == "document.too_slow" and (loss.place.step not in steps or number >= loss.place.page)
            if over or (loss.place.page == number and loss.place.step in steps):
                return loss
        return None

    def keep(self, step: str, number: int, value: Value) -> Value:
        """The value, once it is written. Raises OutputError: where it finds no room, results would find none."""
        if self.folder is None:
            return value
        target = self.folder / _name(step, number)
        new = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        # Another run over the same PDF may be done, and clear away, at any moment: then nothing needs to be kept.
        with output_errors(target), contextlib.suppress(FileNotFoundError):
            self.folder.mkdir(parents=True, exist_ok=True)
            new.write_bytes(pickle.dumps(value, protocol=5))
            new.replace(target)
        return value

    def done(self, issues: Sequence[Issue]) -> None:
        """Clears away what was kept, unless the next run is to go on with it."""
        if not is_open(issues):
            self.clear()

    def clear(self) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def is_open(issues: Sequence[Issue]) -> bool:
    """Whether a report with these findings lacks pages that another run may read."""
    return any(issue.code in PASSING for issue in issues)


def place_of(out: Path, sha256: str | None, settings: Mapping[str, object]) -> Path | None:
    """Where the pages of a PDF are kept; None for a file that could not be read."""
    if sha256 is None:
        return None
    key = hashlib.sha256(json.dumps([sha256, dict(settings)], sort_keys=True).encode()).hexdigest()[:32]
    return out / FOLDER / key


def sweep(out: Path) -> None:
    """Clears away what killed runs have left long ago, and the folder of it all when it is empty."""
    folder = out / FOLDER
    if not folder.is_dir():
        return
    for left in folder.iterdir():
        if time.time() - left.stat().st_mtime > KEEP_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    try:
        folder.rmdir()
    except OSError:
        return  # something is kept there, perhaps by another run


def loss_of(failure: Failure) -> Loss | None:
    """What a failed worker has cost, when that is one page and not the report; None when it is not."""
    if failure.place is None:
        return None
    return Loss(failure.place, CODES.get(failure.code, "page.failed"), failure.message)


def more_losses(losses: tuple[Loss, ...], failure: Failure) -> tuple[Loss, ...] | None:
    """The losses with this one too; None where it was no page's, or the same as before, or there are too many."""
    loss = loss_of(failure)
    if loss is None or loss.place in [earlier.place for earlier in losses] or len(losses) >= MOST_LOSSES:
        return None
    return (*losses, loss)


def issues_of(loss: Loss, number: int, last: int) -> tuple[Issue, ...]:
    """The finding for a page that is lost; one for all that a document had no time for, at the first of them."""
    if loss.code != "document.too_slow":
        rest = "charts in them are" if loss.place.step == "pictures" else "the page is"
        message = f"Page {number} was given up while {DOING[loss.place.step]}; {rest} not in the data. {loss.reason}"
    elif number != loss.place.page:
        return ()
    else:
        what = "The pictures of pages" if loss.place.step == "pictures" else "Pages"
        message = f"{what} {number} to {last} were not read in time and are not in the data. {loss.reason}"
    return (Issue(loss.code, "error", message, page=number),)


class _Reader(pickle.Unpickler):
    """Reads back values of model.py and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module == model.__name__ and not name.startswith("_"):
            return getattr(model, name)
        raise pickle.UnpicklingError(f"{module}.{name} does not belong there")


def _loaded(path: Path) -> Any:
    """None for what is not there or not whole."""
    try:
        return _Reader(io.BytesIO(path.read_bytes())).load()
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, TypeError, ValueError, IndexError, KeyError):
        return None


def _name(step: str, number: int) -> str:
    return f"{step}-{number:05d}"
