"""Folders by name or by URL: of this machine, or of an object store (``s3://``, ``gs://``, ...) through fsspec.

fsspec is imported for a URL only. Names below a folder are written with ``/``. Errors of the network are waited out for
some seconds; what lasts is told as the error of an input or of an output.
"""

from __future__ import annotations

import re
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from pipeline.errors import DependencyError, OutputError, PipelineError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Value = TypeVar("Value")

URL = re.compile(r"[a-z][a-z0-9+.-]+://")
"""Two letters at least: one is a drive of Windows."""
PAUSES = (0.5, 2.0, 8.0)
"""Seconds before each further try; the libraries below have made some tries of their own by then."""
AT_ONCE = 500
"""Objects asked for in one go."""


def is_url(named: str) -> bool:
    """Whether it names a place that only fsspec reaches."""
    return URL.match(named) is not None and not named.startswith("file://")


def plain(named: str) -> str:
    """``file:///a%20b`` as the path that it is; anything else as it stands."""
    return unquote(urlsplit(named).path) if named.startswith("file://") else named


class Storage(Protocol):
    """A folder to read from. Raises UnreachableError when it cannot be read."""

    @property
    def named(self) -> str:
        """As a person names it."""
        ...

    def folders(self) -> list[str]:
        """Names of the folders right inside, in order; hidden ones apart."""
        ...

    def read(self, name: str) -> bytes | None:
        """None where there is no such file."""
        ...

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        """As ``read``, many at a time where that is faster."""
        ...


@dataclass(frozen=True, slots=True)
class Local:
    """A folder of this machine, to be read: what is written here is written by ``pipeline.write``."""

    folder: Path

    @property
    def named(self) -> str:
        return str(self.folder)

    def folders(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith("."))

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise UnreachableError(f"{self.folder / name} cannot be read: {error.strerror or error}") from error

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        return [self.read(name) for name in names]


@dataclass(frozen=True, slots=True)
class Remote:
    """A folder of an object store. Its methods raise UnreachableError when it cannot be read."""

    url: str
    system: Any
    root: str

    @property
    def named(self) -> str:
        return self.url

    def sizes(self, below: str = "") -> dict[str, int]:
        """Bytes of all files below the folder ``below``, at any depth, by name; in order of name."""
        start = self._path(below) if below else self.root
        found = self._listed(lambda: self.system.find(start, detail=True)) or {}
        return {self._name(path): int(found[path].get("size") or 0) for path in sorted(found)}

    def names(self) -> list[str]:
        """Of all files at any depth, in order; without their sizes, for there may be millions."""
        return sorted(self._name(path) for path in self._listed(lambda: self.system.find(self.root)) or ())

    def folders(self) -> list[str]:
        found = self._listed(lambda: self.system.ls(self.root, detail=True)) or ()
        names = (entry["name"].rstrip("/").rpartition("/")[2] for entry in found if entry["type"] == "directory")
        return sorted(name for name in names if not name.startswith("."))

    def check(self) -> None:
        """Raises OutputError where there is no such bucket, UnreachableError."""
        bucket = self.root.partition("/")[0]
        if bucket and not self._tried(lambda: self.system.exists(bucket), ""):
            raise OutputError(f"cannot write in {self.url}: there is no such bucket")

    def has(self, name: str) -> bool:
        return bool(self._tried(lambda: self.system.exists(self._path(name)), name))

    def read(self, name: str) -> bytes | None:
        try:
            return bytes(self._tried(lambda: self.system.cat_file(self._path(name)), name))
        except FileNotFoundError:
            return None

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        found: list[bytes | None] = []
        for first in range(0, len(names), AT_ONCE):
            some = names[first : first + AT_ONCE]
            told = self.system.cat([self._path(name) for name in some], on_error="return")
            for name in some:
                content = told.get(self._path(name))
                # What could not be read in the crowd is tried again alone, with patience.
                found.append(bytes(content) if isinstance(content, bytes) else self.read(name))
        return found

    def fetch(self, name: str, path: Path) -> bool:
        """A copy on this machine, whole or not at all; False where there is no such file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name("part")
        try:
            self._tried(lambda: self.system.get_file(self._path(name), str(part)), name)
        except FileNotFoundError:
            return False
        part.replace(path)
        return True

    def upload(self, files: Mapping[str, Path]) -> None:
        """Files of this machine, by the name they get. Raises OutputError."""
        here, there = [str(path) for path in files.values()], [self._path(name) for name in files]
        if here:
            self._put(lambda: self.system.put(here, there), next(iter(files)))

    def write(self, name: str, content: bytes) -> None:
        """Raises OutputError."""
        self._put(lambda: self.system.pipe_file(self._path(name), content), name)

    def remove(self, names: Iterable[str]) -> None:
        """What is gone already is no error. Raises OutputError."""
        for name in names:
            with suppress(FileNotFoundError):
                self._tried(partial(self.system.rm_file, self._path(name)), name, OutputError)

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"

    def _name(self, path: str) -> str:
        return path[len(self.root) + 1 :]

    def _listed(self, action: Callable[[], Any]) -> Any:
        """None where there is no such bucket or folder."""
        try:
            return self._tried(action, "")
        except FileNotFoundError:
            return None

    def _put(self, action: Callable[[], object], name: str) -> None:
        try:
            self._tried(action, name, OutputError)
        except FileNotFoundError as error:
            raise OutputError(f"cannot write {self.url}/{name}: there is no such bucket or folder") from error

    def _tried(self, action: Callable[[], Value], name: str, failure: type[PipelineError] = UnreachableError) -> Value:
        """Raises FileNotFoundError as it comes, ``failure`` for all else that lasts."""
        pauses = iter(PAUSES)
        while True:
            try:
                return action()
            except FileNotFoundError:
                raise
            except _errors() as error:
                pause = next(pauses, None)
                if pause is None or isinstance(error, PermissionError):
                    verb = "write" if failure is OutputError else "read"
                    raise failure(f"cannot {verb} {self.url}/{name}: {type(error).__name__}: {error}") from error
            time.sleep(pause)


def storage(named: str) -> Local | Remote:
    """The folder of that name or URL. Raises DependencyError where what reaches it is not installed."""
    return remote(named) if is_url(named) else Local(Path(plain(named)))


def remote(url: str) -> Remote:
    """Raises DependencyError; UnreachableError where the URL is of no kind that is known."""
    try:
        from fsspec.core import url_to_fs

        # What a listing held when another worker had not written yet must not be believed later.
        system, root = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        told = str(error).strip() or "fsspec is missing"
        raise DependencyError(f"{url} needs a library: pip install 'tidyreport[remote]' ({told})") from error
    except ValueError as error:
        raise UnreachableError(f"{url}: {error}") from error
    return Remote(url.rstrip("/"), system, str(root).rstrip("/"))


def _errors() -> tuple[type[Exception], ...]:
    """What the libraries in use raise when a network or a store fails them."""
    known = ("botocore.exceptions:BotoCoreError", "aiohttp:ClientError", "gcsfs.retry:HttpError")
    parted = (name.partition(":") for name in known)
    found = (getattr(sys.modules.get(module), name, None) for module, _, name in parted)
    return (OSError, *(kind for kind in found if kind is not None))
