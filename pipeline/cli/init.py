"""``pipeline init``: drafts the schemas of a report from a first run, for a person to edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.answer import print_json, tell_error, tell_issues
from pipeline.cli.isolated import Pdf, alone
from pipeline.cli.options import parser_for, settings_given
from pipeline.config import load_settings
from pipeline.errors import OutputError, PipelineError
from pipeline.report.facts import issue_facts
from pipeline.report.plain import without_controls

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from pipeline.executors import Tell
    from pipeline.model import Issue


def main(argv: Sequence[str]) -> int:
    parser = parser_for("init", "Draft the schemas that hold the next edition of a report to this one.")
    parser.add_argument("pdf", metavar="PDF")
    parser.add_argument("--out", metavar="DIR", default="schemas", help="where to write (default: schemas)")
    options = parser.parse_args(argv)
    try:
        folder, names, issues = _init(options)
    except PipelineError as error:
        return tell_error(error, options.json)
    if options.json:
        told = [issue_facts(issue) for issue in issues]
        print_json({"source": options.pdf, "folder": str(folder), "files": names, "issues": told, "exit_code": 0})
    else:
        print(without_controls("\n".join(_lines(options.pdf, folder, names))))
        tell_issues(issues)
    return 0


def _init(options: argparse.Namespace) -> tuple[Path, list[str], tuple[Issue, ...]]:
    from pipeline.folder import check_writable, slug
    from pipeline.write.atomic import replacing

    settings = load_settings(settings_given(options))
    folder = Path(options.out) / slug(Path(options.pdf).stem)
    check_writable(folder.parent)
    if folder.exists():
        error = OutputError(f"{folder} is there already, and what a person has edited is not overwritten")
        error.hint = "Choose another place with --out and take over what you want, or remove the folder first."
        raise error
    files, issues = alone(_draft, Path(options.pdf), settings)
    with replacing(folder) as new:
        for name, text in files.items():
            (new / name).write_text(text, "utf-8", newline="\n")
    return folder, sorted(files), issues


def _draft(pdf: Pdf, tell: Tell) -> tuple[dict[str, str], tuple[Issue, ...]] | PipelineError:
    from pipeline.run import draft_schemas

    try:
        return draft_schemas(pdf.path, pdf.settings, pdf.kept(tell))
    except PipelineError as error:
        return error


def _lines(pdf: str, folder: Path, names: list[str]) -> list[str]:
    return [
        f"{folder}: {len(names) - 1} schemas and profile.yaml, drafted from {Path(pdf).name}",
        "Look through profile.yaml first: how the report is recognised, and findings about the tables.",
        "`pipeline run` uses them when the folder stands beside the PDF or where you run it.",
    ]
