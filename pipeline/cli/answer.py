"""What a command prints: JSON on standard output, errors on standard error with what to do next."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from pipeline.report.plain import without_controls
from pipeline.report.terminal import issue_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.errors import PipelineError
    from pipeline.model import Issue


def print_json(answer: Any) -> None:
    print(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1))


def tell_error(error: PipelineError, as_json: bool) -> int:
    """Says what happened and what to do next; gives the exit code."""
    if as_json:
        told = {"code": error.code, "message": str(error), "hint": error.hint}
        print_json({"error": told, "exit_code": error.exit_code})
    else:
        print(without_controls(f"error: {error}\n  what to do: {error.hint}"), file=sys.stderr)
    return error.exit_code


def tell_issues(issues: Iterable[Issue]) -> None:
    """A line on standard error for each finding that is more than a note."""
    for issue in issues:
        if issue.severity != "info":
            print(without_controls(issue_line(issue)).replace("\n", " "), file=sys.stderr)
