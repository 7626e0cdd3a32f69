"""Options that several commands share."""

from __future__ import annotations

import argparse


def parser_for(command: str, description: str, epilog: str = "") -> argparse.ArgumentParser:
    """A parser with the options that every command has."""
    parser = argparse.ArgumentParser(
        prog=f"pipeline {command}",
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document, for machines")
    parser.add_argument(
        "--password",
        metavar="WORD",
        help="opens encrypted PDFs; better set as PIPELINE_PASSWORD, where other users do not see it",
    )
    parser.add_argument("--backend", metavar="NAME", help="page reader: pdfium or pdfplumber")
    parser.add_argument("--verbose", action="store_true", help="also print the details of unforeseen errors")
    return parser


def at_least_one(text: str) -> int:
    """An argparse type. Raises ArgumentTypeError below 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)
