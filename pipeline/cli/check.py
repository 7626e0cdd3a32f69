"""``pipeline check``: validates what an earlier run wrote once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.answer import print_json, tell_error
from pipeline.cli.options import parser_for
from pipeline.config import load_settings
from pipeline.errors import PipelineError, ValidationError
from pipeline.report.plain import without_controls

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from pipeline.recheck import Recheck


def main(argv: Sequence[str]) -> int:
    told = "Validate outputs again: files as written, observations by contract, tables by schemas."
    parser = parser_for("check", told, reads_pdf=False)
    parser.add_argument("extracted", metavar="EXTRACTED", help="folder of a report, or of all reports")
    parser.add_argument("--schemas", metavar="DIR", help="profiles to look in first (default: beside it and here)")
    options = parser.parse_args(argv)
    try:
        found = _check(options)
    except PipelineError as error:
        return tell_error(error, options.json)
    exit_code = ValidationError.exit_code if any(one.faulty for one in found) else 0
    if options.json:
        print_json({"reports": [_facts(one) for one in found], "exit_code": exit_code})
    else:
        print(without_controls("\n".join(line for one in found for line in _lines(one))))
    return exit_code


def _check(options: argparse.Namespace) -> list[Recheck]:
    from pipeline.recheck import recheck, report_folders
    from schemas.profile import folders_for, load_profiles

    settings = load_settings({"schemas": options.schemas})
    named = Path(options.extracted)
    profiles = load_profiles(folders_for(named, settings.schemas))
    return [recheck(folder, profiles) for folder in report_folders(named)]


def _facts(one: Recheck) -> dict[str, object]:
    from pipeline.report.facts import issue_facts

    return {**one._asdict(), "faulty": one.faulty, "issues": [issue_facts(issue) for issue in one.issues]}


def _lines(one: Recheck) -> list[str]:
    held = f"{one.tables} tables against {one.profile}" if one.profile else "no profile"
    state = f"{len(one.issues)} faults" if one.issues else "nothing to find fault with"
    counts = f"{one.files} files, {one.observations} observations, {held}"
    return [f"{one.report_id}: {state}; {counts}", *(f"  {issue.severity}: {issue.message}" for issue in one.issues)]
