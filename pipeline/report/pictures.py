"""Pages -> small pictures of them, for the report: each drawn once, in few colours."""

from __future__ import annotations

import io
import math
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pipeline.report.facts import Facts

    Draw = Callable[[Sequence[int], float, int], Iterable[tuple[int, Any]]]
    """Page numbers, pixels per point, most pixels of a side -> number and RGB pixels of each that can be drawn."""

LOST = ("damaged", "skipped", "failed")
"""Pages in these states are not drawn either: what made reading them fail would make that fail too."""

PIXELS_PER_POINT = 110 / 72
"""Text of 8 points is read without effort, on a screen of double density too; 30 to 40 kB a page."""

LONGEST_SIDE = 2000
"""Pixels. A4 needs 1286, A3 1819; posters get coarser pictures instead of large ones."""

COLOURS = 32
"""Enough for black text with soft edges and the dozen colours of a chart."""

SAMPLED = 7
"""One pixel of so many is asked for its colour: half the time of asking all, and the colours are as near."""

PHOTO_BYTES = 150_000
"""A page whose picture in few colours is larger than this is mostly photograph: JPEG suits it better."""

JPEG_QUALITY = 60

EMBEDDED_BYTES = 3_500_000
"""Page pictures beyond this lie beside report.html, in ``assets/``. As base64 they are a third more, which keeps
the file under 5 MB: what opens at once and passes by e-mail."""

COMPRESSION = 4
"""Of 9: two thirds of the time of the usual 6, for files a twentieth larger."""


class Picture(NamedTuple):
    """One page. Width and height are the page's, in points."""

    page: int
    width: float
    height: float
    suffix: str
    """png or jpg."""
    content: bytes

    @property
    def media_type(self) -> str:
        return "image/jpeg" if self.suffix == "jpg" else "image/png"


class Frame(NamedTuple):
    """A picture that is laid by: all of it but its content."""

    page: int
    width: float
    height: float
    suffix: str
    media_type: str
    at: int
    bytes: int


class Album:
    """Pictures, laid by in a file until they are written: those of a thousand pages are 40 MB."""

    def __init__(self, pictures: Iterable[Picture] = ()) -> None:
        self._file = SpooledTemporaryFile(max_size=EMBEDDED_BYTES)  # noqa: SIM115 - closed with the album
        self.frames: list[Frame] = []
        self.bytes = 0
        for picture in pictures:
            self._file.write(picture.content)
            size = len(picture.content)
            self.frames.append(Frame(*picture[:4], picture.media_type, self.bytes, size))
            self.bytes += size

    def __enter__(self) -> Album:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def content(self, frame: Frame) -> bytes:
        self._file.seek(frame.at)
        return self._file.read(frame.bytes)


def pages_worth_showing(facts: Facts) -> list[int]:
    """Those with a table, a chart, a finding, a value in quarantine or a claim that differs."""
    wanted = {page for table in facts["tables"] for page in (*table["pages"], table["caption_page"])}
    wanted |= {chart["page"] for chart in facts["charts"]}
    wanted |= {issue["page"] for issue in facts["issues"]} | {held["page"] for held in facts["quarantine"]}
    wanted |= {claim["page"] for claim in facts["claims"] or () if claim["verdict"] == "differs"}
    return sorted(page for page in wanted if page is not None)


def pictures(numbers: Sequence[int], sizes: dict[int, tuple[float, float]], draw: Draw) -> Iterator[Picture]:
    """``sizes``: width and height of the pages in points; a page without one is not drawn."""
    known = [number for number in numbers if number in sizes]
    for number, pixels in draw(known, PIXELS_PER_POINT, LONGEST_SIDE):
        suffix, content = _encoded(pixels)
        yield Picture(number, *sizes[number], suffix, content)


def _encoded(pixels: Any) -> tuple[str, bytes]:
    from PIL import Image

    image = Image.fromarray(pixels)
    few = image.quantize(palette=_palette(pixels), dither=Image.Dither.NONE)
    png = _saved(few, "PNG", compress_level=COMPRESSION)
    if len(png) <= PHOTO_BYTES:
        return "png", png
    jpeg = _saved(image, "JPEG", quality=JPEG_QUALITY)
    return ("jpg", jpeg) if len(jpeg) < len(png) else ("png", png)


def _palette(pixels: Any) -> Any:
    """The colours of some of the pixels. They stand aslant, so that no line of the page slips between them."""
    from PIL import Image

    step = next(step for step in range(SAMPLED, 2 * pixels.shape[1] + SAMPLED) if math.gcd(step, pixels.shape[1]) == 1)
    some = Image.fromarray(pixels.reshape(1, -1, 3)[:, ::step].copy())
    return some.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _saved(image: Any, kind: str, **how: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()
