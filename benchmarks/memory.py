"""The memory that a run over each document takes at most, and the documents that take most.

    python benchmarks/memory.py [PDF ...] [--without-ocr] [--most N] [--shared DIR]

Every document of DIR/data (reports, icdar2013, latex, hostile) and the sample, each in a run of its own as a user
starts it: with OCR, HTML, Parquet and CSV. The largest process is the worker. All processes of a run together (Linux):
with Tesseract, which a worker starts; libraries they share are counted once. A folder is run as one.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from accuracy import shared_folder
from speed import SAMPLE, started

SETS = ("reports", "icdar2013", "latex", "hostile")
WANTED = 400
"""Megabytes."""
LOOK_SECONDS = 0.01
"""How often the processes of a run are looked at; a network's largest layer takes longer."""


class Peak(NamedTuple):
    """Megabytes; 0 where the system does not tell."""

    document: str
    worker: float
    """The largest process."""
    waiting: float
    """The process that the user starts."""
    tree: float
    cpu: float
    """Seconds."""


def peak_of(path: Path, without_ocr: bool = False) -> Peak:
    """Of one run; one that refuses its document counts like any other."""
    with tempfile.TemporaryDirectory() as folder, watched() as most:
        cost = started(["run", str(path), "--out", folder], without_ocr, may_fail=True)
    return Peak(path.stem, cost.megabytes, *most, cost.cpu)


@contextlib.contextmanager
def watched() -> Iterator[list[float]]:
    """Megabytes that the processes started meanwhile take at most, final when the block is left: each of those that
    this process starts, and all together with those that these start."""
    most, over = [0.0, 0.0], threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_SECONDS):
            started_here = children(os.getpid())
            every = [process for child in started_here for process in (child, *descendants(child))]
            most[0] = max(most[0], *(together([child]) for child in started_here), 0.0)
            most[1] = max(most[1], together(every))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def children(parent: int) -> list[int]:
    """Process numbers; none where there is no /proc."""
    found: list[int] = []
    for listed in Path(f"/proc/{parent}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that has ended since
            found += map(int, listed.read_text().split())
    return found


def descendants(parent: int) -> list[int]:
    return [process for child in children(parent) for process in (child, *descendants(child))]


def together(processes: Sequence[int]) -> float:
    """Megabytes of these processes; what they share (libraries, from files) once, as much as one of them has of it."""
    own, shared = 0, 0
    for process in processes:
        with contextlib.suppress(OSError):  # it has ended since
            _, resident, from_files, *_ = map(int, Path(f"/proc/{process}/statm").read_text().split())
            own, shared = own + resident - from_files, max(shared, from_files)
    return (own + shared) * os.sysconf("SC_PAGE_SIZE") / 2**20


def table_of(peaks: Sequence[Peak], most: int) -> Iterator[str]:
    """The documents that take most, highest first."""
    yield "| document | worker MB | process that waits MB | all processes MB | CPU s |"
    yield "|---|---|---|---|---|"
    for peak in sorted(peaks, key=lambda peak: (-max(peak.worker, peak.tree), peak.document))[:most]:
        yield f"| {peak.document} | {peak.worker:.0f} | {peak.waiting:.0f} | {peak.tree:.0f} | {peak.cpu:.1f} |"
    over = sum(max(peak.worker, peak.tree) >= WANTED for peak in peaks)
    yield ""
    yield f"{len(peaks)} documents, {over} of them {WANTED} MB or more; {sum(peak.cpu for peak in peaks):.0f} s of CPU"


def documents(shared: Path) -> list[Path]:
    return [SAMPLE, *(path for name in SETS for path in sorted((shared / "data" / name).rglob("*.pdf")))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdfs", nargs="*", type=Path, metavar="PDF")
    parser.add_argument("--without-ocr", action="store_true")
    parser.add_argument("--most", type=int, default=15, metavar="N", help="documents that are told")
    parser.add_argument("--shared", type=Path, default=shared_folder())
    asked = parser.parse_args()
    peaks = []
    for path in asked.pdfs or documents(asked.shared):
        peaks.append(peak_of(path, asked.without_ocr))
        told = " ".join(f"{value:.0f}" for value in peaks[-1][1:])
        print(path.stem, told, file=sys.stderr, flush=True)
    print("\n".join(table_of(peaks, asked.most)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
