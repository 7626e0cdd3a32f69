"""Templates compiled, kept as Python keeps compiled modules: in ``__pycache__`` beside them, where that can be written.

Compiling them takes longer than filling them in for an ordinary report, and every process would do it anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from importlib import resources
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from pipeline.version import code_version

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class CompiledTemplates(jinja2.BytecodeCache):
    """``language``: of the filters. What they make of constants stands in the compiled templates."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._folder = resources.files("pipeline.report").joinpath("templates")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Leaves the bucket empty where there is nothing, or what other code has left: then it is compiled."""
        path = self._path(bucket)
        with contextlib.suppress(OSError):
            kept = path.read_bytes() if path else b""
            code = kept[hashlib.sha256().digest_size :]
            if code and kept == self._digest(code) + code:
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        if path is None or sys.dont_write_bytecode:
            return
        code = bucket.bytecode_to_string()
        own = path.with_name(f"{path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):  # installed by somebody else
            path.parent.mkdir(parents=True, exist_ok=True)
            own.write_bytes(self._digest(code) + code)
            own.replace(path)

    def _digest(self, code: bytes) -> bytes:
        """Of the compiled template and all that has made it."""
        return hashlib.sha256(repr((jinja2.__version__, code_version())).encode() + code).digest()

    def _path(self, bucket: Bucket) -> Path | None:
        """None where the package is no folder, or Python keeps nothing compiled."""
        if not isinstance(self._folder, Path) or sys.implementation.cache_tag is None:
            return None
        return Path(cache_from_source(str(self._folder / f"{bucket.key}-{self._language}.py")))
