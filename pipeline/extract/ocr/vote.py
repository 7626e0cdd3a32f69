"""A second engine reads the same picture: Tesseract, where it is installed, votes on every number.

Two engines that were built and trained apart seldom make the same mistake; where they read the same digits, the
number was right on every scan tried, where they differ, a person must look. Only numbers are compared, so any
language that Tesseract has will do.
"""

from __future__ import annotations

import csv
import functools
import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.geometry import overlap
from pipeline.model import Box, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BOTH, ALONE, DIFFER = 0.97, 0.85, 0.5
"""Confidence of a number by who read it: two engines alike, one engine without a second, two engines differently.
Only the first can become a trusted value (0.9)."""
SECONDS = 60.0
"""A page takes one to ten seconds; after this long there is no second reading, and the first stays alone."""
SAME_PLACE = 0.5
"""Share of a token's width and height inside a word from which on both show the same print."""
UNIFORM_BLOCK = "6"
"""Tesseract's page mode that reads line by line: in the sparse mode it loses digits that stand alone."""

_NUMBER = re.compile(r"\d+(?:[.,'’]\d+)*")
_SIGN = re.compile(r"^[^\d]*?([-–−+<>(])")


class Token(NamedTuple):
    """What the second engine read, and where, in points."""

    box: Box
    text: str


@functools.cache
def _language() -> str | None:
    """A language to read digits with; None where Tesseract or its data are missing."""
    if shutil.which("tesseract") is None:
        return None
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False, timeout=SECONDS)
    languages = [line for line in listed.stdout.splitlines()[1:] if line not in ("osd", "equ")]
    return "eng" if "eng" in languages else min(languages, default=None)


def available() -> bool:
    """True where Tesseract can be run."""
    return _language() is not None


def vote(words: Sequence[Word], pixels: NDArray[np.uint8], box: Box) -> tuple[Word, ...]:
    """The words, those with digits at the confidence that two readings give them; the text is never changed.

    ``pixels`` (height x width x RGB) show ``box``, in points. Without Tesseract every number stands alone.
    """
    if not any(_NUMBER.search(word.text) for word in words):
        return tuple(words)
    tokens = read_tokens(pixels, box)
    return tuple(_voted(word, tokens) for word in words)


def read_tokens(pixels: NDArray[np.uint8], box: Box) -> tuple[Token, ...]:
    """What Tesseract reads; nothing where it is missing, fails or takes too long."""
    if not available():
        return ()
    from PIL import Image

    picture = io.BytesIO()
    Image.fromarray(pixels).save(picture, "PNG")
    command = ["tesseract", "-", "-", "--psm", UNIFORM_BLOCK, "-l", str(_language()), "tsv"]
    one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads wait for each other more than they work
    try:
        done = subprocess.run(command, input=picture.getvalue(), capture_output=True, env=one_thread, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return ()
    if done.returncode:
        return ()
    return tuple(_tokens(done.stdout.decode("utf-8", "replace"), box, (box.x1 - box.x0) / pixels.shape[1]))


def _tokens(table: str, box: Box, scale: float) -> list[Token]:
    found = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if not text:
            continue
        left, top, width, height = (float(row[key]) * scale for key in ("left", "top", "width", "height"))
        x0, y0 = box.x0 + left, box.top + top
        found.append(Token(Box(x0, y0, x0 + width, y0 + height), text))
    return found


def _voted(word: Word, tokens: Sequence[Token]) -> Word:
    if not _NUMBER.search(word.text):
        return word
    same = [token.text for token in tokens if _shows(token.box, word)]
    if not same or not any(_NUMBER.search(text) for text in same):
        return word._replace(confidence=min(word.confidence, ALONE))
    alike = _said(word.text) in (_said("".join(same)), *map(_said, same))
    return word._replace(confidence=BOTH if alike else min(word.confidence, DIFFER))


def _shows(box: Box, word: Word) -> bool:
    wide, high = overlap(box.x0, box.x1, word.x0, word.x1), overlap(box.top, box.bottom, word.top, word.bottom)
    narrower = min(box.x1 - box.x0, word.x1 - word.x0)
    lower = min(box.bottom - box.top, word.bottom - word.top)
    return wide >= SAME_PLACE * narrower and high >= SAME_PLACE * lower


def _said(text: str) -> tuple[str, tuple[str, ...]]:
    """Sign and numbers of a text; what stands around them (``%``, a rule read as ``|``) is no part of it."""
    sign = _SIGN.match(text)
    mark = sign.group(1) if sign else ""
    return ("-" if mark in "–−" and mark else mark), tuple(_NUMBER.findall(text))
