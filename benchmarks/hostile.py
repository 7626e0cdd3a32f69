"""Broken and hostile PDFs, all in one run, held against a list of what is right for each; and other readers on them.

    python benchmarks/hostile.py [FOLDER] [--workers N] [--peers] [--markdown FILE]

FOLDER holds ``files/`` and ``manifest.csv`` (default: data/hostile of ../shared or of TIDYREPORT_SHARED). A peer reads
each file in a process of its own, with the time (of the processor) that a page
of ours may take and the memory of a worker.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
PEERS = ("pdfplumber", "camelot", "pypdfium2")
PEER_SECONDS, PEER_MB = 60, 3072
"""The limits of a page and of a worker in a run of ours, by default."""
OCR, PASSWORD, ERROR, EXTRACT = "warn: no text layer, OCR needed", "ask for password", "clear error", "extract"
OCR_CODES = frozenset({"page.no_text_layer", "page.unreadable_fonts", "page.recognised"})
PEER_TABLES = {
    "pdfplumber": "import pdfplumber\nwith pdfplumber.open(path) as pdf:\n"
    "    found = [len(page.find_tables()) for page in pdf.pages]\nprint(sum(found), 'tables')",
    "camelot": "import camelot\nprint(len(camelot.read_pdf(path, pages='all', flavor='hybrid')), 'tables')",
    "pypdfium2": "import pypdfium2\npdf = pypdfium2.PdfDocument(path)\n"
    "print(sum(len(page.get_textpage().get_text_bounded()) for page in pdf), 'characters')",
}
"""What each peer is asked; pypdfium2 knows no tables."""


class Entry(NamedTuple):
    """One file of the list."""

    name: str
    kind: str
    right: tuple[str, ...]
    """What is right, best first."""
    tables: int | None


def entries(folder: Path) -> list[Entry]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return [
            Entry(
                row["name"],
                row["class"],
                (row["expect"], *([row["also_ok"]] if row["also_ok"] else [])),
                int(row["true_tables"]) if row["true_tables"] else None,
            )
            for row in csv.DictReader(file)
        ]


def outcomes(report: dict[str, Any]) -> set[str]:
    """Which of the expectations a report of a run meets; none for a crash or a limit that cost the whole file."""
    error = report["error"] or ""
    if error == "input.encrypted":
        return {PASSWORD, ERROR}
    if error == "input.no_text":
        return {OCR}
    if error.startswith("input"):
        return {ERROR}
    if error not in ("", "validation"):
        return set()
    met = {EXTRACT}
    if any(issue["code"] in OCR_CODES for issue in report["issues"]):
        met.add(OCR)
    if any(issue["code"] == "document.repaired" for issue in report["issues"]):
        met.add(ERROR)  # read all the same, and said so
    return met


def verdict(entry: Entry, report: dict[str, Any]) -> str:
    """``right``; ``loss said``: fewer tables than there are, and a finding that says so; or what is wrong."""
    if not outcomes(report) & set(entry.right):
        return f"WRONG, {entry.right[0]} is right"
    if report["error"] or entry.tables is None or report["counts"]["tables"] >= entry.tables:
        return "right"
    grave = [issue for issue in report["issues"] if issue["severity"] != "info"]
    return "loss said" if grave else "SILENT LOSS"


def told(report: dict[str, Any]) -> str:
    """What became of a file, in a few words."""
    if report["error"]:
        return str(report["error"])
    codes = Counter(issue["code"] for issue in report["issues"] if issue["severity"] != "info")
    findings = ", ".join(f"`{code}`" for code in sorted(codes) if code.startswith(("page.", "document.", "tables.")))
    tables = report["counts"]["tables"]
    return f"{tables} table{'' if tables == 1 else 's'}" + (f"; {findings}" if findings else "")


def run(files: list[Path], workers: int) -> tuple[dict[str, dict[str, Any]], int, str]:
    """Facts of each file by its name, the exit code, and what stood on standard error."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "pipeline", "run", *map(str, files), "--out", out, "--json"]
        done = subprocess.run([*command, "--workers", str(workers)], capture_output=True, text=True, check=False)
    reports = json.loads(done.stdout)["reports"]
    return {Path(report["source"]).name: report for report in reports}, done.returncode, done.stderr


def peer(name: str, path: Path) -> str:
    """What a peer makes of a file: what it found, the error it raised, or how it ended."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (PEER_MB << 20, PEER_MB << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (PEER_SECONDS, PEER_SECONDS + 1))

    program = f"import sys, warnings\nwarnings.simplefilter('ignore')\npath = sys.argv[1]\n{PEER_TABLES[name]}\n"
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            capture_output=True, text=True, check=False, timeout=10 * PEER_SECONDS, preexec_fn=limit,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"HANGS (> {PEER_SECONDS} s)"
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"HANGS (> {PEER_SECONDS} s)"
    if done.returncode < 0:
        return f"CRASHES ({signal.Signals(-done.returncode).name})"
    lines = done.stdout.strip().splitlines() or ["0 tables"]
    return lines[-1] if not done.returncode else done.stderr.strip().splitlines()[-1].split(":")[0].split(".")[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(os.environ.get("TIDYREPORT_SHARED") or HERE.parents[1] / "shared")
    parser.add_argument("folder", nargs="?", type=Path, default=shared / "data" / "hostile")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peers", action="store_true", help="also ask pdfplumber, camelot and pypdfium2")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table of all files")
    options = parser.parse_args()
    listed = entries(options.folder)
    begun = time.perf_counter()
    reports, exit_code, said = run([options.folder / "files" / entry.name for entry in listed], options.workers)
    seconds = time.perf_counter() - begun
    heads = ["file", "what is right", "here", "s", "verdict", *(PEERS if options.peers else ())]
    rows = []
    for entry in listed:
        report = reports[entry.name]
        row = [f"`{entry.name}`", " or ".join(entry.right), told(report), f"{report['seconds']:.1f}"]
        row.append(verdict(entry, report))
        row += [peer(name, options.folder / "files" / entry.name) for name in PEERS] if options.peers else []
        rows.append(row)
        print("  ".join(row), flush=True)
    if options.markdown:
        lines = [heads, ["---"] * len(heads), *rows]
        options.markdown.write_text("".join(f"| {' | '.join(line)} |\n" for line in lines), "utf-8")
    counted = Counter(row[4].split(",")[0] for row in rows)
    print(f"\n{len(rows)} files in {seconds:.0f} s, exit code {exit_code}: {dict(counted)}")
    print(f"slowest: {max(report['seconds'] for report in reports.values()):.1f} s")
    print(f"Traceback in what was said: {'Traceback' in said}")
    return int(any(word in counted for word in ("WRONG", "SILENT LOSS")) or "Traceback" in said)


if __name__ == "__main__":
    sys.exit(main())
