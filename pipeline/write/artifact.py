"""Bytes -> a file on disk, with its fingerprint."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from pipeline.model import Artifact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def store(folder: Path, path: str, content: bytes | Iterable[bytes], rows: int | None = None) -> Artifact:
    """Write ``content``, whole or in pieces, to ``path`` (relative to ``folder``) and make sure that it is on the
    disk."""
    digest, size = hashlib.sha256(), 0
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for piece in (content,) if isinstance(content, bytes) else content:
            digest.update(piece)
            size += file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return Artifact(path, digest.hexdigest(), size, rows)


def json_bytes(value: object, indent: int | None = 2) -> bytes:
    """UTF-8 JSON that ends with a line end. Raises ValueError on NaN and infinity, which JSON lacks."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
    return text.encode() + b"\n"
