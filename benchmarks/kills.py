"""Kill a run of five reports at random moments, many times: are the outputs always the old or the new ones, whole?

    python benchmarks/kills.py [--kills 200] [--seed 1]

Each round starts from an empty folder, or from the outputs of an earlier run with another setting; kills the run and
all its workers (SIGKILL) at a moment drawn at random over the time of an undisturbed run; looks whether every report
is absent, old or new, byte for byte; and runs again to the end, which must give what the undisturbed run gave.
"""

from __future__ import annotations

import argparse
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
    """All files of one report; the timings in run.json apart."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    if "run.json" in found:
        manifest = json.loads(found["run.json"])
        del manifest["timings"]
        found["run.json"] = json.dumps(manifest).encode()
    return found


def reports(out: Path) -> dict[str, Files]:
    return {path.name: files(path) for path in sorted(out.glob("report-*"))} if out.is_dir() else {}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as place:
        raw, out, earlier = Path(place) / "raw", Path(place) / "out", Path(place) / "earlier"
        draw(raw)
        start(raw, earlier, "19").wait()
        begun = time.monotonic()
        start(raw, Path(place) / "undisturbed", "20").wait()
        seconds = time.monotonic() - begun
        old, new = reports(earlier), reports(Path(place) / "undisturbed")
        assert len(old) == len(new) == REPORTS
        counted: Counter[str] = Counter()
        for number in range(options.kills):
            shutil.rmtree(out, ignore_errors=True)
            if number % 2:
                shutil.copytree(earlier, out)
            running = start(raw, out, "20")
            time.sleep(chance.uniform(0, seconds))
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            for name, found in reports(out).items():
                state = "new" if found == new[name] else "old" if number % 2 and found == old[name] else "MIXED"
                counted[state] += 1
            if number % 2 and len(reports(out)) < REPORTS:
                counted["MISSING"] += 1
            start(raw, out, "20").wait()
            counted["reruns that gave the same" if reports(out) == new else "reruns that DIFFER"] += 1
            left = [path.name for path in out.iterdir() if path.name.startswith(".")]
            counted["reruns that left something"] += bool(left)
            if number % 10 == 9 or number == options.kills - 1:
                print(f"{number + 1} kills: {dict(counted)}", flush=True)
    return int(any(word in state for state in counted for word in ("MIXED", "MISSING", "DIFFER")))


if __name__ == "__main__":
    sys.exit(main())
