"""The archive holds what the reports hold, no more and no less, whatever was there before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import compact as compaction
from pipeline.cli.main import main
from pipeline.compact import Source, compact
from pipeline.errors import NotFoundError, OutputError
from pipeline.storage import remote
from pipeline.write.arrow import schema_of
from pipeline.write.exporters.parquet import parquet_bytes
from pipeline.write.tabular import sheet
from schemas.columns import ISSUE, OBSERVATION

EMPTY: dict[str, Any] = {"string": "", "int": 1, "float": 0.5, "bool": False}


def observations(report_id: str, values: list[float | None], **changes: Any) -> bytes:
    """A table of one row per value: what may be null is null, but for ``changes``."""
    required = {field.name: EMPTY[field.kind] for field in OBSERVATION if field.required}
    rows = [
        {**required, "value": value, **changes, "observation_id": f"p001-t1-r{n:02d}-c01", "report_id": report_id}
        for n, value in enumerate(values)
    ]
    return parquet_bytes(sheet("observations", "Observations", OBSERVATION, rows))


def put(out: Path, report_id: str, content: bytes, table: str = "observations") -> None:
    """As a run writes it, as far as it matters here."""
    folder = out / report_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{table}.parquet").write_bytes(content)
    rows = pq.read_metadata(pa.BufferReader(content)).num_rows
    told = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "rows": rows}
    (folder / "run.json").write_text(json.dumps({"input": {"sha256": "ab"}, "files": {f"{table}.parquet": told}}))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Forty reports of three values; ``unit`` and ``base_n`` are known in the last alone."""
    for number in range(40):
        report_id = f"report-{number:02d}"
        changes: dict[str, Any] = {"unit": "EUR", "base_n": 7} if number == 39 else {}
        put(tmp_path / "out", report_id, observations(report_id, [number, None, number / 4], **changes))
    return tmp_path / "out"


@pytest.fixture(params=["folder", "url"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        yield str(tmp_path / "archive")
        return
    place = remote(f"memory://{tmp_path.name}/archive")
    yield place.url
    place.remove(place.sizes())


def files(archive: str, table: str = "observations") -> dict[str, bytes]:
    if "://" in archive:
        place = remote(f"{archive}/{table}")
        return {name: place.read(name) or b"" for name in place.sizes()}
    return {path.name: path.read_bytes() for path in sorted(Path(archive, table).iterdir())}


def read(archive: str, table: str = "observations") -> pa.Table:
    parts = [pq.read_table(pa.BufferReader(c)) for n, c in files(archive, table).items() if n.endswith(".parquet")]
    return pa.concat_tables(parts).sort_by([("report_id", "ascending")])


def union(out: Path) -> pa.Table:
    return pa.concat_tables([pq.read_table(path) for path in sorted(out.glob("*/observations.parquet"))])


FILLED: dict[str, Any] = {"string": "word", "int": 3, "float": 1.5, "bool": True}
CONTENTS: list[dict[str, Any]] = [
    {},
    {field.name: FILLED[field.kind] for field in OBSERVATION if field.name != "report_id"},
]


@pytest.mark.parametrize("content", CONTENTS, ids=["nulls", "filled"])
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_every_report_has_the_same_types_whatever_it_holds(rows: int, content: dict[str, Any]) -> None:
    found = pq.read_schema(pa.BufferReader(observations("a", [None] * rows, **content)))
    assert found.equals(schema_of(OBSERVATION), check_metadata=True)
    kinds = {"string": pa.large_string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    assert [field.type for field in found] == [kinds[field.kind] for field in OBSERVATION]


def test_the_archive_is_the_union_of_the_reports(out: Path, archive: str) -> None:
    found = compact(str(out), archive, part_rows=30)
    assert (found.reports, found.rows, dict(found.left_out)) == (40, 120, {})
    assert found.parts == found.written > 2
    assert read(archive).equals(union(out))
    for name, content in files(archive).items():
        if name.endswith(".parquet"):
            assert pq.read_schema(pa.BufferReader(content)).equals(schema_of(OBSERVATION))
            ids = pq.read_table(pa.BufferReader(content))["report_id"].to_pylist()
            assert ids == sorted(ids)


def test_only_what_changed_is_written_and_history_does_not_matter(out: Path, archive: str, tmp_path: Path) -> None:
    compact(str(out), archive, part_rows=30)
    before = files(archive)
    assert compact(str(out), archive, part_rows=30).written == 0
    assert files(archive) == before

    put(out, "report-20", observations("report-20", [99.0]))
    put(out, "report-05a", observations("report-05a", [1.0, 2.0]))
    for path in (out / "report-31").iterdir():
        path.unlink()
    found = compact(str(out), archive, part_rows=30)
    assert 1 <= found.written < found.parts
    assert (found.reports, found.unfinished) == (40, 1)
    assert read(archive).equals(union(out))

    compact(str(out), str(tmp_path / "fresh"), part_rows=30)
    assert files(archive) == files(str(tmp_path / "fresh"))


def test_a_report_that_was_altered_is_left_out_by_name(
    out: Path, archive: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "report-03/observations.parquet").write_bytes(observations("report-03", [5.0]))
    (out / "report-04/observations.parquet").unlink()
    assert main(["compact", str(out), "--to", archive]) == 5
    said = capsys.readouterr().out
    assert "114 rows of 38 reports" in said
    assert "report-03 is left out" in said
    assert "report-04 is left out" in said
    assert not {"report-03", "report-04"} & set(read(archive)["report_id"].to_pylist())
    (out / "report-03/run.json").unlink()
    put(out, "report-04", observations("report-04", [4.0]))
    assert main(["compact", str(out), "--to", archive, "--json"]) == 0


def test_a_table_of_an_older_version_gets_its_new_columns_and_a_newer_one_is_left_out(tmp_path: Path) -> None:
    out = tmp_path / "out"
    table = pq.read_table(pa.BufferReader(observations("a", [1.0])))
    for report_id, written in (
        ("older", table.drop_columns(["footnotes"])),
        ("newer", table.append_column("mood", pa.array(["good"]))),
        ("other", table.set_column(table.column_names.index("page"), "page", pa.array(["one"]))),
    ):
        sink = pa.BufferOutputStream()
        pq.write_table(written, sink)
        put(out, report_id, sink.getvalue().to_pybytes())
    found = compact(str(out), str(tmp_path / "archive"))
    assert set(found.left_out) == {"newer", "other"}
    assert "mood" in found.left_out["newer"]
    assert read(str(tmp_path / "archive"))["footnotes"].to_pylist() == [None]


def test_other_tables_tell_their_report(tmp_path: Path) -> None:
    row = {"issue_id": "i0001", "code": "a.b", "severity": "info", "message": "so"}
    put(tmp_path / "out", "b", parquet_bytes(sheet("issues", "Findings", ISSUE, [row])), "issues")
    compact(str(tmp_path / "out"), str(tmp_path / "archive"), "issues")
    [found] = read(str(tmp_path / "archive"), "issues").to_pylist()
    assert (found["report_id"], found["code"], found["page"]) == ("b", "a.b", None)


def test_row_groups_are_whole_and_memory_holds_one(out: Path, archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "GROUP_ROWS", 50)
    compact(str(out), archive)
    [content] = [content for name, content in files(archive).items() if name.endswith(".parquet")]
    metadata = pq.read_metadata(pa.BufferReader(content))
    assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == [50, 50, 20]


def test_a_folder_that_is_no_archive_is_left_alone(out: Path, tmp_path: Path) -> None:
    mine = tmp_path / "archive/observations/mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(OutputError, match=r"mine\.txt"):
        compact(str(out), str(tmp_path / "archive"))
    assert mine.read_text() == "mine"
    with pytest.raises(NotFoundError):
        compact(str(tmp_path / "nowhere"), str(tmp_path / "archive"))


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), st.integers(0, 60)), st.text("abc", min_size=1))
def test_cuts_keep_all_in_order_within_bounds(rows: dict[str, int], newcomer: str) -> None:
    sources = [Source(name, count, "") for name, count in sorted(rows.items())]
    parts = compaction._planned("observations", sources, 50)
    assert [source for part in parts for source in part.sources] == sources
    for part in parts:
        assert len(part.sources) == 1 or sum(source.rows for source in part.sources) <= 2 * 50
