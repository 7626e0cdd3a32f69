"""Run the same PDFs with other numbers of workers and other hash seeds: are all outputs the same bytes?

    python benchmarks/same_bytes.py PDF_OR_FOLDER...

The timings in ``run.json`` apart, and without limits of time: whether they bite depends on how busy the machine is.
Ends with 1 when any file differs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

RUNS = ((1, "0"), (2, "1"), (2, "random"))
"""Number of workers, and PYTHONHASHSEED: what orders the sets and dicts of Python."""
UNLIMITED = {"PIPELINE_PAGE_SECONDS": "0", "PIPELINE_DOCUMENT_SECONDS": "0"}


def outputs(paths: Sequence[str], out: Path, workers: int, seed: str) -> dict[str, bytes]:
    """Content of every file that a run over the PDFs writes, by its path."""
    command = [sys.executable, "-m", "pipeline", "run", *paths, "--out", str(out), "--workers", str(workers), "--json"]
    environment = {**os.environ, "PYTHONHASHSEED": seed, **UNLIMITED}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert "reports" in json.loads(done.stdout), done.stderr
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and ".work" not in path.parts)
    return {str(path.relative_to(out)): _content(path) for path in files}


def differing(paths: Sequence[str], place: Path) -> Iterator[tuple[int, str, list[str], int]]:
    """For each of RUNS but the first: workers, seed, the files that are not those of the first, and of how many."""
    whole: dict[str, bytes] | None = None
    for workers, seed in RUNS:
        found = outputs(paths, place / f"{workers}-{seed}", workers, seed)
        if whole is None:
            whole = found
        else:
            names = sorted(whole.keys() | found.keys())
            yield workers, seed, [name for name in names if whole.get(name) != found.get(name)], len(names)


def _content(path: Path) -> bytes:
    if path.name != "run.json":
        return path.read_bytes()
    manifest = json.loads(path.read_bytes())
    del manifest["timings"]
    return json.dumps(manifest).encode()


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    failed = False
    with tempfile.TemporaryDirectory() as place:
        for workers, seed, others, count in differing(sys.argv[1:], Path(place)):
            print(
                f"{workers} workers, hash seed {seed}: {len(others)} of {count} files differ", *others[:20], flush=True
            )
            failed |= bool(others)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
