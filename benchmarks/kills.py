"""Kill a run of five reports at random moments, many times: are the outputs always the old or the new ones, whole?

    python benchmarks/kills.py [--kills 200] [--seed 1] [--from 0.0]

Each round starts from an empty folder, or from the outputs of an earlier run with another setting; kills the run and
all its workers (SIGKILL) at a moment drawn at random over the time of an undisturbed run, from its first instant to
its last (the time is taken anew every ten rounds; a run that was over before is no kill, and is not counted); looks
whether every report is absent, old or new, byte for byte; and runs again to the end, which must give, file for file
and with the catalog, what the undisturbed run gave.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

REPORTS = 5
ROUNDS_PER_TIMING = 10
MARGIN = 1.1
"""Of the time of an undisturbed run: the moments reach past its end, so that its last steps are met too."""
Files = dict[str, bytes]


def draw(folder: Path) -> None:
    """Five reports of one to five pages with a table on each."""
    folder.mkdir()
    for report in range(1, REPORTS + 1):
        canvas = Canvas(str(folder / f"report-{report}.pdf"), pagesize=(400, 300), invariant=1)
        for page in range(1, report + 1):
            canvas.drawString(50, 265, f"Table {page} Towns in year {report}")
            for row, cells in enumerate((("", "Yes", "No"), ("North", f"{page}{report}", "30"), ("South", "25", "35"))):
                for column, text in enumerate(cells):
                    canvas.drawString(55 + 90 * column, 240 - 20 * row, text)
            for k in range(4):
                canvas.line(50, 254 - 20 * k, 320, 254 - 20 * k)
                canvas.line(50 + 90 * k, 254, 50 + 90 * k, 194)
            canvas.showPage()
        canvas.save()


def start(raw: Path, out: Path, pages: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline", "run", str(raw), "--out", str(out), "--workers", "2", "--json"]
    environment = {**os.environ, "PIPELINE_PAGES": pages}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)


def files(folder: Path) -> Files:
    """All files below a folder; the timings in each run.json apart, and what is kept for later runs."""
    whole = (path for path in folder.rglob("*") if path.is_file() and ".work" not in path.parts)
    found = {str(path.relative_to(folder)): path.read_bytes() for path in whole}
    for name in [name for name in found if Path(name).name == "run.json"]:
        manifest = json.loads(found[name])
        del manifest["timings"]
        found[name] = json.dumps(manifest).encode()
    return found


def reports(out: Path) -> dict[str, Files]:
    return {path.name: files(path) for path in sorted(out.glob("report-*"))} if out.is_dir() else {}


def undisturbed(raw: Path, out: Path) -> float:
    """Seconds that a run into a new folder takes."""
    shutil.rmtree(out, ignore_errors=True)
    begun = time.monotonic()
    assert start(raw, out, "20").wait() == 0
    return time.monotonic() - begun


def killed(raw: Path, out: Path, seconds: float) -> bool:
    """Begins a run and kills it after ``seconds``; False when it was over by then."""
    running = start(raw, out, "20")
    time.sleep(seconds)
    over = running.poll() is not None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    return not over


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="begin", type=float, default=0.0, help="earliest moment, as a share of the time")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    counted: Counter[str] = Counter()
    met: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as place:
        raw, out, earlier, whole = (Path(place) / name for name in ("raw", "out", "earlier", "whole"))
        draw(raw)
        assert start(raw, earlier, "19").wait() == 0
        seconds, number, began = undisturbed(raw, whole), 0, 0
        old, new, all_files = reports(earlier), reports(whole), files(whole)
        assert len(old) == len(new) == REPORTS
        while number < options.kills:
            if began and began % ROUNDS_PER_TIMING == 0:
                seconds = undisturbed(raw, whole)
                counted["undisturbed runs that DIFFER"] += files(whole) != all_files
            began += 1
            shutil.rmtree(out, ignore_errors=True)
            if number % 2:
                shutil.copytree(earlier, out)
            if not killed(raw, out, chance.uniform(options.begin * seconds, MARGIN * seconds)):
                continue
            found = reports(out)
            for name, written in found.items():
                state = "new" if written == new[name] else "old" if number % 2 and written == old[name] else "MIXED"
                counted[f"reports {state}"] += 1
            counted["reports MISSING"] += (REPORTS - len(found)) * (number % 2)
            met[sum(written == new.get(name) for name, written in found.items())] += 1
            start(raw, out, "20").wait()
            counted["reruns that gave the same" if files(out) == all_files else "reruns that DIFFER"] += 1
            number += 1
            if number % 10 == 0 or number == options.kills:
                stood = ", ".join(f"{met[k]} with {k}" for k in range(REPORTS + 1))
                print(f"{number} kills ({stood} of {REPORTS} reports done): {dict(+counted)}", flush=True)
    return int(any(word in state for state in +counted for word in ("MIXED", "MISSING", "DIFFER")))


if __name__ == "__main__":
    sys.exit(main())
