"""What an archive of 100,000 or 10 million documents takes on a cluster: workers, hours, requests, files, cost.

    python benchmarks/plan.py EXTRACTED [--documents N ...] [--workers N ...] [--seed N] [PRICE=VALUE ...]
    python benchmarks/plan.py --check [PDF ...]

Plays a run event by event, with times and sizes drawn from those of a real one (``run.json`` of each report): workers
that start late, die now and then and are replaced, and documents that take long, as the executor handles both.
``--check`` makes a few hundred small documents here with 1 and 2 workers and says how far the play is off.

Prices are of November 2026, in dollars, for one large provider's middle region: check yours, and name them.
"""

from __future__ import annotations

import argparse
import heapq
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SAMPLE = Path(__file__).resolve().parents[1] / "raw" / "digitalisering-overheid.pdf"
PRICES = {
    "core_hour": 0.042,  # on demand; a third of it for machines that may be taken away
    "gb_month": 0.023,
    "thousand_puts": 0.005,  # and lists
    "thousand_gets": 0.0004,
}
START_SECONDS = 3.0
"""To start a guarded process and load what it needs: once for ITEMS_PER_WORKER documents."""
ITEMS_PER_WORKER = 50
DEATHS_PER_HOUR = 0.01
"""Of one worker: machines that are taken away stay for days on average, and reports kill guarded processes only."""
REPLACED_SECONDS = 120.0
LIMIT_SECONDS = 600.0
STRAGGLERS = 0.001
"""Share of documents that run into their limit of time."""
WORKER_MB = 1200.0
"""Dask's own process and the guarded child at its usual most; one machine needs this for each core."""
GETS, PUTS, LISTS = 3, 1, 4
"""Requests for a new document besides one PUT for each of its files, as a server counted them: the PDF and two looks at
names; the note that an upload is under way; the folder before it is made and before it is put, twice each. An unchanged
document takes 4 GET and 1 LIST. Removing is free."""
BILLION = 1e9


@dataclass(frozen=True, slots=True)
class Measured:
    """Of the reports of a real run."""

    seconds: np.ndarray
    out_bytes: float
    files: float
    rows: float


@dataclass(frozen=True, slots=True)
class Played:
    hours: float
    busy: float
    """Share of the workers' time in which a document was made that counted."""
    deaths: int
    tail: float
    """Hours at the end in which not all workers had work."""


def measured(out: Path) -> Measured:
    manifests = [json.loads(path.read_text("utf-8")) for path in sorted(out.glob("*/run.json"))]
    if not manifests:
        sys.exit(f"{out} holds no report")
    seconds = np.array([sum(manifest["timings"].values()) for manifest in manifests])
    files = [manifest["files"] for manifest in manifests]
    return Measured(
        seconds,
        float(np.mean([sum(file["bytes"] for file in one.values()) for one in files])),
        float(np.mean([len(one) + 1 for one in files])),
        float(np.mean([one["observations.parquet"]["rows"] for one in files])),
    )


def play(seconds: np.ndarray, documents: int, workers: int, seed: int, **changes: float) -> Played:
    """Documents in order to whichever worker is free first; a death costs the document's time so far, and it waits."""
    rates = {"stragglers": STRAGGLERS, "deaths": DEATHS_PER_HOUR, "start": START_SECONDS} | changes
    random = np.random.default_rng(seed)
    # Every worker's share of documents comes in lots, so that ten million take seconds to play.
    lot = max(1, documents // (workers * 100))
    free = [(float(start), worker) for worker, start in enumerate(random.uniform(0, rates["start"], workers))]
    heapq.heapify(free)
    useful, deaths, left = 0.0, 0, documents
    ends = np.zeros(workers)
    while left > 0:
        now, worker = heapq.heappop(free)
        count = min(lot, left)
        takes = float(random.choice(seconds, count).sum()) if count > 1 else float(random.choice(seconds))
        takes += LIMIT_SECONDS * random.binomial(count, rates["stragglers"])
        takes += rates["start"] * count / ITEMS_PER_WORKER
        died = random.exponential(3600 / rates["deaths"]) if rates["deaths"] else np.inf
        if died < takes:  # what a lot had done by then stays done
            done = int(count * died / takes)
            deaths, left = deaths + 1, left - done
            useful += died * done / max(count, 1)
            heapq.heappush(free, (now + died + REPLACED_SECONDS, worker))
        else:
            left -= count
            useful += takes
            heapq.heappush(free, (now + takes, worker))
        ends[worker] = now + min(takes, died)
    last, first = ends.max(), ends.min()
    return Played(last / 3600, useful / (last * workers), deaths, (last - first) / 3600)


def told(of: Measured, documents: int, workers: int, seed: int, prices: dict[str, float]) -> list[str]:
    run = play(of.seconds, documents, workers, seed)
    even = play(of.seconds, documents, workers, seed, stragglers=0.0, deaths=0.0)
    puts, gets = documents * (of.files + PUTS + LISTS), documents * GETS
    money = {
        "cores": run.hours * workers * prices["core_hour"],
        "requests": puts / 1000 * prices["thousand_puts"] + gets / 1000 * prices["thousand_gets"],
        "storage of the outputs, a month": documents * of.out_bytes / BILLION * prices["gb_month"],
    }
    parts = max(1, round(documents * of.rows / 1_000_000))
    return [
        f"{documents:,} documents, {workers} workers of one core, {workers * WORKER_MB / 1024:.0f} GB of memory:",
        f"  {run.hours:.1f} hours ({even.hours:.1f} without stragglers and deaths; {run.deaths} deaths; "
        f"{run.busy:.0%} of the time useful; the last {run.tail * 60:.0f} minutes not all have work)",
        f"  {documents * of.out_bytes / BILLION:,.0f} GB in {documents * of.files:,.0f} objects; "
        f"{puts / 1e6:,.1f} million PUT and LIST, {gets / 1e6:,.1f} million GET",
        f"  observations: {documents * of.rows / 1e6:,.0f} million rows, compacted into about {parts:,} files",
        "  cost: " + ", ".join(f"{name} ${amount:,.0f}" for name, amount in money.items()),
    ]


def check(pdfs: list[Path], copies: int) -> None:
    """A real run with 1 and 2 workers against the play of it, with the times of the run with 1."""
    with tempfile.TemporaryDirectory(prefix="plan-") as scratch:
        place = Path(scratch)
        (place / "in").mkdir()
        for number in range(copies):
            pdf = pdfs[number % len(pdfs)]
            # Bytes behind the end of a PDF change its fingerprint and nothing else.
            (place / "in" / f"d{number:04d}.pdf").write_bytes(pdf.read_bytes() + b"\n%" + str(number).encode() + b"\n")
        seconds: np.ndarray | None = None
        for workers in (1, 2):
            out = place / f"out{workers}"
            command = [sys.executable, "-m", "pipeline", "run", str(place / "in"), "--out", str(out), "--json"]
            begun = time.perf_counter()
            subprocess.run([*command, "--workers", str(workers)], check=True, stdout=subprocess.DEVNULL)
            real = time.perf_counter() - begun
            seconds = measured(out).seconds if seconds is None else seconds
            ideal = play(seconds, copies, workers, 1, stragglers=0.0, deaths=0.0).hours * 3600
            print(
                f"{copies} documents, {workers} workers: {real:.1f} s, played {ideal:.1f} s ({ideal / real - 1:+.0%})"
            )
            shutil.rmtree(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("given", nargs="*", metavar="EXTRACTED | PDF | PRICE=VALUE")
    parser.add_argument("--documents", type=int, nargs="+", default=[100_000, 10_000_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[64, 1000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--copies", type=int, default=200, help="documents of --check")
    options = parser.parse_args()
    named = [given for given in options.given if "=" not in given]
    prices = PRICES | {k: float(v) for k, _, v in (g.partition("=") for g in options.given if "=" in g)}
    if set(prices) != set(PRICES):
        parser.error(f"prices are {', '.join(PRICES)}")
    if options.check:
        check([Path(name) for name in named] or [SAMPLE], options.copies)
        return
    if len(named) != 1:
        parser.error("name the folder of a run")
    of = measured(Path(named[0]))
    print(
        f"measured on {len(of.seconds)} reports: {of.seconds.mean():.2f} s mean, {np.median(of.seconds):.2f} s median,"
    )
    print(
        f"{np.percentile(of.seconds, 95):.1f} s at 95 %; {of.files:.0f} files of {of.out_bytes / 1e6:.1f} MB together"
    )
    for documents, workers in zip(options.documents, options.workers, strict=True):
        print("\n".join(told(of, documents, workers, options.seed, prices)))


if __name__ == "__main__":
    main()
