"""Colours of a PDF as ``#rrggbb``, judged in their own colour space."""

from __future__ import annotations

from collections.abc import Sequence

GRAY_SPACES = frozenset({None, "DeviceGray", "CalGray", "G"})
INK = "#333333"
"""Stands for a Separation whose mixing function is not known: full tint of an ink is dark, tint 0 is paper."""


def hexadecimal(red: float, green: float, blue: float) -> str:
    """Components 0 to 1, clipped."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in (red, green, blue))


def from_components(color: object, space: str | None = None) -> str | None:
    """Colour of 1 (gray, or the tint of a named ink), 3 (RGB) or 4 (CMYK) components, each 0 to 1.

    None for a pattern or anything else that is no colour.
    """
    parts: Sequence[object] = color if isinstance(color, (list, tuple)) else (color,)
    numbers = [float(p) for p in parts if isinstance(p, (int, float))]
    if len(numbers) != len(parts):
        return None
    match numbers:
        case [tint]:
            if space in GRAY_SPACES:
                return hexadecimal(tint, tint, tint)
            return hexadecimal(*([1.0 - 0.8 * tint] * 3))
        case [red, green, blue]:
            return hexadecimal(red, green, blue)
        case [cyan, magenta, yellow, black]:
            return hexadecimal(*((1.0 - ink) * (1.0 - black) for ink in (cyan, magenta, yellow)))
    return None
