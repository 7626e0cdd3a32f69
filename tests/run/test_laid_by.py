"""What is many is held packed: never all of it at once, and always the same."""

from collections.abc import Iterator

import pytest

from pipeline import packed
from pipeline.model import Box, Cell
from pipeline.packed import FEW, MANY, Packed, lay_by


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
