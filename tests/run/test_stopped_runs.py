"""Ctrl-C, SIGTERM and a closed terminal end a run with its workers; what is done stays, the next run does the rest."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Draw = Callable[..., Path]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
REPORTS = 6
"""More than any machine makes between the first that is done and the signal."""
PATIENCE = 300.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which processes are left")


def start(place: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "run", "raw", "--workers", "1"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=place, stdout=pipe, stderr=pipe, text=True, start_new_session=True, preexec_fn=heed_signals
    )


def heed_signals() -> None:
    """A test run in the background, or under nohup, ignores some, and what it starts would too."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def living(group: int) -> list[int]:
    """Processes of a group that run; what has ended and waits to be collected does not count."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, own, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            found += [int(entry.name)] if int(own) == group and state != "Z" else []
    return found


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_the_run_and_its_workers_and_keeps_what_is_done(
    number: signal.Signals, tmp_path: Path, draw_report: Draw
) -> None:
    source = draw_report("raw/report-0.pdf")
    for k in range(1, REPORTS):
        shutil.copy(source, tmp_path / f"raw/report-{k}.pdf")
    running, end = start(tmp_path), time.monotonic() + PATIENCE
    while not list((tmp_path / "extracted").glob("report-*")) and time.monotonic() < end:
        time.sleep(0.01)
    assert len(living(running.pid)) >= 2  # the run and its worker
    os.kill(running.pid, number)
    out, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 128 + number, out + err
    assert "Stopped" in err
    assert "Traceback" not in out + err
    left = time.monotonic() + 5
    while living(running.pid) and time.monotonic() < left:
        time.sleep(0.05)
    assert living(running.pid) == []
    done = sorted(path.name for path in (tmp_path / "extracted").glob("report-*"))
    assert 0 < len(done) < REPORTS
    whole = {len(list((tmp_path / "extracted" / name).rglob("*.*"))) for name in done}
    assert len(whole) == 1

    if number != signal.SIGTERM:
        return  # the next run is the same after each
    again = start(tmp_path)
    out, err = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, out + err
    made = sorted(
        path.name for path in (tmp_path / "extracted").iterdir() if path.name not in (".work", "catalog.parquet")
    )
    assert made == sorted(f"report-{k}" for k in range(REPORTS))
