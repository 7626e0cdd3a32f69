"""The reference reader: pdfplumber, corrected where it is known to be wrong. The only file that imports it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from math import atan2, degrees, hypot
from pathlib import Path
from typing import Any

from pdfminer.encodingdb import EncodingDB
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PlumberPage
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import extract_words

from pipeline.config import DEFAULT_LIMITS, Limits
from pipeline.errors import DamagedError, EncryptedError, InputError, NoPagesError
from pipeline.model import Box, Char, Document, Link, Page, Word
from pipeline.read import color
from pipeline.read.assemble import assemble_page, damaged_page
from pipeline.read.backend import asked_for
from pipeline.read.bombs import bomb_page, bombs
from pipeline.read.characters import UNREADABLE, as_seen
from pipeline.read.content_check import second_look
from pipeline.read.fonts import (
    FLAG_FORCE_BOLD,
    FLAG_ITALIC,
    SKEW,
    descent_of,
    font_name,
    is_bold,
    is_italic,
)
from pipeline.read.frame import Frame, apply, direction_of, frame, unturn
from pipeline.read.gate import check_file, restricted, sha256_of
from pipeline.read.layer import FoundWord, PageLayer, PaintedPath, PaintedPicture, Subpath
from pipeline.read.limits import BROKEN, NO_LIMIT, over_limit, thinned
from pipeline.read.mend import mended
from pipeline.read.words import DOUBLE, is_bolder

X_TOLERANCE_RATIO = 0.17
"""Gap between two words as a share of the font size; half of the narrowest space in common fonts."""
Y_TOLERANCE_RATIO = 0.2
"""Distance of two baselines on one line, as a share of the font size."""
EncodingDB.win2unicode[0xAD] = "-"
"""ISO 32000-2, D.2, note 6: this code of WinAnsiEncoding is a hyphen. pdfminer has it as a space."""
UNMAPPED = re.compile(r"\(cid:\d+\)")
FILL_AND_STROKE, INVISIBLE = 2, 3
LETTER = (0, 0, 612, 792)
"""Size in points that readers give a page without one."""
PARSE_ERRORS = (
    PdfminerException, MalformedPDFException, PDFException, PSException, *BROKEN,
)  # fmt: skip
"""What pdfplumber and pdfminer raise on a broken page."""


class _Recorder(PDFPageAggregatorWithMarkedContent):
    """Keeps what pdfminer knows and forgets: render mode of text, colour spaces and true width of strokes."""

    render_mode = 0
    painted = 0

    def _added(self, first: int) -> list[Any]:
        """What was added from ``first`` on, numbered in the order of painting."""
        added: list[Any] = self.cur_item._objs[first:]
        for item in added:
            self.painted += 1
            item.order = self.painted
        return added

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.render_mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        before = len(self.cur_item._objs)
        advance: float = super().render_char(*args, **kwargs)
        font = args[1]
        for char in self._added(before):
            char.render_mode = self.render_mode
            char.font_flags = font.flags if isinstance(font.flags, int) else 0
            char.stated_descent = font.get_descent()
        return advance

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        before = len(self.cur_item._objs)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        a, b, c, d, *_ = self.ctm
        for painted in self._added(before):
            painted.ncs, painted.scs = gstate.ncs, gstate.scs
            painted.seen_width = gstate.linewidth * abs(a * d - b * c) ** 0.5

    def render_image(self, *args: Any, **kwargs: Any) -> None:
        before = len(self.cur_item._objs)
        super().render_image(*args, **kwargs)
        self._added(before)


class _Interpreter(PDFPageInterpreter):
    """Leaves the width of lines in user space. pdfminer scales it where it is set and starts from 0; it is scaled by
    the matrix in force when the line is painted, and is 1 at first (ISO 32000-2, 8.4.1 and 8.4.3.2)."""

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.graphicstate.linewidth = 1.0

    def do_w(self, linewidth: Any) -> None:
        if isinstance(linewidth, (int, float)):
            self.graphicstate.linewidth = abs(linewidth)


class _SeenPage(PlumberPage):
    @property
    def layout(self) -> Any:
        if not hasattr(self, "_layout"):
            device = _Recorder(self.pdf.rsrcmgr, pageno=self.page_number, laparams=None)
            _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout

    def process_object(self, obj: Any) -> dict[str, Any]:
        attributes: dict[str, Any] = super().process_object(obj)
        for name in ("seen_width", "order"):
            if hasattr(obj, name):
                attributes[name] = getattr(obj, name)
        if hasattr(obj, "render_mode"):
            attributes |= _style(obj, attributes)
        return attributes


class PdfplumberBackend:
    name = "pdfplumber"

    def open(self, path: Path, password: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
        issues, most = check_file(path, limits), limits.pages or NO_LIMIT
        with _opened(path, password) as pdf:
            count = len(_page_objects(pdf, path, most))
            if not count:
                raise NoPagesError(f"{path}: the file holds no page.")
            return Document(
                path=path,
                sha256=sha256_of(path),
                page_count=min(count, most),
                title=_text(pdf.metadata.get("Title")),
                producer=_text(pdf.metadata.get("Producer")),
                backend=self.name,
                issues=(
                    *issues,
                    *restricted(path, pdf.doc.is_extractable),
                    *over_limit("pages", count, most, path.name),
                ),
            )

    def count(self, path: Path, password: str | None = None, limits: Limits = DEFAULT_LIMITS) -> int:
        with _opened(path, password) as pdf:
            return len(_page_objects(pdf, path, limits.pages or NO_LIMIT))

    def pages(
        self,
        document: Document,
        numbers: Sequence[int] | None = None,
        password: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Iterator[Page]:
        wanted, look = asked_for(document, numbers), second_look(document, password)
        passed_over = bombs(document.path, password, limits)
        with _opened(document.path, password) as pdf:
            found = _page_objects(pdf, document.path, limits.pages or NO_LIMIT)
            for number in wanted:
                if number in passed_over:
                    yield bomb_page(number)
                else:
                    yield look(_read_page(pdf, found[number - 1], number, limits))

    def characters(
        self, document: Document, number: int, box: Box | None = None, password: str | None = None
    ) -> tuple[Char, ...]:
        asked_for(document, [number])
        with _opened(document.path, password) as pdf:
            page = _SeenPage(pdf, _page_objects(pdf, document.path, number)[number - 1], number)
            try:
                _shift(page)
            except PARSE_ERRORS:
                return ()
            found = []
            for c in page.chars:
                turned = _turned(c)
                seen = unturn((turned["x0"], turned["top"], turned["x1"], turned["bottom"]), c["direction"])
                x, y = (seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2
                if c["text"].strip() and (box is None or (box.x0 <= x <= box.x1 and box.top <= y <= box.bottom)):
                    found.append(Char(*seen, c["text"], turned["size"], c["fontname"]))
            return tuple(found)


@contextmanager
def _opened(path: Path, password: str | None) -> Iterator[PDF]:
    data = mended(path)
    try:
        pdf = PDF.open(path if data is None else BytesIO(data), password=password, raise_unicode_errors=False)
    except PdfminerException as error:
        raise _refusal(path, error, password is not None) from error
    except PARSE_ERRORS as error:
        raise DamagedError(f"{path}: it is no complete PDF and cannot be opened.") from error
    try:
        yield pdf
    finally:
        pdf.stream.close()


def _refusal(path: Path, error: PdfminerException, had_password: bool) -> InputError:
    cause = error.args[0] if error.args else None
    if isinstance(cause, PDFPasswordIncorrect):
        return EncryptedError(
            f"{path}: the password given does not open it." if had_password else f"{path}: it needs a password."
        )
    if isinstance(cause, PDFEncryptionError):
        return EncryptedError(f"{path}: it is protected in a way that cannot be undone here (rights management).")
    return DamagedError(f"{path}: it is no complete PDF and cannot be opened.")


def _page_objects(pdf: PDF, path: Path, most: int) -> list[PDFPage]:
    """The pages as pdfminer has them, at most one more than is read."""
    found = []
    try:
        for page in islice(PDFPage.create_pages(pdf.doc), min(most, NO_LIMIT - 1) + 1):
            page.attrs.setdefault("MediaBox", list(LETTER))
            found.append(page)
    except PARSE_ERRORS as error:
        raise DamagedError(f"{path}: its list of pages is broken.") from error
    return found


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _read_page(pdf: PDF, found: PDFPage, number: int, limits: Limits) -> Page:
    most = limits.page_characters or NO_LIMIT
    try:
        page = _SeenPage(pdf, found, number)
        seen = _shift(page)
        painted, pictures = _drawn(page)
        paths = thinned(painted, limits.page_paths)
        issues = (
            *over_limit("characters", len(page.chars), most, page=number),
            *over_limit("paths", len(painted), len(paths), page=number),
        )
        words = _words(page.chars[:most])
        layer = PageLayer(number, seen.width, seen.height, words, paths, pictures, _links(page, seen), issues)
        page.close()
    except PARSE_ERRORS as error:
        return damaged_page(number, f"{type(error).__name__} while parsing it")
    return assemble_page(layer)


def _drawn(page: _SeenPage) -> tuple[list[PaintedPath], list[PaintedPicture]]:
    paths = [_path(o) for o in (*page.lines, *page.rects, *page.curves)]
    pictures = [
        PaintedPicture(Box(i["x0"], i["top"], i["x1"], i["bottom"]), str(i.get("name") or ""), i["order"])
        for i in page.images
    ]
    return paths, pictures


def _links(page: _SeenPage, seen: Frame) -> tuple[Link, ...]:
    found = []
    for link in page.hyperlinks:
        (ax, ay), (bx, by) = (apply(seen.matrix, *link["data"]["Rect"][k : k + 2]) for k in (0, 2))
        found.append(Link(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), str(link["uri"])))
    return tuple(found)


def _shift(page: _SeenPage) -> Frame:
    """Move all objects from media box to what is seen of it; returns the frame seen.

    pdfplumber turns a crop box wrongly on rotated pages, so the offset is worked out from the raw boxes.
    """
    media, crop = (_ordered(b) for b in (page.page_obj.mediabox, page.page_obj.cropbox))
    crop = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
    if crop[0] >= crop[2] or crop[1] >= crop[3]:
        crop = media
    turned = page.rotation if page.rotation % 90 == 0 else 0
    whole, seen = frame(*media, turned), frame(*crop, turned)
    (wx, wy), (sx, sy) = apply(whole.matrix, 0, 0), apply(seen.matrix, 0, 0)
    dx, dy = sx - wx - page.mediabox[0], sy - wy - page.mediabox[1]
    for objects in page.objects.values():
        for o in objects:
            o["x0"], o["x1"], o["top"], o["bottom"] = o["x0"] + dx, o["x1"] + dx, o["top"] + dy, o["bottom"] + dy
            if "path" in o:
                o["path"] = [(op, *((x + dx, y + dy) for x, y in points)) for op, *points in o["path"]]
    return seen


def _ordered(box: Sequence[float]) -> tuple[float, float, float, float]:
    return (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))


def _style(char: Any, attributes: dict[str, Any]) -> dict[str, Any]:
    """What words are split by, and the text with what cannot be read marked."""
    name = font_name(str(attributes["fontname"]))
    a, b, c, d, _, _ = char.matrix
    slant = abs(a * c + b * d) / (hypot(a, b) * hypot(c, d) or 1.0)
    return {
        "text": "".join(map(as_seen, UNMAPPED.sub(UNREADABLE, attributes["text"]))),
        "fontname": name,
        "bold": is_bold(name) or bool(char.font_flags & FLAG_FORCE_BOLD) or char.render_mode == FILL_AND_STROKE,
        "italic": is_italic(name) or bool(char.font_flags & FLAG_ITALIC) or slant > SKEW,
        "color": color.from_components(attributes["non_stroking_color"], attributes.get("ncs")),
        "direction": direction_of(round(degrees(atan2(-b, a))) % 360),
        "invisible": char.render_mode == INVISIBLE,
        "sink": descent_of(name, char.stated_descent) + char.stated_descent,
    }


def _words(chars: list[dict[str, Any]]) -> list[FoundWord]:
    groups: dict[tuple[int, bool], list[dict[str, Any]]] = defaultdict(list)
    for char in chars:
        if char["text"]:
            groups[char["direction"], char["invisible"]].append(_turned(char))
    words: list[FoundWord] = []
    for (direction, invisible), group in groups.items():
        found = extract_words(
            _undoubled(group),
            return_chars=True,
            x_tolerance_ratio=X_TOLERANCE_RATIO,
            y_tolerance_ratio=Y_TOLERANCE_RATIO,
            y_tolerance=Y_TOLERANCE_RATIO * max(c["size"] for c in group),
            extra_attrs=["fontname", "size", "color", "bold", "italic"],
        )
        words.extend(FoundWord(_word(w, direction), w["chars"][0]["order"], invisible) for w in found)
    return words


def _undoubled(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One of each character that is painted twice to look bold, marked as bold. In the order of painting."""
    chars = [c | {"twin": False} for c in chars]
    same = ("text", "fontname", "size", "color")
    ranked = sorted(chars, key=lambda c: (*(str(c[name]) for name in same), c["x0"], c["order"]))
    for index, char in enumerate(ranked):
        reach = min(DOUBLE * char["size"], (char["x1"] - char["x0"]) / 2)
        for other in ranked[index + 1 :]:
            if other["x0"] - char["x0"] > reach or any(other[name] != char[name] for name in same):
                break
            along, across = other["x0"] - char["x0"], other["top"] - char["top"]
            if not char["twin"] and abs(across) <= DOUBLE * char["size"]:
                other["twin"] = True
                char["bold"] = char["bold"] or is_bolder(along, across, char["size"])
    return [c for c in chars if not c["twin"]]


def _turned(char: dict[str, Any]) -> dict[str, Any]:
    """The character as if its line read from left to right, its box lowered to where the letter stands."""
    direction = char["direction"]
    x0, top, x1, bottom = unturn((char["x0"], char["top"], char["x1"], char["bottom"]), -direction)
    size = round(char["size"] if direction in (0, 180) else bottom - top, 3)
    sink = char["sink"] * size
    turned = {"x0": x0, "top": top + sink, "x1": x1, "bottom": bottom + sink, "doctop": top + sink}
    return {**char, **turned, "upright": 1, "size": size}


def _word(found: dict[str, Any], direction: int) -> Word:
    box = unturn((found["x0"], found["top"], found["x1"], found["bottom"]), direction)
    return Word(
        *box,
        found["text"],
        found["size"],
        found["fontname"],
        bold=found["bold"],
        italic=found["italic"],
        color=found["color"],
        direction=direction,
    )


def _path(o: dict[str, Any]) -> PaintedPath:
    operators = o["path"]
    points = tuple(p[-1] for _, *p in operators if p)
    subpath = Subpath.of(points, any(op in "cvy" for op, *_ in operators), operators[-1][0] == "h")
    return PaintedPath(
        (subpath,),
        bool(o["fill"]),
        bool(o["stroke"]),
        color.from_components(o["non_stroking_color"], o.get("ncs")) if o["fill"] else None,
        color.from_components(o["stroking_color"], o.get("scs")) if o["stroke"] else None,
        o["seen_width"],
        o["order"],
    )
