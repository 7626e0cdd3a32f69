"""``pipeline run``: reads PDFs and writes their data and a validation report."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from pipeline.cli.answer import print_json, tell_error
from pipeline.cli.executor import executor_of
from pipeline.cli.inputs import find_inputs
from pipeline.cli.main import EXIT_CODES
from pipeline.cli.options import at_least_one, parser_for, settings_given
from pipeline.cli.progress import progress
from pipeline.config import load_settings
from pipeline.errors import PipelineError, UsageError
from pipeline.report.facts import issue_facts
from pipeline.report.terminal import closing_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from pipeline.model import Outcome


def main(argv: Sequence[str]) -> int:
    parser = parser_for("run", "Read PDFs and write their data and a validation report.", EXIT_CODES)
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PDF",
        default=["raw"],
        help="file, folder, pattern or URL (default: the folder raw)",
    )
    parser.add_argument("--out", metavar="DIR", default="extracted", help="folder or URL (default: extracted)")
    parser.add_argument("--workers", type=at_least_one, metavar="N", help="reports at a time (default: all cores)")
    parser.add_argument(
        "--executor",
        choices=("processes", "serial", "dask"),
        help="how reports are made: on this machine, one after another, on a Dask cluster (default: processes)",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="of the cluster: tcp://host:8786 (default: one on this machine)"
    )
    parser.add_argument(
        "--lang", dest="language", choices=("en", "nl"), help="language of report.html (default: the document's)"
    )
    parser.add_argument(
        "--report-assets",
        choices=("auto", "inside", "beside"),
        help="page pictures inside report.html, or beside it in assets/ (default: auto, inside while it stays small)",
    )
    parser.add_argument(
        "--schemas", metavar="DIR", help="profiles to look in first (default: schemas/ beside the PDF and here)"
    )
    parser.add_argument("--profile", metavar="NAME", help="hold the reports against this one; none: against none")
    parser.add_argument(
        "--corrections", metavar="FILE", help="corrections of one PDF (default: <report>.corrections.csv beside it)"
    )
    parser.add_argument("--force", action="store_true", help="read and write everything anew, also what is unchanged")
    options = parser.parse_args(argv)
    if options.verbose:
        logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        outcomes = _run(options)
    except PipelineError as error:
        return tell_error(error, options.json)
    exit_code = next((outcome.exit_code for outcome in outcomes if outcome.exit_code), 0)
    if options.json:
        print_json({"out": options.out, "reports": [_facts(outcome) for outcome in outcomes], "exit_code": exit_code})
    else:
        print("\n".join(closing_lines(outcomes, options.out)))
    return exit_code


def _run(options: argparse.Namespace) -> Sequence[Outcome]:
    from pipeline.remote import run_batch

    names = ("workers", "executor", "scheduler", "language", "report_assets", "schemas", "profile", "corrections")
    settings = load_settings(settings_given(options, *names))
    pdfs = find_inputs(options.paths)
    if settings.corrections and len(pdfs) > 1:
        raise UsageError(f"--corrections goes with one PDF, not with {len(pdfs)}")
    executor = executor_of(settings)
    with progress(len(pdfs), sys.stderr, quiet=options.json) as done:
        return run_batch(pdfs, options.out, settings, executor, done, options.force)


def _facts(outcome: Outcome) -> dict[str, object]:
    return {
        "source": outcome.source,
        "report_id": outcome.report_id,
        "status": outcome.status,
        "folder": outcome.folder,
        "counts": outcome.counts,
        "issues": [issue_facts(issue) for issue in outcome.issues],
        "files": [artifact.path for artifact in outcome.artifacts],
        "seconds": round(outcome.seconds, 2),
        "profile": outcome.profile,
        "unchanged": outcome.unchanged,
        "error": outcome.error,
        "message": outcome.message,
        "hint": outcome.hint,
        "exit_code": outcome.exit_code,
    }
