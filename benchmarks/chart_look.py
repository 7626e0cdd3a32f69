"""How a chart of printed_charts.py looks: palettes and measures drawn at random, and the pen that draws them as SVG."""

from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

PALETTES = (
    ("#1d4b79", "#4f86b8", "#9cc3e0", "#d5e6f2", "#f2a65a", "#bdbdbd"),
    ("#2e7d32", "#8bc34a", "#d9d9d9", "#f9a825", "#c62828", "#616161"),
    ("#003f5c", "#58508d", "#bc5090", "#ff6361", "#ffa600", "#c8c8c8"),
    ("#4472c4", "#ed7d31", "#a5a5a5", "#ffc000", "#5b9bd5", "#70ad47"),
    ("#e9d8a6", "#94d2bd", "#0a9396", "#005f73", "#ca6702", "#9b2226"),
    ("#222222", "#555555", "#888888", "#aaaaaa", "#bbbbbb", "#d0d0d0"),
)
INK, PALE = "#222222", "#d0d0d0"
LINE = 1.2
"""Line height in font sizes."""


class Look(NamedTuple):
    font: str
    size: float
    letter: float
    """Points that a letter is wide at most, on average."""
    space: float
    """Points that the chart may be wide."""
    palette: tuple[str, ...]
    place: str
    """Of numbers at bars that are not stacked: ``end`` (outside), ``inside`` (at the end), ``foot`` (at the axis)."""
    legend: str
    axis: str
    """``none``, ``low`` (below, left) or ``high`` (above)."""
    grid: bool
    baseline: bool
    flush: bool
    """Categories begin at the left edge; else they end at the axis."""
    round: float
    """Radius of corners in bar thicknesses."""
    seam: bool
    """White line around every bar."""
    track: bool
    """A pale bar over the whole length behind every bar."""
    panel: str
    """Colour behind the chart, or nothing."""
    thick: float
    """Font sizes."""
    gap: float
    """Thicknesses between two categories."""
    least: float
    """Shares below it have no number in a stacked bar."""
    base_below: bool
    """A base stands on a line of its own."""
    wrap: float
    """Points at which categories beside bars are wrapped."""
    swatch: str


def draw_look(chance: random.Random, font: str, size: float, letter: float, space: float) -> Look:
    pick = chance.choice
    palette = list(pick(PALETTES))
    if chance.random() < 0.3:
        palette.reverse()
    return Look(
        font, size, letter, space, tuple(palette), pick(("end", "end", "end", "inside", "foot")),
        pick(("above", "below", "below", "right")), pick(("none", "low", "low", "high")), chance.random() < 0.5,
        chance.random() < 0.6, chance.random() < 0.35, pick((0, 0, 0, 0.12, 0.3)), chance.random() < 0.25,
        chance.random() < 0.12, pick(("", "", "", "#f4f4f4", "#eef3f8")), pick((1.4, 1.8, 2.4)),
        pick((0.35, 0.6, 1.0)), pick((0, 3, 5)), chance.random() < 0.5, pick((70, 110, 150)),
        pick(("square", "square", "circle", "round")),
    )  # fmt: skip


class Pen:
    """Elements of an SVG, y downwards."""

    def __init__(self, look: Look) -> None:
        self.look, self.parts = look, list[str]()

    def width(self, text: str) -> float:
        return len(text) * self.look.letter

    def rectangle(self, x: float, y: float, width: float, height: float, color: str, more: str = "") -> None:
        self.parts.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.3f}" height="{height:.2f}" fill="{color}"{more}/>'
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, color: str = PALE, width: float = 0.5) -> None:
        self.parts.append(
            f'<line x1="{x0:.2f}" y1="{y0:.2f}" x2="{x1:.2f}" y2="{y1:.2f}" stroke="{color}" stroke-width="{width}"/>'
        )

    def text(self, x: float, y: float, text: str, anchor: str = "start", color: str = INK, bold: bool = False) -> None:
        """``y``: the middle of the line."""
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{x:.2f}" y="{y + 0.35 * self.look.size:.2f}" text-anchor="{anchor}" fill="{color}"{weight}>'
            f"{escape(text)}</text>"
        )

    def block(self, x: float, middle: float, lines: Sequence[str], anchor: str) -> None:
        step = LINE * self.look.size
        for place, line in enumerate(lines):
            self.text(x, middle + (place - (len(lines) - 1) / 2) * step, line, anchor)

    def swatch(self, x: float, middle: float, color: str) -> None:
        size = 0.8 * self.look.size
        if self.look.swatch == "circle":
            self.parts.append(f'<circle cx="{x + size / 2:.2f}" cy="{middle:.2f}" r="{size / 2:.2f}" fill="{color}"/>')
        else:
            more = f' rx="{size / 5:.2f}"' if self.look.swatch == "round" else ""
            self.rectangle(x, middle - size / 2, size, size, color, more)

    def svg(self, height: float) -> str:
        look = self.look
        panel = f'<rect x="0" y="0" width="{look.space:.2f}" height="{height:.2f}" fill="{look.panel}"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{look.space:.2f}pt" height="{height:.2f}pt" '
            f'viewBox="0 0 {look.space:.2f} {height:.2f}" font-family="{look.font}" font-size="{look.size}">\n'
            + "\n".join([panel] * bool(look.panel) + self.parts)
            + "\n</svg>"
        )


class Drawn(NamedTuple):
    svg: str
    printed: frozenset[tuple[int, int]]
    """Row and series of the values that have a label."""


def dark(color: str) -> bool:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue < 140


def wrapped(text: str, letters: int) -> list[str]:
    """Lines of at most so many letters, where words allow."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
