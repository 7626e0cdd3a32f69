"""What is many is held packed: never all of it at once, and always the same."""

import errno
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import packed, run_report
from pipeline.errors import OutputError
from pipeline.model import Box, Cell
from pipeline.packed import FEW, IN_MEMORY, MANY, Packed, Shelf, lay_by


def cells(count: int) -> list[Cell]:
    return [Cell(row, 0, f"Ja {row}", 1, Box(20.5, 70, 30, 80)) for row in range(count)]


def test_few_values_are_left_as_they_are() -> None:
    few = cells(MANY - 1)
    kept = lay_by(iter(few))
    assert all(one is other for one, other in zip(kept, few, strict=True))


def test_many_values_come_back_equal_and_few_of_them_stay_unpacked() -> None:
    many = cells(3 * MANY)
    kept = lay_by(iter(many))
    assert isinstance(kept, Packed)
    assert kept == many
    assert kept[-1] == many[-1]
    assert kept[2:4] == tuple(many[2:4])
    assert len(kept._recent) <= FEW


def test_values_are_packed_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0
    packed_at: list[int] = []

    def counted() -> Iterator[Cell]:
        nonlocal made
        for cell in cells(2 * MANY):
            made += 1
            yield cell

    def noted(value: object) -> bytes:
        packed_at.append(made)
        return pack(value)

    pack = packed.pack
    monkeypatch.setattr(packed, "pack", noted)
    lay_by(counted())
    assert packed_at == [*[MANY] * MANY, *range(MANY + 1, 2 * MANY + 1)]


def test_a_report_is_the_same_whatever_is_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)  # two runs of it would take long, and read no table
    sample = Path(__file__).resolve().parents[2] / "raw" / "digitalisering-overheid.pdf"
    written = []
    for name, many in (("plain", MANY), ("packed", 1)):
        monkeypatch.setattr(packed, "MANY", many)
        monkeypatch.setattr(packed, "IN_MEMORY", 10 if many == 1 else IN_MEMORY)
        run_report(sample, tmp_path / name)
        [folder] = (path for path in (tmp_path / name).iterdir() if path.is_dir() and not path.name.startswith("."))
        files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
        assert files.pop("run.json").is_file()  # with the seconds it took
        written.append({name: path.read_bytes() for name, path in files.items()})
    assert written[0] == written[1]


def test_where_the_disk_is_full_the_report_is_stopped_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()

    def full(content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shelf._file, "write", full)
    with pytest.raises(OutputError, match="No space left"):
        shelf.add(b"a page")
