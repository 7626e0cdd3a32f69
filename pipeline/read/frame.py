"""From PDF user space (origin bottom left, before rotation) to the page as it is seen. Pure."""

from __future__ import annotations

from math import cos, radians, sin
from typing import Final, NamedTuple

Matrix = tuple[float, float, float, float, float, float]
SLOPE: Final = 10
"""Degrees by which a line may lean and still be level: a page that was scanned askew."""


class Frame(NamedTuple):
    """Size of the page as seen (points) and the matrix that takes user space to it."""

    width: float
    height: float
    matrix: Matrix


def frame(left: float, bottom: float, right: float, top: float, rotation: int) -> Frame:
    """Frame of the visible box (crop box within media box), turned ``rotation`` degrees clockwise.

    Raises ValueError when ``rotation`` is no multiple of 90.
    """
    match rotation % 360:
        case 0:
            return Frame(right - left, top - bottom, (1.0, 0.0, 0.0, -1.0, -left, top))
        case 90:
            return Frame(top - bottom, right - left, (0.0, 1.0, 1.0, 0.0, -bottom, -left))
        case 180:
            return Frame(right - left, top - bottom, (-1.0, 0.0, 0.0, 1.0, right, -bottom))
        case 270:
            return Frame(top - bottom, right - left, (0.0, -1.0, -1.0, 0.0, top, right))
    raise ValueError(f"rotation {rotation} is no multiple of 90 degrees")


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and ``then`` after it (row vectors, as in the PDF standard)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def heading(angle: int) -> tuple[float, float]:
    """Cosine and sine of an angle in degrees, exact for quarter turns."""
    exact = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
    return exact.get(angle % 360) or (cos(radians(angle)), sin(radians(angle)))


def direction_of(angle: int) -> int:
    """Nearest reading direction 0, 90, 180 or 270; text on a slope counts as turned, not as level."""
    for direction in (0, 180):
        if abs((angle - direction + 180) % 360 - 180) <= SLOPE:
            return direction
    return 90 if angle % 360 < 180 else 270


def unturn(box: tuple[float, float, float, float], angle: int) -> tuple[float, float, float, float]:
    """Box on the page of a box given along and across a line that runs at ``angle`` (degrees clockwise)."""
    if angle == 0:
        return box
    c, s = heading(angle)
    corners = [(u * c - v * s, u * s + v * c) for u in (box[0], box[2]) for v in (box[1], box[3])]
    xs, ys = zip(*corners, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
