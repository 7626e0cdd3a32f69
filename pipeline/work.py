"""The pages of one report, one after another: what is done is kept, what is lost is known.

Kept in a store (``store.py``) whose key stands for all that could change a page. So the worker that follows one that
died, the run that follows one that was killed, and the run with another correction go on with the pages that are done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.executors import Place
from pipeline.model import Issue
from pipeline.packed import FEW, Packed, pack, unpack
from pipeline.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.executors import Failure, Tell

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


class Kept(NamedTuple):
    """A value and its bytes as packed."""

    packed: bytes
    value: Any

    @classmethod
    def of(cls, value: object) -> Kept:
        return cls(pack(value), value)


@dataclass(frozen=True, slots=True)
class Work:
    """``store``: where done pages are kept. ``losses``: of earlier tries."""

    store: Store = field(default_factory=Store)
    tell: Tell = lambda place: None
    losses: tuple[Loss, ...] = ()

    def kept(self, step: str, of: int | str, *kinds: type) -> tuple[Kept, ...] | None:
        """What earlier tries and runs have kept of a step over a page, or over something with that digest; None when
        it is not whole, or holds other ``kinds`` of values than those told."""
        parts = self.store.get(_name(step, of))
        try:
            found = None if parts is None else tuple(Kept(part, unpack(part)) for part in parts)
        except ValueError:
            return None
        if kinds and found and [type(part.value) for part in found] != list(kinds):
            return None
        return found

    def keep(self, step: str, of: int | str, *values: object) -> tuple[Kept, ...]:
        """The values, once they are written. Raises OutputError."""
        found = tuple(Kept.of(value) for value in values)
        self.store.put(_name(step, of), *(kept.packed for kept in found))
        return found

    def parts(self, step: str, of: int | str) -> Packed[Any] | None:
        """The same, each value unpacked when asked for: one that is broken raises ValueError then."""
        parts = self.store.get(_name(step, of))
        return None if parts is None else Packed(parts, FEW)

    def keep_parts(self, step: str, of: int | str, values: Packed[Any]) -> None:
        """Keeps many values without holding them unpacked. Raises OutputError."""
        self.store.put(_name(step, of), *(values.packed(position) for position in range(len(values))))

    def loss(self, number: int, *steps: str) -> Loss | None:
        """Why these steps over a page cannot be taken; None when they can."""
        for loss in self.losses:
            over = loss.code == "document.too_slow" and (loss.place.step not in steps or number >= loss.place.page)
            if over or (loss.place.page == number and loss.place.step in steps):
                return loss
        return None


def is_open(issues: Sequence[Issue]) -> bool:
    """Whether a report with these findings lacks pages that another run may read."""
    return any(issue.code in PASSING for issue in issues)


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


def _name(step: str, of: int | str) -> str:
    return f"{step}-{of:05d}" if isinstance(of, int) else f"{step}-{of}"
