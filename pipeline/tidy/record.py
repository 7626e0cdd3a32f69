"""What the records of tables and charts share: one observation, and texts joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.columns import PATH_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Record = dict[str, object]
"""One observation by column name."""

BETWEEN_MARKS = " "
BETWEEN_FOOTNOTES = " | "


def split(path: Sequence[str]) -> tuple[str | None, str | None]:
    """Label and group of a path: the last part, and the parts around it joined, outermost first.

    An empty last part is a line without a label of its own, as a subtotal often is: it does not take its
    group's name, which would make it read as a line of the group above.
    """
    if not path:
        return None, None
    *around, own = path
    return own or None, PATH_SEPARATOR.join(part for part in around if part) or None


def joined(texts: Iterable[str], separator: str) -> str | None:
    """Each text once, in order; None when there is none."""
    return separator.join(dict.fromkeys(text for text in texts if text)) or None
