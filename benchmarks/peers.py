"""Other tools on the same documents as ours, in one run, judged by the same scorers: one table of figures.

    python benchmarks/peers.py [DATASET...] [--tools NAME,...] [--limit N] [--seconds S] [--shared DIR] [--out DIR]

A DATASET is a folder of DIR/data, as for accuracy.py. Every tool reads every document in a process that is
stopped after S seconds; what it gave up counts as nothing found and is named below the table. Tools that are not
installed are left out. Grids are scored as the tools give them. No other tool gives values with their labels, so on
``reports`` their grids go through our own cleaning, which finds header, stub and number format by itself, as it does
for ours: what differs is the grid alone. They have no captions and no notes; ``strict_f1`` asks for neither.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from accuracy import DATASETS, Figures, grids, judge_grids, judge_values, shared_folder
from peer_tools import READERS, tables_of

from pipeline.clean import clean_content
from pipeline.executors import Executor, Failure
from pipeline.executors.processes import Processes
from pipeline.extract import extract
from pipeline.model import Content, Page
from pipeline.read import open_document, read_pages
from pipeline.tidy import observations

OURS = "tidyreport"
SECONDS = 120.0
"""Time a tool has for a document: many times what the slowest takes for the longest."""
VALUE_KEYS = ("strict_f1", "tables_right", "false_values")
COUNTS = ("false_values", "given_up")


class Job(NamedTuple):
    tool: str
    path: Path
    out: Path
    values: bool
    """Write observations.csv, not tables.json."""


def installed() -> dict[str, str]:
    """Version of each tool that can be imported."""
    present = {name: module for name, (module, _) in READERS.items() if find_spec(module)}
    names = {"camelot": "camelot-py", "tabula": "tabula-py"}
    return {OURS: version(OURS)} | {name: version(names.get(module, module)) for name, module in present.items()}


def read(job: Job) -> int:
    """Writes what one tool finds in one document; how many tables."""
    pages = tuple(read_pages(open_document(job.path)))
    content = extract(pages) if job.tool == OURS else Content(tuple(tables_of(job.tool, job.path, pages)))
    folder = job.out / job.path.stem
    folder.mkdir(parents=True, exist_ok=True)
    if job.values:
        write_values(content, pages, folder)
    else:
        (folder / "tables.json").write_text(json.dumps(grids(content.tables)), encoding="utf-8")
    return len(content.tables)


def write_values(content: Content, pages: Sequence[Page], folder: Path) -> None:
    tables, _ = clean_content(content, pages)
    observations(folder.name, tables, ()).to_csv(folder / "observations.csv", index=False)


def part_of(data: Path, limit: int | None, out: Path) -> Path:
    """The data folder, or one like it with the first ``limit`` documents and their truth."""
    if limit is None:
        return data
    names = [path.stem for path in documents(data)[:limit]]
    for path in data.rglob("*"):
        copy = out / path.relative_to(data)
        if path.is_file() and (path.stem in names or path.stem.removesuffix("-reg").removesuffix("-str") in names):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(path.resolve())
    for name in ("truth.json", "pages.json", "ignore.json"):
        if (data / name).exists():
            whole = json.loads((data / name).read_text(encoding="utf-8"))
            (out / name).write_text(json.dumps({k: v for k, v in whole.items() if k in names}), encoding="utf-8")
    return out


def documents(data: Path) -> list[Path]:
    return sorted((data / "pdf" if (data / "pdf").is_dir() else data).glob("*.pdf"))


def measure(
    data: Path, tools: Sequence[str], executor: Executor, shared: Path, out: Path
) -> tuple[dict[str, Figures], list[str]]:
    """Figures of each tool on one folder of documents, and what was given up, in words."""
    values = (data / "pdf").is_dir()
    given = {tool: out / tool.replace(" ", "-") for tool in tools}
    for folder in given.values():
        folder.mkdir(parents=True, exist_ok=True)
    jobs = [Job(tool, path, given[tool], values) for tool in tools for path in documents(data)]
    lost = {jobs[position]: result for position, result in executor.map(read, jobs) if isinstance(result, Failure)}
    if values:
        judged = {tool: judge_values(folder, shared, data) for tool, folder in given.items()}
        figures = {tool: {key: found[key] for key in VALUE_KEYS} for tool, found in judged.items()}
    else:
        found = judge_grids(list(given.values()), shared, data)
        figures = {tool: found[folder.name] for tool, folder in given.items()}
    given_up = Counter(job.tool for job in lost)
    told = [f"{job.tool} gave up {job.path.name}: {failure.message}" for job, failure in lost.items()]
    return {tool: {**own, "given_up": float(given_up[tool])} for tool, own in figures.items()}, told


def lines(dataset: str, figures: dict[str, Figures]) -> Iterator[str]:
    """A table in Markdown, best first by its first figure."""
    keys = list(next(iter(figures.values())))
    yield f"| {dataset} | " + " | ".join(keys) + " |"
    yield "|---" * (len(keys) + 1) + "|"
    for tool, own in sorted(figures.items(), key=lambda item: -item[1][keys[0]]):
        yield f"| {tool} | " + " | ".join(f"{own[k]:.{0 if k in COUNTS else 4}f}" for k in keys) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="*", default=DATASETS, metavar="DATASET")
    parser.add_argument("--tools", help="comma-separated; default: all that are installed")
    parser.add_argument("--limit", type=int, help="only the first N documents of each dataset")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--out", type=Path, help="keep what was written here")
    asked = parser.parse_args()
    present = installed()
    tools = asked.tools.split(",") if asked.tools else list(present)
    if unknown := sorted(set(tools) - set(present)):
        parser.error(f"not installed: {', '.join(unknown)}; there are {', '.join(present)}")
    print(", ".join(f"{tool} {present[tool]}" for tool in tools))
    with tempfile.TemporaryDirectory() as spare:
        for dataset in asked.datasets:
            out = (asked.out or Path(spare)) / dataset
            data = part_of(asked.shared / "data" / dataset, asked.limit, Path(spare) / f"part-{dataset}")
            figures, told = measure(data, tools, Processes(1, asked.seconds), asked.shared, out)
            print("\n".join(["", *lines(dataset, figures), *told]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
