"""From when on a check tells something: defaults for a report nobody has seen, which a profile may set."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

from pipeline.errors import ProfileError
from schemas.located import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Every number is about what reports print; none is about the pages of one report."""

    rounding: float = 0.5
    """How far a printed number may be from the true one, in units of its last place: rounding moves it by a half at
    most. 1.0 for a report that cuts off instead."""
    rounding_rare: float = 2.0
    """Times the typical effect of rounding on a sum (two deviations) from which it is told as unusual: rounding alone
    does so once in 16,000 columns."""
    whole_near: float = 15.0
    """Percentage points from 100 within which a column of shares was likely meant to reach it; one that is farther
    off is more likely something else."""
    whole_near_alone: float = 10.0
    """The same where only one other column says that the rows make a whole."""
    whole_many: int = 5
    """Columns that reach 100 for each that does not, from which one that misses by however much was meant to reach it
    too: so many do not stand beside one of another kind."""
    relation_least: int = 3
    """Places in which a relation between columns (a difference, a share of a base) must be seen to hold before a place
    in which it does not is a fault: two may hold by chance."""
    relation_share: float = 0.75
    """Share of its places in which such a relation must hold: with more exceptions it is not what the table means."""
    bar_points: float = 1.5
    """Share of a chart's longest bar, in per cent, by which a printed label may differ from the length of its bar: a
    label is rounded, and the edge of a bar is seen to about half a point."""
    repeated_share: float = 0.6
    """Share of the cells that two tables have in common which must be equal for them to be the same question: where
    most differ, it is another group or year that is told."""
    doubted_confidence: float = 0.5
    """Most confidence of a value that takes part in what failed: at least one of those values is wrong, or the report
    is; which of them nobody can tell."""

    @classmethod
    def of(cls, stated: Iterable[tuple[str, float, str]]) -> Self:
        """The defaults but for what a profile states: name, value and place of each.

        Raises ProfileError on a name that there is not, a number below zero, or one that is not whole where it must.
        """
        known, found = {field.name: field.type for field in fields(cls)}, cls()
        for name, value, place in stated:
            if name not in known:
                raise ProfileError(f"{place}: {unknown('threshold', name, known)}")
            if value < 0 or (known[name] == "int" and not value.is_integer()):
                raise ProfileError(f"{place}: {name} cannot be {value:g}")
            found = replace(found, **{name: int(value) if known[name] == "int" else value})  # type: ignore[arg-type]
        return found
