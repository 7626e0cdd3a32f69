"""``pipeline compact``: joins one table of many reports into few large files."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.cli.answer import print_json, tell_error
from pipeline.cli.options import at_least_one, parser_for
from pipeline.errors import PipelineError, ValidationError
from pipeline.report.plain import without_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.compact import Compacted


def main(argv: Sequence[str]) -> int:
    from pipeline.compact import PART_ROWS, TABLES, compact

    told = "Join the observations of many reports into few large Parquet files; only what has changed is written."
    parser = parser_for("compact", told, reads_pdf=False)
    parser.add_argument("extracted", metavar="EXTRACTED", help="folder or URL of all reports, as --out of the run")
    parser.add_argument("--to", metavar="ARCHIVE", required=True, help="folder or URL to write in")
    parser.add_argument(
        "--table", action="append", choices=tuple(TABLES), help="what to join (default: observations); may be repeated"
    )
    parser.add_argument(
        "--rows", type=at_least_one, default=PART_ROWS, metavar="N", help=f"of a file, about (default: {PART_ROWS})"
    )
    options = parser.parse_args(argv)
    try:
        tables = options.table or ["observations"]
        found = [compact(options.extracted, options.to, table, options.rows) for table in dict.fromkeys(tables)]
    except PipelineError as error:
        return tell_error(error, options.json)
    exit_code = ValidationError.exit_code if any(one.left_out for one in found) else 0
    if options.json:
        print_json({"tables": [asdict(one) for one in found], "exit_code": exit_code})
    else:
        print(without_controls("\n".join(line for one in found for line in _lines(one, options.to))))
    return exit_code


def _lines(one: Compacted, archive: str) -> list[str]:
    files = f"{one.parts} files, {one.written} of them new" if one.written else f"{one.parts} files, unchanged"
    lines = [f"{archive.rstrip('/')}/{one.table}: {one.rows} rows of {one.reports} reports in {files}"]
    lines += [f"  {report_id} is left out: {why}" for report_id, why in sorted(one.left_out.items())]
    if one.unfinished:
        lines.append(f"  {one.unfinished} folders hold no whole report and were passed over")
    return lines
