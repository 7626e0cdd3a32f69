"""``pipeline``: finds the command and runs it. Only that command's module is imported."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMANDS = {
    "run": "read PDFs and write their data and a validation report",
    "init": "draft the schemas that hold the next edition of a report to this one",
    "review": "list the values that findings speak of, for a person to correct",
    "check": "validate outputs again: files, contract, schemas",
    "compact": "join the observations of many reports into few large files",
    "tables": "show the tables found in a PDF, without writing anything",
}

EXIT_CODES = """exit codes:
  0 all reports were read     2 wrong usage        3 a PDF cannot be read
  4 layout not as expected    5 no value passed    6 output cannot be written
                              (check: a fault was found)
  7 an optional part is missing                    1 any other error
  With several reports: the code of the first that failed, in the order given; the others are still done."""

SIGNALLED = 128
"""Added to the number of the signal that ended the run, as shells do: 130 for Ctrl-C, 143 for SIGTERM."""


class Stopped(KeyboardInterrupt):
    """Another signal than Ctrl-C asks the run to end; its argument is the signal's number."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs ``pipeline ARGV`` and gives its exit code. Raises SystemExit for --help and wrong arguments."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter must not end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        with _signals_heeded():
            if arguments and arguments[0] in COMMANDS:
                command = importlib.import_module(f"pipeline.cli.{arguments[0]}")
                return int(command.main(arguments[1:]))
            return _without_command(arguments)
    except KeyboardInterrupt as stop:
        print("Stopped. Reports that were done are kept; nothing half-written is left.", file=sys.stderr)
        return SIGNALLED + (stop.args[0] if isinstance(stop, Stopped) else signal.SIGINT)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: end quietly, and keep Python from saying so on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


@contextmanager
def _signals_heeded() -> Iterator[None]:
    """SIGTERM and a closed terminal end the run as Ctrl-C does: workers are stopped, what is done is kept."""
    heeded: list[signal.Signals] = []

    def stop(number: int, frame: object) -> None:
        raise Stopped(number)

    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # A signal that is ignored (nohup) stays so.
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, stop)
                heeded.append(number)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, signal.SIG_DFL)


def _without_command(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="pipeline",
        description="Turn report PDFs into tidy, validated data.",
        epilog="\n".join(
            [
                "commands:",
                *(f"  {name:<8} {what}" for name, what in COMMANDS.items()),
                "",
                EXIT_CODES,
                "",
                "pipeline COMMAND --help tells more of a command.",
            ]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("command", metavar="COMMAND", choices=list(COMMANDS), help="one of those below")
    parser.add_argument("--version", action="version", version=f"pipeline {pipeline.__version__}")
    parser.parse_args(arguments)
    # Something stood before the command.
    parser.error("name the command first: pipeline COMMAND [options]")
