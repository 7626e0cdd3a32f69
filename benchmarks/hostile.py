"""Broken and hostile PDFs and three good reports, all in one run; each held against what is right for it; and others.

    python benchmarks/hostile.py [FOLDER] [--workers N] [--peers] [--markdown FILE]

FOLDER holds ``files/`` and ``manifest.csv`` (default: data/hostile of ../shared or of TIDYREPORT_SHARED). The good
reports (data/reports/pdf beside it) are also run alone, by one worker and with another hash seed: their outputs must
be the same bytes. A peer reads each file in a process of its own, with the time (of the processor) that a page of ours
may take and the memory of a worker. It is judged like ours, and where in doubt kindly: any exception of its own or of
a library below it is a clear error, whatever it says; anything it prints counts as telling what was lost; and a reader
that knows no tables need only give some text.
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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
PEERS = ("pdfplumber", "camelot", "pypdfium2")
GOOD = ("report-en.pdf", "report-word.pdf", "nl_deventer.pdf")
SECONDS, PEER_MB = 120, 3072
"""The limits of a step over a page and of a worker in a run of ours, by default. A peer has them for a whole file, and
ours is judged by the same: a file that took longer among the others is run again alone, and its processor time counts.
"""
OCR, PASSWORD, ERROR, EXTRACT = "warn: no text layer, OCR needed", "ask for password", "clear error", "extract"
OCR_CODES = frozenset({"page.no_text_layer", "page.unreadable_fonts", "page.recognised"})
LOSS_CODES = ("page.", "document.", "tables.", "picture.", "table.missing", "values.none")
"""How findings begin that tell of something that is not in the data."""
RIGHT, LOSS_SAID, SILENT, WRONG = "right", "loss said", "says nothing", "wrong"
STUMBLES, CRASHES, HANGS = "stumbles", "crashes", "hangs"
VERDICTS = {
    RIGHT: "what the list calls right",
    LOSS_SAID: "something is missing, and it is said",
    SILENT: "something is missing or broken, and nothing is said",
    WRONG: "something else than what is right",
    STUMBLES: "an exception of Python itself (KeyError, RecursionError, MemoryError ...), as of a fault in the program",
    CRASHES: "the process dies",
    HANGS: f"not done after {SECONDS} seconds",
}
KINDS = {
    "broken": ("corrupt xref", "corrupt stream", "truncated"),
    "no PDF, no page, nothing on it": ("not a PDF", "zero pages", "zero content"),
    "locked": ("encrypted, needs password", "encrypted, empty password"),
    "bombs and loops": ("bomb", "deep nesting/loops"),
    "huge": ("huge page", "huge document"),
    "scans, fonts that lie": ("no text layer (scan)", "no unicode map", "bad fonts", "weird encodings"),
    "turned, right to left, vertical": ("rotated", "right-to-left", "vertical"),
    "harmful texts, scripts, attachments, forms": ("hostile content", "attachments", "javascript", "forms"),
    "nothing wrong": ("normal",),
}
"""Kinds of files, and the classes of the list that they hold."""
ASKED = {
    "pdfplumber": "import pdfplumber\nwith pdfplumber.open(path) as pdf:\n"
    "    found = sum(len(page.find_tables()) for page in pdf.pages)",
    "camelot": "import camelot\nfound = len(camelot.read_pdf(path, pages='all', flavor='hybrid'))",
    "pypdfium2": "import pypdfium2\npdf = pypdfium2.PdfDocument(path)\n"
    "found = sum(len(page.get_textpage().get_text_bounded()) for page in pdf)",
}
"""What each peer is asked; pypdfium2 knows no tables and gives characters."""
PROGRAM = """import json, sys, warnings
for kind in (DeprecationWarning, FutureWarning):
    warnings.simplefilter("ignore", kind)
path = sys.argv[1]
try:
{asked}
except Exception as error:
    print(json.dumps({{"error": type(error).__name__, "own": type(error).__module__ != "builtins"}}))
else:
    print(json.dumps({{"found": found}}))
"""


class Entry(NamedTuple):
    """One file of the list."""

    name: str
    kind: str
    right: tuple[str, ...]
    """What is right, best first."""
    tables: int | None


class Answer(NamedTuple):
    """What a reader made of a file."""

    text: str
    """In a few words."""
    met: frozenset[str] = frozenset()
    """Which of the expectations it meets."""
    tables: int | None = None
    """None: it knows none."""
    said: bool = False
    """Whether it told that something is missing."""
    grave: bool = False
    """Whether it told so of a page or more, for files whose tables nobody has counted."""
    failed: str = ""
    """STUMBLES, CRASHES or HANGS."""


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


def verdict(entry: Entry, answer: Answer) -> str:
    """One of VERDICTS."""
    if answer.failed:
        return answer.failed
    if not answer.met & set(entry.right):
        if EXTRACT not in answer.met:  # an error where there was something to read
            return WRONG
        return LOSS_SAID if answer.said else SILENT
    if EXTRACT not in answer.met or entry.tables is None or answer.tables is None:
        return LOSS_SAID if answer.grave else RIGHT
    if answer.tables < entry.tables:
        return LOSS_SAID if answer.said else SILENT
    return WRONG if answer.tables > entry.tables == 0 and OCR not in answer.met else RIGHT


def ours(report: Mapping[str, Any]) -> Answer:
    """The answer in the facts of a report."""
    error, told = report["error"] or "", [issue for issue in report["issues"] if issue["severity"] != "info"]
    if report["seconds"] > SECONDS and (needed := processor_seconds(Path(report["source"]))) > SECONDS:
        return Answer(f"{needed:.0f} s", failed=HANGS)
    if error == "input.no_text":
        return Answer(error, frozenset({OCR}))
    if error.startswith("input"):
        return Answer(error, frozenset({ERROR, *([PASSWORD] if error == "input.encrypted" else [])}))
    if error not in ("", "validation"):
        return Answer(error, failed=STUMBLES if error == "worker.bug" else CRASHES)
    met = {EXTRACT}
    if any(issue["code"] in OCR_CODES for issue in told):
        met.add(OCR)
    if any(issue["code"] == "document.repaired" for issue in told):
        met.add(ERROR)  # read all the same, and said so
    lost = [issue for issue in told if issue["code"].startswith(LOSS_CODES)]
    tables = report["counts"]["tables"]
    codes = ", ".join(f"`{code}`" for code in sorted({issue["code"] for issue in lost}))
    text = f"{tables} table{'' if tables == 1 else 's'}" + (f"; {codes}" if codes else "")
    return Answer(text, frozenset(met), tables, bool(lost), any(issue["severity"] == "error" for issue in lost))


def processor_seconds(path: Path) -> float:
    """Of a run over this file alone, with its worker."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as out:
        run([path], Path(out), 1, "0")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peers(name: str, path: Path) -> Answer:
    """What a peer makes of a file."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (PEER_MB << 20, PEER_MB << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))

    asked = "".join(f"    {line}\n" for line in ASKED[name].splitlines())
    command = [sys.executable, "-c", PROGRAM.format(asked=asked), str(path)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False, timeout=10 * SECONDS,
            preexec_fn=limit,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Answer("hangs", failed=HANGS)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return Answer("hangs", failed=HANGS)
    if done.returncode < 0:
        return Answer(signal.Signals(-done.returncode).name, failed=CRASHES)
    if done.returncode:  # not even the error could be told: no memory is left
        return Answer(done.stderr.strip().splitlines()[-1].split(":")[0], failed=STUMBLES)
    answer, said = json.loads(done.stdout.strip().splitlines()[-1]), bool(done.stderr.strip())
    if "error" in answer:
        return Answer(answer["error"], frozenset({ERROR, PASSWORD}), failed="" if answer["own"] else STUMBLES)
    met = frozenset({EXTRACT, *([OCR] if said else [])})
    text = f"{answer['found']} {'characters' if name == 'pypdfium2' else 'tables'}" + ("; it warns" if said else "")
    any_text = name == "pypdfium2" and answer["found"]
    return Answer(text, met, None if any_text else answer["found"], said)


def run(files: Sequence[Path], out: Path, workers: int, seed: str) -> tuple[dict[str, dict[str, Any]], int, str]:
    """Facts of each file by its name, the exit code, and what stood on standard error."""
    command = [sys.executable, "-m", "pipeline", "run", *map(str, files), "--out", str(out), "--json"]
    done = subprocess.run(
        [*command, "--workers", str(workers)], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    reports = json.loads(done.stdout)["reports"]
    return {Path(report["source"]).name: report for report in reports}, done.returncode, done.stderr


def written(folder: Path) -> dict[str, bytes]:
    """All files of one report; the timings in run.json apart."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(found["run.json"])
    del manifest["timings"]
    return {**found, "run.json": json.dumps(manifest).encode()}


def in_one_run(listed: Sequence[Entry], folder: Path, workers: int) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Facts of each listed file by its name, from one run over all of them and the good ones; and what went wrong."""
    good = [folder.parent / "reports" / "pdf" / name for name in GOOD]
    files = [folder / "files" / entry.name for entry in listed]
    third = len(files) // (len(good) + 1)
    for place, path in enumerate(good, 1):  # spread among the others
        files.insert(place * third + place - 1, path)
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        alone, among = Path(place) / "alone", Path(place) / "among"
        run(good, alone, 1, "0")
        begun = time.perf_counter()
        reports, exit_code, said = run(files, among, workers, "random")
        seconds = time.perf_counter() - begun
        for path in good:
            own, with_bad = (written(out / reports[path.name]["report_id"]) for out in (alone, among))
            same = own == with_bad
            print(f"{path.name}: {len(own)} files, {'the same bytes' if same else 'OTHER BYTES'} among the bad ones")
            faults += [] if same else [f"{path.name} has other bytes among the bad ones"]
    slowest = max(reports.values(), key=lambda report: float(report["seconds"]))
    print(f"{len(files)} files in {seconds:.0f} s, exit code {exit_code}")
    print(f"slowest: {slowest['source']} {slowest['seconds']:.1f} s")
    faults += ["a traceback on standard error"] if "Traceback" in said else []
    return reports, faults


def summary(listed: Sequence[Entry], judged: Mapping[str, Sequence[str]]) -> list[str]:
    """Markdown: readers by verdict, and kinds of files by reader."""
    lines = ["| verdict | " + " | ".join(judged) + " |", "|---|" + "---:|" * len(judged)]
    for name, meaning in VERDICTS.items():
        counts = [Counter(verdicts)[name] for verdicts in judged.values()]
        if any(counts):
            lines.append(f"| **{name}**: {meaning} | " + " | ".join(map(str, counts)) + " |")
    lines += ["", "| kind of file | files | " + " | ".join(judged) + " |", "|---|---:|" + "---|" * len(judged)]
    for kind, classes in KINDS.items():
        places = [place for place, entry in enumerate(listed) if entry.kind in classes]
        cells = []
        for verdicts in judged.values():
            counted = Counter(verdicts[place] for place in places)
            cells.append(", ".join(f"{counted[name]} {name}" for name in VERDICTS if counted[name]))
        lines.append(f"| {kind} | {len(places)} | " + " | ".join(cells) + " |")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(os.environ.get("TIDYREPORT_SHARED") or HERE.parents[1] / "shared")
    parser.add_argument("folder", nargs="?", type=Path, default=shared / "data" / "hostile")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peers", action="store_true", help="also ask pdfplumber, camelot and pypdfium2")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables")
    options = parser.parse_args()
    listed = entries(options.folder)
    assert {entry.kind for entry in listed} <= {name for classes in KINDS.values() for name in classes}
    reports, faults = in_one_run(listed, options.folder, options.workers)
    readers = ("tidyreport", *(PEERS if options.peers else ()))
    judged: dict[str, list[str]] = {name: [] for name in readers}
    rows = []
    for entry in listed:
        path = options.folder / "files" / entry.name
        answers = [ours(reports[entry.name]), *(peers(name, path) for name in readers[1:])]
        row = [f"`{entry.name}`", entry.kind, " or ".join(entry.right)]
        row.append("" if entry.tables is None else str(entry.tables))
        for name, answer in zip(readers, answers, strict=True):
            judged[name].append(verdict(entry, answer))
            row.append(f"{judged[name][-1]}: {answer.text}")
        rows.append(row)
        print("  ".join(row), flush=True)
    lines = summary(listed, judged)
    print("", *lines, "", *faults, sep="\n")
    if options.markdown:
        heads = ["file", "class", "what is right", "tables", *readers]
        rows = [heads, ["---"] * len(heads), *rows]
        lines += ["", *(f"| {' | '.join(row)} |" for row in rows)]
        options.markdown.write_text("\n".join(lines) + "\n", "utf-8")
    return int(bool(faults) or any(name not in (RIGHT, LOSS_SAID) for name in judged["tidyreport"]))


if __name__ == "__main__":
    sys.exit(main())
