"""The gate before any PDF library: is this a file that can be read as a PDF at all?

Sources of the checks: ISO 32000-2, 7.5.2 and 7.5.5, and what readers of broken files accept (header within the first
8 kB, end of file mark within the last 2 kB).
"""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path

from pipeline.config import DEFAULT_LIMITS, Limits
from pipeline.errors import InputError, NotFoundError, NotPdfError, TooLargeError
from pipeline.model import Issue

HEADER_WITHIN = 8192
TRAILER_WITHIN = 2048
CHUNK = 1 << 20
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (doc, xls or ppt)"),
    (b"PK\x03\x04", "a ZIP archive, or an Office document (docx, xlsx, pptx, odt)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript file"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "a web page (perhaps the page of a failed download)"),
    (b"<html", "a web page (perhaps the page of a failed download)"),
    (b"<?xml", "an XML file"),
)
RESTRICTED = "document.restricted"
STARTXREF = re.compile(rb"startxref\s+(\d+)")
XREF = re.compile(rb"\s*(xref|\d+\s+\d+\s+obj)")


def check_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[Issue, ...]:
    """Issues of a file that looks like a PDF; never opens pipes or devices.

    Raises NotFoundError, NotPdfError, TooLargeError or InputError (no permission, a folder, empty), naming the file.
    """
    try:
        kind = path.stat()
    except FileNotFoundError:
        raise NotFoundError(f"{path}: there is no such file.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be reached ({error}).") from error
    if stat.S_ISDIR(kind.st_mode):
        raise NotPdfError(f"{path}: this is a folder, not a PDF file.")
    if not stat.S_ISREG(kind.st_mode):
        raise NotPdfError(f"{path}: this is a pipe or a device, not a file.")
    if kind.st_size == 0:
        raise NotPdfError(f"{path}: the file is empty (0 bytes).")
    if limits.file_mb and kind.st_size > limits.file_mb << 20:
        raise TooLargeError(f"{path}: it has {kind.st_size >> 20:,} MB; at most {limits.file_mb:,} are read.")
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_WITHIN)
            file.seek(max(0, kind.st_size - TRAILER_WITHIN))
            tail = file.read()
            _check_head(path, head)
            return _check_tail(path, head.index(b"%PDF-"), tail, kind.st_size)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from error


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def restricted(path: Path, copying_allowed: bool) -> tuple[Issue, ...]:
    """A note on a file that opens without a password and whose owner does not want its text to be copied.

    It is read: what may be done with the data is for law and licence to say, not for a flag that no reader enforces.
    """
    if copying_allowed:
        return ()
    message = f"The owner of {path.name} does not want text to be copied from it. See whether you may use the data."
    return (Issue(RESTRICTED, "info", message),)


def _check_head(path: Path, head: bytes) -> None:
    if b"%PDF-" in head:
        return
    start = head.lstrip()[:32].lower()
    kind = next((name for magic, name in MAGIC if head.startswith(magic)), None)
    kind = kind or next((name for magic, name in MARKUP if start.startswith(magic)), None)
    if kind is None:
        kind = "text" if _is_text(head) else "something unknown"
    raise NotPdfError(f"{path}: this is no PDF; by its first bytes it is {kind}.")


def _is_text(head: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 for byte in head)


def _check_tail(path: Path, offset: int, tail: bytes, size: int) -> tuple[Issue, ...]:
    """``offset``: of the header; positions in the file count from there, or from the file's first byte."""
    found = STARTXREF.findall(tail)
    if not found or b"%%EOF" not in tail:
        return (_damaged(path, "its end is missing, so pages may be lost"),)
    for start in (int(found[-1]), int(found[-1]) + offset):
        if start < size and _has_xref(path, start):
            return ()
    return (_damaged(path, "its list of objects is not where it says, so it had to be rebuilt"),)


def _has_xref(path: Path, start: int) -> bool:
    with path.open("rb") as file:
        file.seek(start)
        return XREF.match(file.read(64)) is not None


def _damaged(path: Path, how: str) -> Issue:
    return Issue("document.damaged", "warning", f"{path.name} is damaged: {how}. Compare the result with the file.")
