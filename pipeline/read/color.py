"""Colours of a PDF as ``#rrggbb``, judged in their own colour space."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

UNTOLD_SPACES = frozenset({"DeviceN", "Indexed", "Pattern", "Lab"})
"""Spaces whose numbers are no amounts of light or ink that could be converted without the file."""
INK_DARKNESS = 0.8
"""Of full tint of an ink whose mixing function is not known; tint 0 is paper."""
WHITE_FROM = 250
"""Least red, green and blue (0 to 255) that is paper to the eye."""


def hexadecimal(red: float, green: float, blue: float) -> str:
    """Components 0 to 1, clipped."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in (red, green, blue))


@lru_cache(maxsize=4096)
def of_bytes(red: int, green: int, blue: int) -> str:
    """Components 0 to 255."""
    return f"#{red:02x}{green:02x}{blue:02x}"


def from_components(color: object, space: str | None = None) -> str | None:
    """Colour of 1 (gray, or the tint of a named ink), 3 (RGB) or 4 (CMYK) components, each 0 to 1.

    None for a pattern or anything else that is no colour.
    """
    parts: Sequence[object] = color if isinstance(color, (list, tuple)) else (color,)
    numbers = [float(p) for p in parts if isinstance(p, (int, float))]
    if len(numbers) != len(parts) or space in UNTOLD_SPACES:
        return None
    match numbers:
        case [tint]:
            light = 1.0 - INK_DARKNESS * tint if space == "Separation" else tint
            return hexadecimal(light, light, light)
        case [red, green, blue]:
            return hexadecimal(red, green, blue)
        case [cyan, magenta, yellow, black]:
            return hexadecimal(*((1.0 - ink) * (1.0 - black) for ink in (cyan, magenta, yellow)))
    return None


@lru_cache(maxsize=4096)
def rgb(color: str | None) -> tuple[int, int, int] | None:
    """Components 0 to 255 of ``#rrggbb``."""
    return None if color is None else (int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16))


def is_white(color: str | None) -> bool:
    parts = rgb(color)
    return parts is not None and min(parts) >= WHITE_FROM
