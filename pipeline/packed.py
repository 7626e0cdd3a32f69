"""Values of model.py as bytes and back: small, exact, and never anything but values of model.py.

Unpacking believes nobody: bytes from a disk can be broken or somebody else's. They can give values of model.py and
plain Python values, or a ValueError, and nothing else is ever called.
"""

from __future__ import annotations

import gc
import hashlib
import io
import pickle
import weakref
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import chain, islice
from operator import attrgetter
from tempfile import SpooledTemporaryFile, gettempdir
from typing import Any, Generic, TypeVar, overload

from pipeline import model
from pipeline.errors import OutputError

Value = TypeVar("Value")

LEVEL = 1
"""Of zlib: a quarter of the size for half the time of pickling; level 6 gains a tenth more for three times that."""
RECENT = 32
"""Values that stay unpacked: short reports never unpack a page; of long ones the pages at hand, 6 MB."""
FEW = 4
"""The same for tables, whose cells are many and which are gone through one by one."""
MANY = 64
"""Values from which they are held packed: fewer, as most reports have of tables, are quicker left as they are."""
IN_MEMORY = 4 * 2**20
"""Bytes from which packed values wait in a file, not in memory: a page takes 5 to 100 kB."""
UNREADABLE = (
    pickle.UnpicklingError, zlib.error, EOFError, AttributeError, TypeError, ValueError, IndexError, KeyError,
    OverflowError, MemoryError, UnicodeDecodeError, ImportError,
)  # fmt: skip
"""What broken bytes make pickle and zlib say."""


def pack(value: object) -> bytes:
    """``value``: of model.py, or plain."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.dispatch_table = _REDUCED
    pickler.dump(value)
    return zlib.compress(buffer.getbuffer(), LEVEL)


def _reducer(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    """A value as a call of its class with its fields: what dataclasses say of themselves takes three times as long."""
    names = [one.name for one in fields(kind)]
    read = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return lambda value: (kind, read(value))


_REDUCED = {
    kind: _reducer(kind)
    for kind in vars(model).values()
    if isinstance(kind, type) and kind.__module__ == model.__name__ and is_dataclass(kind)
}


def unpack(packed: bytes) -> Any:
    """The value that was packed. Raises ValueError for anything else."""
    # What is unpacked holds no cycle: looking for some among its thousands of parts would take as long again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _Reader(io.BytesIO(zlib.decompress(packed))).load()
    except UNREADABLE as error:
        raise ValueError(f"no packed value: {error}") from error
    finally:
        if collecting:
            gc.enable()


class Shelf:
    """Packed values, in memory while they are few and then in a file without a name, which is gone with the process."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - lives as long as the shelf
        self._ends = array("Q", [0])
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, packed: bytes) -> int:
        """Its place. Raises OutputError when the disk has no room for it."""
        try:
            self._file.seek(self._ends[-1])
            self._file.write(packed)
        except OSError as error:
            failure = OutputError(f"cannot keep pages in {gettempdir()}: {error.strerror or error}")
            failure.hint = "Free space there, or set TMPDIR to a folder on another disk."
            raise failure from error
        self._ends.append(self._ends[-1] + len(packed))
        return len(self) - 1

    def get(self, place: int) -> bytes:
        self._file.seek(self._ends[place])
        return self._file.read(self._ends[place + 1] - self._ends[place])


class Packed(Sequence[Value], Generic[Value]):
    """Values of a long document, unpacked when asked for: the words of a thousand pages take 200 MB."""

    def __init__(self, packed: Iterable[bytes], recent: int = RECENT) -> None:
        """``recent``: how many stay unpacked. Raises OutputError when the disk has no room for them."""
        shelf = Shelf()
        self._on(shelf, [shelf.add(one) for one in packed], recent)

    @classmethod
    def on(cls, shelf: Shelf, places: Iterable[int]) -> Packed[Value]:
        """Those at these places of a shelf, in this order."""
        found: Packed[Value] = cls.__new__(cls)
        found._on(shelf, places, RECENT)
        return found

    def _on(self, shelf: Shelf, places: Iterable[int], recent: int) -> None:
        self._shelf, self._places, self._most = shelf, array("Q", places), recent
        self._recent: OrderedDict[int, Value] = OrderedDict()

    def packed(self, position: int) -> bytes:
        return self._shelf.get(self._places[position])

    def with_packed(self, changed: Mapping[int, bytes]) -> Packed[Value]:
        """The same but for those at some positions."""
        places = array("Q", self._places)
        for position, packed in changed.items():
            places[position] = self._shelf.add(packed)
        return Packed.on(self._shelf, places)

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, at: int | slice) -> Value | tuple[Value, ...]:
        if isinstance(at, slice):
            return tuple(self[position] for position in range(*at.indices(len(self))))
        position = range(len(self))[at]
        if position not in self._recent:
            self._recent[position] = unpack(self.packed(position))
            if len(self._recent) > self._most:
                self._recent.popitem(last=False)
        return self._recent[position]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def digest(self) -> str:
        """Of all values as packed: as long as these are the same bytes, they are the same values."""
        found = hashlib.sha256()
        for position in range(len(self)):
            found.update(hashlib.sha256(self.packed(position)).digest())
        return found.hexdigest()


def lay_by(values: Iterable[Value]) -> Sequence[Value]:
    """Few values as they are; from ``MANY`` on packed one by one, so that all are never there at once, and unpacked
    when asked for. What is changed in one that was unpacked is lost."""
    coming = iter(values)
    first = tuple(islice(coming, MANY))
    if len(first) < MANY:
        return first
    return Packed((pack(value) for value in chain(first, coming)), FEW)


class _Reader(pickle.Unpickler):
    """Reads back classes of model.py and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        found = getattr(model, name, None) if module == model.__name__ else None
        if isinstance(found, type) and found.__module__ == model.__name__:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} does not belong there")
