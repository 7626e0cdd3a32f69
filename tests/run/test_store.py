"""What is kept of a stage: whole, ours, of the key it is asked for, or not believed; and never more than its room."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import shutil
import zlib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Box, CleanTable, Content, NumberFormat, Page, PageContent, Table, Word
from pipeline.packed import RECENT, Packed, pack, unpack
from pipeline.steps import clean
from pipeline.store import FOLDER, MB, Store, store_of, sweep
from pipeline.work import Work

PAGE = Page(1, 10.0, 10.0, (Word(0.1, 0.2, 0.3, 1 / 3, "é\0", 9.0), Word(1.0, 2.0, 3.0, 4.0, "x", 9.0, raised=True)))


def test_what_is_packed_comes_back_the_same() -> None:
    for value in (PAGE, PageContent(), ((), ()), Box(1.0, 2.0, 3.0, 4.0)):
        assert unpack(pack(value)) == value


class Harm:
    def __reduce__(self) -> object:
        return os.system, ("true",)


@pytest.mark.parametrize(
    "foreign",
    [Path("x"), Harm(), io.BytesIO, pickle.loads],
    ids=["path", "command", "class", "function"],
)
def test_nothing_but_our_values_is_unpacked(foreign: object) -> None:
    with pytest.raises(ValueError, match="no packed value"):
        unpack(zlib.compress(pickle.dumps(foreign)))


@pytest.mark.parametrize("name", ["dataclass", "field", "TYPE_CHECKING", "Literal", "NamedTuple"])
def test_what_the_model_imports_is_not_unpacked_either(name: str) -> None:
    with pytest.raises(ValueError, match="does not belong"):
        unpack(zlib.compress(f"cpipeline.model\n{name}\n.".encode()))


@given(st.binary(max_size=60), st.booleans())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_bytes_give_a_value_or_a_value_error(noise: bytes, packed: bool) -> None:
    with contextlib.suppress(ValueError):
        unpack(zlib.compress(noise) if packed else noise)


def test_a_long_row_of_values_keeps_few_unpacked() -> None:
    values = [Box(float(k), 0.0, 1.0, 1.0) for k in range(2 * RECENT)]
    row = Packed[Box](pack(value) for value in values)
    assert row == values
    assert row[3:5] == tuple(values[3:5])
    assert row[-1] == values[-1]
    assert len(row._recent) == RECENT
    with pytest.raises(IndexError):
        row[len(values)]


@given(st.integers(0, 10**6), st.sampled_from(["cut", "flip", "grow", "swap"]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_an_entry_that_is_harmed_is_not_there(tmp_path_factory: pytest.TempPathFactory, at: int, harm: str) -> None:
    store = Store(tmp_path_factory.mktemp("store") / "key")
    store.put("page-00001", b"one", b"", b"three")
    assert store.get("page-00001") == (b"one", b"", b"three")
    assert store.folder is not None
    entry = store.folder / "page-00001"
    whole = entry.read_bytes()
    at %= len(whole)
    harmed = {
        "cut": whole[:at],
        "flip": whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :],
        "grow": whole + b"\0",
        "swap": whole[at:] + whole[:at] if at else b"",
    }[harm]
    entry.write_bytes(harmed)
    assert store.get("page-00001") is None


def test_an_entry_of_another_key_or_name_is_not_believed(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    one.put("page-00001", b"1")
    other.put("page-00002", b"2")
    shutil.copy(tmp_path / "one/page-00001", tmp_path / "other/page-00001")
    shutil.copy(tmp_path / "one/page-00001", tmp_path / "one/page-00002")
    (tmp_path / "one/page-00003").mkdir()
    assert other.get("page-00001") is None
    assert [one.get(f"page-0000{k}") for k in (1, 2, 3, 4)] == [(b"1",), None, None, None]


def test_values_of_another_kind_are_not_believed(tmp_path: Path) -> None:
    work = Work(Store(tmp_path))
    work.keep("page", 1, PAGE, PageContent())
    work.keep("page", 2, PAGE)
    work.store.put("page-00003", b"no pickle", b"at all")
    assert [kept.value for kept in work.kept("page", 1, Page, PageContent) or ()] == [PAGE, PageContent()]
    assert [work.kept("page", k, Page, PageContent) for k in (2, 3, 4)] == [None, None, None]


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    store = Store()
    store.put("page-00001", b"1")
    assert store.get("page-00001") is None
    assert store_of(tmp_path, None, {}) == store


def test_the_key_depends_on_the_pdf_and_the_inputs(tmp_path: Path) -> None:
    stores = {
        store_of(tmp_path, sha256, inputs)
        for sha256 in ("a" * 64, "b" * 64)
        for inputs in ({"code": "1"}, {"code": "2"}, {"code": "1", "pages": 3})
    }
    assert len(stores) == 6


def kept(out: Path) -> list[str]:
    return sorted(path.name for path in (out / FOLDER).iterdir())


def test_what_was_unused_for_longest_is_swept_first(tmp_path: Path) -> None:
    for age, name in enumerate("abc"):
        store = Store(tmp_path / FOLDER / name)
        store.put("page-00001", bytes(MB // 2))
        assert store.folder is not None
        used = store.folder.stat().st_mtime - 60 * age
        os.utime(store.folder, (used, used))
    sweep(tmp_path, 2)
    assert kept(tmp_path) == ["a", "b", "c"]
    sweep(tmp_path, 1)
    assert kept(tmp_path) == ["a"]
    os.utime(tmp_path / FOLDER / "a", (0, 0))
    sweep(tmp_path, 1)
    assert list(tmp_path.iterdir()) == []


def test_an_entry_that_is_used_counts_as_young(tmp_path: Path) -> None:
    store = Store(tmp_path / FOLDER / "a")
    store.put("page-00001", b"1")
    assert store.folder is not None
    os.utime(store.folder, (0, 0))
    store.used()
    sweep(tmp_path, 1)
    assert kept(tmp_path) == ["a"]


@pytest.mark.parametrize(("cleaned", "kept"), [("p001-t1", True), ("p001-t1a", True), ("p009-t9", False)])
def test_a_cleaned_document_is_kept_only_where_all_of_it_would_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cleaned: str, kept: bool
) -> None:
    printed = Table("p001-t1", (1,), Box(0.0, 0.0, 9.0, 9.0), (), "aligned", 1.0)
    table = CleanTable(replace(printed, id=cleaned), None, None, None, None, (), (), ())
    style = NumberFormat(".", (), "en", "none")
    monkeypatch.setattr("pipeline.clean.clean_content", lambda content, pages: ((table,), style))
    reading: Any = SimpleNamespace(digest=lambda: "ab", content=lambda: Content((printed,)), pages=())
    work = Work(Store(tmp_path / "key"))
    first = clean(reading, work)
    assert first.tables == (table,)
    assert ((tmp_path / "key").is_dir()) is kept
    monkeypatch.setattr("pipeline.clean.clean_content", lambda content, pages: ((table,) if not kept else (), style))
    assert clean(reading, work) == first
