"""From PDF user space (origin bottom left, before rotation) to the page as it is seen. Pure."""

from __future__ import annotations

from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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
