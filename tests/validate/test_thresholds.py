"""Thresholds that a profile sets."""

from __future__ import annotations

import pytest

from pipeline.errors import ProfileError
from pipeline.validate import Thresholds


def test_what_is_not_stated_keeps_its_default() -> None:
    found = Thresholds.of([("rounding", 1.0, "p.yaml:3"), ("relation_least", 4.0, "p.yaml:4")])
    assert found == Thresholds(rounding=1.0, relation_least=4)
    assert Thresholds.of([]) == Thresholds()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("roundng", 1.0, "there is no threshold 'roundng'; did you mean 'rounding'?"),
        ("rounding", -1.0, "rounding cannot be -1"),
        ("relation_least", 2.5, "relation_least cannot be 2.5"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(name: str, value: float, told: str) -> None:
    with pytest.raises(ProfileError) as error:
        Thresholds.of([(name, value, "schemas/towns/profile.yaml:3")])
    assert str(error.value) == f"schemas/towns/profile.yaml:3: {told}"
