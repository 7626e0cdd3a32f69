"""``pipeline review``: lists the values that open findings speak of, in a file for a person to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.answer import print_json, tell_error
from pipeline.cli.options import parser_for
from pipeline.errors import PipelineError, UsageError
from pipeline.report.plain import without_controls

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

LOOKED_IN = (".", "raw")
"""Where the PDF of a report is looked for, by name and fingerprint."""


def main(argv: Sequence[str]) -> int:
    told = "List the values that open findings speak of, for a person to correct."
    parser = parser_for("review", told, reads_pdf=False)
    parser.add_argument("extracted", metavar="EXTRACTED", help="folder of a report")
    parser.add_argument("--pdf", metavar="PDF", help="the report (default: looked for here and in the folder raw)")
    parser.add_argument("--out", metavar="FILE", help="where to write (default: <report>.corrections.csv beside it)")
    options = parser.parse_args(argv)
    try:
        answer = _review(options)
    except PipelineError as error:
        return tell_error(error, options.json)
    if options.json:
        print_json({**answer, "exit_code": 0})
    else:
        print(without_controls("\n".join(_lines(answer))))
    return 0


def _review(options: argparse.Namespace) -> dict[str, Any]:
    from pipeline.recheck import report_folders
    from pipeline.review import merged, review
    from pipeline.write import read_manifest
    from pipeline.write.atomic import replace_file
    from schemas.corrections import SUFFIX, corrections_bytes, read_rows

    folders = report_folders(Path(options.extracted))
    if len(folders) > 1:
        raise UsageError(f"{options.extracted} holds {len(folders)} reports: name the folder of one")
    manifest = read_manifest(folders[0]) or {}
    pdf = Path(options.pdf) if options.pdf else _find(manifest["input"])
    beside = pdf or Path(Path(manifest["input"]["file"]).name)
    path = Path(options.out) if options.out else beside.with_suffix(SUFFIX)
    found = review(folders[0])
    earlier = [row for _, row in read_rows(path)] if path.is_file() else []
    rows = merged(earlier, found.rows)
    if rows:
        replace_file(path, corrections_bytes(rows))
    return {
        "file": str(path) if rows else None,
        "to_fill_in": sum(not row["expected"] and not row["reason"] for row in rows),
        "filled_in": sum(bool(row["expected"] or row["reason"]) for row in rows),
        "elsewhere": found.elsewhere,
        "beside_pdf": pdf is not None and not options.out,
    }


def _find(told: dict[str, Any]) -> Path | None:
    from pipeline.write.manifest import fingerprint

    for folder in LOOKED_IN:
        path = Path(folder) / Path(str(told.get("file"))).name
        if path.is_file() and fingerprint(path) == told.get("sha256"):
            return path
    return None


def _lines(answer: dict[str, Any]) -> list[str]:
    if answer["file"] is None:
        lines = ["No open finding speaks of a value: there is nothing to correct."]
    else:
        lines = [
            f"{answer['file']}: {answer['to_fill_in']} values to look at, {answer['filled_in']} filled in before",
            "Write what stands on the page into `expected` and why into `reason`; leave the others empty; run again.",
        ]
        if not answer["beside_pdf"]:
            lines.append("Put the file beside the PDF, or name it with `pipeline run --corrections`.")
    if answer["elsewhere"]:
        lines.append(f"{answer['elsewhere']} findings speak of no single row or column: see report.html.")
    return lines
