"""One question over the observations of many reports, asked with DuckDB: of the files as runs write them, and of the
archive that `pipeline compact` makes of them.

    python benchmarks/query.py [--reports N] [--rounds N] [--keep DIR] [PDF ...]

The reports are made of really made ones (of the PDFs named; the sample): the same tables under N names with values that
differ from report to report. Each question is asked in a new connection; the first time files are read that no query
has read (the system has them in memory, for they were just written), then the median of ``--rounds``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.compact import compact

SAMPLE = Path(__file__).resolve().parents[1] / "raw" / "digitalisering-overheid.pdf"
QUESTIONS = {
    "one label over all reports, by column": """
        select column_label, count(*) as reports, avg(value) as mean, quantile_cont(value, 0.5) as median
        from {files} where row_label = '{label}' and statistic = 'percent' and missing is null
        group by column_label order by reports desc, column_label limit 20""",
    "all values of one report": "select * from {files} where report_id = '{report}' order by observation_id",
    "how many values, of what kind, how sure": """
        select statistic, source, count(*) as n, avg(confidence) as sure from {files} group by all order by n desc""",
}
"""``files``: what to read; ``label`` and ``report``: one that is there."""


def made_reports(pdfs: list[Path], scratch: Path) -> list[pa.Table]:
    """The observations of a real run."""
    command = [sys.executable, "-m", "pipeline", "run", *map(str, pdfs), "--out", str(scratch / "made"), "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found = [pq.ParquetFile(path).read() for path in sorted(scratch.glob("made/*/observations.parquet"))]
    return [table for table in found if table.num_rows]


def written(tables: list[pa.Table], count: int, out: Path) -> None:
    """``count`` reports of these tables, each with a name and values of its own; the same at every run."""
    for number in range(count):
        table = tables[number % len(tables)]
        report_id = f"report-{hashlib.sha256(str(number).encode()).hexdigest()[:6]}-{number:06d}"
        drift = np.random.default_rng(number).normal(0.0, 1.0, table.num_rows)
        values = pa.array(np.round(table["value"].to_numpy(zero_copy_only=False) + drift, 1), from_pandas=True)
        for name, column in (("report_id", pa.array([report_id] * table.num_rows)), ("value", values)):
            place = table.schema.get_field_index(name)
            table = table.set_column(place, table.schema.field(place), column.cast(table.schema.field(place).type))
        folder = out / report_id
        folder.mkdir(parents=True)
        pq.write_table(table, folder / "observations.parquet", compression="snappy")  # as exporters/parquet.py does
        content = (folder / "observations.parquet").read_bytes()
        told = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "rows": table.num_rows}
        manifest = {"report_id": report_id, "input": {"sha256": report_id}, "files": {"observations.parquet": told}}
        (folder / "run.json").write_text(json.dumps(manifest))


def asked(question: str, rounds: int, **names: str) -> tuple[float, float, int]:
    """Seconds of the first time, median of the others, rows of the answer."""
    seconds, rows = [], 0
    for _ in range(rounds + 1):
        with duckdb.connect() as connection:
            begun = time.perf_counter()
            rows = len(connection.execute(question.format(**names)).fetchall())
            seconds.append(time.perf_counter() - begun)
    return seconds[0], median(seconds[1:]), rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdfs", nargs="*", type=Path, metavar="PDF")
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for the reports, kept for the next run")
    options = parser.parse_args()
    scratch = options.keep or Path(tempfile.mkdtemp(prefix="query-"))
    try:
        out, archive = scratch / "extracted", scratch / "archive"
        if not out.exists():
            written(made_reports(options.pdfs or [SAMPLE], scratch), options.reports, out)
        begun = time.perf_counter()
        found = compact(str(out), str(archive))
        seconds = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in archive.rglob("*.parquet")) / 2**20
        small = sum(path.stat().st_size for path in out.glob("*/observations.parquet")) / 2**20
        print(f"{found.reports} reports, {found.rows} rows: {small:.0f} MB in {found.reports} files")
        print(f"compact: {seconds:.1f} s, {size:.0f} MB in {found.parts} files, {found.written} of them new")
        begun = time.perf_counter()
        compact(str(out), str(archive))
        print(f"compact again, nothing changed: {time.perf_counter() - begun:.1f} s")
        report = sorted(path.name for path in out.iterdir())[found.reports // 2]
        label = pq.ParquetFile(out / report / "observations.parquet").read()["row_label"].drop_null()[0].as_py()
        places = {
            "extracted": f"read_parquet('{out}/**/observations.parquet')",
            "archive": f"read_parquet('{archive}/observations/*.parquet')",
        }
        for told, question in QUESTIONS.items():
            print(told)
            for place, files in places.items():
                names = {"files": files, "label": label.replace("'", "''"), "report": report}
                first, usual, rows = asked(question, options.rounds, **names)
                print(f"  {place:<10} first {first:6.2f} s   then {usual:6.2f} s   {rows} rows")
    finally:
        if not options.keep:
            shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
