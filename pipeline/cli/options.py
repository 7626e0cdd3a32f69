"""Options that several commands share."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import Any

from pipeline.config import Limits
from pipeline.errors import UsageError


def parser_for(command: str, description: str, epilog: str = "", reads_pdf: bool = True) -> argparse.ArgumentParser:
    """A parser with the options that every command has."""
    parser = argparse.ArgumentParser(
        prog=f"pipeline {command}",
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document, for machines")
    if reads_pdf:
        _pdf_options(parser)
    parser.add_argument("--verbose", action="store_true", help="also print the details of unforeseen errors")
    return parser


def _pdf_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password",
        metavar="WORD",
        help="opens encrypted PDFs; better set as PIPELINE_PASSWORD, where other users do not see it",
    )
    parser.add_argument("--password-file", metavar="FILE", help="the first line of FILE is the password")
    parser.add_argument(
        "--limit",
        action="append",
        metavar="NAME=N",
        help="a limit of this run, such as page_seconds=120; 0: no limit (docs/limits.md lists them)",
    )
    parser.add_argument("--backend", metavar="NAME", help="page reader: pdfium or pdfplumber")


def settings_given(options: argparse.Namespace, *names: str) -> dict[str, Any]:
    """What the command line says of settings: ``names``, limits and the password. Raises UsageError."""
    given = {name: getattr(options, name) for name in ("password", "backend", *names)}
    if options.password_file is not None:
        if options.password is not None:
            raise UsageError("--password and --password-file cannot both be given")
        try:
            given["password"] = Path(options.password_file).read_text("utf-8").split("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise UsageError(f"--password-file {options.password_file} cannot be read: {error}") from error
    for limit in options.limit or ():
        name, equals, value = limit.partition("=")
        if name not in {field.name for field in fields(Limits)} or not equals:
            known = ", ".join(field.name for field in fields(Limits))
            raise UsageError(f"--limit {limit}: write NAME=N with one of {known}")
        given[name] = value
    return given


def at_least_one(text: str) -> int:
    """An argparse type. Raises ArgumentTypeError below 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)
