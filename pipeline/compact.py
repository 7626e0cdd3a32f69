"""Many small tables, one per report -> few large files for whoever asks about all reports: the archive.

``<archive>/<table>/part-<key>.parquet`` and ``index.json``. A part holds whole reports in order of their names. Where
one ends and the next begins hangs on the names and sizes of the reports near by, so that a report that comes, changes
or goes touches its own part only, and the same reports give the same files whatever the archive held before. The key
of a part stands for all that is in it: one that is there already is not written again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.errors import NotFoundError, OutputError
from pipeline.storage import Local, Remote, Storage, storage
from pipeline.write.arrow import schema_of
from pipeline.write.artifact import json_bytes, store
from pipeline.write.atomic import replacing
from pipeline.write.manifest import NAME as MANIFEST
from pipeline.write.manifest import manifest_of
from schemas.columns import CLAIM, ISSUE, OBSERVATION, QUARANTINE, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from schemas.columns import Field

TABLES: Mapping[str, tuple[Field, ...]] = {
    "observations": OBSERVATION, "quarantine": QUARANTINE, "issues": ISSUE, "claims": CLAIM, "text": TEXT,
}  # fmt: skip
"""What can be joined, with its columns; ``report_id`` is put before those that lack it."""
REPORT = next(field for field in OBSERVATION if field.name == "report_id")

PART_ROWS = 1_000_000
"""Of a part, about: some 20 MB of observations, which a query reads in one go, and a changed report rewrites."""
GROUP_ROWS = 122_880
"""Of a row group: what DuckDB takes in at a time, and each of its threads one."""
COMPRESSION = "zstd"
LEAST, MOST = 0.25, 2.0
"""Bounds of a part, of its usual number of rows."""
FORMAT = 1
"""Part of every key: raised when the files are written in another way."""
AT_A_TIME = 100
"""Small files in memory."""
INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Source:
    """The table of one report, as its manifest tells it."""

    report_id: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    sources: tuple[Source, ...]

    @property
    def name(self) -> str:
        return f"part-{self.key}.parquet"


@dataclass(frozen=True, slots=True)
class Compacted:
    """What became of one table."""

    table: str
    reports: int
    rows: int
    parts: int
    written: int
    """Parts that are new; the others were there."""
    left_out: Mapping[str, str]
    """Reports that could not be taken in, and why."""
    unfinished: int
    """Folders without a whole manifest: no reports, or not yet."""


class UnfitError(Exception):
    """A report whose table cannot be taken in: its name, and why."""


def compact(out: str, archive: str, table: str = "observations", part_rows: int = PART_ROWS) -> Compacted:
    """Brings ``archive/<table>`` up to date with the reports in ``out``; both are paths or URLs.

    Raises NotFoundError when there is no report, UnreachableError, OutputError.
    """
    origin = storage(out)
    sources, unfinished = _sources(origin, table)
    left_out: dict[str, str] = {}
    place = f"{archive.rstrip('/')}/{table}"
    target = storage(place)
    shelf = _LocalShelf(target.folder) if isinstance(target, Local) else _RemoteShelf(target)
    had = _index(target, table)
    while True:
        parts = _planned(table, [source for source in sources if source.report_id not in left_out], part_rows)
        try:
            written = shelf.fill(parts, had, _Maker(origin, table), _told(table, parts, left_out))
        except UnfitError as error:
            report_id, why = error.args
            left_out[report_id] = why
            continue
        taken = [source for part in parts for source in part.sources]
        rows = sum(source.rows for source in taken)
        return Compacted(table, len(taken), rows, len(parts), written, left_out, unfinished)


def _sources(origin: Storage, table: str) -> tuple[list[Source], int]:
    """The reports in order of name, and the number of folders that are none."""
    folders, found, unfinished = origin.folders(), [], 0
    for first in range(0, len(folders), AT_A_TIME):
        some = folders[first : first + AT_A_TIME]
        for folder, content in zip(some, origin.read_all([f"{name}/{MANIFEST}" for name in some]), strict=True):
            manifest = manifest_of(content) if content is not None else None
            told = (manifest or {"files": {}})["files"].get(f"{table}.parquet")
            if told is None:
                unfinished += 1
            else:
                found.append(Source(folder, int(told["rows"]), str(told["sha256"])))
    if not found:
        error = NotFoundError(f"{origin.named} holds no report that a run wrote")
        error.hint = "Name the folder that holds the folders of the reports, as --out of the run named it."
        raise error
    return found, unfinished


def _planned(table: str, sources: Sequence[Source], part_rows: int) -> list[Part]:
    """Cut behind reports that their names choose, with a chance that grows with their rows."""
    parts: list[Part] = []
    held: list[Source] = []
    rows = 0

    def close() -> None:
        nonlocal rows
        if held:
            parts.append(Part(_key(table, held), tuple(held)))
            held.clear()
            rows = 0

    for source in sources:
        if rows + source.rows > MOST * part_rows:
            close()
        held.append(source)
        rows += source.rows
        lot = int.from_bytes(hashlib.sha256(source.report_id.encode()).digest()[:4]) / 2**32
        if rows >= LEAST * part_rows and lot < source.rows / part_rows:
            close()
    close()
    return parts


def _key(table: str, sources: Sequence[Source]) -> str:
    schema = [f"{field.name} {field.type}" for field in schema_of(_fields(table))]
    told = [FORMAT, COMPRESSION, GROUP_ROWS, table, schema, [(source.report_id, source.sha256) for source in sources]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]


def _fields(table: str) -> tuple[Field, ...]:
    fields = TABLES[table]
    return fields if REPORT.name in {field.name for field in fields} else (REPORT, *fields)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes parts."""

    origin: Storage
    table: str

    def write(self, part: Part, path: Path) -> None:
        """Streams the reports of a part into one file. Raises UnfitError."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = schema_of(_fields(self.table))
        held: list[pa.Table] = []
        rows = 0
        with pq.ParquetWriter(path, schema, compression=COMPRESSION) as writer:
            for table in self._tables(part, schema):
                held.append(table)
                rows += table.num_rows
                while rows >= GROUP_ROWS:
                    whole = pa.concat_tables(held)
                    writer.write_table(whole.slice(0, GROUP_ROWS))
                    held, rows = [whole.slice(GROUP_ROWS)], rows - GROUP_ROWS
            if rows:
                writer.write_table(pa.concat_tables(held))

    def _tables(self, part: Part, schema: pa.Schema) -> Iterator[pa.Table]:
        for first in range(0, len(part.sources), AT_A_TIME):
            some = part.sources[first : first + AT_A_TIME]
            names = [f"{source.report_id}/{self.table}.parquet" for source in some]
            for source, content in zip(some, self.origin.read_all(names), strict=True):
                if content is None or hashlib.sha256(content).hexdigest() != source.sha256:
                    raise UnfitError(source.report_id, "its table is not as the run wrote it: changed, or gone")
                yield _fitted(source.report_id, content, schema)


def _fitted(report_id: str, content: bytes, schema: pa.Schema) -> pa.Table:
    """The table of a report with the columns of today. Raises UnfitError where it cannot have them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(pa.BufferReader(content))
    strange = [name for name in table.column_names if name not in schema.names]
    if strange:
        raise UnfitError(report_id, f"another version wrote it: it has a column {strange[0]}; run it again")
    columns = []
    for told in schema:
        if told.name in table.column_names:
            try:
                columns.append(table[told.name].cast(told.type))
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
                raise UnfitError(report_id, f"another version wrote it: {told.name} is no {told.type}") from error
        elif told.name == REPORT.name:
            columns.append(pa.array([report_id] * table.num_rows, told.type))
        else:  # a column that came later
            columns.append(pa.nulls(table.num_rows, told.type))
    return pa.Table.from_arrays(columns, schema=schema)


def _told(table: str, parts: Sequence[Part], left_out: Mapping[str, str]) -> dict[str, Any]:
    """The index, but for the sizes of the files."""
    told = [
        {
            "file": part.name,
            "rows": sum(source.rows for source in part.sources),
            "reports": len(part.sources),
            "first": part.sources[0].report_id,
            "last": part.sources[-1].report_id,
        }
        for part in parts
    ]
    return {"format": FORMAT, "table": table, "parts": told, "left_out": dict(left_out)}


def _index(target: Storage, table: str) -> dict[str, int]:
    """Bytes of the parts that are there, by file. Raises OutputError where the folder holds something else."""
    content = target.read(INDEX)
    try:
        told: Any = json.loads(content) if content is not None else {"table": table, "parts": []}
        if told["table"] == table:
            return {part["file"]: int(part["bytes"]) for part in told["parts"]}
    except (ValueError, KeyError, TypeError):
        pass  # as below
    raise OutputError(f"{target.named}/{INDEX} is no index of {table}, so nothing is written there")


def _finished(index: Mapping[str, Any], sizes: Mapping[str, int]) -> bytes:
    parts = [{**part, "bytes": sizes[part["file"]]} for part in index["parts"]]
    return json_bytes({**index, "parts": parts})


@dataclass(frozen=True, slots=True)
class _LocalShelf:
    """A folder of this machine: the new one takes its place in one step."""

    folder: Path

    def fill(self, parts: Sequence[Part], had: Mapping[str, int], maker: _Maker, index: Mapping[str, Any]) -> int:
        ours = {path.name for path in self.folder.glob("part-*.parquet")} | {INDEX}
        others = [path.name for path in self.folder.iterdir() if path.name not in ours] if self.folder.is_dir() else []
        if others:
            raise OutputError(f"{self.folder} holds {sorted(others)[0]}, which is no part of an archive")
        good = {name for name, size in had.items() if _size(self.folder / name) == size}
        if [part.name for part in parts] == list(had) and good == set(had) and ours == {INDEX, *had}:
            content = _finished(index, had)
            if (self.folder / INDEX).read_bytes() == content:
                return 0
        sizes = {}
        with replacing(self.folder) as new:
            for part in parts:
                if part.name in good:
                    _link(self.folder / part.name, new / part.name)
                else:
                    maker.write(part, new / part.name)
                sizes[part.name] = (new / part.name).stat().st_size
            store(new, INDEX, _finished(index, sizes))
        return sum(part.name not in good for part in parts)


@dataclass(frozen=True, slots=True)
class _RemoteShelf:
    """A folder of an object store: new parts first, then the index that names them, then old parts go."""

    target: Remote
    sizes: dict[str, int] = field(default_factory=dict)
    """Of the parts that this run has written."""

    def fill(self, parts: Sequence[Part], had: Mapping[str, int], maker: _Maker, index: Mapping[str, Any]) -> int:
        there = self.target.sizes()
        good = {name: size for name, size in had.items() if there.get(name) == size} | self.sizes
        with TemporaryDirectory() as scratch:
            for part in parts:
                if part.name in good:
                    continue
                path = Path(scratch) / part.name
                maker.write(part, path)
                self.target.upload({part.name: path})
                good[part.name] = self.sizes[part.name] = path.stat().st_size
                path.unlink()
        content = _finished(index, good)
        if self.target.read(INDEX) != content:
            self.target.write(INDEX, content)
        current = {part.name for part in parts}
        self.target.remove(name for name in there if name.startswith("part-") and name not in current)
        return len(self.sizes)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _link(old: Path, new: Path) -> None:
    """The same file under another name, or a copy where the disk has no such names."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)
